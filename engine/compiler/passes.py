"""Passes over the points: the way forward and back for a range of them, block by block."""

from engine.compiler.emit import Emitter
from engine.compiler.formulas import Symbol
from engine.compiler.memory import BLOCK, CORRECT, COUNT, FIRST, LOSS, ONE
from engine.compiler.tape import INPUT
from engine.compiler.tiles import each_group
from engine.compiler.wasm import F64, I32, Function


def export_pass(blocks, name, functions):
    """name(first, count): call `functions` for every block of a range of points; the results are in memory."""
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

    def zero(pointer):
        function.get(pointer)
        blocks.lanes.const(function, 0.0)
        function.memory(blocks.lanes.store)

    if name == "gradient":
        each_group(function, blocks.lanes, FIRST + blocks.gradients, blocks.end + blocks.gradients, zero)
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
    return blocks.module.add(function, export=True)


def enter(blocks):
    """A function (first, count) that copies points into their frames."""
    function = Function("enter", [I32, I32])
    function.frame, source, left = function.local(I32), function.local(I32), function.local(I32)
    width = 8 * blocks.tape.inputs
    function.i32(blocks.frames)
    function.set(function.frame)
    function.get(0)
    function.i32(width)
    function.op("i32.mul")
    function.set(source)
    function.get(1)
    function.set(left)
    function.loop()
    for i in range(blocks.tape.inputs):
        function.get(function.frame, source)
        function.memory("f64.load", blocks.points + 8 * i)
        function.memory("f64.store", blocks.slots[(INPUT, i)])
    for pointer, step in ((function.frame, blocks.frame), (source, width)):
        function.increase(pointer, step)
    function.get(left)
    function.i32(1)
    function.op("i32.sub")
    function.tee(left)
    function.br_if(0)
    function.end()
    return blocks.module.add(function)


def tally(blocks):
    """Add up the examples' losses, and count the scores with the sign of y."""
    function = blocks.function("tally")
    emitter = Emitter(function, blocks.load(function), blocks.calls)
    y = Symbol((INPUT, blocks.tape.inputs - 1))
    sums = (
        (LOSS, function.local(F64), blocks.symbol(blocks.tape.result)),
        (CORRECT, function.local(F64), blocks.symbol(blocks.tape.score) * y > 0.0),
    )
    for address, total, _ in sums:
        function.i32(address)
        function.memory("f64.load")
        function.set(total)

    def emit():
        for _, total, formula in sums:
            function.get(total)
            emitter.emit(formula)
            function.op("f64.add")
            function.set(total)

    blocks.each_frame(function, emit)
    for address, total, _ in sums:
        function.i32(address)
        function.get(total)
        function.memory("f64.store")
    return blocks.module.add(function)


def export_correct(blocks):
    """correct(): how many scores of the last pass had the sign of y."""
    function = Function("correct", [], [F64])
    function.i32(CORRECT)
    function.memory("f64.load")
    blocks.module.add(function, export=True)


def at_most(function, variable, limit):
    """Cut an i32 variable down to `limit`."""
    function.i32(limit)
    function.get(variable, variable)
    function.i32(limit)
    function.op("i32.gt_s", "select")
    function.set(variable)
