"""A chart on two logarithmic axes, drawn from the logarithms of the numbers."""

import math

from pyscript.ffi import to_js

from ui.page.browser import by_id, colour, window
from ui.page.chart import Plot, axis

HEIGHT = 250  # in CSS pixels
NARROW = 450  # pixels: less of them have room for half of the labels


class Chart:
    """Inside the element called `name`; data is a list of lists, the first of them the x of all others.

    lines   for each of the others a dict: colour (a CSS variable), and what uPlot has for a series
    x, y    (first, last, tick distance) of each axis, in powers of ten
    titles  of the axes
    """

    def __init__(self, name, lines, x, y, titles):
        self._place = by_id(name)
        self._lines, self._x, self._y, self._titles = lines, x, y, titles
        self._plot = Plot(self._place, HEIGHT, self._options, self._nothing())
        self.build = self._plot.build

    def show(self, data, y=None):
        """Draw these numbers; y: another vertical axis."""
        self._plot.show(data if data[0] else self._nothing())
        if y and y != self._y:
            self._y = y
            self.build()

    def _options(self):
        return {
            "padding": [10, 16, 0, 0],
            "scales": {"x": {"time": False, "range": list(self._x[:2])}, "y": {"range": list(self._y[:2])}},
            "axes": [self._axis(0, self._x, 46), self._axis(1, self._y, 76)],
            "series": [{}] + [self._series(line) for line in self._lines],
        }

    def _axis(self, i, decades, size):
        first, last, distance = decades
        if i == 0 and self._place.clientWidth < NARROW:
            distance *= 2
        ticks = list(range(first, last + 1, distance))
        return axis(
            label=self._titles[i],
            labelFont="12px system-ui, sans-serif",
            labelSize=18,
            size=size - 18,
            splits=_always(ticks),
            values=_always([power(tick) for tick in ticks]),
        )

    def _series(self, line):
        series = {key: line[key] for key in line if key != "colour"}
        ink = colour(line["colour"])
        series["stroke"] = ink
        points = dict(series.get("points", {"show": False}))
        if points["show"]:
            points.update({"stroke": ink, "fill": ink})
        series["points"] = points
        return series

    def _nothing(self):
        """Data of which nothing is seen: uPlot does not take empty lists."""
        return [list(self._x[:2])] + [[None, None] for _ in self._lines]


def _always(items):
    """A JavaScript function that returns these items; of one in Python, MicroPython may free the answer too early."""
    return window.Object.bind(None, to_js(items))


def power(exponent):
    """A power of ten, as it is written on an axis."""
    return str(10**exponent) if 0 <= exponent <= 4 else "1e%d" % exponent


def logarithm(number):
    """Its logarithm to base ten; None where there is none to draw."""
    return math.log(number) / math.log(10) if 0 < number < float("inf") else None
