"""One step in slow motion: forward, backward, add up, update, each moment with its numbers and the lines that run.

The worker does the step on a copy of the net and takes it apart; the page does it, as Step does, at the last moment.
"""

import asyncio

from ui.network import slow_acts as acts
from ui.network.slow_bars import Bars
from ui.network.slow_check import Check
from ui.network.slow_controls import Controls
from ui.network.slow_record import StepRecord
from ui.network.slow_stage import Stage
from ui.network.slow_words import BY_HAND, DIVERGED, MOVED, RAISED, TRAINING, WAITING, Sheet
from ui.page.browser import by_id
from ui.page.playing import Playing
from ui.page.wire import Failed

PAUSE = 1300  # milliseconds between two moments while playing


class SlowMotion:
    """A view (see `Views`); `page` is the whole page."""

    @classmethod
    async def opened(cls, page):
        return cls(page)

    def __init__(self, page):
        self._page, self._trainer = page, page.trainer
        self._here = self._finishing = False
        self._taking = None  # the record that the worker is at work on
        self._turn = 0  # grows whenever another moment is to be shown: answers for earlier ones are void
        self.position = 0
        self.record = None  # of the step that is shown, a StepRecord
        self._last = None  # the one that the page did last
        self._playing = Playing("slow-play", PAUSE, self._next, self._play)
        self._sheet, self._stage = Sheet(Bars(self._bar)), Stage(page)
        self._check, self._checked = Check(page.bridge, lambda: self._stage.edge), None
        self._position_of_point = None  # in the batch, chosen by a bar
        self._seen = None, None  # what was picked when the moment was shown
        self._controls = Controls(
            {
                "next": self._next,
                "back": lambda: self._go(self.position - 1),
                "again": self._take,
                "forget": self._take,
                "graph": self._open_graph,
            },
            self._go,
            lambda: self._playing.pause(),
        )
        self._show_buttons()

    def show(self):
        """The view is on the screen."""
        self._here = True
        if self.record and self.record.fits():
            self._go(self.position)
        elif self._trainer.training:
            self._forget(TRAINING)
        else:
            self._take()

    def hide(self):
        """It is not any more; nothing of it stays on the plane and on the net."""
        self._here = False
        self._playing.pause()
        self._stop_taking()
        self._stage.leave()
        if self._stage.graph:
            self._stage.graph.pause()

    def shown(self, answer):
        """A frame was painted."""
        if self._taking and self._trainer.training:
            self._forget(TRAINING)
        elif self._finishing and self.record.reached():
            self._finished()
        elif self._finishing and not self._trainer.wants_to_run():  # it came to nothing, and the page has said why
            self._finishing = False
            self._show_buttons()
        elif self.record and not self._finishing and not self.record.in_time():
            self._forget(TRAINING if self._trainer.training else MOVED)
        elif self.record and self._here and not self._finishing and self._seen != self._stage.picked:
            self._look_again()

    def reset(self):
        """Training begins anew."""
        self._forget(MOVED)

    def ready(self):
        """A worker can be asked."""
        if self._here and not self._trainer.training:
            self._take()

    def lost(self):
        """What it was asked will not be answered, and its record is gone."""
        self._forget(WAITING)
        if self._stage.graph:
            self._stage.graph.lost()

    def recolour(self):
        """The colours are those of the style sheet."""

    def _stop_taking(self):
        """Let the worker take nothing apart."""
        if self._taking:
            self._taking = None
            self._page.bridge.cancel("slow_motion")

    def _forget(self, words, play=False):
        if not play:
            self._playing.pause()
        self._stop_taking()
        self._turn += 1
        self.record, self._finishing, self.position = None, False, 0
        if self._here:
            self._stage.clear()
        self._sheet.empty(words)
        self._check.forget()
        self._show_buttons()

    def _take(self):
        """Have the worker take the next step apart."""
        if self._trainer.training:
            self._trainer.pause(self._trainer.paused())
        trouble = DIVERGED if self._trainer.diverged else self._trainer.trouble_with_points()
        self._forget(trouble or WAITING, play=not trouble)
        if not trouble and self._page.bridge.state == "ready":
            self._taking = StepRecord(self._trainer, self._controls.forgetful, self._last)
            self._show_buttons()
            asyncio.create_task(self._ask(self._taking))

    async def _ask(self, record):
        try:
            record.found = await self._page.bridge.run(
                "slow_motion", record.state, arrays=record.arrays, progress=self._sheet.progress
            )
        except Failed as failure:
            if record is self._taking:
                self._forget(RAISED % failure.words.rstrip("."))
            return
        if record is not self._taking or not record.found:
            return
        self._taking = None
        self.record, self.position, self._position_of_point = record, 0, None
        self._sheet.take(record)
        self._moments = acts.moments(len(record.found["order"]), record.found["layers"], record.state["alpha"])
        if self._trainer.training or not record.fits():
            self._forget(TRAINING if self._trainer.training else MOVED)
        elif self._here:
            self._go(0)

    def _next(self):
        if not self.record or not self.record.fits():
            self._take()
        else:
            self._go(self.position + 1)

    def _go(self, position):
        """Show a moment; at the last one the page does the step."""
        if not self.record or self._finishing and self._trainer.wants_to_run():
            return
        self._finishing = False
        position = max(position, 0)
        if position >= len(self._moments) - 1 and not self.record.done:
            self._finish()
            return
        self.position = min(position, len(self._moments) - 1)
        self._turn += 1
        self._show_buttons()
        asyncio.create_task(self._show(self._turn, self._moments[self.position]))

    def _finish(self):
        if not self.record.fits():
            self._forget(MOVED)
            return
        self._finishing = True
        if self.record.piled:
            self._trainer.take_parameters(self.record.found["after"], BY_HAND)
            self._finished()
            return
        self._trainer.step()
        self._finishing = bool(self.record) and self._trainer.wants_to_run()
        self._show_buttons()

    def _finished(self):
        """The page has done the step: is it the one that was shown?"""
        self._finishing = False
        self.record.finish()
        self._last = self.record
        if self.record.in_time():
            self._go(len(self._moments) - 1)
        else:
            self._forget(MOVED)

    async def _show(self, turn, moment):
        name, detail = moment
        count, bridge, point = len(self.record.found["order"]), self._page.bridge, None
        self._seen, place = self._stage.picked, self._point()
        if name == "forward":
            chosen = self._position_of_point
            fine = detail in acts.marks_of(count)[: acts.FINE]
            place = detail - 1 if fine else chosen if chosen is not None and chosen < detail else None
        try:
            if name in ("forward", "backward", "layer", "weights") and place is not None:
                point = await bridge.ask("slow_motion_point", place)
            weight = await bridge.ask("slow_motion_weight", self._stage.edge)
        except Failed as failure:
            if turn == self._turn:
                self._forget(RAISED % failure.words.rstrip("."))
            return
        if turn == self._turn and self._here:
            self._sheet.show(moment, point, place, weight)
            if self._checked != (self.record, weight["place"]):
                self._checked = self.record, weight["place"]
                self._check.take()
            self._stage.light(self.record.found, moment, point)

    def _point(self):
        """The place in the batch of the point that is chosen by its bar, or picked, or else worth looking at."""
        chosen = self._position_of_point
        return self.record.place_of(self._stage.point) if chosen is None else chosen

    def _look_again(self):
        """Something else is picked in the net or on the plane."""
        if self._stage.point is not None and self._stage.point != self._seen[1]:
            self._position_of_point = None
        self._go(self.position)

    def open_graph(self):
        """Open the graph of a point's loss, because a hand wants it."""
        self._playing.pause()
        self._open_graph()

    def _open_graph(self):
        """Open the graph of the picked point's loss, or of that of the point that is looked at."""
        index, items = self._stage.point, self._page.points.items
        if index is None and self.record:
            index = self.record.found["order"][self._point()]
        if items:
            index = index if index is not None and index < len(items) else 0
            asyncio.create_task(self._stage.open_graph(index))
        else:
            by_id("slow-words").textContent = self._trainer.trouble_with_points()

    def _bar(self, position):
        """A bar was clicked: its point is the one to be looked at."""
        if self.record:
            self._playing.pause()
            self._position_of_point = position
            self._go(self.position)

    def _play(self):
        if self._taking or self._finishing:
            return
        if self.record and not self.record.done:
            self._go(self.position + 1)
        else:
            self._playing.pause()

    def _show_buttons(self):
        moments = len(self._moments) if self.record else 0
        done = bool(self.record) and self.record.done
        self._controls.show(self.position, moments, done, bool(self._taking) or self._finishing)
