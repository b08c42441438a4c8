"""Formulas and matrix products as WebAssembly code, for numbers one by one and for two at a time."""

import math

from engine.symbols import Symbol, Unknown
from engine.value import RULES
from engine.wasm import F64, I32, V128

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


def forward(op, operands):
    """The formula of an operation. Unknown if its rule is not one that this compiler has instructions for."""
    if op in _PROBES:
        if any([RULES[op].forward(*numbers) != result for numbers, result in _PROBES[op]]):
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


class Matrix:
    """A matrix in memory: the address of row r, column c is `base` + r * `row` + c * `column`, in bytes."""

    def __init__(self, base, row, column):
        self.base, self.row, self.column = base, row, column


def product(function, target, left, right, rows, terms, pairs, start, bias=None):
    """Emit target[r][c] = start + left[r][0] * right[0][c] + left[r][1] * right[1][c] + ..., added in this order.

    rows, terms  how many: whole numbers, or a Local
    pairs        half the number of columns, which are side by side in target and right
    start        "nothing", or "target" to add to what is there
    bias         the address of numbers added last, or None
    Works on tiles of four rows by four columns: eight sums at a time, which is as many as fit the registers.
    """
    row = function.local(I32)
    variables = _Tile(function)
    function.i32(0)
    function.set(row)
    for height in (4, 1):
        if not isinstance(rows, Local) and (rows < 4 if height == 4 else rows % 4 == 0):
            continue
        function.block()
        function.loop()
        function.get(row)
        function.i32(height)
        function.op("i32.add")
        _count(function, rows)
        function.op("i32.gt_s")
        function.br_if(1)
        for pair in range(0, pairs, 2):
            variables.emit(target, left, right, row, terms, pair, height, min(2, pairs - pair), start, bias)
        function.get(row)
        function.i32(height)
        function.op("i32.add")
        function.set(row)
        function.br(0)
        function.end()
        function.end()


class Local:
    """The index of an i32 local, where a number is not known before the code runs."""

    def __init__(self, index):
        self.index = index


def _count(function, number):
    if isinstance(number, Local):
        function.get(number.index)
    else:
        function.i32(number)


class _Tile:
    """The code of one tile, and the variables that all tiles of a product share."""

    def __init__(self, function):
        self.function = function
        self.sums = [[function.local(V128) for _ in range(2)] for _ in range(4)]
        self.columns = [function.local(V128) for _ in range(2)]
        self.factor = function.local(V128)
        self.from_left, self.from_right, self.left_over = [function.local(I32) for _ in range(3)]

    def emit(self, target, left, right, row, terms, pair, height, width, start, bias):
        function = self.function
        at_once = 1 if isinstance(terms, Local) else next(n for n in (4, 2, 1) if terms % n == 0)
        for i in range(height):
            for j in range(width):
                if start == "target":
                    self._address(target, row)
                    function.memory("v128.load", i * target.row + 16 * (pair + j))
                else:
                    function.f64x2(-0.0)  # which changes nothing it is added to, not even the sign of zero
                function.set(self.sums[i][j])
        self._address(left, row)
        function.i32((at_once - 1) * min(left.column, 0))
        function.op("i32.add")
        function.set(self.from_left)
        function.i32(right.base + 16 * pair + (at_once - 1) * min(right.row, 0))
        function.set(self.from_right)
        _count(function, terms)
        function.set(self.left_over)
        function.loop()
        for n in range(at_once):
            for j in range(width):
                function.get(self.from_right)
                function.memory("v128.load", _ahead(right.row, n, at_once) + 16 * j)
                function.set(self.columns[j])
            for i in range(height):
                function.get(self.from_left)
                function.memory("v128.load64_splat", _ahead(left.column, n, at_once) + i * left.row)
                function.set(self.factor)
                for j in range(width):
                    function.get(self.sums[i][j], self.factor, self.columns[j])
                    function.op("f64x2.mul", "f64x2.add")
                    function.set(self.sums[i][j])
        for pointer, step in ((self.from_left, left.column), (self.from_right, right.row)):
            function.get(pointer)
            function.i32(at_once * step)
            function.op("i32.add")
            function.set(pointer)
        function.get(self.left_over)
        function.i32(at_once)
        function.op("i32.sub")
        function.tee(self.left_over)
        function.br_if(0)
        function.end()
        for i in range(height):
            for j in range(width):
                self._address(target, row)
                function.get(self.sums[i][j])
                if bias is not None:
                    function.i32(bias + 16 * (pair + j))
                    function.memory("v128.load")
                    function.op("f64x2.add")
                function.memory("v128.store", i * target.row + 16 * (pair + j))

    def _address(self, matrix, row):
        function = self.function
        function.get(row)
        function.i32(matrix.row)
        function.op("i32.mul")
        function.i32(matrix.base)
        function.op("i32.add")


def _ahead(step, n, at_once):
    """How many bytes behind the pointer the n-th of `at_once` terms lies; where steps go down, the last is first."""
    return n * step if step >= 0 else (at_once - 1 - n) * -step
