"""Checks of the engine as it is loaded: what is wrong, in which rule, at which line, expected and got.

Imports nothing of the browser. Each check is a generator, so that whoever runs it can keep to a budget of time.
"""

import math
import operator
from collections import namedtuple
from inspect import signature
from itertools import product
from pathlib import Path

from engine.check import central_difference, check, relative_error
from engine.compiler.compare import FEW, agreement
from engine.compiler.formulas import Unknown
from engine.compiler.replaced import originals, same
from engine.losses import LOSSES
from engine.nn import Net
from engine.rules import RULES, power, rule_of
from engine.value import Value, apply
from ui.work.failures import in_engine, place_of

Result = namedtuple("Result", ("name", "good", "words", "path", "line"))
"""good: True, False, or None where there is nothing to judge. path, line: of the rule or function, "" and 0 if unknown."""

FOLLOWS = "its derivatives are wrong too, which may follow from %s"
COVERED = ("engine/value.py", "engine/rules.py", "engine/nn.py", "engine/losses.py")  # files that the checks are about
UNCHECKED = "has been changed, and no check knows what it should do now"
NUMBERS = (-2.25, -0.75, 0.5, 1.75)  # operands to try; none is where relu has its kink
EXACT, CLOSE, NET_CLOSE = 1e-12, 1e-6, 1e-5  # relative errors of results, of derivatives, and of those of a net
POWERS = (2, 3, -1, 0.5)
POINTS = ((0.3, -0.8, 1), (-1.1, 0.4, -1))
MEANINGS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "relu": lambda a: max(a, 0.0),
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "max": max,
    "min": min,
    "sigmoid": lambda a: (1.0 + math.tanh(a / 2.0)) / 2.0,
}


def checks(host):
    """Yields a Result for every check, and None between two bits of work; `host` runs the compiled module."""
    broken = []
    for symbol in list(RULES) + [power(exponent) for exponent in POWERS]:
        result = _guarded("rule " + symbol, operation, symbol)
        broken += [] if result.good is not False else [symbol]
        yield result
    yield _guarded("the tutorial's 89", tutorial)
    yield _guarded("a shared inner node", shared)
    for name in list(LOSSES):
        yield None
        result = _guarded("a net with the loss " + name, whole_net, LOSSES[name])
        if result.good is False and broken and not result.words.startswith("raises"):
            rules = "the rule %s" % broken[0] if len(broken) == 1 else "the rules %s" % " and ".join(broken)
            result = result._replace(words=FOLLOWS % rules, path="", line=0)
        yield result
    yield None
    yield _guarded("compiled, bit for bit", compiled, host)
    for path, original in originals.items():
        if path not in COVERED and not path.startswith("engine/compiler/") and not same(original, Path(path).read_text()):
            yield Result(path.replace("engine/", ""), None, UNCHECKED, path, 1)


def operation(symbol):
    """The result of a rule against its meaning, its derivatives against central differences: (good, words, where)."""
    rule = rule_of(symbol)
    worst, tried = 0.0, 0
    meaning = MEANINGS.get(symbol) or (_meaning(float(symbol[2:])) if symbol.startswith("**") else None)
    for operands in product(NUMBERS, repeat=operand_count(rule)):
        try:
            expected = meaning(*operands) if meaning else None
        except ValueError:
            continue  # log of a negative number, for example
        try:
            out = rule.forward(*operands)
        except (ValueError, ZeroDivisionError):
            if not meaning:
                continue  # outside of the domain of an operation of the visitor's own
            raise
        written = _call(symbol, operands)
        if meaning and relative_error(out, expected) > EXACT:
            return False, "%s is %.6g, and the rule says %.6g" % (written, expected, out), _where(rule, "forward")
        local = tuple(rule.derivatives(*operands, out))
        if len(local) != len(operands):
            return False, "%d operands, and %d derivatives" % (len(operands), len(local)), _where(rule, "derivatives")
        for i, derivative in enumerate(local):
            values = [Value(x) for x in operands]
            numeric = central_difference(lambda: apply(symbol, *values), values[i])
            error = relative_error(float(derivative), numeric)
            if not error < CLOSE:
                words = "the derivative of %s by operand %d is %.6g by central difference, and the rule says %.6g"
                return False, words % (written, i + 1, numeric, derivative), _where(rule, "derivatives")
            worst = max(worst, error)
        tried += 1
    if not tried:
        return None, "could not be tried on the numbers %s" % (NUMBERS,), _where(rule, "forward")
    return True, "relative error %.0e" % worst, _where(rule, "derivatives")


def tutorial():
    """(x + 2)**2 + x**3 has the derivative 89 at x = 5."""
    x = Value(5)
    ((x + 2) ** 2 + x**3).backward()
    return _judged(x.grad, 89.0, EXACT, "the derivative of (x+2)**2 + x**3 at x = 5")


def shared():
    """An inner node that two others use, the case in which the order of the walk matters."""
    a, b = Value(0.7), Value(-1.3)

    def f():
        c = a * b
        d = c + a
        return c * d + d * d * c

    c, d = 0.7 * -1.3, 0.7 * -1.3 + 0.7
    f().backward()
    by_c, by_d = d + d * d, c + 2 * d * c
    expected = (by_c + by_d) * -1.3 + by_d
    return _judged(a.grad, expected, EXACT, "the derivative by a of c*d + d*d*c, where c = a*b and d = c + a")


def whole_net(loss):
    """Back-propagation through a small net and a loss against central differences, weight by weight."""
    net = Net(hidden=(3,), bias=True, seed=4)

    def f():
        return sum((loss(net(point[:2]), point[2]) for point in POINTS), Value(0.0))

    found = check(f, net.parameters())
    if found.error < NET_CLOSE:
        return True, "%d derivatives, relative error %.0e" % (len(net.parameters()), found.error), _place(loss)
    words = "the derivative by parameter %d is %.6g by central difference, and back-propagation says %.6g"
    return False, words % (found.index, found.numeric, found.backward), _place(loss)


def compiled(host):
    """Whether a compiled training ends at the same floats as one by Values, if it is the one that trains."""
    loss = next(iter(LOSSES.values()))
    try:
        found = agreement(loss, host)
    except (Unknown, ValueError) as reason:  # it cannot be compiled
        return None, "not compared: Value objects train, because %s" % reason, ("", 0)
    if found.identical == found.parameters:
        return True, "all %d parameters are the same floats after %d steps" % (found.parameters, 2 * FEW), ("", 0)
    words = "%d of %d parameters are the same floats after a few steps; the largest relative difference is %.1g"
    if found.difference > CLOSE and originals:
        words += ". So Value objects train: the compiled module would do something else"
        return None, words % (found.identical, found.parameters, found.difference), ("", 0)
    return False, words % (found.identical, found.parameters, found.difference), ("", 0)


def operand_count(rule):
    """How many operands a rule takes: its derivatives are asked with these and the result."""
    return len(signature(rule.derivatives).parameters) - 1


def _guarded(name, run, *arguments):
    """A Result of a check, also if it raises an exception."""
    try:
        good, words, where = run(*arguments)
    except BaseException as error:
        good, words, where = False, "raises %s: %s" % (type(error).__name__, error), place_of(error)
        if not where[0] and run is operation:
            where = _where(rule_of(arguments[0]), "derivatives")
    return Result(name, good, words, *where)


def _judged(came, expected, most, what):
    good = relative_error(came, expected) <= most
    words = "%s is %.6g" % (what, expected)
    return good, words if good else "%s, and back-propagation says %.6g" % (words, came), _place(Value.backward)


def _meaning(exponent):
    def meaning(a):
        return math.pow(a, exponent)  # ValueError where a fractional power is asked of a negative number

    return meaning


def _call(symbol, operands):
    numbers = ["%g" % x for x in operands]
    if symbol.startswith("**"):
        return "(%s)%s" % (numbers[0], symbol)
    if len(numbers) == 2 and not symbol.isidentifier():
        return "%s %s %s" % (numbers[0], symbol, numbers[1])
    return "%s(%s)" % (symbol, ", ".join(numbers))


def _where(rule, part):
    """Where a part of a rule is written; where the other part is, if this one is not written in Python."""
    other = "derivatives" if part == "forward" else "forward"
    return _place(getattr(rule, part)) if hasattr(getattr(rule, part), "__code__") else _place(getattr(rule, other))


def _place(function):
    code = getattr(function, "__code__", None)
    path = in_engine(code.co_filename) if code else ""
    return (path, code.co_firstlineno) if path else ("", 0)
