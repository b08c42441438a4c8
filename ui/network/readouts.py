"""The numbers of the run on the page: steps, loss, accuracy, steps a second."""

import math

from ui.page.browser import by_id, now

WINDOW = 2000  # milliseconds over which the speed is measured


class Readouts:
    """Shows what it is told; measures the speed itself."""

    def __init__(self):
        self._history = []  # (time, steps)

    def steps(self, steps, running):
        """Show the number of steps, and the speed if training is running."""
        by_id("steps").textContent = str(steps)
        rate = self._rate() if running else 0
        by_id("speed").textContent = "%.1f" % rate if 0 < rate < 100 else "%d" % rate

    def measure(self, steps):
        """Note that so many steps are done now."""
        time = now()
        self._history.append((time, steps))
        while len(self._history) > 2 and self._history[0][0] < time - WINDOW:
            self._history.pop(0)

    def restart(self):
        """Measure the speed from now on."""
        self._history = []

    def score(self, loss, accuracy):
        """Show a loss and an accuracy, a share from 0 to 1."""
        if loss < math.inf:
            plain = loss == 0 or 5e-5 <= loss < 1e4
            by_id("loss").textContent = ("%.4f" if plain else "%.1e") % loss
        else:
            by_id("loss").textContent = "∞"
        percent = "%.1f" % (100 * accuracy)
        by_id("accuracy").textContent = (percent[:-2] if percent.endswith(".0") else percent) + "%"

    def forget_score(self):
        """Show no loss and accuracy until they are known again."""
        for name in ("loss", "accuracy"):
            by_id(name).textContent = "–"

    def _rate(self):
        if len(self._history) < 2:
            return 0
        (before, first), (time, last) = self._history[0], self._history[-1]
        return 1000 * (last - first) / (time - before) if time > before else 0
