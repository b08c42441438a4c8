"""A plan: the tape's instructions gathered into layers, without changing what is added to what in which order.

A layer is many neurons of one shape over the same inputs; what fits no layer stays as it is. If gathering
would change the order of additions, everything stays as it is.
"""

from engine.compiler.formulas import Symbol, Unknown, derivatives
from engine.compiler.tape import CONSTANT, INPUT, PARAMETER, REGISTER

VECTOR_OPS = ("relu", "neg", "abs", "sqrt")  # operations that a whole layer can do at once
WIDE = ("+", "-", "*", "/", "neg", "relu", "abs", "sqrt", ">", ">=", "<", "<=")  # that can be done on two numbers at a time
BEFORE, AFTER = "before", "after"  # when a bias is added
LEAST = 4  # weights of a layer, if its inputs have to be brought together


class Dense:
    """outs[j] = start + weights[j][0] * xs[0] + weights[j][1] * xs[1] + ..., added from left to right.

    xs       references of the inputs, which are to be neighbours in memory
    weights  indices of parameters, a list for each neuron
    biases   the same, or None; when says whether they are added BEFORE the products or AFTER them
    start    what the sums start with, if that is a constant, else None
    outs     registers
    """

    def __init__(self, chains):
        self.xs, self.when, self.start = chains[0].kind
        self.weights = [chain.weights for chain in chains]
        self.biases = [chain.bias for chain in chains] if self.when else None
        self.outs = [chain.root for chain in chains]
        self.registers = [register for chain in chains for register in chain.registers]
        self.position = self.outs[0]


class Map:
    """outs[j] = op(sources[j]) for a whole layer; sources and outs are registers."""

    def __init__(self, op, sources, outs):
        self.op = op
        self.sources = sources
        self.outs = self.registers = outs
        self.position = min(outs)


class Segment:
    """Instructions that are done one after the other; `registers` are theirs, in the order of the tape."""

    def __init__(self, registers):
        self.registers = registers
        self.position = registers[0]


def sums_of_products_are_as_usual():
    """Whether + and * have the derivatives that the code of layers is made for."""
    a, b, out = Symbol("a"), Symbol("b"), Symbol("out")
    product, total = derivatives("*", [a, b], out), derivatives("+", [a, b], out)
    return product[0] is b and product[1] is a and all([not isinstance(d, Symbol) and d == 1 for d in total])


class _Chain:
    """One neuron: the registers that a sum of products takes up.

    kind  what it shares with the others of its layer: inputs, when the bias is added, what it starts with
    """

    def __init__(self, root, registers, terms, when, bias, start):
        self.root, self.registers, self.bias = root, registers, bias
        self.weights = [w for w, _ in terms]
        self.kind = tuple([x for _, x in terms]), when, start


def plan(tape):
    """The tape as a list of Dense, Map and Segment, in the order in which they are to be done."""
    instructions = tape.instructions
    uses = {}
    for register, instruction in enumerate(instructions):
        for reference in instruction.operands:
            uses.setdefault(reference, []).append(register)
    for reference in (tape.result, tape.score):  # so that neither is lost inside of a layer
        uses.setdefault(reference, []).append(len(instructions))
    layers = _maps_and_layers(tape, _groups(tape, uses), uses) if sums_of_products_are_as_usual() else []
    items = _with_segments(layers, len(instructions))
    if _keeps_order(items, uses):
        return items
    return [Segment(list(range(len(instructions))))]


def _chain(instructions, uses, root):
    """The chain that ends in register `root`, or None."""

    def once(reference):
        return len(uses[reference]) == 1

    def product(register):
        """(weight, x) if the register is a product of a parameter, used just here, and something that varies."""
        instruction = instructions[register]
        if instruction.op == "*":
            for w, x in (instruction.operands, instruction.operands[::-1]):
                if w[0] == PARAMETER and once(w) and x[0] in (INPUT, REGISTER):
                    return w[1], x
        return None

    when = bias = start = None
    node, registers, terms = root, [root], []
    if instructions[root].op == "+":
        left, right = instructions[root].operands
        if right[0] == PARAMETER and once(right) and left[0] == REGISTER and once(left):
            when, bias, node = AFTER, right[1], left[1]
            registers.append(node)
    while instructions[node].op == "+":
        left, right = instructions[node].operands
        if not (right[0] == REGISTER and once(right) and product(right[1])):
            return None
        terms.append(product(right[1]))
        registers.append(right[1])
        if left[0] == REGISTER and once(left):
            registers.append(left[1])
            node = left[1]
        elif left[0] == PARAMETER and once(left) and not when:
            when, bias, node = BEFORE, left[1], None
            break
        elif left[0] == CONSTANT:
            start, node = left[1], None
            break
        else:
            return None
    if node is not None:
        if not product(node):
            return None
        terms.append(product(node))
    return _Chain(root, registers, terms[::-1], when, bias, start)


def _groups(tape, uses):
    """Chains over the same inputs, gathered; each group is a list of chains in the order of the tape."""
    taken, chains = set(), []
    for root in range(len(tape.instructions) - 1, -1, -1):
        chain = None if root in taken else _chain(tape.instructions, uses, root)
        if chain:
            taken.update(chain.registers)
            chains.append(chain)
    groups = []
    for chain in reversed(chains):
        for group in groups:
            if str(group[0].kind) == str(chain.kind):  # as text, since -0.0 == 0.0
                group.append(chain)
                break
        else:
            groups.append([chain])
    return groups


def _maps_and_layers(tape, groups, uses):
    """The groups whose inputs are neighbours or can be, and the operations that are applied to all outputs of one."""
    instructions = tape.instructions
    vectors, placed, layers = set(), set(), []

    def place(vector):
        vectors.add(vector)
        placed.update(vector)

    place(tuple([(INPUT, i) for i in range(tape.inputs - 1)]))
    for group in groups:
        layer = Dense(group)
        if layer.xs not in vectors:
            weights = len(layer.xs) * len(layer.outs)
            if weights < LEAST or len(set(layer.xs)) < len(layer.xs) or placed.intersection(layer.xs):
                continue
            place(layer.xs)  # the results of single instructions
        layers.append(layer)
        outs = layer.outs
        while outs:
            place(tuple([(REGISTER, out) for out in outs]))
            mapped = None
            for op in filter(_wide, VECTOR_OPS):
                found = [[u for u in uses.get((REGISTER, out), ()) if u < len(instructions)] for out in outs]
                found = [[u for u in users if instructions[u].op == op] for users in found]
                if all([len(users) == 1 for users in found]):
                    mapped = Map(op, outs, [users[0] for users in found])
                    layers.append(mapped)
                    break
            outs = mapped.outs if mapped else None
    return layers


def _wide(op):
    """Whether the derivative of an operation on one operand can be written for two numbers at a time."""
    try:
        (derivative,) = derivatives(op, [Symbol("a")], Symbol("out"))
    except Unknown:
        return False  # which is said where its code is to be written
    return not isinstance(derivative, Symbol) or set(derivative.operations()) <= set(WIDE)


def _with_segments(layers, count):
    """The layers, and between them segments of what is in none, in the order of their positions."""
    taken = set([register for layer in layers for register in layer.registers])
    singles = [Segment([register]) for register in range(count) if register not in taken]
    items = []
    for item in sorted(layers + singles, key=lambda item: item.position):
        if items and isinstance(item, Segment) and isinstance(items[-1], Segment):
            items[-1].registers += item.registers
        else:
            items.append(item)
    return items


def _keeps_order(items, uses):
    """Whether everything is there before it is used, and gradients are added up in the order of the tape."""
    place = {}
    for number, item in enumerate(items):
        for register in item.registers:
            place[register] = number
    for (kind, which), users in uses.items():
        where = [place[user] for user in users if user in place]
        if kind == REGISTER and any([number < place[which] for number in where]):
            return False
        if kind in (REGISTER, PARAMETER) and where != sorted(where):
            return False
    return True
