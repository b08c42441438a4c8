"""Numbers that remember how they were computed, and so can tell their derivatives.

>>> a = Value(5)
>>> f = (a + 2) ** 2 + a ** 3
>>> f.backward()
>>> a.grad
89.0
"""

import math

from engine.rng import Random

_UNIFORM = object()  # stands for "no number given"
_uniform = Random(0)


class Value:
    """A scalar in a computation graph.

    data   the number itself, a float
    grad   d root / d this, once `root.backward()` has run; 0.0 before
    _prev  the Values this one was computed from, in operand order; () for a leaf
    _op    the symbol of the rule that computed it, such as "*"; "" for a leaf

    `Value()` is uniform in [-1, 1]. Operations take Values and plain numbers on either side;
    exponents of `**` are plain numbers. TypeError where something is neither.

    Python frees a forgotten graph by itself, but as deep as the graph is: in a browser, take chains
    of a thousand operations and more apart with `backward(keep=False)`.
    """

    __slots__ = ("data", "grad", "_prev", "_op", "__weakref__")

    def __init__(self, data=_UNIFORM):
        self.data = _uniform.uniform(-1.0, 1.0) if data is _UNIFORM else number(data)
        self.grad = 0.0
        self._prev = ()
        self._op = ""

    def __repr__(self):
        return "Value(data=%r, grad=%r)" % (self.data, self.grad)

    def __pow__(self, exponent):
        return apply(power(exponent), self)

    def __rpow__(self, base):
        return apply(power(self), base)

    def _backward(self):
        """Hand the grad on: d root / d operand gains d this / d operand * d root / d this."""
        operands = self._prev
        grad = self.grad
        if len(operands) == 2:  # the loop below, unrolled for the most frequent case
            a, b = operands
            da, db = RULES[self._op].derivatives(a.data, b.data, self.data)
            a.grad += da * grad
            b.grad += db * grad
        elif operands:
            local = RULES[self._op].derivatives(*[v.data for v in operands], self.data)
            for operand, derivative in zip(operands, local):
                operand.grad += derivative * grad

    def backward(self, keep=True):
        """Set the grad of every inner node of this graph, and add to the grad of every leaf.

        Inner nodes start from zero each time. Leaves accumulate, so that the gradient of a sum can
        be gathered term by term, and so that two calls give exactly twice the gradient.

        keep=False takes the graph apart afterwards, for those who need it no more.
        """
        leaves, inner = topological_order(self)
        gathered = [leaf.grad for leaf in leaves]
        for node in leaves:
            node.grad = 0.0
        for node in inner:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(inner):
            node._backward()
        for leaf, grad in zip(leaves, gathered):
            leaf.grad += grad
        if not keep:
            for node in inner:
                node._prev = ()


def topological_order(root):
    """The graph of `root` as two lists, leaves and inner nodes, each node after its operands.

    A depth-first walk, first operand first; on a stack of its own, because graphs are deeper than
    Python's recursion. Every walk of one graph gives the same order.
    """
    leaves, inner, seen, stack = [], [], set(), [root]
    while stack:
        node = stack.pop()
        if node is None:  # the mark says that all operands of the next node on the stack are done
            inner.append(stack.pop())
        elif node not in seen:
            seen.add(node)
            if node._prev:
                stack.append(node)
                stack.append(None)
                stack.extend(reversed(node._prev))
            else:
                leaves.append(node)
    return leaves, inner


def number(data, symbol=""):
    """`data` as a float. TypeError, which names the operation `symbol`, if it is no number."""
    if isinstance(data, (int, float)) or hasattr(data, "__float__"):
        return float(data)
    if isinstance(data, Value):
        raise TypeError("%r is a Value already" % (data,))
    raise TypeError("%r is not a number%s" % (data, ", so '%s' cannot take it" % symbol if symbol else ""))


class Rule:
    """How one operation works on floats.

    forward(*operands)           the result
    derivatives(*operands, out)  d out / d operand for each operand, as a tuple
    """

    __slots__ = ("forward", "derivatives")

    def __init__(self, forward, derivatives):
        self.forward = forward
        self.derivatives = derivatives


RULES = {}  # symbol -> Rule: the only place that knows a derivative

_METHODS = {
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "neg": ("__neg__",),
}


def apply(symbol, *operands):
    """A new Value, the rule `symbol` applied to Values and plain numbers: here the graph grows."""
    for operand in operands:
        if not isinstance(operand, Value):
            operands = tuple([v if isinstance(v, Value) else Value(number(v, symbol)) for v in operands])
            break
    out = object.__new__(Value)
    out.data = RULES[symbol].forward(*[v.data for v in operands])
    out.grad = 0.0
    out._prev = operands
    out._op = symbol
    return out


def rule(symbol, forward, derivatives):
    """Add an operation to the table and to Value: as an operator, or as the method called `symbol`."""
    RULES[symbol] = Rule(forward, derivatives)
    names = _METHODS.get(symbol, (symbol,))
    setattr(Value, names[0], lambda self, *others: apply(symbol, self, *others))
    if len(names) == 2:
        setattr(Value, names[1], lambda self, other: apply(symbol, other, self))


def power(exponent):
    """The symbol of the rule that raises to `exponent`, such as "**3"; its rule is made at first use."""
    if isinstance(exponent, Value):
        raise TypeError("** takes a plain number as its exponent, not %r" % (exponent,))
    k = number(exponent, "**")
    symbol = "**%r" % (exponent if type(exponent) is int else k,)
    if symbol not in RULES:
        RULES[symbol] = Rule(
            lambda a: _checked_power(a, k),
            lambda a, out: (k * _power(a, k - 1) if k else 0.0,),
        )
    return symbol


def _checked_power(a, k):
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


# The table. relu lets NaN through, so that a loss that has left the numbers can be seen to have.
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
