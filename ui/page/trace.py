"""A walk through a graph, forward and back, as states that can be visited in any order.

Of n inner nodes, state k <= n has the data of k; state n + 1 has the grad of the result as well, and each
state after it one node more that has handed its grad on; the last is 2n + 1.
"""


class Trace:
    """shape, data and steps are those of ui.work.graph; numbers are texts throughout. Nodes may be folds, that is many
    operations in one (see ui.work.network.point_graph), which bring their arithmetic along.

    order  of the nodes on the way back; last node first if it is not given
    """

    def __init__(self, shape, data, steps, order=None):
        self.nodes = shape["nodes"]
        self.leaves = shape["leaves"]
        self.data = data
        self.steps = steps
        self.forward = len(self.nodes) - self.leaves  # the state in which all data is known
        self.last = 2 * self.forward + 1
        self.order = order or list(range(len(self.nodes) - 1, self.leaves - 1, -1))
        self._grads = {}  # of the states that were asked for last: many ask for the same one

    def known(self, state):
        """How many nodes, in their order, have their data."""
        return self.leaves + min(state, self.forward)

    def grads(self, state):
        """The grad of every node, "" where nothing has been handed to it yet; not to be changed."""
        if state not in self._grads:
            if len(self._grads) > 1:
                self._grads = {}
            self._grads[state] = self._grads_at(state)
        return self._grads[state]

    def _grads_at(self, state):
        grads = [""] * len(self.nodes)
        if state > self.forward:
            grads[-1] = "1.0"
        for i in range(state - self.forward - 1):
            for operand, after in zip(self.nodes[self.order[i]]["of"], self.steps[i][1]):
                grads[operand] = after
        return grads

    def event(self, state):
        """What led to a state: ("forward", node), ("start", node), ("backward", node), or ("", None) for the first."""
        if state == 0:
            return "", None
        if state <= self.forward:
            return "forward", self.leaves + state - 1
        if state == self.forward + 1:
            return "start", len(self.nodes) - 1
        return "backward", self.order[state - self.forward - 2]

    def state_of(self, node, backward):
        """The state that a node's step leads to; its first possible one for a leaf."""
        if node < self.leaves:
            return self.last if backward else 0
        return self.forward + 2 + self.order.index(node) if backward else node - self.leaves + 1

    def name(self, node):
        """What a node is called in sentences: its variable, its number, or v₁, v₂ and so on."""
        return self.nodes[node]["name"] or short(self.data[node])

    def grad_of(self, node):
        """What the grad of a node is called in sentences."""
        name = self.nodes[node]["name"]
        return name + ".grad" if name else "the grad of the constant %s" % short(self.data[node])

    def written(self, node):
        """How a node was computed, such as "v₁ + x"."""
        found = self.nodes[node]
        if "says" in found:
            return found["says"]
        return applied(found["op"], [self.name(operand) for operand in found["of"]])

    def arithmetic(self, state, forms):
        """The assignments of a step, a list of (assignment, with numbers, what it comes to).

        forms  op -> the local derivatives in letters
        """
        kind, node = self.event(state)
        if not kind:
            return []
        if kind == "start":
            return [("self.grad = 1.0", "", "%s by itself" % self.name(node))]
        found = self.nodes[node]
        if "fold" in found:
            return [(assignment, filled, short(total)) for assignment, filled, total in found[kind]]
        letters = "abcdefgh"[: len(found["of"])]
        if kind == "forward":
            formula = applied(found["op"], [letter + ".data" for letter in letters])
            filled = applied(found["op"], [short(self.data[operand], True) for operand in found["of"]])
            return [("out.data = " + formula, filled, short(self.data[node]))]
        before, grad = self.grads(state - 1), self.grads(state)[node]
        local = self.steps[state - self.forward - 2][0]
        rows, seen = [], {}
        for letter, operand, form, d in zip(letters, found["of"], forms[found["op"]], local):
            start = seen.get(operand, before[operand] or "0.0")
            gain = float(d) * float(grad)
            seen[operand] = repr(float(start) + gain)
            total = "%s = %s" % (self.grad_of(operand), short(seen[operand]))
            if float(start) != 0:
                total = "%s = %s + %s = %s" % (
                    self.grad_of(operand), short(start), short(repr(gain), True), short(seen[operand]),
                )  # fmt: skip
            filled = "%s * %s" % (short(d, True), short(grad, True))
            rows.append(("%s.grad += %s * out.grad" % (letter, form), filled, total))
        return rows


def applied(op, operands):
    """An operation on operands as Python writes it."""
    if len(operands) == 2 and not op.isalpha():
        return "%s %s %s" % (operands[0], op, operands[1])
    if op == "neg":
        return "-" + operands[0]
    if op.startswith("**"):
        return operands[0] + op
    return "%s(%s)" % (op, ", ".join([operand.strip("()") for operand in operands]))


def short(text, inside=False):
    """A number, given as text, to six digits; inside a formula in parentheses if it is negative. Other texts stay."""
    try:
        number = float(text)
    except ValueError:
        return text
    written = "%.6g" % (number + 0.0 if number else 0.0)
    return "(%s)" % written if inside and written.startswith("-") else written


def in_words(failure, where=""):
    """What is wrong (a Failed), perhaps at which line, and where the variables were, as a sentence."""
    line, words = failure.line, ("the engine failed here: " if failure.ours else "") + failure.words + where
    words = "Line %d: %s" % (line, words) if line else words[0].upper() + words[1:]
    return words + ("" if words[-1] in ".?" else ".")


def in_mathml(text, inside=False):
    """A number, given as text, in MathML; inside a formula in parentheses if it is negative."""
    if not text.startswith("-"):
        return "<mn>%s</mn>" % text.replace("-", "−")
    written = "<mo>−</mo><mn>%s</mn>" % text[1:].replace("-", "−")
    return "<mrow><mo>(</mo><mrow>%s</mrow><mo>)</mo></mrow>" % written if inside else "<mrow>%s</mrow>" % written


def brief(number):
    """A number to two digits, such as 0.01 or 1e-5."""
    return ("%.2g" % number).replace("e-0", "e-").replace("e+0", "e+")
