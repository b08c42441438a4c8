"""Points by a formula: the worker makes them, and they are one change. A formula that ends a worker is remembered."""

import asyncio

from engine.records.settings import SETTINGS, Setting, whole
from ui.page.bridge import BROKE, SILENT
from ui.page.browser import by_id, key_of, listen
from ui.page.wire import Failed

COUNT = Setting(200, whole(1, 10_000), "1 to 10000")
WAITING = "The points are made as soon as the engine has started."
ENDLESS = "“%s” did not end in time, so the engine was stopped and starts again. Nothing was changed."
DEADLY = "The engine broke down over “%s”, and starts again. Nothing was changed."
WRONG = "No points: %s. Nothing was changed."


class Formula:
    """The formula's controls; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._asked = None  # [the formula, how many points, the seed], while there is no answer
        self._run = 0
        by_id("data-seed").value = SETTINGS["seed"].show(page.values["seed"])
        listen(by_id("data-make"), "click", lambda event: self._make())
        for name in ("data-formula", "data-count", "data-seed"):
            listen(by_id(name), "keydown", lambda event: self._make() if key_of(event) == "enter" else None)
        page.when_ready.append(self._ready)
        page.when_lost.append(self._lost)

    def _make(self):
        why = self._page.refusal(["points"])
        if why:
            self._say(why, wrong=True)
            return
        numbers = []
        for name, setting in (("data-count", COUNT), ("data-seed", SETTINGS["seed"])):
            try:
                numbers.append(setting.parse(str(by_id(name).value)))
            except ValueError as error:
                label = by_id(name).labels.item(0).textContent
                self._say("%s: %s." % (label, str(error)[:1].lower() + str(error)[1:]), wrong=True)
                return
        self._asked = [str(by_id("data-formula").value)] + numbers
        self._ready()

    def _ready(self):
        """A worker can be asked, perhaps another one."""
        if not self._asked:
            return
        if self._page.bridge.state != "ready":
            self._say(WAITING)
            return
        self._say("")
        self._run += 1
        asyncio.create_task(self._ask(self._run, *self._asked))

    def _lost(self):
        """What the worker was asked will not be answered: is it the formula's fault?"""
        how = self._page.bridge.how
        if self._asked and (how == SILENT or how.startswith(BROKE)):
            text = self._asked[0]
            self._asked = None
            self._say((ENDLESS if how == SILENT else DEADLY) % (text if len(text) < 40 else text[:40] + "…"), wrong=True)

    async def _ask(self, run, text, count, seed):
        try:
            points = await self._page.bridge.run("points_of_formula", text, count, seed, self._page.plane.usual)
        except Failed as failure:
            points = None
            if run == self._run:
                self._asked = None
                self._say(WRONG % failure.words.rstrip("."), wrong=True)
        if points and run == self._run:
            self._asked = None
            why = self._page.inputs.bring([tuple(point) for point in points], "Made")
            if why:
                self._say(why, wrong=True)
                return
            positive = len([point for point in points if point[2] > 0])
            self._say("%d points: %d are +1, %d are −1. Undo brings the earlier ones back." % (count, positive, count - positive))

    def _say(self, words, wrong=False):
        by_id("formula-said").textContent = "" if wrong else words
        by_id("formula-trouble").textContent = words if wrong else ""
