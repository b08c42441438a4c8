"""Present mode, for a projector: larger type, what is not taught hidden, and arrow keys through the steps of the text.

A step is an element with `data-step`. One that is not on the screen is told by the event "present", which bubbles:
who can show it does. `?present` in the address begins it, and so does the key P.
"""

from pyscript import document
from pyscript.ffi import to_js

from engine.records.links import CHAPTERS
from ui.page.browser import by_id, key_of, listen, window
from ui.page.glossary import escaped

EDGE = 40  # pixels above and below a step
ON, BACK = ("arrowright", "pagedown"), ("arrowleft", "pageup")
TAKES_KEYS = "input, select, textarea, [contenteditable=true], [role=application], [role=tab], [role=group] [tabindex]"
SWITCH = "let u = new URL(location); on ? u.searchParams.set('present', '') : u.searchParams.delete('present');" \
    "history.replaceState(history.state, '', String(u).replace('present=', 'present'))"  # fmt: skip


class Present:
    """Whether the page is presented, and the step that it is at."""

    def __init__(self):
        self.on = False
        self._at = self._back = False  # whether a step is marked; whether the next chapter begins at its end
        self._address = window.Function.new("on", SWITCH)
        listen(document, "keydown", self._key, passive=False)
        listen(by_id("present"), "click", lambda event: self.switch(True))
        listen(by_id("present-back"), "click", lambda event: self.go(-1))
        listen(by_id("present-next"), "click", lambda event: self.go(1))
        listen(by_id("present-end"), "click", lambda event: self.switch(False))
        listen(window, "hashchange", lambda event: self._begin_chapter())  # after the page, which listens longer
        if window.URLSearchParams.new(window.location.search).has("present"):
            self.switch(True)

    def switch(self, on):
        """Begin, or end."""
        self.on = on
        document.documentElement.toggleAttribute("data-present", on)
        by_id("present-bar").hidden = not on
        self._address(on)
        window.dispatchEvent(window.Event.new("resize"))  # what measures itself in rem does so again
        self._begin_chapter()

    def go(self, by):
        """To the next step of the text (1) or the one before (-1), over the end of a chapter into the next."""
        steps = self._steps()
        place = _place(steps)
        place = (len(steps) if place is None and by < 0 else -1 if place is None else place) + by
        if 0 <= place < len(steps) and not (by < 0 and not self._at):
            self._show(steps, place)
        else:
            self._back = by < 0
            chapter = CHAPTERS.index(str(self._chapter().id)) + by
            if 0 <= chapter < len(CHAPTERS):
                window.location.hash = CHAPTERS[chapter]

    def _show(self, steps, place):
        _leave()
        step, self._at = steps[place], True
        step.dispatchEvent(window.CustomEvent.new("present", to_js({"bubbles": True})))
        step.setAttribute("data-now", "")
        tall = step.getBoundingClientRect().height > window.innerHeight - 2 * EDGE
        step.scrollIntoView(to_js({"block": "start" if tall else "nearest"}))
        self._say()

    def _begin_chapter(self):
        _leave()
        self._at = False
        if self.on:
            steps = self._steps()
            if self._back and steps:
                self._show(steps, len(steps) - 1)
            self._say()
        self._back = False

    def _say(self):
        steps = self._steps()
        place = _place(steps)
        by_id("present-place").textContent = "%d of %d" % (0 if place is None else place + 1, len(steps))

    def _chapter(self):
        return document.querySelector("section.chapter:not([hidden])")

    def _steps(self):
        return list(self._chapter().querySelectorAll("[data-step]"))

    def _key(self, event):
        key = key_of(event)
        if event.ctrlKey or event.metaKey or event.altKey or event.defaultPrevented or event.target.closest(TAKES_KEYS):
            return
        if key == "p":
            self.switch(not self.on)
        elif self.on and key in ON + BACK:
            event.preventDefault()
            self.go(1 if key in ON else -1)
        elif self.on and key == "escape" and not escaped():
            self.switch(False)


def _place(steps):
    """Which of them is the present one, None if none is."""
    return next((i for i, step in enumerate(steps) if step.hasAttribute("data-now")), None)


def _leave():
    """No step is the present one any more."""
    for step in document.querySelectorAll("[data-now]"):
        step.removeAttribute("data-now")
