"""A line of text that says what was done, what goes on and what to do next."""

from ui.page.browser import by_id


class Status:
    """Shows one sentence after the other in an element with an id.

    `standing`  a sentence that holds whatever else is said, and follows it
    """

    def __init__(self, name):
        self._element = by_id(name)
        self.standing = ""

    def say(self, sentence):
        """Show a sentence."""
        if not self.shows(sentence):
            self._element.textContent = self._whole(sentence)

    def shows(self, sentence):
        """Whether that is what is shown."""
        return str(self._element.textContent) == self._whole(sentence)

    def _whole(self, sentence):
        return (sentence + " " + self.standing).strip()
