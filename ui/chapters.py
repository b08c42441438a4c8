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
    worker was asked will not be answered, and recolour() when the colours have changed. The network has none:
    the page itself is made for it.
    """

    def __init__(self, page):
        self._page = page
        self._opened, self._opening = {}, set()
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

    def opened(self, name):
        """A chapter, None if it was not opened yet."""
        return self._opened.get(name)

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
            chapter = self._opened[name] = await OPENERS[name](self._page)
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
