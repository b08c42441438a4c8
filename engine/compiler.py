"""Compiles a model and its loss to WebAssembly: steps, loss and scores, with the bits of Values.

The tape of one example becomes a plan of layers, and each of these becomes loops over a block of examples.
Sums are added up in the order in which Values add them, so + - * / and relu give the same floats to the last
bit; exp, log, tanh and other powers come from the host, and are within one unit in the last place. Where
Values raise an exception (division by zero, log of a negative number) there is an infinity or NaN instead.
"""

from engine.emit import IMPORTS, Emitter, forward
from engine.exports import Exports, at_most
from engine.layout import BLOCK
from engine.symbols import Symbol
from engine.tape import INPUT, record
from engine.wasm import F64, I32, Function, Module


class Compiled:
    """A compiled model, for a host to load.

    binary      the module
    parameters  the address of each parameter, a float64, in the order of model.parameters()
    gradients   how many bytes behind a parameter its gradient is
    table       where the host is to write these addresses, an int32 each
    points      the address of the first example: its inputs and y, float64 each
    width       bytes of an example
    imports     the functions that it needs from its host, by name
    """

    def __init__(self, binary, parameters, gradients, table, points, width, imports):
        self.binary, self.parameters, self.gradients, self.table = binary, parameters, gradients, table
        self.points, self.width, self.imports = points, width, imports


def compile(model, loss):
    """The model and its loss as a Compiled; Unknown if an operation cannot be compiled."""
    tape, module = record(model, loss), Module()
    for instruction in tape.instructions:
        forward(instruction.op, [Symbol(operand) for operand in instruction.operands])  # Unknown, if it is
    names = ["**" if i.op.startswith("**") else i.op for i in tape.instructions]
    names = sorted(set(names) & set(IMPORTS))
    calls = {name: module.import_("host", name, [F64] * IMPORTS[name], [F64]) for name in names}
    return _Compiler(tape, len(model.parameters()), module, calls).compiled()


class _Compiler(Exports):
    def compiled(self):
        steps = [self.forward(item) for item in self.plan]
        back = [self.backward(item) for item in reversed(self.plan)]
        back += [self.gather()] if self.loose else []
        enter, tally = self._enter(), self._tally()
        gradient = self._export_pass("gradient", [enter, *steps, tally, *back])
        self._export_pass("loss", [enter, *steps, tally])
        penalty = self._export_penalty()
        update = self._export_update()
        self._export_step(gradient, penalty, update)
        self._export_correct()
        if self.tape.inputs == 3:
            self._export_scores(steps)
        pages = -(-self.points // 65536) + 1
        binary = self.module.binary(pages)
        return Compiled(
            binary, self.parameters, self.gradients, self.table, self.points, 8 * self.tape.inputs, sorted(self.calls)
        )

    def _export_scores(self, steps):
        """scores(target, columns, rows, left, right, top, bottom): write the scores at a grid's nodes, float64 each.

        The nodes lie as in `ui.picture.grid`, with corners on the corners of the rectangle. Two inputs only.
        """
        function = Function("scores", [I32, I32, I32, F64, F64, F64, F64])
        target, columns, rows, left, right, top, bottom = range(7)
        function.frame, function.last = function.local(I32), function.local(I32)
        column, row, count, block = (function.local(I32) for _ in range(4))
        emitter = Emitter(function, self._load(function), self.calls)

        def between(start, end, index, how_many):
            """start + index * (end - start) / (how_many - 1)"""
            function.get(start, index)
            function.op("f64.convert_i32_s")
            function.get(end, start)
            function.op("f64.sub")
            function.get(how_many)
            function.i32(1)
            function.op("i32.sub", "f64.convert_i32_s", "f64.div", "f64.mul", "f64.add")

        def enter():
            function.get(function.frame)
            between(left, right, column, columns)
            function.memory("f64.store", self.slots[(INPUT, 0)])
            function.get(function.frame)
            between(top, bottom, row, rows)
            function.memory("f64.store", self.slots[(INPUT, 1)])
            function.get(column)
            function.i32(1)
            function.op("i32.add")
            function.tee(column)
            function.get(columns)
            function.op("i32.ge_s")
            function.if_()
            function.i32(0)
            function.set(column)
            function.get(row)
            function.i32(1)
            function.op("i32.add")
            function.set(row)
            function.end()

        def leave():
            function.get(target)
            emitter.emit(self._symbol(self.tape.score))
            function.memory("f64.store")
            function.get(target)
            function.i32(8)
            function.op("i32.add")
            function.set(target)

        function.get(columns, rows)
        function.op("i32.mul")
        function.set(count)
        function.loop()
        function.get(count)
        function.set(block)
        at_most(function, block, BLOCK)
        self._each_frame(function, enter, block)
        for index in steps:
            function.get(block)
            function.call(index)
        self._each_frame(function, leave, block)
        function.get(count, block)
        function.op("i32.sub")
        function.tee(count)
        function.br_if(0)
        function.end()
        self.module.add(function, export=True)
