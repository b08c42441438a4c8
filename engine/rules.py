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


def _over(a, b):
    """a / b for a > 0, infinite where Python would raise an exception."""
    try:
        return a / b
    except ZeroDivisionError:
        return math.inf


def _exp(a):
    try:
        return math.exp(a)
    except OverflowError:
        return math.inf


def _log(a):
    if a <= 0:
        raise ValueError("log(%r): 'log' takes positive numbers only" % (a,))
    return math.log(a)


def _sqrt(a):
    if a < 0:
        raise ValueError("sqrt(%r): 'sqrt' takes no negative numbers" % (a,))
    return math.sqrt(a) + 0.0  # makes 0.0 of -0.0, for the derivative's sake


def _sin(a):
    if not isinstance(a, (int, float)):
        return a.sin()  # a formula of the compiler
    if a in (math.inf, -math.inf):
        raise ValueError("sin(%r): 'sin' takes finite numbers only" % (a,))
    return math.sin(a)


def _cos(a):
    if not isinstance(a, (int, float)):
        return a.cos()
    if a in (math.inf, -math.inf):
        raise ValueError("cos(%r): 'cos' takes finite numbers only" % (a,))
    return math.cos(a)


def _max(a, b):
    return a if a >= b or a != a else b


def _min(a, b):
    return a if a <= b or a != a else b


# The table. relu, abs, max and min let NaN through, so that a loss that has left the numbers can be seen to have; as
# NaN is neither greater nor less than 0, their derivatives there are 0. (PyTorch hands the gradient on.)
# At a kink there is a choice. That of relu at 0 is the slope on its left, 0. That of abs at 0 is the mean of both
# slopes, 0; and where the operands of max or min are equal, each has the mean of its own two slopes, 1/2. So
# max(x, -x) has the derivatives of abs(x), and both are those of PyTorch.
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
rule("sqrt", _sqrt,                             lambda a, out: (_over(0.5, out),))
rule("sin",  _sin,                              lambda a, out: (_cos(a),))
rule("cos",  _cos,                              lambda a, out: (-_sin(a),))
rule("abs",  abs,                               lambda a, out: ((a > 0) - (a < 0),))
rule("max",  _max,                              lambda a, b, out: (((a > b) + (a >= b)) / 2, ((b > a) + (b >= a)) / 2))
rule("min",  _min,                              lambda a, b, out: (((a < b) + (a <= b)) / 2, ((b < a) + (b <= a)) / 2))
rule("sigmoid", lambda a: 1.0 / (1.0 + _exp(-a)), lambda a, out: (out * (1.0 - out),))
