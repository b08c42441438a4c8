"""Which function is shown, an example or the visitor's own; kept in this browser, with where its variables are."""

from ui.derivatives.examples import EXAMPLES, example
from ui.page.browser import Debounced, by_id, listen, window
from ui.page.store import keep, recall

QUIET = 350  # milliseconds after which a change is kept


class Choice:
    """Owns the menu of functions; calls take(text) when another is chosen."""

    def __init__(self, variables, questions, take):
        self._variables, self._questions, self._take = variables, questions, take
        self._own = None  # the text of the visitor's own, if there is one
        self._key = "tutorial"
        self.keep_soon = Debounced(self.keep, QUIET)
        listen(window, "pagehide", lambda event: self.keep_soon.flush())
        options = ['<option value="%s">%s</option>' % (key, title) for key, title, _, _ in EXAMPLES]
        by_id("examples").innerHTML = "".join(options) + '<option value="own" hidden>Your own</option>'
        listen(by_id("examples"), "change", lambda event: self.choose(by_id("examples").value))

    def recall(self):
        """The text to begin with: that of last time, or the tutorial's function."""
        kept = recall("function", {})
        self._own = kept.get("own")
        self._questions.hung, self._questions.stopped = kept.get("hung"), kept.get("stopped", False)
        key = kept.get("key", "tutorial")
        if key == "own" and self._own is None or key not in [name for name, _, _, _ in EXAMPLES] + ["own"]:
            key = "tutorial"
        text, start = (self._own, {}) if key == "own" else example(key)[1:]
        self._variables.start(start)
        self._variables.start(kept.get("values", {}), kept.get("defaults", {}))
        if key == "tutorial":
            self._variables.take(["x"], {})
        self._show(key)
        return text

    def keep(self):
        """Have the browser keep the text of the visitor's own, which one is shown, and where the variables are."""
        variables, questions = self._variables, self._questions
        kept = {"key": self._key, "own": self._own, "values": variables.values, "defaults": variables.defaults}
        keep("function", dict(kept, hung=questions.hung, stopped=questions.stopped))

    def typed(self, text):
        """The visitor has written a text."""
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

    def _show(self, key):
        """key: of the example that is shown, or "own"."""
        self._key = key
        by_id("examples").querySelector("[value=own]").hidden = self._own is None
        by_id("examples").value = key
