"""Pictures of values on a grid (see `places`): their colours, and the lines between them."""

from engine.compiler.emit import Emitter
from engine.compiler.formulas import Symbol
from engine.compiler.memory import SHADES
from engine.compiler.wasm import F64, I32, Function

LARGEST = 1e100  # scores beyond it, and those that are no number, are drawn as if they were it
HALF = 0.5  # the score that is coloured half as strongly as an infinite one


def export_colours(blocks):
    """colours(values, target, count): the values' RGBA bytes, out of the palette; makes the values finite.

    The shade is steep about 0 and flat far from it.
    """
    function = Function("colours", [I32, I32, I32])
    values, target, count = range(3)
    value = function.local(F64)
    half = (SHADES - 1) / 2
    strength = Symbol("s") / (Symbol("|s|") + HALF)

    def load(leaf):
        function.get(value)
        if leaf == "|s|":
            function.op("f64.abs")

    function.loop()
    function.get(values)
    function.memory("f64.load")
    function.tee(value)
    function.f64(LARGEST)
    function.get(value, value)
    function.op("f64.eq", "select")  # NaN is not equal to itself
    function.f64(LARGEST)
    function.op("f64.min")
    function.f64(-LARGEST)
    function.op("f64.max")
    function.set(value)
    function.get(values, value)
    function.memory("f64.store")
    function.get(target)
    Emitter(function, load, {}).emit(strength * half + (half + 0.5))
    function.op("i32.trunc_f64_s")
    function.i32(2)
    function.op("i32.shl")
    function.memory("i32.load", blocks.palette)
    function.memory("i32.store")
    function.increase(values, 8)
    function.increase(target, 4)
    function.increase(count, -1)
    function.get(count)
    function.br_if(0)
    function.end()
    blocks.module.add(function, export=True)


def export_contour(blocks):
    """contour(values, columns, rows, level, target) -> end: where the values cross a level, as line segments.

    A segment is two points, each of them column and row as float64, from `target` to `end`. Every cell of the
    grid is cut into two triangles, and a triangle whose corners are on both sides is crossed by one segment.
    """
    crossing = _crossing(blocks)
    function = Function("contour", [I32, I32, I32, F64, I32], [I32])
    values, columns, rows, level, target = range(5)
    column, row = function.local(I32), function.local(I32)
    corners = [(dx, dy, function.local(F64)) for dy in (0, 1) for dx in (0, 1)]
    a, b, c, d = corners

    def load(pointer, corner):
        function.get(pointer)
        function.memory("f64.load")
        function.set(corner[2])

    def above(corner):
        function.get(corner[2], level)
        function.op("f64.gt")

    def cross(one, other):
        for dx, dy, value in (one, other):
            for place, offset in ((column, dx), (row, dy)):
                function.get(place)
                function.op("f64.convert_i32_s")
                function.f64(float(offset))
                function.op("f64.add")
            function.get(value)
        function.get(level, target)
        function.call(crossing)
        function.set(target)

    below = function.local(I32)  # the address of the node under the one at `values`
    function.loop()
    function.get(values, columns)
    function.i32(3)
    function.op("i32.shl", "i32.add")
    function.set(below)
    function.i32(0)
    function.set(column)
    load(values, b)
    load(below, d)
    function.loop()
    for old, new in ((b, a), (d, c)):
        function.get(old[2])
        function.set(new[2])
    function.increase(values, 8)
    function.increase(below, 8)
    load(values, b)
    load(below, d)
    above(a)
    for corner in (b, c, d):
        above(corner)
        function.op("i32.add")
    function.i32(3)
    function.op("i32.and")  # 0 for none above, and for all four
    function.if_()
    for triangle in ((a, b, c), (b, d, c)):
        for i in range(3):
            cross(triangle[i], triangle[(i + 1) % 3])
    function.end()
    function.increase(column, 1)
    function.get(column, columns)
    function.i32(1)
    function.op("i32.sub", "i32.lt_s")
    function.br_if(0)
    function.end()
    function.increase(values, 8)
    function.increase(row, 1)
    function.get(row, rows)
    function.i32(1)
    function.op("i32.sub", "i32.lt_s")
    function.br_if(0)
    function.end()
    function.get(target)
    blocks.module.add(function, export=True)


def _crossing(blocks):
    """A function (x0, y0, v0, x1, y1, v1, level, target) -> target behind the point on this edge, if there is one."""
    function = Function("crossing", [F64] * 7 + [I32], [I32])
    x0, y0, v0, x1, y1, v1, level, target = range(8)
    share = (Symbol(level) - Symbol(v0)) / (Symbol(v1) - Symbol(v0))
    emitter = Emitter(function, function.get, {})
    emitter.emit(Symbol(v0) > Symbol(level))
    emitter.emit(Symbol(v1) > Symbol(level))
    function.op("f64.ne")
    function.if_()
    for offset, start, end in ((0, x0, x1), (8, y0, y1)):
        function.get(target)
        emitter.emit(Symbol(start) + share * (Symbol(end) - Symbol(start)))
        function.memory("f64.store", offset)
    function.increase(target, 16)
    function.end()
    function.get(target)
    return blocks.module.add(function)
