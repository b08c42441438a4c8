"""A tape: what one example does, as a flat list of instructions.

>>> print(record(Net(hidden=(1,)), hinge))
r0    = *     p0 x0
r1    = *     p1 x1
...

The ordinary model and loss run on Values; the tape is the graph they leave behind, in the order in which
`backward` walks it.
"""

from engine.compiler.closed import outside
from engine.compiler.replaced import refuse
from engine.compiler.watch import Input, Looked, Number, plain, watched
from engine.nn import check_model
from engine.rules import rule_of
from engine.value import Value, topological_order

INPUT, PARAMETER, REGISTER, CONSTANT = "x", "p", "r", "c"
"""Where an operand comes from. A reference is a tuple: one of these, and an index or the constant itself."""

PROBES = ((0.5, 0.75, 0.0), (-0.7, -0.6, 0.0625))
"""On what it is recorded: the first input, the others being a little further from 0; y; and how parameters are changed."""

PLAIN = ((0.5, (1, -1, 1.0, -1.0, 0.75)), (2, (-1,)))
"""On what the tape is tried: the first input, and labels, of the types that numbers of a data set may have."""
ALIKE = 1e-9  # relative difference that other ways to compute a power of an input may leave


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

    def run(self, x, labels, parameters):
        """The score of the example, and its loss in a batch of one with each of `labels`, at least one."""
        inputs, registers = [*map(float, x), 0.0, 1.0], [0.0] * len(self.instructions)
        places, losses = {INPUT: inputs, PARAMETER: parameters, REGISTER: registers}, []
        left, rules = list(enumerate(self.instructions)), {i.op: rule_of(i.op).forward for i in self.instructions}

        def of(references):
            return [which if kind == CONSTANT else places[kind][which] for kind, which in references]

        for inputs[-2] in map(float, labels):
            for register, instruction in left:
                registers[register] = rules[instruction.op](*of(instruction.operands))
            losses += of([self.result])
            left = left if losses[1:] else self._with_label()
        return of([self.score])[0], losses

    def _with_label(self):
        """The instructions, with their registers, that depend on the label."""
        varying, found = {(INPUT, self.inputs - 1)}, []
        for register, instruction in enumerate(self.instructions):
            if not varying.isdisjoint(instruction.operands):
                varying.add((REGISTER, register))
                found.append((register, instruction))
        return found

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
    ValueError if the loss does not depend on the model's score, if the parameters are not different Values that are
    computed from nothing, or if the model or the loss looks at numbers itself: a decision in Python is not on the
    tape. It is recorded twice, with other numbers: both tapes have to say the same, unless there is no result for
    one of them, and the same as plain numbers, of which a model can see that they are no Values. Unknown if Values have
    been changed. What the model or the loss raises else is passed on.
    """
    refuse("engine.value")
    parameters = _parameters(model)
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
    if not any([outside(rule_of(op).forward) for op in {instruction.op for instruction in tapes[0].instructions}]):
        _try(tapes[0], model, parameters, loss)  # otherwise nothing could be told from what comes of it
    return tapes[0]


def _parameters(model):
    """The model's parameters, in a list of their own; ValueError if one is listed twice, or is more than a Value."""
    check_model(model)
    parameters = list(model.parameters())
    if len({id(p) for p in parameters}) < len(parameters):
        raise ValueError("the model lists a parameter twice")
    for i, p in enumerate(parameters):
        if type(p) is not Value:
            raise ValueError("parameter %d of the model is a %s, not a Value" % (i, type(p).__name__))
    return parameters


def _try(tape, model, parameters, loss):
    """Looked if the tape gives other numbers than the model and the loss, asked without Values as inputs."""
    numbers = [p.data for p in parameters]
    for first, labels in PLAIN:
        x = tuple([first + i * first / 8 if isinstance(first, float) else first + i for i in range(model.inputs)])
        tried, expected = [], []
        try:
            score = model(x)
            for y in labels:
                expected += _loss_of(loss, score, y)
                tried += [y] * (len(expected) - len(tried))
            came, losses = tape.run(x, tried, numbers)
        except (ArithmeticError, ValueError):
            tried = []
        if tried and not all([_near(*pair) for pair in zip([score.data, *expected], [came, *losses])]):
            raise Looked("the model or the loss decides by the types of numbers which operations to do")


def _loss_of(loss, score, y):
    """The loss in a list; an empty one if there is none with such a label."""
    try:
        return [loss(score, y).data]
    except (ArithmeticError, ValueError):
        return []


def _near(a, b):
    return a == b or a != a and b != b or abs(a - b) <= ALIKE * max(abs(a), abs(b))


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
        if not isinstance(score, Value):
            raise ValueError("the model's score is a %s, not a Value" % type(score).__name__)
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
        elif not isinstance(node.data, Number):
            raise Looked("the model or the loss keeps a result of '%s', which was computed before" % node._op)
        else:
            references[id(node)] = (REGISTER, len(instructions))
            instructions.append(Instruction(node._op, operands))
    if id(score) not in references:
        raise ValueError("the loss does not depend on the score, so there is nothing to learn")
    return Tape(instructions, references[id(result)], references[id(score)], model.inputs + 1)
