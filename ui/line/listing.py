"""The lines of Python that run: each with what it has changed, and the one that has just run lit."""

from pyscript import document

from engine.exhibits.line_by_line import NAMES, PATH, statements
from ui.line.sentences import number
from ui.page.browser import by_id


class Listing:
    """Shows `text`, that of engine/linear.py, as it is running."""

    def __init__(self):
        self.text = ""
        self._rows = []

    def show(self, text):
        """Show the statements of this text; returns whether it is another one than before."""
        if text == self.text:
            return False
        self.text = text
        place = by_id("line-listing")
        place.replaceChildren()
        self._rows = []
        for where, code in statements(text):
            row, note = document.createElement("li"), document.createElement("span")
            row.value = where
            written = document.createElement("code")
            written.textContent = code
            note.className = "note"
            row.append(written, note)
            place.append(row)
            self._rows.append((row, note))
        return True

    def count(self):
        """How many statements there are."""
        return len(self._rows)

    def light(self, seen, only_last):
        """Show what each statement has changed; light the last one that ran, or all of them.

        seen  the values of NAMES before the first statement and after each one that ran; [] for nothing yet
        """
        for i, (row, note) in enumerate(self._rows):
            ran = i + 1 < len(seen)
            note.textContent = _changes(seen[i], seen[i + 1]) if ran else ""
            lit = ran and (not only_last or i + 2 == len(seen))
            row.className = "lit" if lit else ""


def read(changed):
    """The text of engine/linear.py that is in force; changed: files of the visitor's own, path -> text."""
    if PATH in changed:
        return changed[PATH]
    with open(PATH) as file:
        return file.read()


def _changes(before, after):
    """What a statement has changed, such as "a = 0.512"."""
    found = []
    for name in NAMES:
        if after[name] is not None and after[name] != before[name]:
            found.append("%s = %s" % (name, number(after[name]).replace("-", "−")))
    return ", ".join(found)
