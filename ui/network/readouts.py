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

    def score(self, loss, accuracy, test):
        """Show a loss and an accuracy, a share from 0 to 1, of the points that are trained on; test: both of the test, or
        None."""
        by_id("loss").textContent = loss_text(loss)
        by_id("accuracy").textContent = percent(accuracy)
        by_id("test-loss").textContent = loss_text(test[0]) if test else "–"
        by_id("test-accuracy").textContent = percent(test[1]) if test else "–"

    def forget_score(self):
        """Show no loss and accuracy until they are known again."""
        for name in ("loss", "accuracy", "test-loss", "test-accuracy"):
            by_id(name).textContent = "–"

    def _rate(self):
        if len(self._history) < 2:
            return 0
        (before, first), (time, last) = self._history[0], self._history[-1]
        return 1000 * (last - first) / (time - before) if time > before else 0


def loss_text(loss):
    """A loss with four decimals, as far as that says something."""
    if not loss < math.inf:
        return "∞"
    plain = loss == 0 or 5e-5 <= loss < 1e4
    return ("%.4f" if plain else "%.1e") % loss


def percent(share):
    """A share from 0 to 1 in percent."""
    text = "%.1f" % (100 * share)
    return (text[:-2] if text.endswith(".0") else text) + "%"
