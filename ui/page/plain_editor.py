"""A text editor for Python where CodeMirror could not be loaded: the browser's own text box, and a sentence."""

from pyscript import document

from ui.page.browser import listen

SENTENCE = "The editor with colours could not be loaded; this plain one does the same. A reload tries again."


class PlainEditor:
    """Does what an Editor does, as far as a text box can: lines are not lit, but named."""

    def __init__(self, place, text, label, name, changed, keys, fixed):
        self._box, self._words = document.createElement("textarea"), document.createElement("p")
        box = self._box
        box.className = "plain-editor"
        box.value, box.readOnly, box.spellcheck = text, fixed, False
        box.rows = max(3, min(24, text.count("\n") + 2))
        box.setAttribute("aria-label", label)
        if name:
            box.id = name
        self._words.className = "quiet help"
        self._words.textContent = SENTENCE
        listen(box, "input", lambda event: changed())
        listen(box, "keydown", lambda event: self._key(event, dict(keys)), passive=False)
        place.append(box, self._words)

    def text(self):
        """What is in it."""
        return str(self._box.value)

    def write(self, text):
        """Put another text in place of what is in it; `changed` is not called."""
        if text != self.text():
            self._box.value = text

    def light(self, lines):
        """Name lines that something is said about, a list of (number from 1 on, class)."""
        numbers = ", ".join([str(number) for number, _ in sorted(lines)])
        self._words.textContent = "Line %s. %s" % (numbers, SENTENCE) if numbers else SENTENCE

    def reveal(self, number):
        """Put the cursor at the beginning of a line."""
        lines = self.text().split("\n")
        if 1 <= number <= len(lines):
            start = sum([len(line) + 1 for line in lines[: number - 1]])
            self._box.setSelectionRange(start, start)

    def focus(self):
        self._box.focus()

    def _key(self, event, actions):
        pressed = ("Ctrl-" if event.ctrlKey or event.metaKey else "") + str(event.key)
        if pressed in actions:
            event.preventDefault()
            actions[pressed]()
