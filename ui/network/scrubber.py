"""The timeline on the page: a slider over all steps, the marks of what was changed, and the way to the other branch."""

from pyscript import document

from ui.network.history import History
from ui.network.side_by_side import SideBySide
from ui.page.browser import by_id, listen, on_next_frame
from ui.page.pace import count

NEAR = 0.02  # of the slider's length: marks closer than that are one
MOST = 40  # marks


class Scrubber:
    """Shows and moves the history of `page.trainer`."""

    def __init__(self, page):
        self._slider, self._marks, self._other = by_id("timeline"), by_id("timeline-marks"), by_id("branch")
        self._waiting = False
        self._set_before = {}  # values of properties by their name
        self._marked = None  # what the marks show
        self.history = History(page, self.stale)
        self.side_by_side = SideBySide(page, self.history)
        page.curve.on_point = self.history.go_to
        listen(self._slider, "input", lambda event: self.history.go_to(int(self._slider.value)))
        listen(self._marks, "click", self._clicked)
        listen(self._other, "click", lambda event: self.history.swap())

    def stale(self):
        """Show before the next paint where the page is; training may have come further many times by then."""
        if not self._waiting:
            self._waiting = True
            on_next_frame(self._show)

    def each(self, what):
        """A worker is ready or lost, or colours are others: see `Views`."""
        if what == "ready":
            self.side_by_side.look()
        else:
            getattr(self.side_by_side, what)()

    def _show(self):
        self._waiting = False
        history = self.history
        first, last, at = history.first, history.last, history.sought
        other = history.other and history.other.timeline.last
        self._set(by_id("time").style, "visibility", "hidden" if last == first and other is None else "visible")
        self._set(self._slider, "min", str(first))
        self._set(self._slider, "max", str(last))
        self._slider.value = str(at)
        self._set(self._slider, "ariaValueText", "step %d of %d" % (at, last))
        self._set(self._other, "hidden", other is None)
        if other is not None:
            self._set(self._other, "title", "Go back to the other branch, of %s; this one stays" % count(other))
        self.side_by_side.look()
        self._show_marks(first, last, history.timeline)

    def _set(self, element, name, value):
        if self._set_before.get(name) != value:
            self._set_before[name] = value
            setattr(element, name, value)

    def _show_marks(self, first, last, line):
        shown = line.changed, last if self._marks.firstChild else 0
        if self._marked and self._marked[0] is line and self._marked[1] == shown:
            return
        buttons = []
        for step, words in _gathered(line.marks()[1:], first, last):
            button = document.createElement("button")
            button.type = "button"
            button.title = "Step %d: %s" % (step, words)
            button.setAttribute("aria-label", button.title)
            button.setAttribute("data-step", str(step))
            button.style.left = "%.2f%%" % (100.0 * (step - first) / max(1, last - first))
            buttons.append(button)
        self._marks.replaceChildren(*buttons)
        self._marked = line, (line.changed, last if buttons else 0)

    def _clicked(self, event):
        mark = event.target.closest("[data-step]")
        if mark:
            self.history.go_to(int(mark.getAttribute("data-step")))


def _gathered(changes, first, last):
    """The changes (step, words), with those that would lie upon one another gathered into one."""
    near, marks = NEAR * max(1, last - first), []
    for step, words in changes:
        if marks and step - marks[-1][0] < near:
            if len(marks[-1][1]) < 3:
                marks[-1][1].append(words)
        else:
            marks.append((step, [words]))
    return [(step, "; ".join(words)) for step, words in marks[-MOST:]]
