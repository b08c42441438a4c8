"""What registers of a compiled model hold at many places: at the nodes of a grid over two inputs, and at the points.

A grid is rows of nodes from the top, its corners on the corners of the plane.
"""

from engine.compiler.memory import BLOCK
from engine.compiler.passes import at_most
from engine.compiler.tape import INPUT
from engine.compiler.wasm import F64, I32, Function


def export_field(blocks, forward):
    """field(registers, many, target, columns, rows, left, right, top, bottom): registers' values at the nodes.

    registers  where it is written, an int32 each, how far behind the beginning of a frame they lie; `many` of them
    target     where to write the values, float64 each: all of the first register, then all of the next
    forward    the functions of the way forward
    """
    function = Function("field", [I32, I32, I32, I32, I32, F64, F64, F64, F64])
    registers, many, target, columns, rows, left, right, top, bottom = range(9)
    function.frame, function.last = function.local(I32), function.local(I32)
    column, row, count = (function.local(I32) for _ in range(3))

    def between(start, end, index, how_many):
        """start + index * (end - start) / (how_many - 1)"""
        function.get(start, index)
        function.op("f64.convert_i32_s")
        function.get(end, start)
        function.op("f64.sub")
        function.get(how_many)
        function.i32(1)
        function.op("i32.sub", "f64.convert_i32_s", "f64.div", "f64.mul", "f64.add")

    def node():
        function.get(function.frame)
        between(left, right, column, columns)
        function.memory("f64.store", blocks.slots[(INPUT, 0)])
        function.get(function.frame)
        between(top, bottom, row, rows)
        function.memory("f64.store", blocks.slots[(INPUT, 1)])
        function.increase(column, 1)
        function.get(column, columns)
        function.op("i32.ge_s")
        function.if_()
        function.i32(0)
        function.set(column)
        function.increase(row, 1)
        function.end()

    def next_nodes(block):
        blocks.each_frame(function, node, block)

    function.get(columns, rows)
    function.op("i32.mul")
    function.set(count)
    _by_blocks(blocks, function, next_nodes, forward, (registers, many, target, count))
    blocks.module.add(function, export=True)


def export_inside(blocks, enter, forward):
    """inside(registers, many, target, first, count): registers' values at a range of points, written as by field.

    enter, forward  the function that copies points into their frames, and those of the way forward
    """
    function = Function("inside", [I32, I32, I32, I32, I32])
    registers, many, target, first, count = range(5)
    function.frame, function.last = function.local(I32), function.local(I32)

    def next_points(block):
        function.get(first, block)
        function.call(enter)
        function.get(first, block)
        function.op("i32.add")
        function.set(first)

    _by_blocks(blocks, function, next_points, forward, (registers, many, target, count))
    blocks.module.add(function, export=True)


def _by_blocks(blocks, function, enter, forward, wanted):
    """Emit: go through the examples block by block, and hand out what is wanted of them.

    enter    a function that emits the filling of the frames of the next examples, given the local that counts them
    wanted   the locals registers, many, target and count, of which the last two change
    """
    registers, many, target, count = wanted
    block, size = function.local(I32), function.local(I32)
    leave = _hand_out(function, registers, many, target, size)
    function.get(count)
    function.i32(3)
    function.op("i32.shl")
    function.set(size)
    function.loop()
    function.get(count)
    function.set(block)
    at_most(function, block, BLOCK)
    enter(block)
    for index in forward:
        function.get(block)
        function.call(index)
    blocks.each_frame(function, leave, block)
    function.get(count, block)
    function.op("i32.sub")
    function.tee(count)
    function.br_if(0)
    function.end()


def _hand_out(function, registers, many, target, size):
    """A function that emits: write the registers of a frame to `target`, each `size` bytes behind the one before."""
    register, place, left = (function.local(I32) for _ in range(3))

    def emit():
        for source, copy in ((registers, register), (target, place), (many, left)):
            function.get(source)
            function.set(copy)
        function.loop()
        function.get(place, function.frame, register)
        function.memory("i32.load")
        function.op("i32.add")
        function.memory("f64.load")
        function.memory("f64.store")
        function.increase(register, 4)
        function.get(place, size)
        function.op("i32.add")
        function.set(place)
        function.increase(left, -1)
        function.get(left)
        function.br_if(0)
        function.end()
        function.increase(target, 8)

    return emit
