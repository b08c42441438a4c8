"""The chapter's loss curves: of each example before its step, and of all points after each epoch."""

import math

from pyscript.ffi import to_js

from ui.page.browser import by_id, colour
from ui.page.chart import Plot, axis

LEAST, MOST = -4, 6  # the decades between which losses are drawn
HEIGHT = 190  # in CSS pixels


class Chart:
    """Draws the losses of `journey`.

    least   a function: the least mean loss that a line can have, or None
    epochs  a function: how many epochs the axis shows at least
    """

    def __init__(self, journey, least, epochs):
        self._journey, self._least, self._epochs = journey, least, epochs
        self._decades = self._range()
        self._plot = Plot(by_id("line-curve"), HEIGHT, self._options, [[], [], [], []])
        self.draw()

    def build(self):
        """Make the chart anew, in the colours of the style sheet."""
        self._decades = self._range()
        self._plot.build()
        self._fill()

    def draw(self):
        """Show the losses as they are now."""
        by_id("line-curve-empty").hidden = bool(self._journey.steps)
        if self._decades != self._range():
            self.build()
        else:
            self._fill()

    def _options(self):
        low, high = self._decades
        every = 1 if high - low < 7 else 2
        last = max([self._epochs()] + self._data()[0][-1:])
        return {
            "padding": [8, 16, 0, 0],
            "scales": {
                "x": {"time": False, "auto": False, "min": 0, "max": last},
                "y": {"auto": False, "distr": 3, "min": 10.0**low, "max": 10.0**high},
            },
            "axes": [axis(size=28), axis(size=72, splits=[10.0**d for d in range(low, high + 1, every)])],
            "series": [
                {},
                {"stroke": colour("--negative"), "width": 1, "points": {"show": False}, "spanGaps": True},
                {"stroke": colour("--accent"), "width": 2.5, "points": {"show": True, "size": 6}, "spanGaps": True},
                {"stroke": colour("--ink"), "width": 1.25, "dash": [2, 5], "points": {"show": False}},
            ],
        }

    def _fill(self):
        data, (low, high) = self._data(), self._decades
        self._plot.show(data, rescale=False)
        chart = self._plot.chart
        if chart:
            chart.setScale("x", to_js({"min": 0, "max": max([self._epochs()] + data[0][-1:])}))
            chart.setScale("y", to_js({"min": 10.0**low, "max": 10.0**high}))

    def _range(self):
        """The powers of ten at the ends of the axis: from below the least mean loss to above the largest of all."""
        highest = max([_drawn(row[1]) or _drawn(row[2]) or 0.0 for row in self._journey.curve] + [1.0])
        least = self._least()
        low = math.floor(math.log10(max(1.0 if least is None else least, 10.0 ** (LEAST + 1)))) - 1
        return low, min(math.ceil(math.log10(highest)), MOST)

    def _data(self):
        """Columns of one table: times, losses of examples, means of all points, and the least mean there is."""
        rows, least = self._journey.curve, self._least()
        return [
            [row[0] for row in rows],
            [_drawn(row[1]) for row in rows],
            [_drawn(row[2]) for row in rows],
            [_drawn(least)] * len(rows),
        ]


def _drawn(loss):
    """A loss as it is drawn; None where there is none, or where it has left the finite numbers."""
    return max(loss, 10.0**LEAST) if loss is not None and math.isfinite(loss) else None
