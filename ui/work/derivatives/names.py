"""The names that the visitor's text can use: the engine's operations, a module math that knows Values, and print.

>>> names(Printed())["max"](2, 3)
3
"""

import builtins
import math
from functools import reduce
from io import StringIO
from types import ModuleType

from engine.rules import RULES
from engine.value import Value, apply

LINES, WIDTH = 12, 120  # of what is printed, that are shown at most
_OF_MATH = ("exp", "log", "sqrt", "sin", "cos", "tanh")  # functions of math that are operations too


class Printed:
    """What the visitor's text prints: a `print` that keeps it, as far as it is shown."""

    def __init__(self):
        self.clear()

    def __call__(self, *values, file=None, **options):
        if file is not None:
            return builtins.print(*values, file=file, **options)
        written = StringIO()
        builtins.print(*values, file=written, **options)
        if len(self._text) <= LINES * WIDTH:
            self._text += written.getvalue()
        else:
            self._more = True

    def clear(self):
        self._text, self._more = "", False

    def __str__(self):
        lines = self._text.split("\n")
        lines = lines[:-1] if not lines[-1] else lines
        shown = [line if len(line) <= WIDTH else line[:WIDTH] + "…" for line in lines[:LINES]]
        return "\n".join(shown + ["…"] * (self._more or len(lines) > LINES))


def functions(kind=Value):
    """What a text may call by name: the operations of the engine that are no operators, and Value, which is `kind`."""
    made = {"Value": kind}
    for symbol in RULES:
        if symbol.isidentifier() and symbol != "neg":
            made[symbol] = operation(symbol, kind)
    for symbol, plain in (("max", max), ("min", min)):
        if symbol in RULES:
            made[symbol] = _of_several(symbol, plain, kind)
    if "abs" in RULES:
        made["abs"] = abs
    return made


def names(printed, kind=Value):
    """All names of a text besides its own; `printed` is its print, `kind` the class of its Values."""
    module = _math(kind)

    def import_(name, *rest, **more):
        return module if name == "math" else builtins.__import__(name, *rest, **more)

    return dict(functions(kind), math=module, __builtins__=dict(vars(builtins), print=printed, __import__=import_))


def operation(symbol, kind):
    """An operation as a function of Values, of the class `kind`, and plain numbers."""
    if kind is Value:
        return lambda *operands: apply(symbol, *operands)
    return lambda first, *others: getattr(first if isinstance(first, kind) else kind(first), symbol)(*others)


def _of_several(symbol, plain, kind):
    """max or min of two or more, or of a sequence: the operation where there is a Value, else Python's own."""

    def choice(*given, **options):
        one = len(given) == 1 and hasattr(given[0], "__iter__")
        operands = list(given[0] if one else given)
        if not options and any(isinstance(v, kind) for v in operands):
            return reduce(operation(symbol, kind), operands)
        return plain(operands, **options) if one else plain(*given, **options)

    return choice


def _math(kind):
    """The module math, with functions that take Values too where the engine has the operation."""
    module = ModuleType("math")
    vars(module).update({name: thing for name, thing in vars(math).items() if name[:2] != "__"})

    def either(plain, operation):
        return lambda *operands: (operation if any(isinstance(v, kind) for v in operands) else plain)(*operands)

    log = operation("log", kind)
    for name in _OF_MATH:
        setattr(module, name, either(getattr(math, name), operation(name, kind)))
    module.log = either(math.log, lambda a, *base: log(a) / math.log(*base) if base else log(a))
    module.fabs = either(math.fabs, abs)
    module.pow = either(math.pow, lambda a, b: a**b)
    return module
