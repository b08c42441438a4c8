"""Runs compiled modules in CPython, with wasmtime, which is not part of the standard library: install it to use this."""

import importlib
import math
from array import array


class WasmtimeHost:
    """One module, with functions from `math`. ImportError without wasmtime; see Machine for what hosts do."""

    simd = True

    def __init__(self, binary, imports):
        wasmtime = importlib.import_module("wasmtime")
        number = wasmtime.ValType.f64()
        functions = {
            "exp": lambda a: _infinite(math.exp, a),
            "log": lambda a: math.log(a) if a > 0 else -math.inf if a == 0 else math.nan,
            "tanh": math.tanh,
            "sin": lambda a: math.sin(a) if math.isfinite(a) else math.nan,
            "cos": lambda a: math.cos(a) if math.isfinite(a) else math.nan,
            "**": lambda a, b: _infinite(math.pow, a, b),
        }
        engine = wasmtime.Engine()
        self._store = wasmtime.Store(engine)
        given = []
        for name in imports:
            kind = wasmtime.FuncType([number] * (2 if name == "**" else 1), [number])
            given.append(wasmtime.Func(self._store, kind, functions[name]))
        instance = wasmtime.Instance(self._store, wasmtime.Module(engine, binary), given)
        self._exports = instance.exports(self._store)
        self._memory = self._exports["memory"]

    def call(self, name, *numbers):
        """The result of an exported function."""
        return self._exports[name](self._store, *numbers)

    def read(self, address, count):
        """`count` float64 from `address` on."""
        return array("d", bytes(self._memory.read(self._store, address, address + 8 * count)))

    def bytes(self, address, count):
        """`count` bytes from `address` on."""
        return bytes(self._memory.read(self._store, address, address + count))

    def write(self, address, numbers):
        """Write an array of numbers to `address`."""
        self._memory.write(self._store, numbers.tobytes(), address)

    def size(self):
        """Bytes of memory."""
        return self._memory.data_len(self._store)

    def grow(self, pages):
        """Add pages of 64 KiB."""
        self._memory.grow(self._store, pages)


def _infinite(function, *numbers):
    """The function's value, or the infinity that Python raises an exception for."""
    try:
        return function(*numbers)
    except OverflowError:
        return float("-inf") if numbers[0] < 0 and len(numbers) == 2 and numbers[1] % 2 == 1 else float("inf")
    except (ValueError, ZeroDivisionError):
        return float("inf") if numbers[0] == 0 else float("nan")
