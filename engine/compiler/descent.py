"""Gradient descent in a compiled module: L2, the update of the parameters, and both with the gradient as a step."""

from engine.compiler.emit import Emitter, forward
from engine.compiler.formulas import Symbol, derivatives, times
from engine.compiler.memory import FIRST, LOSS, even
from engine.compiler.passes import at_most
from engine.compiler.tiles import each_group
from engine.compiler.wasm import F64, I32, Function
from engine.rules import power
from engine.train import CHUNK


def export_update(blocks):
    """update(eta): one step downhill. refresh(): to be called when parameters were written from outside.

    Returns the indices of both.
    """
    refresh = Function("refresh")
    for layer in blocks.layers:
        _transpose(refresh, layer)
    index = blocks.module.add(refresh, export=True)
    function = Function("update", [F64])
    lanes = blocks.lanes

    def step(pointer):
        function.get(pointer, pointer)
        function.memory(lanes.load)
        lanes.get(function, 0)
        function.get(pointer)
        function.memory(lanes.load, blocks.gradients)
        function.op(lanes.mul, lanes.sub)
        function.memory(lanes.store)

    each_group(function, lanes, FIRST, blocks.end, step)
    function.call(index)
    return blocks.module.add(function, export=True), index


def export_penalty(blocks):
    """penalty(alpha): add L2 to the loss and to the gradients, as many parameters at a time as `train` does."""
    function = Function("penalty", [F64])
    entry, end, chunk, parameter = (function.local(I32) for _ in range(4))
    total, a = function.local(F64), function.local(F64)
    symbols = {"a": a, "alpha": 0}
    emitter = Emitter(function, lambda leaf: function.get(symbols[leaf]), blocks.calls)
    square = power(2)
    (derivative,) = derivatives(square, [Symbol("a")], Symbol("out"))
    function.i32(blocks.table)
    function.set(entry)
    function.i32(blocks.table + 4 * len(blocks.parameters))
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
    function.memory("f64.load", blocks.gradients)
    emitter.emit(times(derivative, Symbol("alpha")))
    function.op("f64.add")
    function.memory("f64.store", blocks.gradients)
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
    return blocks.module.add(function, export=True)


def export_steps(blocks, gradient, penalty, update):
    """steps(first, count, ahead, alpha, many) -> loss: as many steps, each with its learning rate in memory.

    first, count  the batch of the first step; that of the next begins `ahead` points later
    alpha         of L2; none if it is 0
    The loss is that of the last step.
    """
    function = Function("steps", [I32, I32, I32, F64, I32], [F64])
    first, count, ahead, alpha, many = range(5)
    rate = function.local(I32)
    function.i32(blocks.rates)
    function.set(rate)
    function.loop()
    function.get(first, count)
    function.call(gradient)
    function.get(alpha)
    function.f64(0.0)
    function.op("f64.ne")
    function.if_()
    function.get(alpha)
    function.call(penalty)
    function.end()
    function.get(rate)
    function.memory("f64.load")
    function.call(update)
    function.get(first, ahead)
    function.op("i32.add")
    function.set(first)
    function.increase(rate, 8)
    function.increase(many, -1)
    function.get(many)
    function.br_if(0)
    function.end()
    function.i32(LOSS)
    function.memory("f64.load")
    blocks.module.add(function, export=True)


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
        function.increase(pointer, step)
    function.get(j)
    function.i32(1)
    function.op("i32.add")
    function.tee(j)
    function.i32(layer.rows)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()
