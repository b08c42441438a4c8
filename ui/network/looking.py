"""Looking inside the net: the worker is asked again and again, and what it has found is handed on."""

import asyncio

from ui.page.browser import by_id, now
from ui.page.wire import Failed

BETWEEN = 250  # milliseconds between two questions while training goes on, at least
SHARE = 6  # times as long as the last answer took, at least, so that large nets are trained and not only looked at


class Looking:
    """Asks about what wanted() says, a dict of part, point and pulls, and calls found(answer).

    places  (layer, neuron, source) of each parameter of the net that was found; at: the same the other way round
    """

    def __init__(self, page, wanted, found):
        self._page, self._wanted, self._found = page, wanted, found
        self.places, self.at = [], {}
        self._kind = None  # of the net whose places those are
        self._asking = self._again = False
        self._asked = self._took = 0.0

    def ready(self):
        """There is another worker, whose files may be others."""
        self._kind = None
        self.ask()

    def lost(self):
        """What was asked will not be answered."""
        self._asking = False

    def ask(self):
        """Ask as soon as the last answer is there and, while training, not too often."""
        if self._page.bridge.state != "ready" or by_id("network").hidden:
            return
        self._again = self._asking
        if not self._asking:
            self._asking = True
            asyncio.create_task(self._ask())

    async def _ask(self):
        if self._page.trainer.training:
            pause = max(BETWEEN, SHARE * self._took)
            await asyncio.sleep(max(0.0, pause - (now() - self._asked)) / 1000)
        self._asked = now()
        wanted = self._wanted()
        try:
            answer = await self._page.bridge.run("inspect", dict(wanted, places=self._kind))
        except Failed:
            answer = None  # training says what the engine has raised
        self._asking, self._took = False, now() - self._asked
        if answer:
            self._take(answer, wanted)
        if self._again:
            self.ask()

    def _take(self, answer, wanted):
        if answer["kind"] != self._kind:
            self.places, self._kind = answer["places"] or [], answer["kind"]
            self.at = {tuple(place): i for i, place in enumerate(self.places)}
        if wanted != self._wanted():  # something else is picked by now
            self._again = True
            answer.pop("part", None)
            answer.pop("point", None)
        self._found(answer)
