"""The page in a frame: shows what `?embed` asks for, and tells the page around it what happens.

`tell(type, **data)` posts {source: "glassgrad", version: 1, type, ...data} to that page, if there is one: `ready`,
`height` (in pixels), `state` (link), and of a task `progress` and `solved`. Messages to the frame are not heard.
"""

import json
import math

from pyscript import document

from ui.page.browser import by_id, listen, now, style_sheet, window
from ui.page.frames import Frame

VERSION = 1  # of the messages
OFTEN = 300  # milliseconds between two states, at least
# In JavaScript, because what belongs to a page of another origin may not even be looked at.
POST = "if (parent !== window) parent.postMessage(JSON.parse(text), '*')"
RESIZED = "new ResizeObserver(() => act()).observe(document.body)"  # asleep while the frame is not on the screen


def tell(type, **data):
    """Post a message to the page around this one; `data` is what JSON can hold."""
    window.Function.new("text", POST)(json.dumps(dict(data, source="glassgrad", version=VERSION, type=type)))


class Host:
    """The frame of this page: `chapter`, the one that it is bound to, or "" for that of the address."""

    def __init__(self):
        self.frame = Frame(_pairs(str(window.location.search)))
        self.chapter = self.frame.chapter
        self._ready, self._told, self._link, self._height, self._timer = False, -OFTEN, "", 0, None
        style_sheet().replaceSync(self.frame.style())
        by_id("frame-trouble").textContent = self.frame.trouble
        by_id("frame-bar").hidden = False
        root = document.documentElement
        root.toggleAttribute("data-transparent", self.frame.transparent)
        root.setAttribute("data-embed", self.frame.name or "chapter")
        for link in document.querySelectorAll("main a[href^='#']"):  # to other chapters, which are not here
            link.href = whole(str(link.getAttribute("href")))
            link.target, link.rel = "_blank", "noopener"
        listen(window, "address", lambda event: self._state())
        listen(window, "hashchange", lambda event: self._state())
        self._state()
        window.Function.new("act", RESIZED)(self._measure)

    def ready(self):
        """The engine answers."""
        by_id("frame-trouble").textContent = self.frame.trouble
        if not self._ready:
            self._ready = True
            tell("ready")
        self._measure()

    def failed(self):
        """The engine cannot be started, which the chapter may not have the room to say."""
        if not by_id("status").getClientRects().length:
            by_id("frame-trouble").textContent = by_id("status").textContent

    def open_view(self, views):
        """Show the exhibit if it is one of the network's views."""
        if self.frame.name in ("landscape", "slow-motion"):
            views.show(self.frame.name)

    def _state(self):
        """Follow the address, and tell it a few times a second at most."""
        link = by_id("frame-link").href = whole(str(window.location.hash))
        if link == self._link or self._timer is not None:
            return
        wait = self._told + OFTEN - now()
        if wait > 0:
            self._timer = window.setTimeout(self._later, int(wait) + 1)
            return
        self._link, self._told = link, now()
        tell("state", link=link)

    def _measure(self):
        height = math.ceil(document.body.getBoundingClientRect().height)
        if height != self._height:
            self._height = height
            tell("height", height=height)

    def _later(self):
        self._timer = None
        self._state()


def whole(more):
    """The address of the whole page, with this query or fragment."""
    return str(window.location.href).split("#")[0].split("?")[0] + more


def _pairs(text):
    """The (key, value) of a query, decoded as browsers do it."""
    found = []
    window.URLSearchParams.new(text).forEach(lambda value, key, whole: found.append((str(key), str(value))))
    return found
