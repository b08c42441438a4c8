"""Colours and lines of scores on a grid, by compiled code: of a Machine's scores, and of any others.

>>> image, (boundary,) = Painter(WasmtimeHost).picture(rows, shades, levels=(0.0,))
"""

from array import array

from engine.compiler.memory import SHADES, rounded
from engine.compiler.pictures import export_colours, export_contour
from engine.compiler.wasm import PAGE, Module


class Painter:
    """A module that draws, without a model, on a host (see Machine)."""

    palette = 0
    _values = 4 * SHADES  # the address of the scores, behind the palette

    def __init__(self, host):
        self.module = Module()
        export_colours(self)
        export_contour(self)
        self._host = host(self.module.binary(1), [])

    def picture(self, rows, shades, levels):
        """The picture of scores, a list of rows of floats from the top; shades, levels and the result are `paint`'s."""
        columns = len(rows[0])
        reach(self._host, self._values + room(columns, len(rows)))
        self._host.write(self._values, array("d", [score for row in rows for score in row]))
        return paint(self._host, self.palette, self._values, columns, len(rows), shades, levels)


def paint(host, palette, values, columns, rows, shades, levels):
    """RGBA bytes as the host has them, and for each of `levels` its line on the grid.

    palette  where the host's module wants the shades, RGBA bytes of each of SHADES colours, from negative to positive
    values   where the scores are: as many float64, row by row, and behind them the `room` for the picture
    A line is an array of float64: segment by segment column and row of one end, column and row of the other.
    """
    count = columns * rows
    image, lines = values + 8 * count, rounded(values + (8 + 4) * count, 8)
    host.write(palette, array("B", b"".join(shades)))
    host.call("colours", values, image, count)
    contours = []
    for level in levels:
        end = host.call("contour", values, columns, rows, float(level), lines)
        contours.append(host.read(lines, (end - lines) // 8))
    return host.bytes(image, 4 * count), contours


def room(columns, rows):
    """Bytes of scores, colours, and of the longest line that there can be."""
    return (8 + 4) * columns * rows + 32 * 2 * (columns - 1) * (rows - 1) + 16


def reach(host, address):
    """See to it that the memory goes as far as `address`."""
    if address > host.size():
        host.grow(-(-(address - host.size()) // PAGE))
