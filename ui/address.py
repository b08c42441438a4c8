"""The page's address: the chapter, and behind it the settings and the points of the visitor's own.

    #network?dataset=own&rate=0.5&points=a1.2,-0.35b0,1
"""

from ui.page import points as points_module
from ui.page.browser import window
from ui.page.settings import defaults, link, read_link, recipe_of

CHAPTERS = ("derivatives", "line", "network", "code")


class Address:
    """What the address said when it was read: `chapter`, `values` (all settings), `items` (points of the
    visitor's own, or None), and `unread` (whether a part could not be read, so that defaults stand in for it)."""

    def __init__(self):
        self._hash = str(window.location.hash)
        chapter, _, self.state = self._hash.lstrip("#").partition("?")
        self.chapter = chapter if chapter in CHAPTERS else "network"
        values, others, unread = read_link(self.state)
        self.values = dict(defaults(), **values)
        self.values["recipe"] = recipe_of(self.values)
        self.items = None
        if self.values["dataset"] == "own":
            try:
                self.items = points_module.read(others.get("points", ""))
            except ValueError:
                unread.append("points")
                self.values["dataset"] = "moons"
        self.unread = bool(unread)

    def is_a_link(self):
        """Whether somebody opened it with a state of its own: not an entry of this page's own history."""
        return bool(self.state) and not window.history.state

    def write(self, chapter, values, items):
        """Let the address say this, without a new entry in the browser's history.

        An address that has changed since is another one already, of which the page has not heard yet: it stays.
        """
        if str(window.location.hash) != self._hash:
            return
        state = link(values)
        if values["dataset"] == "own":
            state += "&points=" + points_module.write(items)
        window.history.replaceState("own", "", "#" + chapter + ("?" + state if state else ""))
        self._hash = str(window.location.hash)
