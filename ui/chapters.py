"""The chapters of the page: shows one of them, and makes the parts of it when it is first opened."""

import asyncio

from pyscript import document

from engine.records.links import CHAPTERS
from ui.page.bridge import last_line
from ui.page.browser import by_id, window
from ui.page.loading import files_of, load

TROUBLE = "This chapter could not be loaded: %s. Open it again to retry."


class Chapters:
    """Passes on to the opened chapters what happens to the page; `page` is the whole page.

    A chapter is an object with show() and hide(), ready() when a worker can be asked, lost() when what the
    worker was asked will not be answered, and recolour() when the colours have changed; state() is what the address
    says of it, and open(state, fresh, untried) shows that. The network has none: the page itself is made for it.
    """

    def __init__(self, page):
        self._page = page
        self._opened, self._opening = {}, set()
        self._waiting = {}  # what an address says of chapters that are not there yet
        self._present = None

    def show(self, name):
        """Show a chapter, and mark it in the navigation."""
        title = by_id(name + "-title").textContent
        document.title = "Glassgrad: " + title[0].lower() + title[1:]
        for other in CHAPTERS:
            by_id(other).hidden = other != name
            tab = document.querySelector("nav [data-chapter=%s]" % other)
            if other == name:
                tab.setAttribute("aria-current", "page")
            else:
                tab.removeAttribute("aria-current")
        if self._present != name:
            if self._present:
                window.scrollTo(0, 0)
            if self._present in self._opened:
                self._opened[self._present].hide()
        self._present = name
        if name in self._opened:
            self._opened[name].show()
        elif name in OPENERS and name not in self._opening:
            self._opening.add(name)
            by_id(name).inert = True  # so that no click is lost before there is somebody to hear it
            asyncio.create_task(self._open(name))

    def open(self, address):
        """Have the chapters show what an address says of them, as soon as they are there."""
        if address.link.of("network"):
            self._page.look(address.link.of("network"))
        for name in OPENERS:
            state = address.link.of(name)
            if state:
                self._waiting[name] = dict(state), address.fresh, address.untried
                if name in self._opened:
                    self._opened[name].open(*self._waiting.pop(name))

    def opened(self, name):
        """The chapter, None while it has not been opened."""
        return self._opened.get(name)

    def state(self):
        """What the address says of the chapter that is shown: key -> value, as engine.records.states has it."""
        if self._present == "network":
            return self._page.views.state() if self._page.views else self._page.looks
        if self._present in self._opened:
            return self._opened[self._present].state()
        return self._waiting[self._present][0] if self._present in self._waiting else {}

    def state_for_link(self):
        """The same with what no address says, but a link: the files that were changed."""
        code = self._opened.get("code") if self._present == "code" else None
        return dict(self.state(), files=code.changes()) if code else self.state()

    def flush(self):
        """The page goes away: let what was typed count now."""
        if "line" in self._opened:
            self._opened["line"].flush()

    def untried(self):
        """Whether the chapter that is shown has a function from a link that nobody has asked to run."""
        if self._present in self._waiting:
            return self._waiting[self._present][2]
        return self._present == "derivatives" in self._opened and self._opened["derivatives"].untried()

    def ready(self):
        """A worker can be asked."""
        self._each("ready")

    def lost(self):
        """What the worker was asked will not be answered."""
        self._each("lost")

    def recolour(self):
        """The colours have changed."""
        self._each("recolour")

    def _each(self, what):
        for chapter in self._opened.values():
            getattr(chapter, what)()

    async def _open(self, name):
        try:
            await load(files_of(name))
            chapter = await OPENERS[name](self._page)
            if name in self._waiting:
                chapter.open(*self._waiting.pop(name))
            self._opened[name] = chapter
        except Exception as error:
            by_id(name + "-trouble").textContent = TROUBLE % last_line(error)
            return
        finally:
            self._opening.remove(name)
            by_id(name).inert = False
        by_id(name + "-trouble").textContent = ""
        if self._page.bridge.state == "ready":
            chapter.ready()
        if self._present == name:
            chapter.show()


async def _derivatives(page):
    from ui.derivatives.chapter import Derivatives

    return await Derivatives.opened(page)


async def _line(page):
    from ui.line.chapter import Line

    return await Line.opened(page)


async def _code(page):
    from ui.code.chapter import Code

    return await Code.opened(page)


OPENERS = {"derivatives": _derivatives, "line": _line, "code": _code}
