"""The page's address, as the browser has it: read, written, and never lost, not by Back and not by a reload.

Every entry of the browser's history is marked as the page's own when it is first seen. An entry without the mark
was opened by somebody: a link counts there. At a marked one the state of the page goes on. The mark says too whether
a function of the link's has not been tried yet: nobody's code runs because a link was opened, nor because of a reload.
"""

from engine.records import links
from ui.page.browser import reloaded, window
from ui.page.store import SESSION, keep, recall

OWN, UNTRIED = "own", "own, untried"  # the mark
ERA = "; "  # in a mark, before the name of the link that was opened last
KEY = "address"
RECENT = 8  # addresses of this entry that a reload may still open


class Address:
    """What the address said when it was read: `link`, a Link, and `fresh`: whether somebody has just opened it.

    past     what `leave` was given to keep beside the address, if the state of the page goes on after a reload
    untried  whether a function in it is one that nobody here has asked to run
    era      a name for what the page has shown since a link was opened; `other`: the entry is from before that, or
             from after, so that what it says is to be shown
    """

    def __init__(self, era=""):
        self._hash = str(window.location.hash)
        self._recent = []  # what was written before: a reload that has begun opens the address of that moment
        self.past = []
        mark, _, then = str(window.history.state).partition(ERA)
        seen = mark in (OWN, UNTRIED) or (not era and reloaded() and self._left())  # such a reload may lose the mark
        self.other = bool(seen and era and then and then != era)
        self.era = then if seen and then else era
        self.untried = mark != OWN
        if seen:
            self._recover()
        self.link = links.Link(self._hash[1:], pairs)
        self.of_task = self.link.of_task  # what the address goes on to say of a task
        self.untried = self.untried and "f" in self.link.of("derivatives")
        self.fresh = not seen
        window.history.replaceState(self._mark(self.untried), "")

    @property
    def written(self):
        """Whether the page has written it since it was read."""
        return bool(self._recent)

    def begin(self):
        """A link is opened: what the page shows from now on is another thing than before."""
        self.era = str(window.Math.random())
        window.history.replaceState(self._mark(self.untried), "")

    def write(self, *state, untried=False):
        """Let the address say this (see links.write), without a new entry in the browser's history.

        An address that has changed since is another one already, of which the page has not heard yet: it stays.
        """
        if str(window.location.hash) == self._hash:
            window.history.replaceState(self._mark(untried), "", self.text(*state))
            self._recent = (self._recent + [self._hash])[-RECENT:]
            self._hash = str(window.location.hash)
            window.dispatchEvent(window.Event.new("address"))

    def text(self, *state):
        """The address of a state (see links.write), from # on."""
        return links.with_task(links.write(*state), self.of_task)

    def leave(self, past, *state, untried=False):
        """The page is about to go: a reload opens the address as it was before, so the state is kept beside it."""
        if str(window.location.hash) == self._hash:
            keep(KEY, [self._recent + [self._hash], self.text(*state), past, untried], SESSION)

    def _recover(self):
        """Take over what was kept for this entry when the page went."""
        if self._left():
            _, after, past, untried = (recall(KEY, [], SESSION) + [None] * 4)[:4]
            self.past = past
            self.untried = self.untried if untried is None else bool(untried)
            window.history.replaceState(self._mark(self.untried), "", after)
            self._hash = str(window.location.hash)

    def _left(self):
        """Whether something was kept for this entry when the page went."""
        before, after = (recall(KEY, [], SESSION) + [None] * 2)[:2]
        before = before if isinstance(before, list) else [before]  # one, as an earlier version left it
        return self._hash in before and isinstance(after, str) and after[:1] == "#"

    def _mark(self, untried):
        return (UNTRIED if untried else OWN) + (ERA + self.era if self.era else "")


def pairs(text):
    """The (key, value) of a form's text, decoded as browsers do it."""
    found = []
    window.URLSearchParams.new(text).forEach(lambda value, key, whole: found.append((str(key), str(value))))
    return found
