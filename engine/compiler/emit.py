"""Formulas as WebAssembly code, for numbers one by one and for two at a time."""

import math
import operator
import struct
from itertools import product

from engine.compiler.closed import outside
from engine.compiler.formulas import Symbol, Unknown, formula
from engine.compiler.wasm import F64, V128
from engine.rules import rule_of

COMPARISONS = {">": "gt", ">=": "ge", "<": "lt", "<=": "le"}
IMPORTS = {"exp": 1, "log": 1, "tanh": 1, "sin": 1, "cos": 1, "**": 2}  # functions of the host, with how many arguments

_INSTRUCTIONS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "neg": "neg", "abs": "abs", "sqrt": "sqrt"}
_CHOICES = {"max": "ge", "min": "le"}  # how the first operand compares to the second where it is the result
_MEANINGS = {  # what the operations do that have instructions of their own, or a function of the host
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "relu": lambda a: 0.0 if a <= 0 else a,
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "sqrt": lambda a: math.sqrt(a) + 0.0,
    "sigmoid": lambda a: 1.0 / (1.0 + math.exp(-a)),
    "max": lambda a, b: a if a >= b or a != a else b,
    "min": lambda a, b: a if a <= b or a != a else b,
}
_FORMULAS = {  # of operations that are more than an instruction
    "sqrt": lambda a: Symbol(None, "sqrt", (a,)) + 0.0,
    "sigmoid": lambda a: 1.0 / (1.0 + Symbol(None, "exp", (-a,))),
}
_BINARY = ("+", "-", "*", "/", "max", "min")
_NUMBERS = (0.0, -0.0, 1.5, -4.0, 5e-324, 1e300, -1e300, math.inf, math.nan)  # to try an operation on
_MORE = (-math.inf, 1.0, -1.0, 0.5, -0.5, 3.0, 7.0, 33.0, -33.0, 1e-9, -1e-9, 1e3, -1e3, 1e9, -1e9)  # of one operand
_tried = {}  # symbol -> the function that has been found to do what is meant


def unchanged(op):
    """Whether the rule of an operation that has an instruction of its own, or of a power, does what it should.

    It is tried on numbers of all kinds, and compared to the bit.
    """
    forward = rule_of(op).forward
    if _tried.get(op) is not forward:
        meaning = _MEANINGS.get(op) or _power(float(op[2:]))
        for numbers in product(_NUMBERS, repeat=2) if op in _BINARY else product(_NUMBERS + _MORE):
            expected = _outcome(meaning, numbers)
            if expected != "too large" and _outcome(forward, numbers) != expected:
                return False
        _tried[op] = forward
    return True


def _power(exponent):
    def meaning(a):
        if a < 0 and exponent % 1 != 0:
            raise ValueError("no such number")
        return a * a if exponent == 2 else a**exponent

    return meaning


def _outcome(function, numbers):
    """The bits of the result, or what there is in place of one."""
    try:
        result = function(*numbers)
        return "no number" if result != result else struct.pack("<d", result)
    except OverflowError:
        return "too large"
    except (ArithmeticError, ValueError):
        return "none"
    except Exception:
        return "trouble"


def forward(op, operands):
    """The formula of an operation. Unknown if its rule is not one that this compiler has instructions for."""
    if op in _MEANINGS or op.startswith("**"):
        if not unchanged(op) or outside(rule_of(op).forward):
            raise Unknown("the operation '%s' has been changed, and what it does now is unknown" % op)
        if op in _FORMULAS:
            return _FORMULAS[op](*operands)
        if op in _MEANINGS:
            return Symbol(None, op, tuple(operands))
        exponent = float(op[2:])
        return operands[0] * operands[0] if exponent == 2 else operands[0] ** exponent
    return formula("the operation '%s' cannot be compiled: it" % op, rule_of(op).forward, *operands)


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
        elif formula.op in _INSTRUCTIONS:
            for argument in formula.arguments:
                self.emit(argument)
            function.op(("f64x2." if self.wide else "f64.") + _INSTRUCTIONS[formula.op])
        elif formula.op == "relu":
            self._relu(formula.arguments[0])
        elif formula.op in _CHOICES and not self.wide:
            self._choose(_CHOICES[formula.op], *formula.arguments)
        elif formula.op in COMPARISONS:
            self._compare(COMPARISONS[formula.op], *formula.arguments)
        elif formula.op in self.calls and not self.wide:
            for argument in formula.arguments:
                self.emit(argument)
            function.call(self.calls[formula.op])
        else:
            raise Unknown("the operation '%s' cannot be compiled for two numbers at a time" % formula.op)

    def _relu(self, argument):
        """0.0 where a <= 0, else a: NaN comes through."""
        function = self.function
        value = function.shared(V128 if self.wide else F64)
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

    def _choose(self, name, a, b):
        """a where it compares so to b, or is NaN, else b."""
        function = self.function
        first, second = function.shared(F64), function.shared(F64, 1)
        self.emit(a)
        self.emit(b)
        function.set(second)
        function.tee(first)
        function.get(second, first, second)
        function.op("f64." + name)
        function.get(first, first)
        function.op("f64.ne", "i32.or", "select")

    def _compare(self, name, a, b):
        """1.0 where it is so, else 0.0."""
        function = self.function
        self.emit(a)
        self.emit(b)
        if self.wide:
            function.op("f64x2." + name)
            function.f64x2(1.0)
            function.op("v128.and")
        else:
            function.op("f64." + name, "f64.convert_i32_s")
