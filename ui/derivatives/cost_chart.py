"""What a gradient costs, for nets of growing size: counted, measured in the worker, and drawn."""

import asyncio

from ui.derivatives.loglog import Chart, logarithm
from ui.page.browser import by_id, listen
from ui.page.pace import digits, duration
from ui.page.trace import in_words
from ui.page.wire import Failed

WIDTHS = (1, 2, 4, 8, 16, 24)  # of both hidden layers
WAYS = ("backward", "forward_mode", "differences")
TIME = "_seconds"  # behind the name of a way, for its time instead of its operations
LINES = (  # counted, then measured
    {"colour": "--accent", "width": 2},
    {"colour": "--positive", "width": 2, "dash": [2, 4]},
    {"colour": "--negative", "width": 2, "dash": [6, 4]},
    {"colour": "--accent", "width": 0, "points": {"show": True, "size": 9}},
    {"colour": "--positive", "width": 0, "points": {"show": True, "size": 9}},
    {"colour": "--negative", "width": 0, "points": {"show": True, "size": 9}},
)


class Cost:
    """Measures on request, until it is done or stopped."""

    def __init__(self, bridge):
        self._bridge = bridge
        self._running = None  # the measurement whose answers count
        self._chart = Chart("cost-chart", LINES, (0, 3, 1), (0, 4, 1), ("parameters, n", "cost in forward passes"))
        listen(by_id("cost-run"), "click", lambda event: self._toggle())

    def ready(self):
        """A worker can be asked."""
        by_id("cost-run").disabled = False

    def lost(self):
        """What was asked will not be answered."""
        if self._running:
            by_id("cost-status").textContent = "The engine was lost while measuring. Measure again."
        self._stop()
        by_id("cost-run").disabled = True

    def recolour(self):
        self._chart.build()

    def _toggle(self):
        if self._running:
            self._stop()
            self._bridge.cancel("cost")
            by_id("cost-status").textContent = "Stopped."
        else:
            self._running = object()
            by_id("cost-run").textContent = "Stop"
            asyncio.create_task(self._measure(self._running))

    def _stop(self):
        self._running = None
        by_id("cost-run").textContent = "Measure"

    async def _measure(self, mine):
        rows = []
        self._show(rows)
        for width in WIDTHS:

            def show(share):
                by_id("cost-status").textContent = "A 2-%d-%d-1 net: %d%%." % (width, width, 100 * share)

            try:
                answer = await self._bridge.run("cost", width, progress=show)
            except Failed as failure:
                self._stop()
                by_id("cost-status").textContent = in_words(failure)
                return
            if mine is not self._running:
                return
            rows.append((width, answer))
            self._show(rows)
        self._stop()
        last = rows[-1][1]
        by_id("cost-status").textContent = (
            "With %d parameters, back-propagation took the time of %s forward passes, forward mode that of %s, and "
            "differences that of %s." % tuple([last["parameters"]] + [digits(_in_passes(last, way, TIME)) for way in WAYS])
        )

    def _show(self, rows):
        body = []
        for width, cost in rows:
            cells = [cost["parameters"], _whole(cost["forward"])] + [_whole(cost[way]) for way in WAYS]
            cells += [duration(cost[way + TIME]) for way in WAYS]
            numbers = "".join(["<td>%s</td>" % cell for cell in cells])
            body.append("<tr><th scope=row>2-%d-%d-1</th>%s</tr>" % (width, width, numbers))
        for width in WIDTHS[len(rows) :]:
            body.append("<tr><th scope=row>2-%d-%d-1</th>%s</tr>" % (width, width, "<td>–</td>" * (2 + 2 * len(WAYS))))
        by_id("cost-rows").innerHTML = "".join(body)
        costs = [cost for _, cost in rows]
        lines = [[logarithm(_in_passes(c, way, what)) for c in costs] for what in ("", TIME) for way in WAYS]
        self._chart.show([[logarithm(c["parameters"]) for c in costs]] + lines)


def _in_passes(cost, way, what):
    """What a way costs, in forward passes."""
    return cost[way + what] / cost["forward" + what]


def _whole(number):
    """A whole number as it is read."""
    return digits(number) if number >= 10 else str(number)
