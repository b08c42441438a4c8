"""The loss curve, drawn by uPlot."""

from pyscript import document
from pyscript.ffi import to_js

from ui.page.browser import by_id, colour, listen, window

LIBRARY = "ui/node_modules/uplot/dist/uPlot.iife.min.js"
MOST = 1000  # points of the curve; when there are more, every other one goes
HIGHEST = 1e4  # the largest loss that is drawn
HEIGHT = 150  # in CSS pixels


class Curve:
    """Loss by step. Redrawn when asked, at most as often as the browser paints."""

    def __init__(self):
        self._place = by_id("curve")
        self._chart = None
        self._loaded = False
        self.restart()
        script = document.createElement("script")  # loaded from here, so that the plane need not wait for it
        script.src = LIBRARY
        listen(script, "load", lambda event: self._start())
        document.head.append(script)

    def _start(self):
        self._loaded = True
        self.build()
        window.ResizeObserver.new(lambda entries, observer: self._resize()).observe(self._place)

    def restart(self):
        """Begin an empty curve."""
        self._steps, self._losses = [], []
        self._stride = 1  # steps between two points of the curve
        self._changed = True
        self.build()

    def add(self, step, loss):
        """One more point, if it is not too near to the last one."""
        if self._steps and step < self._steps[-1] + self._stride:
            return
        self._steps.append(step)
        self._losses.append(loss if loss < HIGHEST else None)  # a gap where the loss has exploded, or is no number
        self._changed = True
        if len(self._steps) > MOST:
            self._steps, self._losses = self._steps[::2], self._losses[::2]
            self._stride = 2 * self._stride

    def draw(self):
        if self._changed and self._chart:
            self._changed = False
            by_id("curve-empty").hidden = len(self._steps) > 1
            self._chart.setData(to_js([self._steps, self._losses]))

    def build(self):
        """Make the chart anew, in the colours of the style sheet."""
        if not self._loaded:
            return
        if self._chart:
            self._chart.destroy()
        options = {
            "width": self._place.clientWidth or 300,
            "height": HEIGHT,
            "legend": {"show": False},
            "cursor": {"show": False},
            "padding": [8, 20, 0, 0],
            "scales": {"x": {"time": False}, "y": {"range": {"min": {"soft": 0, "mode": 1}, "max": {"pad": 0.1}}}},
            "axes": [axis(size=28), axis(size=52)],
            "series": [{}, {"stroke": colour("--accent"), "width": 2, "points": {"show": False}}],
        }
        self._chart = window.uPlot.new(to_js(options), to_js([self._steps, self._losses]), self._place)
        self._changed = True
        self.draw()

    def _resize(self):
        width = self._place.clientWidth
        if width and self._chart and width != self._chart.width:
            self._chart.setSize(to_js({"width": width, "height": HEIGHT}))


def axis(**more):
    """An axis as all charts of the page have them, in the style sheet's colours, and what more uPlot is to know."""
    rule = colour("--rule")
    return dict(
        stroke=colour("--quiet"),
        font="12px system-ui, sans-serif",
        grid={"stroke": rule, "width": 1},
        ticks={"stroke": rule, "width": 1, "size": 4},
        **more,
    )
