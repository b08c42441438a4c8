"""Formulas in place of floats: the rule table runs on them, and leaves behind what to compute.

>>> str(RULES["*"].derivatives(Symbol("a"), Symbol("b"), Symbol("out"))[0])
'b'
"""

from engine.value import RULES


class Unknown(Exception):
    """An operation that cannot be compiled; the message names it."""


class Symbol:
    """A formula: `op` applied to `arguments`, which are Symbols and floats; a leaf has a `leaf` of any kind."""

    __slots__ = ("op", "arguments", "leaf")

    def __init__(self, leaf=None, op="", arguments=()):
        self.leaf = leaf
        self.op = op
        self.arguments = arguments

    def __str__(self):
        if not self.op:
            return str(self.leaf)
        if len(self.arguments) == 1:
            return "%s(%s)" % (self.op, self.arguments[0])
        return "(%s)" % (" %s " % self.op).join([str(argument) for argument in self.arguments])

    def __add__(self, other):
        return Symbol(None, "+", (self, other))

    def __radd__(self, other):
        return Symbol(None, "+", (other, self))

    def __sub__(self, other):
        return Symbol(None, "-", (self, other))

    def __rsub__(self, other):
        return Symbol(None, "-", (other, self))

    def __mul__(self, other):
        return Symbol(None, "*", (self, other))

    def __rmul__(self, other):
        return Symbol(None, "*", (other, self))

    def __truediv__(self, other):
        return Symbol(None, "/", (self, other))

    def __rtruediv__(self, other):
        return Symbol(None, "/", (other, self))

    def __neg__(self):
        return Symbol(None, "neg", (self,))

    def __pow__(self, exponent):
        """a ** 1 is a, and a ** 0 is 1, for every float; other powers are the rule's."""
        if exponent == 1:
            return self
        return 1.0 if exponent == 0 else Symbol(None, "**", (self, float(exponent)))

    def __gt__(self, other):
        """1.0 where it is greater, else 0.0: what True and False are in arithmetic."""
        return Symbol(None, ">", (self, other))

    def __bool__(self):
        raise Unknown("asks whether a number is true, which has no formula")


def derivatives(op, operands, out):
    """The local derivatives of a rule as Symbols and floats; Unknown if the rule cannot say them in formulas."""
    try:
        return RULES[op].derivatives(*operands, out)
    except Unknown as reason:
        raise Unknown("the derivative of '%s' %s" % (op, reason)) from None
    except TypeError as reason:
        raise Unknown("the derivative of '%s' has no formula: %s" % (op, reason)) from None


def times(derivative, grad):
    """derivative * grad; a factor of exactly 1.0 changes no bit and is left out."""
    if not isinstance(derivative, Symbol) and derivative == 1:
        return grad
    return derivative * grad
