"""Present mode, for a projector: larger type, what is not taught hidden, and arrow keys through the steps of the text.

A step is an element with `data-step`. One that is not on the screen is told by the event "present", which bubbles:
who can show it does. `?present` in the address begins it, and so does the key P; a reload goes on where it was. The
list of all keys of the page is here too.
"""

from pyscript import document
from pyscript.ffi import to_js

from engine.records.links import CHAPTERS
from ui.page.browser import attempt, by_id, key_of, listen, window
from ui.page.glossary import escaped
from ui.page.store import SESSION, note, recall

KEY = "presented"  # [chapter, place] of the step, for a reload
EDGE = 40  # pixels above and below a step
SHARE = 0.8  # of the screen that a step taller than it moves on by
FULL = """if (document.fullscreenElement) document.exitFullscreen()
else document.documentElement.requestFullscreen().catch(() => {})"""
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
        self._full = window.Function.new(FULL)
        by_id("present-full").hidden = not getattr(document, "fullscreenEnabled", False)
        listen(by_id("present-full"), "click", lambda event: self._full())
        listen(window, "hashchange", lambda event: self._begin_chapter())  # after the page, which listens longer
        if window.URLSearchParams.new(window.location.search).has("present"):
            chapter, place = _kept()
            self.switch(True)
            steps = self._steps()
            if chapter == str(self._chapter().id) and 0 <= place < len(steps):
                self._show(steps, place)

    def switch(self, on):
        """Begin, or end."""
        self.on = on
        document.documentElement.toggleAttribute("data-present", on)
        by_id("present-bar").hidden = not on
        self._address(on)
        if not on and getattr(document, "fullscreenElement", None):
            self._full()
        window.dispatchEvent(window.Event.new("resize"))  # what measures itself in rem does so again
        self._begin_chapter()

    def go(self, by):
        """To the next step of the text (1) or the one before (-1), over the end of a chapter into the next."""
        steps = self._steps()
        place = _place(steps)
        if place is not None and self._at and _scrolled(steps[place], by):
            return
        place = (len(steps) if place is None and by < 0 else -1 if place is None else place) + by
        if 0 <= place < len(steps) and not (by < 0 and not self._at):
            self._show(steps, place, by < 0)
        else:
            self._back = by < 0
            chapter = CHAPTERS.index(str(self._chapter().id)) + by
            if 0 <= chapter < len(CHAPTERS):
                window.location.hash = CHAPTERS[chapter]

    def _show(self, steps, place, from_below=False):
        _leave()
        step, self._at = steps[place], True
        step.dispatchEvent(window.CustomEvent.new("present", to_js({"bubbles": True})))
        step.setAttribute("data-now", "")
        tall = step.getBoundingClientRect().height > window.innerHeight - 2 * EDGE
        step.scrollIntoView(to_js({"block": "nearest" if not tall else "end" if from_below else "start"}))
        self._say()

    def _begin_chapter(self):
        _leave()
        self._at = False
        if self.on:
            steps = self._steps()
            if self._back and steps:
                self._show(steps, len(steps) - 1, True)
            self._say()
        self._back = False

    def _say(self):
        steps = self._steps()
        place = _place(steps)
        by_id("present-place").textContent = "%d of %d" % (0 if place is None else place + 1, len(steps))
        if self.on:
            note(KEY, [str(self._chapter().id), -1 if place is None else place], SESSION)

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
        elif key == "?":
            attempt(by_id("keys"), "togglePopover")
        elif self.on and key == "w" and not by_id("present-full").hidden:
            self._full()
        elif self.on and key in ON + BACK:
            event.preventDefault()
            self.go(1 if key in ON else -1)
        elif self.on and key == "escape" and not escaped(event):
            self.switch(False)


def _scrolled(step, by):
    """Bring more of a step that is taller than the screen into view; whether there was more, this way (1 or -1)."""
    box, high, before = step.getBoundingClientRect(), window.innerHeight, window.scrollY
    more = box.bottom + EDGE - high if by > 0 else EDGE - box.top
    if box.height > high - 2 * EDGE and more > EDGE:
        window.scrollBy(0, by * min(more, SHARE * high))
    return window.scrollY != before


def _kept():
    """The chapter and the place of the step that a reload goes on at; ("", -1) if there is none."""
    kept = recall(KEY, [], SESSION)
    return kept if len(kept) == 2 and isinstance(kept[1], int) else ("", -1)


def _place(steps):
    """Which of them is the present one, None if none is."""
    return next((i for i, step in enumerate(steps) if step.hasAttribute("data-now")), None)


def _leave():
    """No step is the present one any more."""
    for step in document.querySelectorAll("[data-now]"):
        step.removeAttribute("data-now")
