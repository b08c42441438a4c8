"""An exhibit, which the engine never uses: the class of the tutorial, where each operation makes a closure.

>>> a = Value(5.0)
>>> ((a + 2) ** 2 + a**3).backward()
>>> a.grad
89.0
"""

import math


class Value:
    """A number in a graph: data, grad = d result / d data, _prev = what it was computed from, and _backward()."""

    def __init__(self, data, _prev=()):
        self.data = float(data)
        self.grad = 0.0
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, other):
        other = as_value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = as_value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, k):
        if isinstance(k, Value):
            return (k * self.log()).exp()
        out = Value(raised(self.data, k), (self,))
        def _backward():
            self.grad += k * raised(self.data, k - 1) * out.grad if k else 0.0
        out._backward = _backward
        return out

    def backward(self):
        """The grads of the whole graph: from the result to the leaves, each node after all that use it."""
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for operand in node._prev:
                    visit(operand)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()

    # The other operators and functions of chapter 1, in the same shape.

    def __sub__(self, other):
        other = as_value(other)
        out = Value(self.data - other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += -out.grad
        out._backward = _backward
        return out

    def __truediv__(self, other):
        other = as_value(other)
        out = Value(self.data / other.data, (self, other))
        def _backward():
            self.grad += 1.0 / other.data * out.grad
            other.grad += -out.data / other.data * out.grad
        out._backward = _backward
        return out

    def __neg__(self):
        out = Value(-self.data, (self,))
        def _backward():
            self.grad += -out.grad
        out._backward = _backward
        return out

    def __abs__(self):
        out = Value(abs(self.data), (self,))
        def _backward():
            self.grad += ((self.data > 0) - (self.data < 0)) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        out = Value(0.0 if self.data <= 0 else self.data, (self,))
        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,))
        def _backward():
            self.grad += out.data * out.grad
        out._backward = _backward
        return out

    def log(self):
        out = Value(math.log(self.data), (self,))
        def _backward():
            self.grad += 1.0 / self.data * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))
        def _backward():
            self.grad += (1.0 - out.data * out.data) * out.grad
        out._backward = _backward
        return out

    def sigmoid(self):
        out = Value(1.0 / (1.0 + math.exp(-self.data)), (self,))
        def _backward():
            self.grad += out.data * (1.0 - out.data) * out.grad
        out._backward = _backward
        return out

    def sqrt(self):
        out = Value(math.sqrt(self.data), (self,))
        def _backward():
            self.grad += 0.5 / out.data * out.grad
        out._backward = _backward
        return out

    def sin(self):
        out = Value(math.sin(self.data), (self,))
        def _backward():
            self.grad += math.cos(self.data) * out.grad
        out._backward = _backward
        return out

    def cos(self):
        out = Value(math.cos(self.data), (self,))
        def _backward():
            self.grad += -math.sin(self.data) * out.grad
        out._backward = _backward
        return out

    def max(self, other):
        other = as_value(other)
        out = Value(max(self.data, other.data), (self, other))
        def _backward():
            self.grad += ((self.data > other.data) + (self.data >= other.data)) / 2 * out.grad
            other.grad += ((other.data > self.data) + (other.data >= self.data)) / 2 * out.grad
        out._backward = _backward
        return out

    def min(self, other):
        other = as_value(other)
        out = Value(min(self.data, other.data), (self, other))
        def _backward():
            self.grad += ((self.data < other.data) + (self.data <= other.data)) / 2 * out.grad
            other.grad += ((other.data < self.data) + (other.data <= self.data)) / 2 * out.grad
        out._backward = _backward
        return out

    def __radd__(self, other): return as_value(other) + self
    def __rsub__(self, other): return as_value(other) - self
    def __rmul__(self, other): return as_value(other) * self
    def __rtruediv__(self, other): return as_value(other) / self
    def __rpow__(self, base): return as_value(base) ** self


def as_value(number):
    """A plain number as a leaf; a Value as it is."""
    return number if isinstance(number, Value) else Value(number)


def raised(a, k):
    """a ** k; a square is exactly a * a."""
    return a * a if k == 2 else a**k
