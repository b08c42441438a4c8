"""Numbers that remember how they were computed, and so can tell their derivatives.

>>> a = Value(5)
>>> ((a + 2) ** 2 + a**3).backward()
>>> a.grad
89.0
"""

import random

from engine.rules import Named, number, power, rule_of


class Value(Named):
    """A scalar in a computation graph.

    data   the number itself, a float
    grad   d root / d this, once `root.backward()` has run; 0.0 before
    _prev  the Values this one was computed from, in operand order; () for a leaf
    _op    the symbol of the rule that computed it, such as "*"; "" for a leaf

    Operations take plain numbers, too, on either side. TypeError for anything else.
    `Value()` is uniform in [-1, 1], by Python's own generator.
    """

    __slots__ = ("data", "grad", "_prev", "_op", "__weakref__")

    def __init__(self, data=...):
        self.data = random.uniform(-1.0, 1.0) if data is ... else number(data)
        self.grad = 0.0
        self._prev = ()
        self._op = ""

    def __repr__(self):
        return "Value(data=%r, grad=%r)" % (self.data, self.grad)

    def __add__(self, other): return apply("+", self, other)
    def __radd__(self, other): return apply("+", other, self)
    def __sub__(self, other): return apply("-", self, other)
    def __rsub__(self, other): return apply("-", other, self)
    def __mul__(self, other): return apply("*", self, other)
    def __rmul__(self, other): return apply("*", other, self)
    def __truediv__(self, other): return apply("/", self, other)
    def __rtruediv__(self, other): return apply("/", other, self)
    def __pow__(self, exponent): return raised(self, exponent)
    def __rpow__(self, base): return raised(base, self)
    def __neg__(self): return apply("neg", self)
    def __abs__(self): return apply("abs", self)
    def _apply(self, symbol, *others): return apply(symbol, self, *others)  # relu, exp, log, sin and what you add

    def __reduce__(self):
        """Only leaves can be copied and pickled: a copied inner node would hand its grad to copies of its operands."""
        if self._prev:
            raise TypeError("only leaves can be copied, and %r was computed by '%s': copy its data" % (self, self._op))
        return Value, (self.data,), (None, {"grad": self.grad})

    def _backward(self):
        """The chain rule: d root / d operand gains d this / d operand * d root / d this."""
        operands, grad = self._prev, self.grad
        if operands:
            local = rule_of(self._op).derivatives(*[v.data for v in operands], self.data)
            if not isinstance(local, (tuple, list)) or len(local) != len(operands):
                raise TypeError("'%s' has %d operands, and its derivatives are %r" % (self._op, len(operands), local))
            for operand, derivative in zip(operands, local):
                operand.grad += derivative * grad

    def backward(self, keep=True):
        """Set the grad of every inner node of this graph, and add to the grad of every leaf.

        Leaves accumulate, so that the gradient of a sum can be gathered term by term; two calls give them exactly
        twice the gradient. Inner nodes start from zero each time.

        keep=False takes the graph apart for those who need it no more: freed as a whole, a chain of some two thousand
        operations is too deep for a browser.
        """
        leaves, inner = topological_order(self)
        gathered = [leaf.grad for leaf in leaves]
        for node in leaves + inner:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(inner):
            node._backward()
        for leaf, grad in zip(leaves, gathered):
            leaf.grad += grad
        if not keep:
            for node in inner:
                node._prev = ()


def apply(symbol, *operands):
    """A new Value, the rule `symbol` applied to Values and plain numbers: here the graph grows."""
    operands = tuple([v if isinstance(v, Value) else Value(number(v, symbol)) for v in operands])
    out = object.__new__(Value)
    out.data = rule_of(symbol).forward(*[v.data for v in operands])
    out.grad = 0.0
    out._prev = operands
    out._op = symbol
    return out


def raised(base, exponent):
    """base ** exponent. Where the exponent is a Value, it is exp(exponent * log(base)), three nodes.

    ValueError if the base is not positive then.
    """
    if not isinstance(exponent, Value):
        return apply(power(exponent), base)
    try:
        return apply("exp", apply("*", exponent, apply("log", base)))
    except ValueError:
        shown = base.data if isinstance(base, Value) else base
        words = "(%r) ** %r: with a Value as its exponent, ** is exp(exponent * log(base)), and the base must be positive"
        raise ValueError(words % (shown, exponent.data)) from None


def topological_order(root):
    """The graph of `root` as two lists, leaves and inner nodes, each node after its operands.

    A depth-first walk, first operand first; on a stack of its own, because graphs are deeper than Python's recursion.
    """
    leaves, inner, seen, stack = [], [], set(), [root]
    while stack:
        node = stack.pop()
        if node is None:  # the mark says that all operands of the next node on the stack are done
            inner.append(stack.pop())
        elif node not in seen:
            seen.add(node)
            if node._prev:
                stack += [node, None]
                stack += reversed(node._prev)
            else:
                leaves.append(node)
    return leaves, inner
