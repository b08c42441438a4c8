"""The other branch beside the one that is shown: its plane, smaller, and its numbers, at the same step if it has it."""

import asyncio

from engine.data import held_out
from ui.network.history import difference
from ui.network.plane import Plane
from ui.network.readouts import loss_text, percent
from ui.page.browser import by_id, listen, now
from ui.page.points import Points
from ui.page.wire import Failed

BETWEEN = 150  # milliseconds between two pictures while training goes on, at least


class SideBySide:
    """Of the branches of `history`; it is there once its switch is pressed."""

    def __init__(self, page, history):
        self._page, self._history = page, history
        self._button, self._box = by_id("compare-branches"), by_id("other-branch")
        self._plane = None  # as soon as it is wanted
        self._shown = None  # the branch and the step that are shown, or asked for
        self._asking, self._asked = False, 0.0
        listen(self._button, "click", lambda event: self._turn(self._box.hidden))

    def look(self):
        """The history may show another step, or have another branch."""
        self._button.hidden = not self._history.other
        if self._button.hidden and not self._box.hidden:
            self._turn(False)
        if not self._box.hidden and not self._asking and self._wanted() != self._shown:
            self._asking = True
            asyncio.create_task(self._ask())

    def lost(self):
        """What the worker was asked will not be answered."""
        self._asking, self._shown = False, None

    def recolour(self):
        """The style sheet has changed from light to dark, or back."""
        if self._plane:
            self._plane.read_colours()
        self._shown = None
        self.look()

    def _turn(self, on):
        self._box.hidden = not on
        self._button.setAttribute("aria-pressed", "true" if on else "false")
        self._shown = None
        if on:
            self._plane = self._plane or Plane(Points(), by_id("other-plane"))
            self.look()

    def _wanted(self):
        other = self._history.other
        at = self._history.at
        return other, at if other.timeline.first <= at <= other.timeline.last else other.timeline.last

    async def _ask(self):
        if self._page.trainer.training:
            await asyncio.sleep(max(0.0, BETWEEN - (now() - self._asked)) / 1000)
        self._asked = now()
        if not self._history.other or self._page.bridge.state != "ready":
            self._asking = False
            return
        self._shown = other, step = self._wanted()
        (values, items, origin), at, parameters = other.timeline.before(step)
        state = dict(self._page.trainer.state()[0], **values)
        state.update(points=items, steps=at, goal=step, net=None)
        arrays = [] if parameters is None else [parameters]
        try:
            found = await self._page.bridge.run("other_branch", state, arrays=arrays)
        except Failed as failure:
            by_id("other-words").textContent = "It cannot be shown: %s." % failure.words
            found = None
        self._asking = False
        if found and "image" in found:
            self._show(found, values, items, origin)
        self.look()

    def _show(self, found, values, items, origin):
        plane = self._plane
        plane.points.items, plane.domain = items, self._page.plane.domain
        plane.held_out = lambda: held_out(len(items), values["share"], values["seed"])
        plane.resize()
        plane.show_field(found["image"], found["columns"], found["rows"], (found["boundary"], found["margin"]))
        plane.redraw(dots=True)
        for name, text in (
            ("other-steps", str(found["steps"])),
            ("other-loss", loss_text(found["loss"])),
            ("other-accuracy", percent(found["accuracy"])),
        ):
            by_id(name).textContent = text
        words = difference(self._history.state(), (values, items, origin))
        by_id("other-words").textContent = "There: " + words + "." if words else "Settings and points are the same."
