"""Asks the worker for the net in training: one question after the other, so that the newest wish is what it works on.

The worker is told the whole state, or an edit of it, and then asked for frames, as long as something is due.
"""

import asyncio

from ui.page.browser import rgb
from ui.page.wire import Failed


class Asking:
    """Asks on behalf of `run`, a Trainer, which has bridge, training, steps, parameters, goal, net, due() and
    share(due), and is told take(answer), edited(), raised(failure) and refused()."""

    def __init__(self, run, values, points, plane):
        self._run, self._values, self._points, self._plane = run, values, points, plane
        self._seed = None  # the seed that the worker shuffles with
        self.busy = False  # the worker has something unfinished
        self._era = 0  # grows whenever the worker is told the state: answers of earlier eras are void
        self._going = False
        self._edited = False  # something of the state has changed since the worker saw it
        self._given = False  # so have the parameters: what the worker does meanwhile is void

    def state(self):
        """The whole state, as the worker wants to be told it, and a list of the parameters if there are any."""
        run, palette = self._run, [rgb("--negative-far"), rgb("--middle"), rgb("--positive-far")]
        state = dict(self._values, goal=run.goal, palette=palette, **self._change())
        return state, [] if run.parameters is None else [run.parameters]

    def _change(self):
        """What of the state can change while the worker trains."""
        wanted = self._run.net.wanted() if self._run.net else None
        change = {"points": self._points.items, "domain": self._plane.domain, "net": wanted, "data": self._values}
        return dict(change, steps=self._run.steps)

    def shuffles_otherwise(self):
        """Whether the worker takes batches in another order than the settings say."""
        return self._values["seed"] != self._seed

    def tell(self):
        """Tell the worker the whole state; what it was doing is void."""
        self._era += 1
        self._going = False
        if self._run.bridge.state == "ready":
            self._seed = self._values["seed"]
            self._edited, self._given, self.busy = False, False, True
            asyncio.create_task(self._tell(self._era, *self.state()))
            self.wake()

    def edit(self, parameters=False):
        """Tell the worker what can change while it trains; with `parameters`, these too."""
        self._edited = True
        self._given = self._given or parameters
        self.wake()

    def lost(self):
        """The worker is gone: nothing that it was asked will be answered."""
        self._era += 1
        self._going = self.busy = self._given = False

    def wake(self):
        """See to it that frames are asked for, if there is anything to ask."""
        if not self._going and self._run.bridge.state == "ready":
            self._going = True
            asyncio.create_task(self._ask(self._era))

    async def _tell(self, era, state, arrays):
        try:
            fits = await self._run.bridge.ask("tell", state, arrays=arrays)
        except Failed:
            return  # the first frame says it
        if not fits and era == self._era:
            self._run.refused()

    async def _ask(self, era):
        while era == self._era:
            if self._edited:
                await self._edit(era)
                if self._given or era != self._era:
                    continue
            due = self._run.due()
            share = self._run.share(due)
            if not (due or self.busy):
                if not (self._run.training or self._edited):
                    break
                await asyncio.sleep(0.01 if share is not None else 0.02)  # between the steps of a slow pace
                if share is None:
                    continue
            try:
                answer = await self._run.bridge.ask("frame", due, share)
            except Failed as failure:
                self._fail(era, failure)
                continue
            if era == self._era and not self._given:
                self.busy = answer["busy"]
                self._run.take(answer)
        if era == self._era:
            self._going = False

    async def _edit(self, era):
        arrays = [self._run.parameters] if self._given else []
        self._edited, self._given, self.busy = False, False, True
        try:
            at_once = await self._run.bridge.ask("edit", self._change(), arrays=arrays)
        except Failed as failure:
            self._fail(era, failure)
            return
        if at_once and era == self._era and not self._given:
            self._run.edited()

    def _fail(self, era, failure):
        if era == self._era:
            self.busy = False
            self._run.raised(failure)
