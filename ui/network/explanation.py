"""The text of the chapter, one step at a time: it lights what it speaks of, and what is pointed at marks its step.

The steps are the articles in `#reading-text`. `data-lights` says what a step or a word lights (see `lights`),
`data-about` which elements, as selectors, a step is about.
"""

import asyncio

from pyscript import document

from ui.network import explanation_numbers as numbers
from ui.network.lights import element_of, speaks
from ui.network.presses import Presses
from ui.network.pulls import rings
from ui.network.two_loops import TwoLoops
from ui.page import store
from ui.page.bridge import last_line
from ui.page.browser import by_id, key_of, listen, window
from ui.page.glossary import escaped

TROUBLE = "The listings could not be loaded: %s. Press again to retry."
KEPT = "reading"  # key in the browser's storage: whether the text is open, and at which step
ABOUT = """for (const step of steps) if (step.dataset.about && target.closest(step.dataset.about)) return step.id
return ''"""


class Explanation:
    """The text; `page` is the whole page, whose views are there."""

    def __init__(self, page):
        self._page, self._net = page, page.trainer.net
        self._steps = list(by_id("reading-text").querySelectorAll("article"))
        self._names = [str(step.id) for step in self._steps]
        self._place, self._about, self._found = 0, None, None
        self.shown = False
        self._find = window.Function.new("target", "steps", ABOUT)
        self._fill_contents()
        for word in document.querySelectorAll("#reading-text .speaks, #plane-legend .speaks"):
            speaks(word, str(word.getAttribute("data-lights")).split(), self._net.light, self._follow)
        self._loops = TwoLoops(page.bridge)
        self._presses = Presses(page)
        listen(by_id("show-loop"), "click", lambda event: self._show_loops(bool(by_id("loop-code").hidden)))
        listen(by_id("how-it-works"), "click", lambda event: self.open())
        listen(by_id("reading-close"), "click", lambda event: self.close())
        listen(by_id("reading-back"), "click", lambda event: self.go(self._place - 1))
        listen(by_id("reading-next"), "click", lambda event: self.go(self._place + 1))
        listen(by_id("reading"), "keydown", self._key)
        listen(by_id("reading-text"), "present", lambda event: self._present(event.target))
        for kind in ("pointerover", "focusin"):
            listen(by_id("network"), kind, lambda event: self._met(event.target))
        for kind in ("click", "change"):
            listen(by_id("network"), kind, lambda event: self._offer(event.target))
        for button in document.querySelectorAll(".read-about"):
            listen(button, "click", lambda event: self._read_about())
        self._net.tells(self._take)
        page.trainer.followers.append(_Follower(self.count))
        by_id("how-it-works").disabled = False
        kept = store.recall(KEPT, {})
        if kept.get("step") in self._names:
            self._place = self._names.index(kept["step"])
        if kept.get("open"):
            self.open()

    def open(self):
        """Unfold the text at the step that was there last."""
        self.shown = True
        by_id("reading").hidden = False
        by_id("how-it-works").setAttribute("aria-expanded", "true")
        self.go(self._place)
        by_id("reading-next" if self._place + 1 < len(self._steps) else "reading-back").focus(_still())

    def close(self):
        """Fold it away."""
        self.shown = False
        by_id("reading").hidden = True
        by_id("reading-contents").open = False
        by_id("how-it-works").setAttribute("aria-expanded", "false")
        by_id("how-it-works").focus(_still())
        self._net.stand(())
        self._keep()

    def go(self, place):
        """Show a step."""
        self._place = place
        for i, step in enumerate(self._steps):
            step.classList.toggle("now", i == place)
            button = self._buttons[i]
            if i == place:
                button.setAttribute("aria-current", "step")
            else:
                button.removeAttribute("aria-current")
        by_id("reading-place").textContent = "%d of %d" % (place + 1, len(self._steps))
        by_id("reading-back").disabled, by_id("reading-next").disabled = place == 0, place + 1 == len(self._steps)
        by_id("reading-contents").open = False
        by_id("reading").scrollTop = 0
        self.count()
        self._net.stand(str(self._steps[place].getAttribute("data-lights")).split())
        self._keep()

    def count(self):
        """Write the numbers that are in the text as they are now."""
        if not self.shown:
            return
        texts = numbers.texts(self._page.values, len(self._page.points.items))
        texts["accuracy"] = str(by_id("accuracy").textContent)
        found = self._found
        if found:
            texts["pulling"] = str(len(rings(found)))
            texts["sum"] = self._sum()
        for name, text in texts.items():
            for place in by_id("reading-text").querySelectorAll("[data-number=%s]" % name):
                if text and str(place.innerHTML) != text:
                    place.innerHTML = text

    def _sum(self):
        """The sum of the neuron that stands for all, None if it is not of the first layer."""
        layer, index = self._net.sample()
        places = self._net.places()
        if layer != 1 or (1, index, 0) not in places:
            return None
        parameters = self._found["parameters"]
        bias = places.get((1, index, None))
        weights = [parameters[places[(1, index, source)]] for source in range(2)]
        return numbers.neuron_sum(weights, None if bias is None else parameters[bias])

    def _take(self, found):
        """Something else was found inside the net; None if nothing is known."""
        self._found = found
        self.count()

    def _follow(self, kinds):
        """A word was pressed: pick what it speaks of, and bring it to where it can be seen."""
        if kinds[0].startswith("code-"):
            self._show_loops(True)
        elif kinds[0] in ("margins", "slow-motion"):
            self._page.views.show("curves" if kinds[0] == "margins" else "slow-motion")
        self._net.follow(kinds)
        element = element_of(kinds[0])
        if element and kinds[0] not in ("net", "creases"):
            element.scrollIntoView(_nearest())

    def _show_loops(self, on):
        asyncio.create_task(self._load_loops(on))

    async def _load_loops(self, on):
        try:
            await self._loops.show(on)
        except OSError as error:
            by_id("views-trouble").textContent = TROUBLE % last_line(error)
            return
        by_id("show-loop").setAttribute("aria-expanded", "true" if on else "false")
        if on:
            by_id("loop-code").scrollIntoView(_nearest())

    def _met(self, target):
        """Something is pointed at: mark the step that speaks of it."""
        about = str(self._find(target, self._js_steps)) or None
        if target.closest("#reading, .reading-bar") or about == self._about:
            return
        self._about = about
        for name, button in zip(self._names, self._buttons):
            button.classList.toggle("about", name == about)
        by_id("reading-contents").querySelector("summary").classList.toggle(
            "about", about is not None and about != self._names[self._place]
        )

    def _offer(self, target):
        """Something was picked: offer the step that speaks of it."""
        about = str(self._find(target, self._js_steps))
        if self._presses.busy or not about or target.closest("#reading, .reading-bar"):
            return
        self._offered = self._names.index(about)
        for button in document.querySelectorAll(".read-about"):
            button.hidden = self.shown and self._offered == self._place
            button.textContent = "Read about this: " + str(self._titles[self._offered])

    def _read_about(self):
        for button in document.querySelectorAll(".read-about"):
            button.hidden = True
        self._place = self._offered
        self.open()

    def _present(self, step):
        """The mode for the projector has come to a step."""
        if not self.shown:
            self.open()
        self.go(self._names.index(str(step.id)))

    def _fill_contents(self):
        self._titles = [str(step.querySelector("h2").textContent) for step in self._steps]
        self._js_steps = document.querySelectorAll("#reading-text article")
        self._buttons = []
        for i, title in enumerate(self._titles):
            item, button = document.createElement("li"), document.createElement("button")
            button.type, button.textContent = "button", title
            listen(button, "click", lambda event, i=i: self._chosen(i))
            item.append(button)
            by_id("reading-contents").querySelector("ol").append(item)
            self._buttons.append(button)

    def _chosen(self, place):
        self.go(place)
        by_id("reading-contents").querySelector("summary").focus()

    def _key(self, event):
        if key_of(event) == "escape" and not escaped(event):
            event.stopPropagation()
            if by_id("reading-contents").open:
                by_id("reading-contents").open = False
                by_id("reading-contents").querySelector("summary").focus()
            else:
                self.close()

    def _keep(self):
        store.note(KEPT, {"open": self.shown, "step": self._names[self._place]})


class _Follower:
    """Of the trainer (see `Showing`): hears only that training begins anew."""

    def __init__(self, act):
        self.reset = act

    def shown(self, answer):
        pass


def _still():
    return window.JSON.parse('{"preventScroll": true}')


def _nearest():
    return window.JSON.parse('{"block": "nearest"}')
