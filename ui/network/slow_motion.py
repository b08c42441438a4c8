"""One step in slow motion: forward, backward, add up, update, each moment with its numbers and the lines that run.

The worker does the step on a copy of the net and takes it apart; the page does it, as Step does, at the last moment.
"""

import asyncio

import js

from ui.network import slow_acts as acts
from ui.network.slow_bars import Bars
from ui.network.slow_words import Sheet
from ui.page.browser import by_id, listen, on_next_frame, window
from ui.page.wire import Failed

PAUSE = 1300  # milliseconds between two moments while playing
LEFT = ("net", "palette", "backend", "domain")  # of the page's state, what makes no other step
# How many numbers of two arrays are the same to the bit, and by how much the others differ at most.
SAME = """let same = 0, far = 0; a.forEach((x, i) => {
  if (Object.is(x, b[i])) same++; else far = Math.max(far, Math.abs(x - b[i])) });
return [same, far]"""
WAITING = "The step is taken apart as soon as the engine has started."
TRAINING = "The net is training. Next pauses it, and takes the step that comes then apart."
MOVED = "The net or its points have changed since. Next takes the step that comes now apart."
RAISED = "The step could not be taken apart: %s."


class SlowMotion:
    """A view (see `Views`); `page` is the whole page."""

    @classmethod
    async def opened(cls, page):
        return cls(page)

    def __init__(self, page):
        self._page, self._trainer = page, page.trainer
        self._compare = window.Function.new("a", "b", SAME)
        self._here = self._taking = self._finishing = self.done = False
        self._timer = None
        self._turn = 0  # grows whenever another moment is to be shown: answers for earlier ones are void
        self.position = 0
        self.record = None  # the worker's, of the step that is shown
        self._sheet = Sheet(Bars(self._bar))
        self._position_of_point = None  # in the batch, chosen by a bar
        listen(by_id("slow-next"), "click", lambda event: self._by_hand(self._next))
        listen(by_id("slow-back"), "click", lambda event: self._by_hand(lambda: self._go(self.position - 1)))
        listen(by_id("slow-again"), "click", lambda event: self._by_hand(self._take))
        listen(by_id("slow-play"), "click", lambda event: self._toggle())
        listen(by_id("slow-position"), "input", lambda event: self._by_hand(self._dragged))
        self._show_buttons()

    def show(self):
        """The view is on the screen."""
        self._here = True
        if self.record and self._fits():
            self._go(self.position)
        elif self._trainer.training:
            self._forget(TRAINING)
        else:
            self._take()

    def hide(self):
        """It is not any more; nothing of it stays on the plane and on the net."""
        self._here = False
        self._pause()
        self._clear()

    def shown(self, answer):
        """A frame was painted."""
        if self._finishing and self._trainer.steps >= self.record["number"]:
            self._finished()
        elif self.record and not self._finishing and self._trainer.steps != self._steps():
            self._forget(TRAINING if self._trainer.training else MOVED)

    def reset(self):
        """Training begins anew."""
        self._forget(MOVED)

    def ready(self):
        """A worker can be asked."""
        if self._here and not self._trainer.training:
            self._take()

    def lost(self):
        """What it was asked will not be answered, and its record is gone."""
        self._taking = False
        self._forget(WAITING)

    def recolour(self):
        """The colours are those of the style sheet."""

    def _steps(self):
        """How many steps the page has to have done for the record to be true."""
        return self.record["number"] - (0 if self.done else 1)

    def _fits(self):
        """Whether the record is of the step that comes next, or has come last."""
        if self._trainer.steps != self._steps():
            return False
        if self.done:
            return True
        state, arrays = self._trainer.state()
        if _essence(state) != self._of:
            return False
        if not (arrays and self._arrays):
            return True
        return int(self._compare(arrays[0], self._arrays[0])[0]) == self.record["parameters"]

    def _forget(self, words):
        self._pause()
        self._turn += 1
        self.record, self.done, self._finishing, self.position = None, False, False, 0
        self._clear()
        self._sheet.empty(words)
        self._show_buttons()

    def _clear(self):
        self._page.plane.show_other(None, None)
        net = self._trainer.net
        if net:
            net.glass.light((), None)
            net.glass.label(None, None, False)
            net.ask()

    def _take(self):
        """Have the worker take the next step apart."""
        if self._taking:
            return
        if self._trainer.training:
            self._trainer.pause(self._trainer.paused())
        trouble = self._trainer.trouble_with_points()
        self._forget(trouble or WAITING)
        if not trouble and self._page.bridge.state == "ready":
            self._taking = True
            asyncio.create_task(self._ask())

    async def _ask(self):
        state, self._arrays = self._trainer.state()
        self._of = _essence(state)
        self._arrays = [window.Float64Array.new(array) for array in self._arrays]
        self._show_buttons()
        try:
            record = await self._page.bridge.run("slow_motion", state, arrays=self._arrays, progress=self._sheet.progress)
        except Failed as failure:
            self._taking = False
            self._forget(RAISED % failure.words.rstrip("."))
            return
        self._taking = False
        if not record:
            return
        self.record, self.done, self.position, self._position_of_point = record, False, 0, None
        record["state"] = state
        self._sheet.take(record, self._of["points"])
        self._moments = acts.moments(len(record["order"]), record["layers"], state["alpha"])
        by_id("slow-position").max = len(self._moments) - 2
        if self._trainer.training or not self._fits():
            self._forget(TRAINING if self._trainer.training else MOVED)
        elif self._here:
            self._go(0)

    def _by_hand(self, act):
        self._pause()
        act()

    def _next(self):
        if not self.record or not self._fits():
            self._take()
        else:
            self._go(self.position + 1)

    def _go(self, position):
        """Show a moment; at the last one the page does the step."""
        if not self.record or self._finishing and self._trainer.wants_to_run():
            return
        self._finishing = False
        position = max(position, 0)
        if position >= len(self._moments) - 1 and not self.done:
            self._finish()
            return
        self.position = min(position, len(self._moments) - 1)
        self._turn += 1
        self._show_buttons()
        asyncio.create_task(self._show(self._turn, self._moments[self.position]))

    def _finish(self):
        if not self._fits():
            self._forget(MOVED)
            return
        self._finishing = True
        self._trainer.step()
        self._finishing = self._trainer.wants_to_run()
        self._show_buttons()

    def _finished(self):
        """The page has done the step: is it the one that was shown?"""
        self._finishing, self.done = False, True
        same, far = self._compare(self._trainer.parameters, self.record["after"])
        if self._trainer.steps != self.record["number"]:
            self._forget(MOVED)
            return
        self.record["agreement"] = int(same), float(far)
        self._go(len(self._moments) - 1)

    async def _show(self, turn, moment):
        name, detail = moment
        count, bridge, point = len(self.record["order"]), self._page.bridge, None
        place = self._point()
        if name == "forward":
            chosen = self._position_of_point
            fine = detail in acts.marks_of(count)[: acts.FINE]
            place = detail - 1 if fine else chosen if chosen is not None and chosen < detail else None
        try:
            if name in ("forward", "backward", "layer", "weights") and place is not None:
                point = await bridge.ask("slow_motion_point", place)
            weight = await bridge.ask("slow_motion_weight", self._part())
        except Failed as failure:
            if turn == self._turn:
                self._forget(RAISED % failure.words.rstrip("."))
            return
        if turn == self._turn and self._here:
            self._sheet.show(moment, point, place, weight)
            self._light(moment, point)

    def _light(self, moment, point):
        """The moment on the net and on the plane."""
        name, detail = moment
        net, plane = self._trainer.net, self._page.plane
        if net and self.record["layers"]:
            widths, back = self.record["layers"], name in ("backward", "layer", "weights")
            lit = {"backward": len(widths), "layer": detail}.get(name, 0)
            net.glass.light([(lit, i) for i in range(widths[lit - 1])] if lit else (), None)
            if point:
                grads = [g if i + 1 >= (lit or 1) else [0.0] * len(g) for i, g in enumerate(point["grads"])]
                net.glass.label(point["values"], grads, back)
            else:
                net.glass.label(None, None, False)
        other = {"update": 1, "done": 0}.get(name)
        drawn = other is not None and self.record["boundaries"][other]
        plane.show_other(drawn["line"] if drawn else None, drawn["grid"] if drawn else None)
        on_next_frame(lambda: self._sheet.picture(plane.canvas))

    def _point(self):
        """The place in the batch of the point that is picked, or else of the first one that has something to pay."""
        order, losses = self.record["order"], self.record["losses"]
        if self._position_of_point is not None:
            return self._position_of_point
        picked = getattr(self._trainer.net, "point", None)
        if picked in order:
            return order.index(picked)
        paying = [i for i in range(len(order)) if losses[i] > 0]
        return paying[0] if paying else 0

    def _part(self):
        """The edge that is picked in the net, or None."""
        part = self._trainer.net and self._trainer.net.glass.part
        return part if part and part[0] == "edge" else None

    def _bar(self, position):
        """A bar was clicked: its point is the one to be looked at."""
        if self.record:
            self._pause()
            self._position_of_point = position
            self._go(self.position)

    def _dragged(self):
        self._go(int(by_id("slow-position").value))

    def _toggle(self):
        if self._timer is not None:
            self._pause()
            return
        by_id("slow-play").setAttribute("aria-pressed", "true")
        self._timer = js.setInterval(lambda *_: self._play(), PAUSE)
        self._next()

    def _play(self):
        if self._taking or self._finishing:
            return
        if self.record and not self.done:
            self._go(self.position + 1)
        else:
            self._pause()

    def _pause(self):
        if self._timer is not None:
            js.clearInterval(self._timer)
            self._timer = None
        by_id("slow-play").setAttribute("aria-pressed", "false")

    def _show_buttons(self):
        last = bool(self.record) and self.done and self.position == len(self._moments) - 1
        by_id("slow-next").disabled = self._taking or self._finishing or last
        by_id("slow-play").disabled = last
        by_id("slow-back").disabled = not self.record or self.position == 0 or self._finishing
        by_id("slow-again").hidden = not last
        slider = by_id("slow-position")
        slider.disabled = not self.record
        if self.record and self.done:
            slider.max = len(self._moments) - 1
        slider.value = self.position


def _essence(state):
    """What of a state of the page a step depends on."""
    kept = {key: state[key] for key in state if key not in LEFT}
    return dict(kept, points=[list(point) for point in state["points"]])
