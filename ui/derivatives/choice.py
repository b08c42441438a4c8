"""Which function is shown: an example, the visitor's own or a link's; kept in this browser, with where its variables are.

What was there before a link was opened is kept too, and can be had back.
"""

from ui.derivatives.examples import EXAMPLES, example
from ui.page.browser import Debounced, by_id, listen, window
from ui.page.store import keep, recall

QUIET = 350  # milliseconds after which a change is kept
FAR = 1.7976931348623157e308  # the largest float


class Choice:
    """Owns the menu of functions; calls take(text) when another is chosen."""

    def __init__(self, variables, questions, take):
        self._variables, self._questions, self._take = variables, questions, take
        self._own = None  # the text of the visitor's own, if there is one, or that of a link
        self._linked = None  # the text that a link has brought, if it is not an example's
        self._before = None  # what was kept when a link was opened
        self._key = "tutorial"
        self._untried = False  # nobody has asked for the graph of what a link has brought
        self.keep_soon = Debounced(self.keep, QUIET)
        listen(window, "pagehide", lambda event: self.keep_soon.flush())
        options = ['<option value="%s">%s</option>' % (key, title) for key, title, _, _ in EXAMPLES]
        by_id("examples").innerHTML = "".join(options) + '<option value="own" hidden>Your own</option>'
        listen(by_id("examples"), "change", lambda event: self.choose(by_id("examples").value))
        listen(by_id("bring-function"), "click", lambda event: self._bring_back())

    def recall(self):
        """The text to begin with: that of last time, or the tutorial's function."""
        kept = recall("function", {})
        before = kept.get("before")
        self._before = _whole(before) if isinstance(before, dict) else None
        return self._put(_whole(kept))

    def _put(self, kept):
        """Have the state that was kept; returns the text."""
        self._own, self._linked, self._untried = kept["own"], kept["linked"], kept["untried"]
        self._questions.hung, self._questions.stopped = kept["hung"], kept["stopped"]
        key = kept["key"]
        if key == "own" and self._own is None or key not in [name for name, _, _, _ in EXAMPLES] + ["own"]:
            key = "tutorial"
        text, start = (self._own, {}) if key == "own" else example(key)[1:]
        self._variables.start(start)
        self._variables.start(kept["values"], kept["defaults"])
        if key == "tutorial":
            self._variables.take(["x"], {})
        self._show(key)
        return text

    def keep(self):
        """Have the browser keep the text of the visitor's own, which one is shown, and where the variables are."""
        keep("function", dict(self._now(), before=self._before))

    def _now(self):
        variables, questions = self._variables, self._questions
        kept = {"key": self._key, "own": self._own, "linked": self._linked, "untried": self._untried}
        kept.update({"values": dict(variables.values), "defaults": dict(variables.defaults)})
        return dict(kept, hung=questions.hung, stopped=questions.stopped)

    def untried(self):
        """Whether the text is a link's, and nobody has asked for its graph yet."""
        return self._untried and self._key == "own"

    def tried(self):
        """Its graph was asked for."""
        self._untried = False
        self._show(self._key)
        self.keep_soon()

    def said(self):
        """What the address says of the function: its text, or which example it is."""
        return {"f": self._own} if self._key == "own" else {"example": self._key}

    def start(self):
        """Where the variables of the example start; {} for a function of the visitor's own."""
        return {} if self._key == "own" else example(self._key)[2]

    def open(self, state, fresh, untried):
        """Take the function of a link, or of the address after a reload; returns its text.

        state    what the address says, see engine.records.states
        fresh    whether somebody has just opened a link
        untried  whether a function of no example is not to run by itself
        """
        text, keys = state.get("f"), {words: key for key, _, words, _ in EXAMPLES}
        key = state.get("example", "tutorial") if text is None else keys.get(text, "own")
        other = key == "own" and text != self._own
        if (other or fresh and key != self._key) and not (self._before and self._own == self._linked):
            self._before = self._now() if self._is_something() else None
        if other:
            self._own = self._linked = text
            self._untried = untried
        self._show(key)
        self.keep_soon()
        return self._own if key == "own" else example(key)[1]

    def _is_something(self):
        """Whether there is anything here that was not there at first."""
        values = self._variables.values
        return self._own is not None or self._key != "tutorial" or values.get("x") != example("tutorial")[2]["x"]

    def typed(self, text):
        """The visitor has written a text."""
        self._untried = False
        self._own = text
        self._show("own")
        self.keep_soon()

    def choose(self, key):
        """Show the example with this key, where its variables start, or the visitor's "own" text."""
        if key == "own" and self._own is None:  # a browser may choose what is hidden
            self._show(self._key)
            return
        text, start = (self._own, {}) if key == "own" else example(key)[1:]
        self._show(key)
        self.keep_soon()
        self._variables.start(start)
        self._take(text)

    def _bring_back(self):
        """Show what was there before a link was opened."""
        kept, self._before = self._before, None
        text = self._put(kept)
        self.keep_soon()
        self._take(text)

    def _show(self, key):
        """key: of the example that is shown, or "own"."""
        self._key = key
        own = by_id("examples").querySelector("[value=own]")
        own.hidden = self._own is None
        own.textContent = "From a link" if self._own == self._linked else "Your own"
        by_id("examples").value = key
        by_id("try-function").hidden = not self.untried()
        by_id("before-link").hidden = not self._before


def _whole(kept):
    """A state that was kept, with all its parts: those that are missing or of another kind count as not kept."""
    found = {key: kept[key] if isinstance(kept.get(key), str) else None for key in ("key", "own", "linked", "hung")}
    found.update({key: kept.get(key) is True for key in ("untried", "stopped")})
    found.update({key: _numbers(kept.get(key)) for key in ("values", "defaults")})
    return found


def _numbers(kept):
    """Those of a dict that was kept, name -> number."""
    kept = kept if isinstance(kept, dict) else {}
    return {name: float(x) for name, x in kept.items() if isinstance(x, (int, float)) and abs(x) <= FAR}
