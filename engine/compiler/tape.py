"""A tape: what one example does, as a flat list of instructions.

>>> print(record(Net(hidden=(1,)), hinge))
r0    = *     p0 x0
r1    = *     p1 x1
...

The ordinary model and loss run on Values; the tape is the graph they leave behind, in the order in which
`backward` walks it.
"""

from engine.compiler.replaced import refuse
from engine.compiler.watch import Input, Looked, plain, watched
from engine.nn import check_model
from engine.value import topological_order

INPUT, PARAMETER, REGISTER, CONSTANT = "x", "p", "r", "c"
"""Where an operand comes from. A reference is a tuple: one of these, and an index or the constant itself."""

PROBES = ((0.5, 0.75, 0.0), (-0.7, -0.6, 0.0625))
"""What is recorded: the first input, the others being a little further from 0; y; and how parameters are changed."""


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
    ValueError if the loss does not depend on the model's score, if a parameter is listed twice, or if the model
    or the loss looks at numbers itself: a decision in Python is not on the tape. It is recorded twice, with other
    numbers: both tapes have to say the same, unless there is no result for one of them. Unknown if Values have
    been changed. What the model or the loss raises else is passed on.
    """
    refuse("engine.value")
    check_model(model)
    parameters = list(model.parameters())
    if len({id(p) for p in parameters}) < len(parameters):
        raise ValueError("the model lists a parameter twice")
    tapes, trouble = [], None
    for x, y, shift in PROBES:
        data = [p.data for p in parameters]
        for p in parameters:
            p.data += shift * p.data + shift
        try:
            tapes.append(_trace(model, parameters, loss, x, y))
        except Looked:
            raise
        except (ArithmeticError, ValueError) as error:
            trouble = trouble or error
        finally:
            for p, number in zip(parameters, data):
                p.data = number
    if not tapes:
        raise trouble
    if len(tapes) > 1 and not _alike(*tapes):
        raise Looked("the model or the loss does something else for other numbers, of which a tape knows nothing")
    return tapes[0]


def _alike(one, other):
    """Whether two tapes say the same."""
    one_by_one = zip(one.instructions, other.instructions)
    same = len(one.instructions) == len(other.instructions) and one.score == other.score
    same = same and all([a.op == b.op and a.operands == b.operands for a, b in one_by_one])
    return same or str(one) == str(other)  # NaN is not equal to itself, but written alike


def _trace(model, parameters, loss, x, y):
    inputs = [Input(x + i * x / 8) for i in range(model.inputs)] + [Input(y), Input(1.0)]
    with watched(inputs + parameters):
        score = model(tuple(inputs[:-2]))
        result = loss(score, inputs[-2]) / inputs[-1]
    references = {id(value): (INPUT, i) for i, value in enumerate(inputs)}
    for i, parameter in enumerate(parameters):
        references[id(parameter)] = (PARAMETER, i)
    leaves, inner = topological_order(result)
    for leaf in leaves:
        references.setdefault(id(leaf), (CONSTANT, plain(leaf.data)))
    instructions = []
    for node in inner:
        operands = tuple([references[id(operand)] for operand in node._prev])
        if operands[0][0] == CONSTANT and all([kind == CONSTANT for kind, _ in operands]):
            references[id(node)] = (CONSTANT, plain(node.data))
        else:
            references[id(node)] = (REGISTER, len(instructions))
            instructions.append(Instruction(node._op, operands))
    if id(score) not in references:
        raise ValueError("the loss does not depend on the score, so there is nothing to learn")
    return Tape(instructions, references[id(result)], references[id(score)], model.inputs + 1)
