"""Is back-propagation right? Ask the definition of the derivative, one parameter at a time.

>>> a = Value(5)
>>> check(lambda: (a + 2) ** 2 + a ** 3, [a]).error < 1e-8
True
"""

from collections import namedtuple

Check = namedtuple("Check", ("error", "index", "backward", "numeric"))
"""The largest relative error, the index of the parameter that has it, and its two derivatives."""


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
