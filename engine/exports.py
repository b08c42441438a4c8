"""What a compiled module offers for training: passes over the points, L2, and the update of the parameters."""

from engine.blocks import Blocks
from engine.emit import Emitter, forward
from engine.layout import BLOCK, CORRECT, COUNT, FIRST, LOSS, ONE, even
from engine.symbols import Symbol, derivatives, times
from engine.tape import INPUT
from engine.train import CHUNK
from engine.value import power
from engine.wasm import F64, I32, Function


class Exports(Blocks):
    """Blocks, and the exported functions that call them."""

    def _export_pass(self, name, functions):
        """name(first, count): call the functions for every block of a range of points; the results are in memory."""
        function = Function(name, [I32, I32])
        done, block = function.local(I32), function.local(I32)
        function.i32(COUNT)
        function.get(1)
        function.op("f64.convert_i32_s")
        function.memory("f64.store")
        for address, value in ((LOSS, 0.0), (CORRECT, 0.0), (ONE, 1.0)):
            function.i32(address)
            function.f64(value)
            function.memory("f64.store")
        if name == "gradient":
            _each_16_bytes(function, FIRST + self.gradients, self.end + self.gradients, _zero)
        enter, *functions = functions
        function.block()
        function.loop()
        function.get(1, done)
        function.op("i32.sub")
        function.tee(block)
        function.i32(0)
        function.op("i32.le_s")
        function.br_if(1)
        at_most(function, block, BLOCK)
        function.get(0, done)
        function.op("i32.add")
        function.get(block)
        function.call(enter)
        for index in functions:
            function.get(block)
            function.call(index)
        function.get(done, block)
        function.op("i32.add")
        function.set(done)
        function.br(0)
        function.end()
        function.end()
        return self.module.add(function, export=True)

    def _enter(self):
        """A function (first, count) that copies points into their frames."""
        function = Function("", [I32, I32])
        function.frame, source, left = function.local(I32), function.local(I32), function.local(I32)
        width = 8 * self.tape.inputs
        function.i32(self.frames)
        function.set(function.frame)
        function.get(0)
        function.i32(width)
        function.op("i32.mul")
        function.set(source)
        function.get(1)
        function.set(left)
        function.loop()
        for i in range(self.tape.inputs):
            function.get(function.frame, source)
            function.memory("f64.load", self.points + 8 * i)
            function.memory("f64.store", self.slots[(INPUT, i)])
        for pointer, step in ((function.frame, self.frame), (source, width)):
            function.get(pointer)
            function.i32(step)
            function.op("i32.add")
            function.set(pointer)
        function.get(left)
        function.i32(1)
        function.op("i32.sub")
        function.tee(left)
        function.br_if(0)
        function.end()
        return self._add(function)

    def _tally(self):
        """Add up the examples' losses, and count the scores with the sign of y."""
        function = self._function()
        emitter = Emitter(function, self._load(function), self.calls)
        y = Symbol((INPUT, self.tape.inputs - 1))

        def emit():
            for address, formula in (
                (LOSS, self._symbol(self.tape.result)),
                (CORRECT, self._symbol(self.tape.score) * y > 0.0),
            ):
                function.i32(address)
                function.i32(address)
                function.memory("f64.load")
                emitter.emit(formula)
                function.op("f64.add")
                function.memory("f64.store")

        self._each_frame(function, emit)
        return self._add(function)

    def _export_update(self):
        """update(eta): one step downhill. refresh(): to be called when parameters were written from outside."""
        refresh = Function("refresh")
        for layer in self.layers:
            _transpose(refresh, layer)
        index = self.module.add(refresh, export=True)
        function = Function("update", [F64])

        def step(pointer):
            function.get(pointer, pointer)
            function.memory("v128.load")
            function.get(0)
            function.op("f64x2.splat")
            function.get(pointer)
            function.memory("v128.load", self.gradients)
            function.op("f64x2.mul", "f64x2.sub")
            function.memory("v128.store")

        _each_16_bytes(function, FIRST, self.end, lambda _, pointer: step(pointer))
        function.call(index)
        return self.module.add(function, export=True)

    def _export_penalty(self):
        """penalty(alpha): add L2 to the loss and to the gradients, as many parameters at a time as `train` does."""
        function = Function("penalty", [F64])
        entry, end, chunk, parameter = (function.local(I32) for _ in range(4))
        total, a = function.local(F64), function.local(F64)
        symbols = {"a": a, "alpha": 0}
        emitter = Emitter(function, lambda leaf: function.get(symbols[leaf]), self.calls)
        square = power(2)
        (derivative,) = derivatives(square, [Symbol("a")], Symbol("out"))
        function.i32(self.table)
        function.set(entry)
        function.i32(self.table + 4 * len(self.parameters))
        function.set(end)
        function.loop()
        function.f64(0.0)
        function.set(total)
        function.get(end, entry)
        function.op("i32.sub")
        function.set(chunk)
        at_most(function, chunk, 4 * CHUNK)
        function.get(chunk, entry)
        function.op("i32.add")
        function.set(chunk)
        function.loop()
        function.get(entry)
        function.memory("i32.load")
        function.tee(parameter)
        function.memory("f64.load")
        function.set(a)
        function.get(total)
        emitter.emit(forward(square, [Symbol("a")]))
        function.op("f64.add")
        function.set(total)
        function.get(parameter, parameter)
        function.memory("f64.load", self.gradients)
        emitter.emit(times(derivative, Symbol("alpha")))
        function.op("f64.add")
        function.memory("f64.store", self.gradients)
        function.get(entry)
        function.i32(4)
        function.op("i32.add")
        function.tee(entry)
        function.get(chunk)
        function.op("i32.lt_s")
        function.br_if(0)
        function.end()
        function.i32(LOSS)
        function.i32(LOSS)
        function.memory("f64.load")
        function.get(0, total)
        function.op("f64.mul", "f64.add")
        function.memory("f64.store")
        function.get(entry, end)
        function.op("i32.lt_s")
        function.br_if(0)
        function.end()
        return self.module.add(function, export=True)

    def _export_correct(self):
        """correct(): how many scores of the last pass had the sign of y."""
        function = Function("correct", [], [F64])
        function.i32(CORRECT)
        function.memory("f64.load")
        self.module.add(function, export=True)

    def _export_step(self, gradient, penalty, update):
        """step(first, count, eta, alpha): gradient of a batch, L2 unless alpha is 0, update; returns the loss."""
        function = Function("step", [I32, I32, F64, F64], [F64])
        function.get(0, 1)
        function.call(gradient)
        function.get(3)
        function.f64(0.0)
        function.op("f64.eq", "i32.eqz")
        function.if_()
        function.get(3)
        function.call(penalty)
        function.end()
        function.get(2)
        function.call(update)
        function.i32(LOSS)
        function.memory("f64.load")
        self.module.add(function, export=True)


def at_most(function, variable, limit):
    """Cut an i32 variable down to `limit`."""
    function.i32(limit)
    function.get(variable, variable)
    function.i32(limit)
    function.op("i32.gt_s", "select")
    function.set(variable)


def _transpose(function, layer):
    """Copy a layer's weights to where the way forward wants them: the neurons side by side."""
    j, source, target = (function.local(I32) for _ in range(3))
    function.i32(0)
    function.set(j)
    function.i32(layer.matrix)
    function.set(source)
    function.i32(layer.transposed)
    function.set(target)
    function.loop()
    for k in range(layer.columns):
        function.get(target, source)
        function.memory("f64.load", 8 * k)
        function.memory("f64.store", 8 * even(layer.rows) * k)
    for pointer, step in ((source, layer.row), (target, 8)):
        function.get(pointer)
        function.i32(step)
        function.op("i32.add")
        function.set(pointer)
    function.get(j)
    function.i32(1)
    function.op("i32.add")
    function.tee(j)
    function.i32(layer.rows)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()


def _each_16_bytes(function, start, end, emit):
    """Do what emit(function, pointer) emits for every 16 bytes from `start` to `end`; at least once."""
    pointer = function.local(I32)
    function.i32(start)
    function.set(pointer)
    function.loop()
    emit(function, pointer)
    function.get(pointer)
    function.i32(16)
    function.op("i32.add")
    function.tee(pointer)
    function.i32(end)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()


def _zero(function, pointer):
    function.get(pointer)
    function.f64x2(0.0)
    function.memory("v128.store")
