"""The derivative by central differences, beside that of back-propagation, for every h from 1e-1 to 1e-15."""

import math

from ui.derivatives.loglog import Chart, logarithm
from ui.page.browser import by_id, listen
from ui.page.quotient import quotient, short12
from ui.page.trace import brief, short
from ui.page.wire import Failed

EXPONENTS = [-1 - i / 4 for i in range(57)]
LOWEST = -17  # the exponent of the smallest error that is drawn; smaller ones are drawn there
ROUNDING = 2.0**-53  # of a number, relatively: half a unit in the last place
LINES = (
    {"colour": "--accent", "width": 2},
    {"colour": "--quiet", "width": 1, "dash": [5, 4]},
    {"colour": "--quiet", "width": 1, "dash": [1, 4]},
    {"colour": "--negative", "width": 0, "points": {"show": True, "size": 11}},
)


class Difference:
    """Follows the function; `bridge` is asked."""

    def __init__(self, bridge):
        self._bridge = bridge
        self._rows = []  # the answer to the last question that was
        self._chart = Chart("difference-chart", LINES, (-15, -1, 2), (LOWEST, 1, 3), ("h", "error"))
        listen(by_id("difference-h"), "input", lambda event: self.show())

    async def take(self, text, values, which, derivative, result, progress):
        """Take all differences anew, by the variable number `which`, and show them; whether that came to its end.

        progress  called whenever the worker has said something
        """
        try:
            rows = await self._bridge.run("function_differences", text, values, which, EXPONENTS, progress=progress)
        except Failed:
            return True  # what is wrong is said with the graph
        if rows:
            self._rows, self._values, self._which, self._derivative, self._result = rows, values, which, derivative, result
            self.show()
        return bool(rows)

    def recolour(self):
        self._chart.build()

    def show(self):
        """Show the difference with the h that is chosen."""
        exponent = float(by_id("difference-h").value)
        by_id("difference-h-value").textContent = brief(10**exponent)
        by_id("difference-h").setAttribute("aria-valuetext", "h = " + brief(10**exponent))
        if not self._rows:
            return
        chosen = EXPONENTS.index(exponent)
        self._write(10**exponent, self._rows[chosen])
        errors = [abs(float(row[2]) - float(self._derivative)) if row else math.inf for row in self._rows]
        drawn = [_height(e) for e in errors]
        rounding = logarithm(ROUNDING * abs(float(self._result)))
        rounding = [None if rounding is None else rounding - exponent for exponent in EXPONENTS]
        first = logarithm(errors[0])
        chord = [None if first is None else first + 2 * (exponent - EXPONENTS[0]) for exponent in EXPONENTS]
        mark = [drawn[i] if i == chosen else None for i in range(len(drawn))]
        known = [value for value in drawn if value is not None]
        top = max([1] + [int(value) + 1 for value in known])
        data = [EXPONENTS, drawn, chord, rounding, mark]
        self._chart.show([column[::-1] for column in data], (LOWEST, top, 3))

    def _write(self, h, row):
        measured, error = by_id("difference-quotient"), by_id("difference-error")
        by_id("difference-exact").textContent = short12(self._derivative)
        if not row:
            measured.textContent = error.textContent = "–"
            by_id("difference-formula").innerHTML = "The function has no value at both ends of this h."
            return
        measured.textContent = short12(row[2])
        error.textContent = brief(abs(float(row[2]) - float(self._derivative)))
        values = [short(repr(value)) for value in self._values]
        by_id("difference-formula").innerHTML = quotient("f", values, self._which, h, row[0], row[1])


def _height(error):
    """Where an error is drawn: its logarithm, but not below LOWEST; None if it is no finite number."""
    return LOWEST if error == 0 else None if logarithm(error) is None else max(logarithm(error), LOWEST)
