"""The gradient of a weight beside a small difference of the mean loss, for an h of the visitor's choice."""

import asyncio

from ui.page.browser import Debounced, by_id, listen
from ui.page.quotient import quotient, short12
from ui.page.trace import brief, short
from ui.page.wire import Failed

QUIET = 200  # milliseconds without another h, after which the difference is taken


class Check:
    """Inside #net-check, at work while that is unfolded; part() is what is picked in the net."""

    def __init__(self, bridge, part):
        self._bridge, self._part = bridge, part
        self._has = False  # whether there is a step whose gradient can be checked
        self._soon = Debounced(self._begin, QUIET)
        listen(by_id("net-check"), "toggle", lambda event: self._begin())
        listen(by_id("check-h"), "input", lambda event: self._moved())

    def take(self):
        """Another step is there, or another weight is picked."""
        self._has = True
        self._begin()

    def forget(self):
        """There is no step to be checked."""
        self._has = False
        self._bridge.cancel("slow_motion_check")
        self._clear("")

    def _moved(self):
        h = brief(10 ** float(by_id("check-h").value))
        by_id("check-h-value").textContent = h
        by_id("check-h").setAttribute("aria-valuetext", "h = " + h)
        self._soon()

    def _begin(self):
        if by_id("net-check").open and self._has:
            asyncio.create_task(self._ask(float(by_id("check-h").value)))

    async def _ask(self, exponent):
        by_id("check-words").textContent = "The mean loss is computed at both ends."
        try:
            found = await self._bridge.run("slow_motion_check", self._part(), exponent)
        except Failed as failure:
            self._clear("The difference could not be taken: %s." % failure.words.rstrip("."))
            return
        if found and self._has:
            self._show(10**exponent, found)

    def _show(self, h, found):
        above, below, weight = found["above"], found["below"], short(found["weight"])
        by_id("check-name").textContent = found["name"][0].upper() + found["name"][1:]
        by_id("check-formula").innerHTML = quotient("L", [weight], 0, h, above, below)
        for name, value in (("quotient", found["quotient"]), ("exact", found["grad"])):
            by_id("check-" + name).textContent = short12(value)
            by_id("check-" + name).title = value
        by_id("check-error").textContent = brief(abs(float(found["quotient"]) - float(found["grad"])))
        by_id("check-words").textContent = kinks(found["switched"], found["relus"])

    def _clear(self, words):
        by_id("check-formula").replaceChildren()
        for name in ("name", "quotient", "exact", "error"):
            by_id("check-" + name).textContent = "" if name == "name" else "–"
        by_id("check-words").textContent = words


def kinks(switched, relus):
    """What ReLUs between both ends mean for the difference."""
    if not relus:
        return "There is no ReLU in this loss, so it has no kinks."
    if not switched:
        words = "None of the %d ReLUs, of all neurons and losses at all points, switches between both ends: no kink lies there."
        return words % relus
    words = "%d of the %d ReLUs, of all neurons and losses at all points, switch between both ends: the mean loss has kinks "
    words += "there, and both may rightly differ. The difference averages the slopes in between, back-propagation has the one at w."
    return words % (switched, relus)
