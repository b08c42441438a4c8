"""A tape: what one example does, as a flat list of instructions.

>>> print(record(Net(hidden=(1,)), hinge))
r0    = *     p0 x0
r1    = *     p1 x1
...

The ordinary model and loss run once on ordinary Values; the tape is the graph they leave behind, in
the order in which `backward` walks it.
"""

from engine.value import Value, topological_order

INPUT, PARAMETER, REGISTER, CONSTANT = "x", "p", "r", "c"
"""Where an operand comes from. A reference is a tuple: one of these, and an index or the constant itself."""


class Instruction:
    """A register's value: `op`, a symbol of the rule table, applied to `operands`, a tuple of references."""

    __slots__ = ("op", "operands")

    def __init__(self, op, operands):
        self.op = op
        self.operands = operands


class Tape:
    """The instructions of one example; instruction i writes register i.

    result  the reference of the example's share of the loss
    score   the reference of the model's score
    inputs  how many inputs an example has: the model's, then y
    The input after y is the number of examples in the batch.
    """

    def __init__(self, instructions, result, score, inputs):
        self.instructions = instructions
        self.result = result
        self.score = score
        self.inputs = inputs

    def __str__(self):
        lines = []
        for i, instruction in enumerate(self.instructions):
            operands = " ".join([write(reference) for reference in instruction.operands])
            lines.append("r%-4d = %-5s %s" % (i, instruction.op, operands))
        return "\n".join(lines)


def write(reference):
    """A reference as text: x0, p7, r12, or a number."""
    kind, which = reference
    return repr(which) if kind == CONSTANT else "%s%d" % (kind, which)


def record(model, loss):
    """The tape of `loss(model(x), y) / n` for one example (x, y) of a batch of n.

    Arithmetic on constants alone is done here; what the loss does not depend on is not on the tape.
    ValueError if the loss does not depend on the model's score, or if two examples of opposite signs leave
    different tapes, because a decision in Python is not on them. What the model or the loss raises is passed on.
    """
    tape, other = _trace(model, loss, 0.5, 1.0), _trace(model, loss, -0.7, -1.0)
    if str(tape) != str(other):
        raise ValueError("the model or the loss decides by its numbers which operations to do")
    return tape


def _trace(model, loss, x, y):
    inputs = [Value(x) for _ in range(model.inputs)] + [Value(y), Value(1.0)]
    score = model(inputs[:-2])
    result = loss(score, inputs[-2]) / inputs[-1]
    references = {id(value): (INPUT, i) for i, value in enumerate(inputs)}
    for i, parameter in enumerate(model.parameters()):
        references[id(parameter)] = (PARAMETER, i)
    leaves, inner = topological_order(result)
    for leaf in leaves:
        references.setdefault(id(leaf), (CONSTANT, leaf.data))
    instructions = []
    for node in inner:
        operands = tuple([references[id(operand)] for operand in node._prev])
        if all([kind == CONSTANT for kind, _ in operands]):
            references[id(node)] = (CONSTANT, node.data)
        else:
            references[id(node)] = (REGISTER, len(instructions))
            instructions.append(Instruction(node._op, operands))
    if id(score) not in references:
        raise ValueError("the loss does not depend on the score, so there is nothing to learn")
    return Tape(instructions, references[id(result)], references[id(score)], model.inputs + 1)
