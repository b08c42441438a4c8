"""A line of text that says what was done, what goes on and what to do next."""

from ui.page.browser import Debounced, by_id

QUIET = 250  # milliseconds after which it is said what has been done by hand


class Status:
    """Shows one sentence after the other in an element with an id.

    `standing`  a sentence that holds whatever else is said, and follows it
    """

    def __init__(self, name):
        self._element = by_id(name)
        self.standing = ""
        self._words = None  # what say_soon() is to say
        self._soon = Debounced(lambda: self.say(self._words()), QUIET)

    def say(self, sentence):
        """Show a sentence."""
        self.say_no_more()
        if not self.shows(sentence):
            self._element.textContent = self._whole(sentence)

    def say_soon(self, words):
        """Show what words() returns after some quiet, unless something else is said before."""
        self._words = words
        self._soon()

    def say_no_more(self):
        """What was to be said soon is no longer so."""
        self._soon.cancel()

    def shows(self, sentence):
        """Whether that is what is shown."""
        return str(self._element.textContent) == self._whole(sentence)

    def _whole(self, sentence):
        return (sentence + " " + self.standing).strip()
