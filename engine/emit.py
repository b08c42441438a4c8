"""Formulas as WebAssembly code, for numbers one by one and for two at a time."""

import math

from engine.symbols import Symbol, Unknown
from engine.value import RULES
from engine.wasm import F64, V128

IMPORTS = {"exp": 1, "log": 1, "tanh": 1, "**": 2}  # functions of the host, with how many arguments

_SCALAR = {"+": "f64.add", "-": "f64.sub", "*": "f64.mul", "/": "f64.div", "neg": "f64.neg"}
_VECTOR = {"+": "f64x2.add", "-": "f64x2.sub", "*": "f64x2.mul", "/": "f64x2.div", "neg": "f64x2.neg"}
_PROBES = {  # what the operations do that have instructions of their own: operands, and the result
    "+": [((1.5, -4.0), -2.5)],
    "-": [((1.5, -4.0), 5.5)],
    "*": [((1.5, -4.0), -6.0)],
    "/": [((1.5, -4.0), -0.375)],
    "neg": [((1.5,), -1.5)],
    "relu": [((1.5,), 1.5), ((-4.0,), 0.0), ((0.0,), 0.0)],
    "exp": [((0.0,), 1.0), ((1.0,), math.e)],
    "log": [((1.0,), 0.0), ((math.e,), 1.0)],
    "tanh": [((0.0,), 0.0), ((0.5,), math.tanh(0.5))],
}


def unchanged(op):
    """Whether one of the operations with instructions of their own does what those do."""
    return not any([RULES[op].forward(*numbers) != result for numbers, result in _PROBES[op]])


def forward(op, operands):
    """The formula of an operation. Unknown if its rule is not one that this compiler has instructions for."""
    if op in _PROBES:
        if not unchanged(op):
            raise Unknown("the operation '%s' has been changed, and what it does now is unknown" % op)
        return Symbol(None, op, tuple(operands))
    if op.startswith("**"):
        exponent = float(op[2:])
        return operands[0] * operands[0] if exponent == 2 else operands[0] ** exponent
    try:
        return RULES[op].forward(*operands)
    except (Unknown, TypeError, AttributeError) as reason:
        raise Unknown("the operation '%s' cannot be compiled: it %s" % (op, reason)) from None


class Emitter:
    """Emits formulas into a function.

    load(leaf)  emits the code that leaves a leaf's value on the stack
    calls       the index of each imported function
    wide        two numbers at a time
    """

    def __init__(self, function, load, calls, wide=False):
        self.function, self.load, self.calls, self.wide = function, load, calls, wide

    def emit(self, formula):
        """Leave the formula's value on the stack."""
        function = self.function
        if not isinstance(formula, Symbol):
            (function.f64x2 if self.wide else function.f64)(float(formula))
        elif not formula.op:
            self.load(formula.leaf)
        elif formula.op in _SCALAR:
            for argument in formula.arguments:
                self.emit(argument)
            function.op((_VECTOR if self.wide else _SCALAR)[formula.op])
        elif formula.op == "relu":
            self._relu(formula.arguments[0])
        elif formula.op == ">":
            self._greater(*formula.arguments)
        elif formula.op in self.calls and not self.wide:
            for argument in formula.arguments:
                self.emit(argument)
            function.call(self.calls[formula.op])
        else:
            raise Unknown("the operation '%s' cannot be compiled%s" % (formula.op, " for two numbers at a time"))

    def _relu(self, argument):
        """0.0 where a <= 0, else a: NaN comes through."""
        function = self.function
        value = function.local(V128 if self.wide else F64)
        self.emit(argument)
        function.tee(value)
        if self.wide:
            function.get(value)
            function.f64x2(0.0)
            function.op("f64x2.le", "v128.andnot")
        else:
            function.set(value)
            function.f64(0.0)
            function.get(value, value)
            function.f64(0.0)
            function.op("f64.le", "select")

    def _greater(self, a, b):
        function = self.function
        self.emit(a)
        self.emit(b)
        if self.wide:
            function.op("f64x2.gt")
            function.f64x2(1.0)
            function.op("v128.and")
        else:
            function.op("f64.gt", "f64.convert_i32_s")
