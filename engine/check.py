"""Is back-propagation right? Ask the definition of the derivative, one parameter at a time.

>>> a = Value(5)
>>> check(lambda: (a + 2) ** 2 + a ** 3, [a]).error < 1e-8
True
"""

from collections import namedtuple
from math import isfinite

from engine.rules import rule_of
from engine.value import topological_order

Check = namedtuple("Check", ("error", "index", "backward", "numeric"))
"""The largest relative error, the index of the parameter that has it, and its two derivatives."""

NotFinite = namedtuple("NotFinite", ("node", "what", "why"))
"""A node whose "data" or "grad" is infinite or not a number, and why, as a part of a sentence."""


def central_difference(f, parameter, h=1e-6):
    """(f(p + h) - f(p - h)) / 2h, for a function of no arguments that returns a Value using p."""
    middle = parameter.data
    try:
        parameter.data = middle + h
        above = f().data
        parameter.data = middle - h
        below = f().data
    finally:
        parameter.data = middle
    return (above - below) / (2.0 * h)


def relative_error(a, b):
    """|a - b| relative to the larger of the two, and to 0.001 where both are smaller than that."""
    return abs(a - b) / max(abs(a), abs(b), 1e-3)


def check(f, parameters, h=1e-6):
    """Compare the gradient of f() with central differences, for every parameter.

    f           a function of no arguments; returns a Value computed from `parameters`
    parameters  a list of at least one Value; their data and grad are as before afterwards
    h           half the width of the difference

    Where f has a kink within h (relu at 0), the two may rightly disagree.
    """
    if not parameters:
        raise ValueError("there are no parameters to check")
    before = [p.grad for p in parameters]
    for p in parameters:
        p.grad = 0.0
    f().backward()
    gradient = [p.grad for p in parameters]
    for p, grad in zip(parameters, before):
        p.grad = grad
    checks = []
    for index, p in enumerate(parameters):
        numeric = central_difference(f, p, h)
        checks.append(Check(relative_error(gradient[index], numeric), index, gradient[index], numeric))
    return max(checks, key=lambda c: c.error if c.error == c.error else float("inf"))


def first_not_finite(root):
    """Where the graph of `root` leaves the finite numbers: a NotFinite, or None where it does not.

    Data is looked at first, operands before what is computed from them; then the grads that `root.backward()` has
    set, from the root on. So the node found is where it begins; what comes after it only follows.
    """
    leaves, inner = topological_order(root)
    for node in leaves + inner:
        if not isfinite(node.data):
            return NotFinite(node, "data", _why_data(node))
    for node in reversed(leaves + inner):
        if not isfinite(node.grad):
            return NotFinite(node, "grad", _why_grad(node, inner))
    return None


def _why_data(node):
    if not node._prev:
        return "it was given as %r" % node.data
    if node.data != node.data:
        return "%s is not a number" % _written(node)
    return "%s is beyond the largest float, about 1.8e308" % _written(node)


def _why_grad(node, inner):
    for user in reversed(inner):
        operands = [operand.data for operand in user._prev]
        local = rule_of(user._op).derivatives(*operands, user.data) if node in user._prev else ()
        for operand, derivative in zip(user._prev, local):
            if operand is node and not isfinite(derivative):
                return "the derivative of %s by %r is %r" % (_written(user), node.data, float(derivative))
            if operand is node and not isfinite(derivative * user.grad):
                words = "%r, the derivative of %s, times the grad %r is beyond the largest float"
                return words % (float(derivative), _written(user), user.grad)
    return "the sum of what was handed to it is beyond the largest float" if inner else "it was set to %r" % node.grad


def _written(node):
    """The operation of a node, with the numbers of its operands."""
    numbers = ["%r" % operand.data for operand in node._prev]
    if node._op[0].isalpha():
        return "%s(%s)" % (node._op, ", ".join(numbers))
    base = "(%s)" % numbers[0] if numbers[0][0] == "-" else numbers[0]
    return base + node._op if len(numbers) == 1 else "%s %s %s" % (base, node._op, numbers[1])
