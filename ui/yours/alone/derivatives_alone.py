"""A function and its derivatives as a visitor takes them along; the cell "From the page" is written by scripts.py."""
# ruff: noqa: I001

from ui.yours.alone.value_alone import Value, as_value

# %% The operations that a function may call
import builtins
import math
import sys
from functools import reduce
from types import SimpleNamespace


def exp(a): return as_value(a).exp()
def log(a): return as_value(a).log()
def relu(a): return as_value(a).relu()


def tanh(a):
    a = as_value(a)
    out = math.tanh(a.data)
    return Value(out, ((a, 1.0 - out * out),))


def sqrt(a):
    a = as_value(a)
    out = math.sqrt(a.data) + 0.0
    return Value(out, ((a, 0.5 / out if out else math.inf),))


def sin(a):
    a = as_value(a)
    return Value(math.sin(a.data), ((a, math.cos(a.data)),))


def cos(a):
    a = as_value(a)
    return Value(math.cos(a.data), ((a, -math.sin(a.data)),))


def sigmoid(a):
    a = as_value(a)
    out = 1.0 / (1.0 + (-a).exp().data)
    return Value(out, ((a, out * (1.0 - out)),))


def absolute(a):
    return Value(abs(a.data), ((a, float((a.data > 0) - (a.data < 0))),))


def larger(a, b):
    """At a tie each operand has half of the derivative."""
    a, b = as_value(a), as_value(b)
    x, y = a.data, b.data
    return Value(x if x >= y or x != x else y, ((a, ((x > y) + (x >= y)) / 2), (b, ((y > x) + (y >= x)) / 2)))


def smaller(a, b):
    a, b = as_value(a), as_value(b)
    x, y = a.data, b.data
    return Value(x if x <= y or x != x else y, ((a, ((x < y) + (x <= y)) / 2), (b, ((y < x) + (y <= x)) / 2)))


def of_several(two, plain):
    """max or min of two or more, or of a list, where there is a Value among them."""

    def choice(*given, **options):
        operands = list(given[0]) if len(given) == 1 and hasattr(given[0], "__iter__") else list(given)
        if not options and any([isinstance(v, Value) for v in operands]):
            return reduce(two, operands)
        return plain(operands, **options)

    return choice


max, min = of_several(larger, builtins.max), of_several(smaller, builtins.min)
Value.tanh, Value.sqrt, Value.sin, Value.cos, Value.sigmoid = tanh, sqrt, sin, cos, sigmoid
Value.abs = Value.__abs__ = absolute
Value.max, Value.min = larger, smaller


def either(plain, operation):
    """A function of the module math, which takes Values, too."""
    return lambda *given: (operation if any([isinstance(v, Value) for v in given]) else plain)(*given)


with_values = dict(exp=exp, sqrt=sqrt, sin=sin, cos=cos, tanh=tanh, fabs=abs, pow=lambda a, b: a**b)
with_values["log"] = lambda a, *base: log(a) / math.log(*base) if base else log(a)
plain_math = {name: thing for name, thing in vars(math).items() if name[:2] != "__"}
plain_math.update({name: either(getattr(math, name), operation) for name, operation in with_values.items()})


def math_with_values():
    """The module math, also for those who import it, with functions that take Values, too."""
    sys.modules["math"] = SimpleNamespace(**plain_math)
    return sys.modules["math"]


# %% From the page
def f(x):
    return (x + 2) ** 2 + x**3


FUNCTION = f
AT = {"x": 5.0}
SHOWN = ["174.0", "89.0"]

# %% Its value and its derivatives
def show():
    variables = {name: Value(x) for name, x in AT.items()}
    result = FUNCTION(*variables.values())
    result.backward()
    found = [result.data] + [v.grad for v in variables.values()]
    names = ["f(%s)" % ", ".join(["%s=%r" % pair for pair in AT.items()])] + ["df/d" + name for name in AT]
    for name, number, shown in zip(names, found, SHOWN):
        print("%s = %r  (the page: %s)" % (name, number, "the same" if repr(number) == shown else shown))


# %% As a program
if __name__ == "__main__":
    show()
