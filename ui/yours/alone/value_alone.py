"""A number that remembers how it was computed, for files that a visitor takes along: they need nothing but Python."""

# %% Value: a number that remembers how it was computed
import math


class Value:
    """data: the number; grad: d result / d this; _of: pairs of what it was computed from and the derivative by it."""

    __slots__ = ("data", "grad", "_of")

    def __init__(self, data, _of=()):
        self.data, self.grad, self._of = float(data), 0.0, _of

    def __repr__(self):
        return "Value(data=%r, grad=%r)" % (self.data, self.grad)

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, ((self, 1.0), (other, -1.0)))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __truediv__(self, other):
        other = as_value(other)
        quotient = self.data / other.data
        return Value(quotient, ((self, 1.0 / other.data), (other, -quotient / other.data)))

    def __pow__(self, k):
        if isinstance(k, Value):
            return (k * self.log()).exp()
        return Value(_power(self.data, k), ((self, k * _power(self.data, k - 1, math.inf) if k else 0.0),))

    def __neg__(self):
        return Value(-self.data, ((self, -1.0),))

    def __radd__(self, other): return as_value(other) + self
    def __rsub__(self, other): return as_value(other) - self
    def __rmul__(self, other): return as_value(other) * self
    def __rtruediv__(self, other): return as_value(other) / self
    def __rpow__(self, other): return as_value(other) ** self

    def relu(self):
        return Value(0.0 if self.data <= 0 else self.data, ((self, 1.0 if self.data > 0 else 0.0),))

    def exp(self):
        try:
            out = math.exp(self.data)
        except OverflowError:
            out = math.inf
        return Value(out, ((self, out),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def _backward(self):
        """The chain rule: what this was computed from gains (d this / d it) * (d result / d this)."""
        for operand, derivative in self._of:
            operand.grad += derivative * self.grad

    def backward(self):
        """Add d this / d it to the grad of everything that this was computed from, the last computed first."""
        order, seen, stack = [], set(), [self]
        while stack:  # no recursion, because graphs are deeper than Python lets functions call each other
            value = stack.pop()
            if value is None:
                order.append(stack.pop())
            elif value not in seen:
                seen.add(value)
                if value._of:
                    stack += [value, None]
                    stack += [operand for operand, _ in reversed(value._of)]
        self.grad = 1.0
        for value in reversed(order):
            value._backward()


def as_value(x):
    return x if isinstance(x, Value) else Value(x)


def _power(a, k, at_zero=None):
    """a ** k, infinite where it is too large; at_zero: what it is for a = 0 and k < 0, which is an error otherwise."""
    if k == 2:
        return a * a
    if a < 0 and k % 1 != 0:
        raise ValueError("%r ** %r: a negative number has whole powers only" % (a, k))
    if a == 0 and k < 0 and at_zero is not None:
        return at_zero
    try:
        return a ** float(k)
    except OverflowError:
        return -math.inf if a < 0 and k % 2 == 1 else math.inf
