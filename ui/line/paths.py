"""Asks the worker for the paths of the three ways of descent, whenever start, points or settings have changed."""

import asyncio

from ui.line import sentences as words
from ui.page.browser import by_id, now
from ui.page.wire import Failed

PATIENCE = 500  # milliseconds after which paths that have become old are given up unfinished
NAMES = ("single", "batch", "full")
TITLE = "From the ring, in as many epochs"
WAITING = "The paths come when the engine has started"


class PathFinder:
    """Shows the paths that belong to `chapter`'s state."""

    def __init__(self, chapter, bridge):
        self._chapter, self._bridge = chapter, bridge
        self._stale, self._asking = True, False
        self._show(None)

    def stale(self):
        """The paths on the screen are not those of the present state any more."""
        self._stale = True
        self.wake()

    def wake(self):
        """See to it that paths are asked for, if they are wanted."""
        if not self._chapter.points.items:
            self._show(None)
        elif self._stale and self._bridge.state == "ready" and self._chapter.is_shown() and not self._asking:
            self._asking = True
            asyncio.create_task(self._ask())

    def lost(self):
        """What was asked will not be answered."""
        self._stale, self._asking = True, False

    async def _ask(self):
        while self._stale and self._chapter.is_shown() and self._chapter.points.items:
            self._stale = False
            begun, values = now(), self._chapter.fields.values
            examples = self._chapter.examples()
            task = {
                "start": self._chapter.journey.start,
                "points": examples,
                "eta": values["eta"],
                "epochs": values["epochs"],
                "sizes": (1, values["batch"], len(examples)),
                "seed": self._chapter.fields.order_seed(),
            }

            def still_wanted(progress):
                if self._stale and now() - begun > PATIENCE:
                    self._bridge.cancel("line_paths")

            try:
                answer = await self._bridge.run("line_paths", task, progress=still_wanted)
            except Failed as failure:
                answer = {}
                self._chapter.say("The engine, as you have changed it, failed here: " + failure.words)
            if answer is not None and self._chapter.points.items:
                self._show(answer)
        self._asking = False

    def _show(self, answer):
        """Draw the paths and say where they end; None for no paths."""
        paths = answer.get("paths", []) if answer else []
        waiting = not answer and self._bridge.state != "ready"
        by_id("line-paths-title").textContent = WAITING if waiting else TITLE
        self._chapter.valley.show_paths([path["line"] for path in paths])
        self._chapter.show_largest_in_order(answer.get("stable") if answer else None)
        for i, name in enumerate(NAMES):
            steps, loss = by_id("line-steps-" + name), by_id("line-loss-" + name)
            if i < len(paths):
                steps.textContent = str(paths[i]["steps"])
                loss.textContent = "diverges" if paths[i]["diverged"] else words.number(paths[i]["loss"])
            else:
                steps.textContent = loss.textContent = "–"
