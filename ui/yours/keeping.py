"""Keeps the visitor's last state of the network from visit to visit, a link for each tab, and offers to bring it back.

What a link brought is nobody's own until something of it is changed.
"""

from ui.page import store
from ui.page.browser import attempt, by_id, listen, window

KEY, TAB = "own.", "tab"
MOST = 6  # tabs whose last state is kept
WORDS = 200  # characters of them that are shown


class Keeping:
    """Of `page`, which tells when its address was written, and whether what it shows is the visitor's own (`mine`)."""

    def __init__(self, page):
        self._page = page
        self._offered = None
        tab = store.recall(TAB, "", store.SESSION)
        self._tab = (tab if _is_name(tab) else str(window.Math.random()))[2:]
        store.note(TAB, "0." + self._tab, store.SESSION)
        page.keeping = self
        listen(by_id("own-back"), "click", lambda event: self._bring_back())
        listen(by_id("own-dismiss"), "click", lambda event: self._close())
        self.offer()
        if page.address.written:  # before there was anything that keeps
            self.write()

    def write(self):
        """Keep the state, if it is the visitor's own; not that of a frame, of which there may be many."""
        page = self._page
        if page.mine and not page.forgets and not page.host:
            link = page.own_link()
            if link != self._offered:
                when = str(window.Date.new().toISOString())
                store.note(KEY + self._tab, {"link": link, "words": _words(page), "when": when})
                self._forget_the_oldest()

    def offer(self):
        """Offer the last state that was kept, of this tab or another, where a link is shown, or nothing yet."""
        kept = self._kept()
        here = self._page.own_link()
        others = [] if self._page.mine else [entry for entry in kept if entry[1]["link"] != here]
        by_id("own-state").hidden = not others
        if others:
            self._offered = others[0][1]["link"]
            by_id("own-words").textContent = by_id("own-words").title = "Your last state: %s." % others[0][1]["words"]

    def _bring_back(self):
        self._close()
        self._page.open_own(self._offered)

    def _close(self):
        by_id("own-state").hidden = True

    def _kept(self):
        """(key, what is kept) of all tabs, the newest first; what this page did not write is left out."""
        found = []
        for key in store.keys():
            entry = store.recall(key, {}) if key.startswith(KEY) else {}
            if all([isinstance(entry.get(part), str) for part in ("link", "words", "when")]):
                found.append((key, dict(entry, words=entry["words"][:WORDS])))
        return sorted(found, key=lambda pair: pair[1]["when"], reverse=True)

    def _forget_the_oldest(self):
        for key, _ in self._kept()[MOST:]:
            store.forget(key)


def start_afresh():
    """Forget everything that the page keeps in this browser, and open it as on the first visit."""
    store.forget_all()
    attempt(window.location, "replace", str(window.location.href).split("#")[0])


def _is_name(tab):
    """Whether a tab has such a name: a number between 0 and 1, as text."""
    return tab[:2] == "0." and 2 < len(tab) < 30 and all([character in "0123456789e-" for character in tab[2:]])


def _words(page):
    """The state in words."""
    count = len(page.points.items)
    points = "%d %s" % (count, "point" if count == 1 else "points")
    name = "" if page.values["dataset"] == "own" else page.values["dataset"] + ", "
    return "%s%s, step %d" % (name, points, page.trainer.steps)
