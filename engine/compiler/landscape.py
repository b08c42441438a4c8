"""The mean loss around the present parameters, along two directions: a row of a landscape at a time."""

from engine.compiler.memory import FIRST, LOSS
from engine.compiler.wasm import F64, I32, Function


def export_row(blocks, loss, refresh):
    """row(base, target, columns, left, right, across, count): the mean loss at places p + a * u + b * v.

    base          where p, u and v are written, each as long as the parameters in memory, in their order
    target        where to write the losses, float64 each
    left, right   a at the first and at the last of the columns; b is `across` everywhere
    count         of the points, from the first on
    loss, refresh the functions of that name
    The parameters in memory are overwritten.
    """
    function = Function("row", [I32, I32, I32, F64, F64, F64, I32])
    base, target, columns, left, right, across, count = range(7)
    column, parameter, source = (function.local(I32) for _ in range(3))
    along = function.local(F64)
    size = blocks.end - FIRST
    function.loop()
    function.get(left, right, left)
    function.op("f64.sub")
    function.get(column)
    function.op("f64.convert_i32_s")
    function.get(columns)
    function.i32(1)
    function.op("i32.sub", "f64.convert_i32_s", "f64.div", "f64.mul", "f64.add")
    function.set(along)
    function.i32(FIRST)
    function.set(parameter)
    function.get(base)
    function.set(source)
    function.loop()
    function.get(parameter, source)
    function.memory("f64.load")
    function.get(along, source)
    function.memory("f64.load", size)
    function.op("f64.mul", "f64.add")
    function.get(across, source)
    function.memory("f64.load", 2 * size)
    function.op("f64.mul", "f64.add")
    function.memory("f64.store")
    function.increase(source, 8)
    function.increase(parameter, 8)
    function.get(parameter)
    function.i32(blocks.end)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()
    function.call(refresh)
    function.i32(0)
    function.get(count)
    function.call(loss)
    function.get(target)
    function.i32(LOSS)
    function.memory("f64.load")
    function.memory("f64.store")
    function.increase(target, 8)
    function.increase(column, 1)
    function.get(column, columns)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()
    blocks.module.add(function, export=True)
