"""What a text would be as points: its first rows, the columns and labels to choose from, and what happens outside the plane."""

from pyscript import document

from ui.page.browser import by_id, listen

COLUMNS = ("x", "y", "label")


class Preview:
    """Shows what the worker found, see ui/work/yours/bringing.py. chosen(key, value) is called for a choice."""

    def __init__(self, chosen):
        self._classes = []
        for key in COLUMNS:
            listen(by_id("data-" + key), "change", lambda event, key=key: chosen(key, int(event.target.value)))
        listen(by_id("data-positive"), "change", lambda event: chosen("positive", self._word()))
        listen(by_id("data-swap"), "click", lambda event: chosen("positive", self._other()))
        for button in document.querySelectorAll("input[name=data-fit]"):
            listen(button, "change", lambda event: chosen("fit", str(event.target.value)))

    def columns(self):
        """The columns that are chosen now."""
        chosen = {key: str(by_id("data-" + key).value) for key in COLUMNS}
        return {key: int(value) if value else None for key, value in chosen.items()}

    def _word(self):
        value = str(by_id("data-positive").value)
        return self._classes[int(value)][0] if value else None

    def _other(self):
        return [word for word, count in self._classes if word != self._positive][0]

    def show(self, found):
        """Show what was found, as far as it was."""
        by_id("data-preview").hidden = "columns" not in found
        if "columns" in found:
            self._show_head(found)
            for key in COLUMNS:
                options = [(str(i), name) for i, name in enumerate(found["columns"])]
                _fill(by_id("data-" + key), options, found.get(key))
            self._show_classes(found)
            self._show_fit(found)

    def _show_head(self, found):
        """The first rows; over the columns what they are."""
        table = by_id("data-head")
        table.replaceChildren()
        table.append(_row("th", found["columns"]))
        parts = {found.get(key): "the label" if key == "label" else key for key in COLUMNS}
        table.append(_row("th", [parts.get(i, "") for i in range(len(found["columns"]))]))
        for cells in found["head"]:
            table.append(_row("td", cells))

    def _show_classes(self, found):
        self._classes, self._positive = found.get("classes", []), found.get("positive")
        options = [(str(i), word) for i, (word, count) in enumerate(self._classes)]
        chosen = [i for i, (word, count) in enumerate(self._classes) if word == self._positive]
        _fill(by_id("data-positive"), options, chosen[0] if chosen else None)
        by_id("data-swap").hidden = len(self._classes) != 2
        by_id("data-words").textContent = self._words(found["count"])

    def _words(self, count):
        """How many points there are, and which label is which."""
        words = "1 point" if count == 1 else "%d points" % count
        if self._positive is None:
            return words + "."
        positive = [item for item in self._classes if item[0] == self._positive]
        others = [item for item in self._classes if item[0] != self._positive]
        parts = ["+1 is “%s” (%d)" % (_short(word), number) for word, number in positive]
        if len(others) == 1:
            parts.append("−1 is “%s” (%d)" % (_short(others[0][0]), others[0][1]))
        elif others:
            parts.append("−1 is the rest (%d)" % sum([number for word, number in others]))
        elif not positive:
            parts = ["all are −1"]
        return "%s: %s." % (words, ", ".join(parts))

    def _show_fit(self, found):
        by_id("data-fit").hidden = not found.get("outside")
        by_id("data-scale").textContent = found.get("scale", "")
        for button in document.querySelectorAll("input[name=data-fit]"):
            button.checked = button.value == found.get("fit")
            button.disabled = bool(found.get("far")) and button.value == "widen"


def _fill(select, options, chosen):
    """Options, (value, text), of which the one with the number `chosen` is chosen; None for none."""
    select.replaceChildren()
    if chosen is None:
        select.append(_option("", "choose …"))
    for i, (value, text) in enumerate(options):
        select.append(_option(value, _short(text)))
    select.value = "" if chosen is None else options[chosen][0]


def _option(value, text):
    option = document.createElement("option")
    option.value, option.textContent = value, text
    return option


def _row(kind, cells):
    row = document.createElement("tr")
    for text in cells:
        cell = document.createElement(kind)
        cell.textContent = text
        row.append(cell)
    return row


def _short(text):
    return text if len(text) <= 40 else text[:40] + "…"
