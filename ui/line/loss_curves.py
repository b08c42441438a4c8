"""The chapter's loss curves: of each example before its step, and of all points after each epoch."""

import math

from pyscript.ffi import to_js

from ui.line import sentences as words
from ui.page.browser import by_id, colour, key_of, listen
from ui.page.chart import Plot, axis

LEAST, MOST = -4, 6  # the decades between which losses are drawn
HEIGHT = 190  # in CSS pixels
WHOLE = [part * 10**power for power in range(5) for part in (1, 2, 5)]  # epochs between two numbers of the axis
KEYS = {"arrowleft": -1, "arrowright": 1, "home": -1_000_000, "end": 1_000_000}


class Chart:
    """Draws the losses of `journey`.

    least   a function: the least mean loss that a line can have, or None
    epochs  a function: how many epochs the axis shows at least
    """

    def __init__(self, journey, least, epochs):
        self._journey, self._least, self._epochs = journey, least, epochs
        self._decades = self._range()
        self._plot = Plot(by_id("line-curve"), HEIGHT, self._options, [[], [], []], lambda: self._point(self._at))
        self._at = None  # the row that is pointed at
        self._reading, self._mark, self._floor = by_id("line-at"), by_id("line-mark"), by_id("line-floor")
        listen(by_id("line-curve"), "pointermove", lambda event: self._point(self._nearest(event)))
        listen(by_id("line-curve"), "pointerleave", lambda event: self._point(None))
        listen(self._reading, "keydown", self._key, passive=False)
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
            "axes": [axis(size=28, incrs=WHOLE), axis(size=72, splits=[10.0**d for d in range(low, high + 1, every)])],
            "series": [
                {},
                {"stroke": colour("--negative"), "width": 1, "points": {"show": False}, "spanGaps": True},
                {"stroke": colour("--accent"), "width": 2.5, "points": {"show": True, "size": 6}, "spanGaps": True},
            ],
        }

    def _fill(self):
        data, (low, high) = self._data(), self._decades
        self._plot.show(data, rescale=False)
        chart = self._plot.chart
        if chart:
            chart.setScale("x", to_js({"min": 0, "max": max([self._epochs()] + data[0][-1:])}))
            chart.setScale("y", to_js({"min": 10.0**low, "max": 10.0**high}))
        self._point(self._at)

    def _nearest(self, event):
        """The index of the row nearest to a pointer event."""
        rows, chart = self._journey.curve, self._plot.chart
        if not chart or not rows:
            return None
        when = float(chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, "x"))
        return min(range(len(rows)), key=lambda i: abs(rows[i][0] - when))

    def _point(self, index):
        """Read a row: the one with this index, None for the last."""
        rows, chart, least = self._journey.curve, self._plot.chart, self._least()
        self._at = index if index is not None and index < len(rows) else None
        self._reading.textContent = words.at(rows, len(rows) - 1 if self._at is None else self._at) if rows else "–"
        self._mark.hidden = self._at is None or not chart
        self._floor.hidden = not chart or not rows or _drawn(least) is None
        if not chart:
            return
        over, frame = chart.over.getBoundingClientRect(), self._mark.parentElement.getBoundingClientRect()
        if not self._mark.hidden:
            across = over.left - frame.left + chart.valToPos(float(rows[self._at][0]), "x")
            self._mark.style.left = "%.1fpx" % across
        if not self._floor.hidden:
            self._floor.textContent = "least squares, %s" % words.number(least)
            self._floor.style.left = "%.1fpx" % (over.left - frame.left)
            self._floor.style.width = "%.1fpx" % over.width
            self._floor.style.top = "%.1fpx" % (over.top - frame.top + chart.valToPos(_drawn(least), "y"))

    def _key(self, event):
        rows, key = self._journey.curve, key_of(event)
        if rows and key in KEYS:
            event.preventDefault()
            place = len(rows) - 1 if self._at is None else self._at
            self._point(min(max(place + KEYS[key], 0), len(rows) - 1))

    def _range(self):
        """The powers of ten at the ends of the axis: from below the least mean loss to above the largest of all."""
        highest = max([_drawn(row[1]) or _drawn(row[2]) or 0.0 for row in self._journey.curve] + [1.0])
        least = self._least()
        low = math.floor(math.log10(max(1.0 if least is None else least, 10.0 ** (LEAST + 1)))) - 1
        return low, min(math.ceil(math.log10(highest)), MOST)

    def _data(self):
        """Columns of one table: times, losses of examples, and means of all points."""
        rows = self._journey.curve
        return [
            [row[0] for row in rows],
            [_drawn(row[1]) for row in rows],
            [_drawn(row[2]) for row in rows],
        ]


def _drawn(loss):
    """A loss as it is drawn; None where there is none, or where it has left the finite numbers."""
    return max(loss, 10.0**LEAST) if loss is not None and math.isfinite(loss) else None
