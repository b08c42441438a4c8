"""The table of rules: for every operation its symbol, its result, its derivatives, and what it refuses.

A new operation is one more line, such as rule("cube", lambda a: a**3, lambda a, out: (3.0 * a * a,)): then
`Value(2).cube()` can be computed and differentiated. Nothing else in the engine knows a derivative.
"""

import math


class Rule:
    """How one operation works on floats.

    forward(*operands)           the result
    derivatives(*operands, out)  d out / d operand for each operand, as a tuple
    """

    __slots__ = ("forward", "derivatives")

    def __init__(self, forward, derivatives):
        self.forward = forward
        self.derivatives = derivatives


class Named:
    """What a Value inherits: every rule whose symbol is a name, as a method."""

    __slots__ = ()


RULES = {}  # symbol -> Rule
POWERS = {}  # the same for "**3" and other powers, made when they are needed: there is no end of exponents,
MOST = 64  # so no more than these are kept


def rule(symbol, forward, derivatives):
    """Add an operation, or replace one. Value has it as an operator, or as the method called `symbol`.

    ValueError for a name that means something else in every Value.
    """
    if symbol in ("", "data", "grad", "backward") or symbol[0] == "_":
        raise ValueError("an operation cannot be called %r: a Value has something else by this name" % symbol)
    RULES[symbol] = Rule(forward, derivatives)
    if symbol[0].isalpha():
        setattr(Named, symbol, lambda self, *others: self._apply(symbol, *others))


def rule_of(symbol):
    """The Rule of a symbol, also of a power such as "**3". KeyError if there is none."""
    return RULES.get(symbol) or POWERS.get(symbol) or _kept(symbol)


def number(data, symbol=""):
    """`data` as a float. TypeError, which names the operation `symbol`, if it is no plain number."""
    if isinstance(data, (int, float)) or hasattr(data, "__float__"):
        return float(data)
    raise TypeError("%r is not a plain number%s" % (data, ", so '%s' cannot take it" % symbol if symbol else ""))


def power(exponent):
    """The symbol of the operation that raises to `exponent`, a plain number: "**3"."""
    if not isinstance(exponent, (int, float)) and not hasattr(exponent, "__float__"):
        raise TypeError("** takes a plain number as its exponent, not %r" % (exponent,))
    return "**%r" % (exponent if type(exponent) is int else float(exponent),)


def power_rule(k):
    """The rule of the operation that raises to k."""
    return Rule(lambda a: _raise(a, k), lambda a, out: (k * _power(a, k - 1) if k else 0.0,))


def _kept(symbol):
    if symbol[:2] != "**":
        raise KeyError("there is no operation %r" % (symbol,))
    if len(POWERS) >= MOST:
        POWERS.clear()
    found = POWERS[symbol] = power_rule(float(symbol[2:]))
    return found


def _raise(a, k):
    if a == 0 and k < 0:
        raise ZeroDivisionError("%r ** %r: zero has no negative power" % (a, k))
    if a < 0 and k % 1 != 0:
        raise ValueError("%r ** %r: a negative number has whole powers only" % (a, k))
    return _power(a, k)


def _power(a, k):
    """a ** k, infinite where Python would raise an exception; a square is exactly a * a."""
    if k == 2:
        return a * a
    try:
        return a**k
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return -math.inf if a < 0 and k % 2 == 1 else math.inf


def _divide(a, b):
    if b == 0:
        raise ZeroDivisionError("%r / %r: '/' cannot divide by zero" % (a, b))
    return a / b


def _exp(a):
    try:
        return math.exp(a)
    except OverflowError:
        return math.inf


def _log(a):
    if a <= 0:
        raise ValueError("log(%r): 'log' takes positive numbers only" % (a,))
    return math.log(a)


# The table. relu lets NaN through, so that a loss that has left the numbers can be seen to have; as NaN is not
# greater than 0, its derivative there is 0. (PyTorch hands the gradient on.)
#    symbol  forward                            derivatives, by operand
rule("+",    lambda a, b: a + b,                lambda a, b, out: (1.0, 1.0))
rule("-",    lambda a, b: a - b,                lambda a, b, out: (1.0, -1.0))
rule("*",    lambda a, b: a * b,                lambda a, b, out: (b, a))
rule("/",    _divide,                           lambda a, b, out: (1.0 / b, -out / b))
rule("neg",  lambda a: -a,                      lambda a, out: (-1.0,))
rule("relu", lambda a: 0.0 if a <= 0 else a,    lambda a, out: (out > 0,))
rule("exp",  _exp,                              lambda a, out: (out,))
rule("log",  _log,                              lambda a, out: (1.0 / a,))
rule("tanh", math.tanh,                         lambda a, out: (1.0 - out * out,))
