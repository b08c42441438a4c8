"""The lines of Python that run: each with what it has changed, the one that has just run lit, as in the algorithm."""

from pyscript import document

from engine.exhibits.line_by_line import NAMES, PATH, statements
from ui.line.sentences import number, part
from ui.page.browser import by_id, listen


class Listing:
    """Shows `text`, that of engine/linear.py, as it is running."""

    def __init__(self):
        self.text = ""
        self._rows = []
        self._parts = list(document.querySelectorAll("#sgd-algorithm [data-part]"))
        for element in self._parts:
            name = str(element.getAttribute("data-part"))
            for kind, told in (("pointerenter", name), ("pointerleave", ""), ("focus", name), ("blur", "")):
                listen(element, kind, lambda event, told=told: self._point(told))

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
            row.setAttribute("data-part", part(code))
            place.append(row)
            self._rows.append((row, note))
        return True

    def _point(self, name):
        """Mark the lines that do this part of the algorithm; "" for none."""
        for row, _ in self._rows:
            row.classList.toggle("told", str(row.getAttribute("data-part")) == name)

    def count(self):
        """How many statements there are."""
        return len(self._rows)

    def light(self, seen, only_last):
        """Show what each statement has changed; light the last one that ran, or all of them.

        seen  the values of NAMES before the first statement and after each one that ran; [] for nothing yet
        """
        parts = set()
        for i, (row, note) in enumerate(self._rows):
            ran = i + 1 < len(seen)
            note.textContent = _changes(seen[i], seen[i + 1]) if ran else ""
            lit = ran and (not only_last or i + 2 == len(seen))
            row.classList.toggle("lit", lit)
            if lit:
                parts.add(str(row.getAttribute("data-part")))
        for element in self._parts:
            element.classList.toggle("lit", str(element.getAttribute("data-part")) in parts)


def read(changed, path=PATH):
    """The text of a file of the engine that is in force; changed: files of the visitor's own, path -> text."""
    if path in changed:
        return changed[path]
    with open(path) as file:
        return file.read()


def _changes(before, after):
    """What a statement has changed, such as "a = 0.512"."""
    found = []
    for name in NAMES:
        if after[name] is not None and after[name] != before[name]:
            found.append("%s = %s" % (name, number(after[name]).replace("-", "−")))
    return ", ".join(found)
