"""What training leaves behind for its curves: losses, accuracies and norms of the gradient, by step. Pure data.

The charts, which are loaded late, draw what is kept here; the timeline points at it and branches it.

>>> curve.add(3, {"loss": 0.5, "accuracy": 0.75, "test": None, "gradient": 1.5})
>>> curve.series.rows[-1]
(3, 0.5, 0.75, None, None, 1.5)
"""

import math

PER_DECADE = 100  # parts of a tenfold growth of the step, of each of which at most two rows are kept: its extremes
PATH = 1.25  # how many times as many steps are done at parameters that are kept as at those before
INFINITE = float("inf")


class Series:
    """One branch of training.

    rows     (step, loss, accuracy, test loss, test accuracy, norm of the gradient), by step; None for what is not
             known or not finite. All of the first steps, later ones ever more thinly: evenly by the logarithm
    settled  so many rows will not change any more; the last one always may
    path     (serial number, step, parameters) at fewer steps still
    """

    serial = 0  # the last number that was given

    def __init__(self):
        self.rows, self.settled, self.path = [], 0, []
        self._bucket = None  # of the rows that are not settled

    def add(self, row):
        """One more row; one of an earlier step than the last is known already, one of the same is better known."""
        if self.rows and row[0] < self.rows[-1][0]:
            return
        if self.rows and row[0] == self.rows[-1][0]:
            self.rows.pop()
        bucket = _bucket(row[0])
        if bucket != self._bucket:
            self._bucket = bucket
            self.rows[self.settled :] = _extremes(self.rows[self.settled :])
            self.settled = len(self.rows)
        self.rows[self.settled :] = _extremes(self.rows[self.settled :]) + [row]

    def went(self, step, parameters):
        """Training has come to these parameters."""
        if not self.path or step >= max(self.path[-1][1] + 1, PATH * self.path[-1][1]):
            Series.serial += 1
            self.path.append((Series.serial, step, parameters))

    def at(self, step):
        """The index of the row nearest to a step; None if there are none."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self.rows[middle][0] < step:
                low = middle + 1
            else:
                high = middle
        if low == len(self.rows) or (low and step - self.rows[low - 1][0] < self.rows[low][0] - step):
            low -= 1
        return low if low >= 0 else None

    def up_to(self, step):
        """Another Series: this one as it was at a step."""
        other = Series()
        other.rows = [row for row in self.rows if row[0] <= step]
        other.path = [place for place in self.path if place[1] <= step]
        other.settled = max(0, len(other.rows) - 1)
        return other


class Curve:
    """The branch that is being trained, what lies beside it, and who is told what the visitor points at.

    on_point  a function of a step at which the visitor clicks a curve, or None
    on_hover  a function of the step under the pointer, or None once it has left
    """

    def __init__(self):
        self.on_point = self.on_hover = None
        self.ghosted = self.marked = None
        self.restart()

    def restart(self, series=None):
        """Begin an empty curve, or go back to one that was kept."""
        self.series = series or Series()
        self.era = getattr(self, "era", 0) + 1  # grows whenever the rows before may be other ones
        self.marked = None

    def cut(self, step):
        """Forget what came after a step, from which training goes on; returns the Series with all of it."""
        whole = self.series
        marked = self.marked
        self.restart(whole.up_to(step))
        self.marked = marked
        return whole

    def ghost(self, series):
        """Show another Series behind the curve; None for none."""
        self.ghosted = series
        self.era += 1

    def mark(self, step):
        """Show at which step the page is, if that is not the last; None if it is."""
        self.marked = step

    def add(self, step, answer):
        """What a frame says of a step: loss, accuracy, test (both on other points, or None) and gradient (its norm)."""
        test = answer.get("test") or (None, None)
        gradient, rows = answer.get("gradient"), self.series.rows
        if gradient is None and rows and rows[-1][0] == step:
            gradient = rows[-1][5]  # of the step that led here, even if the state was told again since
        row = step, answer["loss"], answer["accuracy"], test[0], test[1], gradient
        self.series.add(tuple([_finite(number) for number in row]))
        if "parameters" in answer and answer.get("steps") == step:
            self.series.went(step, answer["parameters"])


def _bucket(step):
    return int(PER_DECADE * math.log10(step)) if step else -1


def _extremes(rows):
    """Of a bucket's rows those with the lowest and with the highest loss, by step."""
    if len(rows) < 3:
        return rows
    order = sorted(range(len(rows)), key=lambda i: INFINITE if rows[i][1] is None else rows[i][1])
    return [rows[i] for i in sorted({order[0], order[-1]})]


def _finite(number):
    return number if number is not None and abs(number) < INFINITE else None
