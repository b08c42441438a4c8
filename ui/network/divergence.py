"""What is said and done once a run has left the finite numbers: where it did, and a way back with half the rate."""

import asyncio

from engine.records.settings import plain
from ui.network import inside_words, words
from ui.page.browser import by_id, listen
from ui.page.wire import Failed

LATELY = 1000  # steps among which the last good one is looked for
WHAT = {
    "data": "%s became infinite or NaN",
    "grad": "the gradient at %s became infinite or NaN",
    "l2": "the gradient of the L2 penalty of %s became infinite",
    "update": "%s itself became infinite in the update",
}


class Divergence:
    """Watches over `page.trainer` and its `history`."""

    def __init__(self, page, history):
        self._page, self._trainer, self._history = page, page.trainer, history
        self._button = by_id("half-rate")
        self._good = None  # the step to go back to
        listen(self._button, "click", lambda event: self._go_back())
        self._trainer.on_divergence = self.happened
        page.trainer.followers.append(self)

    def shown(self, answer):
        """A frame was painted: the run may be another one by now."""
        if not self._trainer.diverged:
            self._button.hidden = True

    def reset(self):
        """Training begins anew."""
        self._button.hidden = True

    def happened(self):
        """The run has diverged: find out where, and offer the way back."""
        steps = self._trainer.steps
        self._good = good_step(self._page.curve.series.rows, steps, self._history.first)
        self._button.textContent = "Back to step %d, with half the rate" % self._good
        self._button.title = "The step with the lowest loss among the last %d; training goes on from there" % LATELY
        self._button.hidden = False
        asyncio.create_task(self._find(steps))

    async def _find(self, steps):
        state, arrays = self._trainer.state()
        try:
            found = await self._page.bridge.run("divergence", state, arrays=arrays)
        except Failed:
            return  # what was said before stays
        if found and self._trainer.diverged and self._trainer.steps == steps:
            self._page.say(words.diverged(found["step"] - 1, self._page.values["rate"], where(found)))

    def _go_back(self):
        """Half the rate from the last good step on."""
        self._button.hidden = True
        self._history.go_to(self._good, self._go_on)

    def _go_on(self):
        self._page.inputs.setting_changed("rate", float(plain(self._page.values["rate"] / 2)))
        self._page.inputs.show_settings()
        self._page.run(self._trainer.train)


def good_step(rows, steps, first):
    """The step with the lowest loss among those of the last that the curve has; rows begin with (step, loss)."""
    lately = [row for row in rows if max(first, steps - LATELY) <= row[0] <= steps and row[1] is not None]
    if not lately:
        return first
    return min(lately, key=lambda row: (row[1], -row[0]))[0]


def where(found):
    """Which number left the finite numbers first, as the worker has found it, in words."""
    layers = found["layers"]
    if found["number"] == "sum":
        return "the sum of all losses became infinite or NaN"
    if found.get("parameter") is not None:
        place = found["place"]
        name = inside_words.parameter(place, layers) if layers and place else "a parameter"
    elif found["layer"] is None:
        name = "the loss"
    else:
        name = inside_words.neuron(found["layer"], found["neuron"], layers)
    sentence = WHAT[found["number"]] % name
    if found["point"]:
        sentence += ", at the point (%.4g, %.4g)" % tuple(found["point"][:2])
    return sentence + (": " + found["why"] if found["why"] else "")
