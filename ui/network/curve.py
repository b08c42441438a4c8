"""The loss curve."""

from ui.page.browser import by_id, colour
from ui.page.chart import Plot, axis

MOST = 1000  # points of the curve; when there are more, every other one goes
HIGHEST = 1e4  # the largest loss that is drawn
HEIGHT = 150  # in CSS pixels


class Curve:
    """Loss by step. Redrawn when asked, at most as often as the browser paints."""

    def __init__(self):
        self._steps, self._losses = [], []
        self._plot = Plot(by_id("curve"), HEIGHT, _options, [[], []])
        self.build = self._plot.build
        self.restart()

    def restart(self):
        """Begin an empty curve."""
        self._steps, self._losses = [], []
        self._stride = 1  # steps between two points of the curve
        self._changed = True
        self.draw()

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
        if self._changed:
            self._changed = False
            by_id("curve-empty").hidden = len(self._steps) > 1
            self._plot.show([self._steps, self._losses])


def _options():
    return {
        "padding": [8, 20, 0, 0],
        "scales": {"x": {"time": False}, "y": {"range": {"min": {"soft": 0, "mode": 1}, "max": {"pad": 0.1}}}},
        "axes": [axis(size=28), axis(size=52)],
        "series": [{}, {"stroke": colour("--accent"), "width": 2, "points": {"show": False}}],
    }
