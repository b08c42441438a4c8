"""Runs compiled modules in the browser, from Pyodide; see engine.compiler.machine.Machine for what hosts do."""

from array import array

import js
from pyodide.ffi import to_js

from engine.compiler.wasm import Function, Module


def _has_simd():
    """Whether the browser knows instructions that take two numbers at a time."""
    function, module = Function("probe"), Module()
    function.f64x2(0.0)
    function.op("drop")
    module.add(function)
    return js.WebAssembly.validate(to_js(module.binary(0)))


class BrowserHost:
    """One module, with functions from JavaScript's Math."""

    simd = _has_simd()

    def __init__(self, binary, imports):
        functions = {name: getattr(js.Math, name) for name in ("exp", "log", "tanh", "sin", "cos")}
        functions["**"] = js.Math.pow
        given = {"host": {name: functions[name] for name in imports}}
        module = js.WebAssembly.Module.new(to_js(binary))
        instance = js.WebAssembly.Instance.new(module, to_js(given, dict_converter=js.Object.fromEntries))
        self._exports = instance.exports
        self._functions = {}

    def call(self, name, *numbers):
        """The result of an exported function."""
        if name not in self._functions:
            self._functions[name] = getattr(self._exports, name)
        return self._functions[name](*numbers)

    def read(self, address, count):
        """`count` float64 from `address` on."""
        numbers = array("d", bytes(8 * count))
        js.Float64Array.new(self._exports.memory.buffer, address, count).assign_to(numbers)
        return numbers

    def bytes(self, address, count):
        """`count` bytes from `address` on, as a JavaScript Uint8ClampedArray of their own."""
        return js.Uint8ClampedArray.new(self._exports.memory.buffer, address, count).slice()

    def write(self, address, numbers):
        """Write an array of numbers to `address`."""
        raw = numbers.tobytes()
        js.Uint8Array.new(self._exports.memory.buffer, address, len(raw)).assign(raw)

    def size(self):
        """Bytes of memory."""
        return self._exports.memory.buffer.byteLength

    def grow(self, pages):
        """Add pages of 64 KiB."""
        self._exports.memory.grow(pages)
