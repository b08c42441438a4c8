"""Whether a rule depends on its operands alone: its formula is compiled once, and state changes.

>>> outside(lambda a: a * random())
"uses 'random', which may be something else the next time"
"""

import builtins
import dis
import math
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType


@lru_cache(maxsize=1024)
def outside(function):
    """What a function uses or changes besides its operands, constants, and functions of these; "" if nothing."""
    left, seen = [("itself", function)], []
    while left:
        name, function = left.pop()
        if function in seen or _is_constant(function):
            continue
        if not isinstance(function, FunctionType):
            return "uses '%s', which may be something else the next time" % name
        seen.append(function)
        cells = dict(zip(function.__code__.co_freevars, function.__closure__ or ()))
        left += [(name, cell.cell_contents) for name, cell in cells.items()]
        defaults = *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()
        left += [("a default of %s" % function.__name__, value) for value in defaults]
        for instruction in _instructions(function.__code__):
            name = instruction.argval
            if instruction.opname == "STORE_GLOBAL" or instruction.opname == "STORE_DEREF" and name in cells:
                return "changes '%s'" % name
            if instruction.opname == "LOAD_GLOBAL":
                left.append((name, function.__globals__.get(name, getattr(builtins, name, None))))
    return ""


def _instructions(code):
    """Those of a function and of the functions inside of it."""
    for instruction in dis.get_instructions(code):
        yield instruction
        if hasattr(instruction.argval, "co_code"):
            yield from _instructions(instruction.argval)


def _is_constant(value):
    if isinstance(value, tuple):
        return all(map(_is_constant, value))
    if isinstance(value, (BuiltinFunctionType, type)):
        return value.__module__ in ("math", "builtins", "_operator")
    return value is None or value is math or isinstance(value, (int, float, str))
