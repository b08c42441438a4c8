"""The chapter's loss curves, drawn by uPlot: of each example before its step, and of all points after each epoch."""

import math

from pyscript import document
from pyscript.ffi import to_js

from ui.network.curve import LIBRARY, axis
from ui.page.browser import by_id, colour, listen, window

LEAST, MOST = -4, 6  # the decades between which losses are drawn
HEIGHT = 190  # in CSS pixels


class Chart:
    """Draws the losses of `journey`.

    least   a function: the least mean loss that a line can have, or None
    epochs  a function: how many epochs the axis shows at least
    """

    def __init__(self, journey, least, epochs):
        self._journey, self._least, self._epochs = journey, least, epochs
        self._place = by_id("line-curve")
        self._chart = None
        self._decades = ()
        window.ResizeObserver.new(lambda entries, observer: self._resize()).observe(self._place)
        if hasattr(window, "uPlot"):
            self.build()
        else:  # ui.curve has begun to load it
            listen(document.querySelector("script[src='%s']" % LIBRARY), "load", lambda event: self.build())

    def build(self):
        """Make the chart anew, in the colours of the style sheet."""
        if not hasattr(window, "uPlot"):
            return
        if self._chart:
            self._chart.destroy()
        low, high = self._decades = self._range()
        every = 1 if high - low < 7 else 2
        options = {
            "width": self._place.clientWidth or 300,
            "height": HEIGHT,
            "legend": {"show": False},
            "cursor": {"show": False},
            "padding": [8, 16, 0, 0],
            "scales": {"x": {"time": False, "auto": False}, "y": {"auto": False, "distr": 3}},
            "axes": [axis(size=28), axis(size=72, splits=[10.0**d for d in range(low, high + 1, every)])],
            "series": [
                {},
                {"stroke": colour("--negative"), "width": 1, "points": {"show": False}, "spanGaps": True},
                {"stroke": colour("--accent"), "width": 2.5, "points": {"show": True, "size": 6}, "spanGaps": True},
                {"stroke": colour("--ink"), "width": 1.25, "dash": [2, 5], "points": {"show": False}},
            ],
        }
        self._chart = window.uPlot.new(to_js(options), to_js([[], [], [], []]), self._place)
        self._fill()

    def draw(self):
        """Show the losses as they are now."""
        by_id("line-curve-empty").hidden = bool(self._journey.steps)
        if self._chart and self._decades != self._range():
            self.build()
        elif self._chart:
            self._fill()

    def _fill(self):
        data, (low, high) = self._data(), self._decades
        self._chart.setData(to_js(data), False)
        self._chart.setScale("x", to_js({"min": 0, "max": max([self._epochs()] + data[0][-1:])}))
        self._chart.setScale("y", to_js({"min": 10.0**low, "max": 10.0**high}))

    def _range(self):
        """The powers of ten at the ends of the axis: from below the least mean loss to above the largest of all."""
        highest = max([row[1] or row[2] or 0.0 for row in self._journey.curve] + [1.0])
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

    def _resize(self):
        width = self._place.clientWidth
        if width and self._chart and width != self._chart.width:
            self._chart.setSize(to_js({"width": width, "height": HEIGHT}))


def _drawn(loss):
    return None if loss is None else max(loss, 10.0**LEAST)
