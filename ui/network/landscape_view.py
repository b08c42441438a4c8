"""The loss landscape on the screen: the mean loss over a plane through the present weights, with the path of training.

The worker computes it, coarsely and then finely; a click, or Enter, takes the weights of a place.
"""

import asyncio
import math

from engine.records.settings import SETTINGS
from ui.network.landscape_words import said, taken, words_of
from ui.network.relief import Relief
from ui.page.browser import Debounced, by_id, key_of, listen, now, rgb, window
from ui.page.wire import Failed

LAST = 64  # last column and row of the finest picture (see ui/work/network/surface.py)
BETWEEN = 45  # milliseconds from one question to the next while training goes on
RAMP = ("--loss-low", "--loss-middle", "--loss-high")
USUAL = {"random": "1", "gradient": "1", "path": "path"}  # extents, by kind
ARROWS = {"arrowleft": (-1, 0), "arrowright": (1, 0), "arrowup": (0, -1), "arrowdown": (0, 1)}


class Landscape:
    """A view (see `Views`)."""

    @staticmethod
    async def opened(page):
        """The view, once it can be shown."""
        return Landscape(page)

    def __init__(self, page):
        self._page, self._trainer, self._curve = page, page.trainer, page.curve
        self._seed, self._era, self._sent = 0, 0, ()
        self._here = self._asking = self._again = False
        self._asked = 0.0
        self._picture, self._losses = None, None
        self._spot, self._by_keys = None, False  # (column, row) of the finest grid that is pointed at; whether by the keys
        self._text = window.Function.new("losses", "i", "return String(losses[i])")
        self._relief = Relief(by_id("landscape-plane"))
        canvas = self._relief.canvas
        listen(canvas, "pointermove", self._moved)
        listen(canvas, "pointerleave", lambda event: self._by_keys or self._point(None))
        listen(canvas, "click", self._click)
        listen(canvas, "keydown", self._key, passive=False)
        listen(canvas, "blur", lambda event: self._point(None))
        listen(by_id("landscape-kind"), "change", lambda event: self._choose_kind())
        listen(by_id("landscape-extent"), "change", lambda event: self._ask())
        listen(by_id("landscape-seed"), "input", lambda event: self._choose_seed(by_id("landscape-seed").value))
        listen(by_id("landscape-other"), "click", lambda event: self._choose_seed(str((self._seed + 1) % 10000)))
        listen(window, "hashchange", lambda event: self._ask())  # the chapter may be in view again
        listen(by_id("landscape-undo"), "click", lambda event: self._undo())
        self._say = Debounced(lambda: self._speak(), 250)

    def show(self):
        self._here = True
        self._relief.resize()
        self._ask()

    def hide(self):
        self._here = False

    def ready(self):
        self._ask()

    def lost(self):
        """The worker that knew the path is gone."""
        self._sent = ()
        self._set_asking(False)

    def reset(self):
        """Another net, or the same one from its start."""
        self._era += 1
        self._ask()

    def recolour(self):
        self._ask()

    def shown(self, answer):
        """A frame was painted: the weights may be others."""
        by_id("landscape-undo").disabled = not self._trainer.can_undo_parameters()
        if now() - self._asked >= BETWEEN or not self._trainer.training:
            self._ask()

    def _wish(self):
        extent = by_id("landscape-extent").value
        serials = [serial for serial, step, _ in self._curve.series.path if step <= self._trainer.steps]
        return {
            "kind": by_id("landscape-kind").value,
            "seed": self._seed,
            "extent": None if extent == "path" else float(extent),
            "era": self._era,
            "path": serials,
            "fresh": [serial for serial in serials if serial not in self._sent],
            "ramp": [rgb(name) for name in RAMP],
            "moving": self._trainer.training,
        }

    def _ask(self):
        if self._here and self._page.bridge.state == "ready" and not by_id("network").hidden:
            self._again = True
            if not self._asking:
                self._set_asking(True)
                asyncio.create_task(self._look())

    def _set_asking(self, on):
        self._asking = on
        self._relief.canvas.setAttribute("aria-busy", "true" if on else "false")

    async def _look(self):
        """Ask until there is nothing more to come; while training goes on, once."""
        while self._again and self._here:
            self._again, self._asked = False, now()
            wish = self._wish()
            arrays = [numbers for serial, _, numbers in self._curve.series.path if serial in wish["fresh"]]
            try:
                answer = await self._page.bridge.ask("landscape", wish, arrays=arrays)
            except Failed as failure:
                self._explain("It cannot be computed: %s." % failure.words)
                break
            self._sent = tuple(wish["path"])
            if wish["era"] == self._era:
                self._take(wish, answer)
            if answer["busy"] and not self._trainer.training:
                self._again = True
        self._set_asking(False)

    def _take(self, wish, answer):
        if "image" in answer:
            self._picture, self._losses = dict(answer, kind=wish["kind"], seed=wish["seed"]), answer["losses"]
            self._relief.show(answer)
            self._relief.canvas.setAttribute("data-side", str(answer["side"]))
            self._relief.canvas.setAttribute("data-right", "%.17g" % answer["extent"][1])
            by_id("landscape-here").textContent = window.String(float(answer["loss"]))
            self._legend(answer)
            self._explain(words_of(self._picture, len(wish["path"]), self._page.values))
            self._read()
        elif answer["why"] and (not self._picture or not self._trainer.training):
            self._explain(answer["why"])

    def _explain(self, words):
        if by_id("landscape-words").textContent != words:
            by_id("landscape-words").textContent = words

    def _legend(self, answer):
        bar, low, high = by_id("landscape-levels"), answer["low"], answer["high"]
        name = "%r" % (answer["levels"],)
        if bar.getAttribute("data-levels") == name:
            return
        bar.setAttribute("data-levels", name)
        bar.textContent = ""
        for level in answer["levels"]:
            tick = window.document.createElement("span")
            tick.textContent = text = "%g" % level
            if "1" not in text:
                tick.className = "crowded" if len(answer["levels"]) > 10 else "minor"
            tick.style.left = "%.2f%%" % (100 * math.log(level / low) / math.log(high / low))
            bar.append(tick)

    def _choose_kind(self):
        kind = by_id("landscape-kind").value
        by_id("landscape-extent").value = USUAL[kind]
        by_id("landscape-seed").disabled = by_id("landscape-other").disabled = kind == "path"
        self._ask()

    def _choose_seed(self, text):
        field, hint = by_id("landscape-seed"), by_id("landscape-seed-hint")
        try:
            seed = SETTINGS["seed"].parse(str(text))
        except ValueError as error:
            field.setAttribute("aria-invalid", "true")
            hint.textContent = "%s; still %d" % (error, self._seed)
            return
        hint.textContent = SETTINGS["seed"].accepts
        field.removeAttribute("aria-invalid")
        self._seed = seed
        if field.value != text:
            field.value = text
        self._ask()

    def _moved(self, event):
        """The pointer has moved; if only the page moved under it, the keys keep their place."""
        if not self._by_keys or event.movementX or event.movementY:
            self._point(self._relief.spot(event, LAST))

    def _point(self, spot, by_keys=False):
        self._spot, self._by_keys = spot, by_keys
        self._read()

    def _node(self):
        """The (column, row) of the present picture that is nearest to what is pointed at."""
        last = self._picture["side"] - 1
        return tuple([(place * last + LAST // 2) // LAST for place in self._spot])

    def _place(self):
        """(a, b) of the node that is pointed at, as the engine computes them."""
        side, (left, right, first, last) = self._picture["side"], self._picture["extent"]
        column, row = self._node()
        return left + (right - left) * (column / (side - 1)), first + (last - first) * row / (side - 1)

    def _loss(self):
        """At the node, in all its digits."""
        column, row = self._node()
        return self._text(self._losses, row * self._picture["side"] + column)

    def _read(self):
        output, at = by_id("landscape-loss"), by_id("landscape-at")
        pointed = self._picture and self._spot is not None
        self._relief.point(self._node() if pointed else None)
        if not pointed:
            output.textContent, at.textContent = "–", ""
            return
        a, b = self._place()
        output.textContent = self._loss()
        for name, number in (("a", a), ("b", b)):
            output.setAttribute("data-" + name, window.String(float(number)))
        at.textContent = "(%.4g, %.4g)" % (a, b)

    def _click(self, event):
        self._spot = self._relief.spot(event, LAST)
        if self._spot is not None:
            self._go()

    def _go(self):
        a, b = self._place()
        asyncio.create_task(self._take_place(self._picture["number"], a, b, self._loss()))

    async def _take_place(self, number, a, b, loss):
        try:
            answer = await self._page.bridge.ask("landscape_place", number, a, b)
        except Failed as failure:
            self._explain("These weights cannot be taken: %s." % failure.words)
            return
        if "parameters" in answer:
            self._trainer.take_parameters(answer["parameters"], taken(a, b, loss))
            self._ask()

    def _undo(self):
        self._trainer.undo_parameters()
        by_id("landscape-undo").disabled = not self._trainer.can_undo_parameters()

    def _key(self, event):
        key = key_of(event)
        if not self._picture or event.ctrlKey or event.metaKey or event.altKey:
            return
        if key in ARROWS:
            (right, down), far = ARROWS[key], 8 if event.shiftKey else 1
            column, row = self._spot or (LAST // 2, LAST // 2)
            self._point((min(max(column + far * right, 0), LAST), min(max(row + far * down, 0), LAST)), by_keys=True)
            self._say()
        elif key in ("enter", " ") and self._spot:
            self._go()
        elif key == "escape":
            self._point(None)
        else:
            return
        event.preventDefault()

    def _speak(self):
        if self._picture and self._spot:
            by_id("landscape-said").textContent = said(*self._place(), self._loss())
