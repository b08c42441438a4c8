"""The points as a table, a few rows at a time: numbers and labels can be edited, each edit one change."""

from pyscript import document

from engine.records.numbers import number, whole_number
from ui.page.browser import by_id, listen, on_entered, on_next_frame

ROWS = 15
FAR = 1e6  # a point lies nearer than this
WRONG = "Point %d: %s. It is as it was."
NO_NUMBER = "“%s” is no number"


class PointTable:
    """Shows rows once `#point-table` is open; `page` is the whole page."""

    def __init__(self, page):
        self._page, self._points = page, page.points
        self._first, self._rows, self._due = 0, [], False
        self._box = by_id("point-table")
        listen(self._box, "toggle", lambda event: self._follow())
        listen(by_id("table-back"), "click", lambda event: self._go(self._first - ROWS))
        listen(by_id("table-next"), "click", lambda event: self._go(self._first + ROWS))
        on_entered(by_id("table-from"), lambda event: self._from())
        listen(by_id("table-add"), "click", lambda event: self._add())
        page.inputs.followers.append(self._follow)
        self._follow()

    def _follow(self):
        """The points may be others."""
        if self._box.open and not self._due:
            self._due = True
            on_next_frame(self._show)

    def _go(self, first):
        self._first = first
        self._say("")
        self._follow()

    def _from(self):
        try:
            self._go(whole_number(str(by_id("table-from").value)) - 1)
        except ValueError:
            self._follow()

    def _refused(self):
        """Whether the points may not be changed; says why."""
        self._say(self._page.refusal(["points"]))
        return bool(self._page.refusal(["points"]))

    def _add(self):
        if self._refused():
            return
        self._points.add(0.0, 0.0, 1)
        self._first = len(self._points.items) - 1
        self._page.inputs.edited_in_table()
        self._show()
        self._rows[(len(self._points.items) - 1) % ROWS].fields[0].focus()

    def _show(self):
        self._due = False
        items, held = self._points.items, self._page.held_out()
        first = max(0, min(self._first, len(items) - 1))
        self._first = first = first - first % ROWS
        while len(self._rows) < ROWS:
            self._rows.append(Row(len(self._rows), self._edit, self._remove))
            by_id("table-rows").append(self._rows[-1].element)
        for i, row in enumerate(self._rows):
            index = first + i
            row.show(index, items[index] if index < len(items) else None, index < len(held) and held[index])
        last = min(first + ROWS, len(items))
        by_id("table-place").textContent = "%d to %d of %d" % (first + 1, last, len(items)) if items else "No points"
        by_id("table-back").disabled, by_id("table-next").disabled = first == 0, last >= len(items)
        if not by_id("table-from").matches(":focus"):
            by_id("table-from").value = str(first + 1)

    def _edit(self, row):
        """A field of a row was left: its point is what is written there, or as it was."""
        index = self._first + row.place
        if index >= len(self._points.items):
            return
        try:
            point = row.read()
        except ValueError as error:
            self._say(WRONG % (index + 1, error))
            row.show(index, self._points.items[index], row.held)
            return
        if point == self._points.items[index]:
            self._say("")
        elif self._refused():
            row.show(index, self._points.items[index], row.held)
        else:
            self._points.begin()
            self._points.items[index] = point
            self._page.inputs.edited_in_table()

    def _remove(self, row):
        index = self._first + row.place
        if index < len(self._points.items) and not self._refused():
            self._points.begin()
            self._points.drop([index])
            self._page.hand.release()
            self._page.inputs.edited_in_table()

    def _say(self, words):
        by_id("table-trouble").textContent = words


class Row:
    """A row of the table: its place, and its `fields`: x, y and the label."""

    def __init__(self, place, edit, remove):
        self.place, self.held = place, False
        self.element = document.createElement("tr")
        self._name = document.createElement("th")
        self._name.scope = "row"
        self.fields = [document.createElement(kind) for kind in ("input", "input", "select")]
        for field in self.fields[:2]:
            field.inputMode, field.spellcheck, field.size = "decimal", False, 12
        for value, text in (("1", "+1"), ("-1", "−1")):
            option = document.createElement("option")
            option.value, option.textContent = value, text
            self.fields[2].append(option)
        for field in self.fields:
            on_entered(field, lambda event: edit(self))
        self._button = document.createElement("button")
        self._button.type, self._button.textContent = "button", "×"
        listen(self._button, "click", lambda event: remove(self))
        self._test = document.createElement("span")
        self.element.append(self._name)
        for part in self.fields + [self._test, self._button]:
            cell = document.createElement("td")
            cell.append(part)
            self.element.append(cell)

    def show(self, index, point, held):
        """Show the point with this index; None for none. held: it is held out for the test."""
        self.element.hidden = point is None
        if point is None:
            return
        self.held = held
        name = "Point %d" % (index + 1)
        self._name.textContent = str(index + 1)
        self._test.textContent = "test" if held else ""
        self._button.ariaLabel = self._button.title = "Remove point %d" % (index + 1)
        for field, value, what in zip(self.fields, (written(point[0]), written(point[1]), str(point[2])), ("x", "y", "label")):
            field.ariaLabel = "%s, %s" % (name, what)
            if str(field.value) != value:
                field.value = value

    def read(self):
        """The point that is written; ValueError with words if there is none."""
        numbers = []
        for field in self.fields[:2]:
            text = str(field.value).replace("−", "-")
            try:
                numbers.append(number(text))
            except ValueError as error:
                raise ValueError(str(error) or NO_NUMBER % text[:30])
            if not abs(numbers[-1]) < FAR:
                raise ValueError("“%s” is too far away: a point lies within a million" % text[:30])
        return numbers[0] + 0.0, numbers[1] + 0.0, int(self.fields[2].value)


def written(x):
    """A coordinate, with all its digits."""
    text = "%.10g" % x
    return text if float(text) == x else repr(x)
