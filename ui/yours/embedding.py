"""The section "Embed it": a frame of what is open, as HTML for a course page, with the parts that are to be seen."""

from pyscript import document

from ui.page.browser import by_id, listen, window
from ui.page.frames import EXHIBITS, GROUPS, HIDDEN, query, snippet, told
from ui.page.host import whole

COPIED = "Copied."
BY_HAND = "This browser lets no page copy: the text is marked, so press Ctrl C."
# Answers later, and in older browsers not at all; what is marked can be copied by hand.
COPY = """element.select()
const copied = navigator.clipboard?.writeText(element.value) ?? Promise.reject()
copied.then(() => say(true), () => say(false))"""


class Embedding:
    """The choice of what is embedded, and the snippet that follows it; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._chapter = None
        self._copy = window.Function.new("element", "say", COPY)
        listen(by_id("embed-what"), "change", lambda event: self._offer_parts())
        for name in ("embed-parts", "embed-transparent"):
            listen(by_id(name), "change", lambda event: self._write())
        listen(by_id("embed-copy"), "click", lambda event: self._copy_written())
        listen(by_id("yours-embed"), "toggle", lambda event: page.write_address.flush())
        listen(window, "address", lambda event: self._follow())
        listen(window, "hashchange", lambda event: self._follow())
        self._follow()

    def _follow(self):
        """The address has changed, and perhaps the chapter."""
        if self._page.chapter != self._chapter:
            self._chapter = self._page.chapter
            names = [""] + sorted([name for name in EXHIBITS if EXHIBITS[name][1] == self._chapter], key=_called)
            by_id("embed-what").replaceChildren(*[_option(name, self._chapter) for name in names])
            self._offer_parts()
        self._write()

    def _offer_parts(self):
        """A tick for each part of the chapter; those that the exhibit has are ticked."""
        name = str(by_id("embed-what").value)
        inside = "#%s :is(%s)" % (self._chapter, EXHIBITS[name][2]) if name else "#" + self._chapter
        ticks = []
        for group in sorted(GROUPS, key=lambda group: GROUPS[group][0].strip("“").lower()):
            parts = document.querySelectorAll(":is(#%s, #frame-bar) :is(%s)" % (self._chapter, GROUPS[group][1]))
            if parts.length:
                there = any([part.closest(inside) or part.closest("#frame-bar") for part in parts])
                ticks.append(_tick(group, there and group not in HIDDEN))
        by_id("embed-parts").replaceChildren(by_id("embed-parts").firstElementChild, *ticks)
        self._write()

    def _copy_written(self):
        self._write()  # what the page shows now
        self._copy(by_id("embed-snippet"), _say)

    def _write(self):
        name, show, hide = str(by_id("embed-what").value), [], []
        for tick in by_id("embed-parts").querySelectorAll("input"):
            if tick.checked != tick.defaultChecked:
                (show if tick.checked else hide).append(str(tick.value))
        asked = query(name, show, hide, by_id("embed-transparent").checked)
        by_id("embed-snippet").value = snippet(whole(asked + self._page.link()), name, self._chapter)
        by_id("embed-said").textContent = ""


def _called(name):
    return told(name, "")[0]


def _option(name, chapter):
    option = document.createElement("option")
    option.value, option.textContent = name, told(name, chapter)[0]
    return option


def _tick(group, ticked):
    label, tick = document.createElement("label"), document.createElement("input")
    tick.type, tick.value, tick.defaultChecked = "checkbox", group, ticked
    label.append(tick, " " + GROUPS[group][0])
    return label


def _say(copied):
    by_id("embed-said").textContent = COPIED if copied else BY_HAND
