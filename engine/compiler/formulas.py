"""Formulas in place of floats: the rule table runs on them, and leaves behind what to compute.

>>> str(rule_of("*").derivatives(Symbol("a"), Symbol("b"), Symbol("out"))[0])
'b'
"""

from engine.compiler.closed import outside
from engine.rules import rule_of

LONGEST = 2000  # operations in a formula


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

    def __abs__(self):
        return Symbol(None, "abs", (self,))

    def sin(self):
        return Symbol(None, "sin", (self,))

    def cos(self):
        return Symbol(None, "cos", (self,))

    def __pow__(self, exponent):
        """a ** 1 is a, and a ** 0 is 1, for every float; other powers are the rule's."""
        if isinstance(exponent, Symbol):
            raise Unknown("raises to a power that varies, which has no formula")
        if exponent == 1:
            return self
        return 1.0 if exponent == 0 else Symbol(None, "**", (self, float(exponent)))

    def __gt__(self, other):
        """1.0 where it is so, else 0.0: what True and False are in arithmetic."""
        return Symbol(None, ">", (self, other))

    def __ge__(self, other):
        return Symbol(None, ">=", (self, other))

    def __lt__(self, other):
        return Symbol(None, "<", (self, other))

    def __le__(self, other):
        return Symbol(None, "<=", (self, other))

    def __bool__(self):
        raise Unknown("asks whether a number is true, which has no formula")

    def __eq__(self, other):
        raise Unknown("asks whether numbers are equal, which has no formula")

    __ne__ = __eq__
    __hash__ = object.__hash__

    def operations(self):
        """The operations in it, once for each time that they are done. Unknown if that is too often."""
        found, left = [], [self]
        while left:
            formula = left.pop()
            if isinstance(formula, Symbol) and formula.op:
                found.append(formula.op)
                left += formula.arguments
            if len(found) > LONGEST:
                raise Unknown("has a formula of more than %d operations" % LONGEST)
        return found


def refuse_state(function):
    """Unknown if what a rule's function gives depends on more than its operands."""
    reason = outside(function)
    if reason:
        raise Unknown(reason)


def formula(what, run, *arguments):
    """run(*arguments), a formula or a tuple of them; Unknown, which begins with `what`, if it is none."""
    try:
        refuse_state(run)
        found = run(*arguments)
        found = tuple(found) if isinstance(found, list) else found
        for part in found if isinstance(found, tuple) else (found,):
            if isinstance(part, Symbol):
                part.operations()
            elif not isinstance(part, (int, float)):
                raise Unknown("gives %r, which is no formula" % (part,))
        return found
    except Unknown as reason:
        raise Unknown("%s %s" % (what, reason)) from None
    except Exception as reason:
        raise Unknown("%s has no formula (%s: %s)" % (what, type(reason).__name__, reason)) from None


def derivatives(op, operands, out):
    """The local derivatives of a rule as Symbols and floats; Unknown if the rule cannot say them in formulas."""
    what = "the derivative of '%s'" % op
    local = formula(what, rule_of(op).derivatives, *operands, out)
    if not isinstance(local, tuple) or len(local) != len(operands):
        raise Unknown("%s is not a tuple with one number for each operand" % what)
    return local


def times(derivative, grad):
    """derivative * grad; a factor of exactly 1.0 changes no bit and is left out."""
    if not isinstance(derivative, Symbol) and derivative == 1:
        return grad
    return derivative * grad
