"""The scores of a model over the plane, in plain floats: no graph, because nothing is differentiated.

The model's tape is written out once as the source of one Python function, with the parameters as its local
variables. It does what the Values do in the same order, so the scores are the same to the last bit, and
dozens of times as fast.
"""

import math
from collections import Counter

from engine.compiler.emit import unchanged
from engine.compiler.tape import CONSTANT, INPUT, PARAMETER, REGISTER, record
from engine.losses import squared
from engine.rules import rule_of

_OPERATORS = {"+": 1, "-": 1, "*": 2}  # of Python that do the same as the rules, and how tightly they bind
_ATOM = 3  # how tightly a name or a call binds
_LONG = 400  # characters of an expression; longer ones are given a name


def scorer(model):
    """A function (parameters, places) -> the scores at `places`, as a list of floats.

    parameters  as many floats as the model has, in the order of model.parameters()
    places      tuples that begin with the model's inputs; what follows (a label) is ignored
    The function fits every model that does the same operations. A model that decides by its numbers which
    operations to do is asked itself, which takes dozens of times as long.
    """
    try:
        tape = record(model, squared)  # any loss would do that depends on the score
    except Exception:  # it decides by numbers, or takes them for what they are not
        return _asking(model)
    lines, functions, score = _written(tape)
    source = ["def scores(parameters, places):"]
    parameters = ["p%d, " % i for i in range(len(model.parameters()))]
    source.append("    [%s] = parameters" % "".join(parameters))
    source += ["    out = []", "    append = out.append"]
    source.append("    for %s*_ in places:" % "".join(["x%d, " % i for i in range(model.inputs)]))
    source += ["        " + line for line in lines] + ["        append(%s)" % score, "    return out"]
    exec("\n".join(source), functions)
    return functions["scores"]


def grid(domain, columns, rows):
    """The places (x1, x2) of a grid's nodes, row by row from the top."""
    xmin, xmax, ymin, ymax = domain
    across, down = (xmax - xmin) / (columns - 1), (ymax - ymin) / (rows - 1)
    return [[(xmin + i * across, ymax - j * down) for i in range(columns)] for j in range(rows)]


def _asking(model):
    def scores(parameters, places):
        own = [p.data for p in model.parameters()]
        try:
            _put(model, parameters)
            return [model(place[: model.inputs]).data for place in places]
        finally:
            _put(model, own)

    return scores


def _put(model, data):
    for p, number in zip(model.parameters(), data):
        p.data = number


def _written(tape):
    """The tape up to its score as Python: lines, the functions that they call by name, and the score's expression."""
    needed = _needed(tape)
    uses = Counter([operand for register in needed for operand in tape.instructions[register].operands])
    lines, functions, texts = [], {}, {}  # texts: register -> its expression, and how tightly that binds
    for register in needed:
        instruction = tape.instructions[register]
        op, operands = instruction.op, [_operand(reference, texts) for reference in instruction.operands]
        if op in _OPERATORS and unchanged(op):
            tightly = _OPERATORS[op]
            left = _enclosed(operands[0], tightly)
            text = "%s %s %s" % (left, op, _enclosed(operands[1], tightly + 1))
        else:
            name = "f%d" % len(functions)
            functions[name] = rule_of(op).forward
            text, tightly = "%s(%s)" % (name, ", ".join([text for text, _ in operands])), _ATOM
        if uses[(REGISTER, register)] > 1 or len(text) > _LONG:
            lines.append("r%d = %s" % (register, text))
            text, tightly = "r%d" % register, _ATOM
        texts[register] = text, tightly
    return lines, functions, _operand(tape.score, texts)[0]


def _needed(tape):
    """The registers that the score depends on, in the order of the tape."""
    needed = {tape.score}
    for register in reversed(range(len(tape.instructions))):
        if (REGISTER, register) in needed:
            needed.update(tape.instructions[register].operands)
    return sorted([which for kind, which in needed if kind == REGISTER])


def _operand(reference, texts):
    kind, which = reference
    if kind == REGISTER:
        return texts[which]
    if kind == CONSTANT:
        return (repr(which) if math.isfinite(which) else "float('%r')" % which), _ATOM
    return {INPUT: "x%d", PARAMETER: "p%d"}[kind] % which, _ATOM


def _enclosed(operand, tightly):
    """An expression, in parentheses if it binds less tightly than that."""
    text, binds = operand
    return text if binds >= tightly else "(%s)" % text
