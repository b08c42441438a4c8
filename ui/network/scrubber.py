"""The timeline on the page: a slider over all steps, the marks of what was changed, and the way to the other branch."""

from pyscript import document

from ui.network.history import History
from ui.network.side_by_side import SideBySide
from ui.page.browser import by_id, listen
from ui.page.pace import count

NEAR = 0.02  # of the slider's length: marks closer than that are one
MOST = 40  # marks


class Scrubber:
    """Shows and moves the history of `page.trainer`."""

    def __init__(self, page):
        self._slider, self._marks, self._other = by_id("timeline"), by_id("timeline-marks"), by_id("branch")
        self._marked = None  # what the marks show
        self.side_by_side = None
        self.history = History(page, self.show)
        self.side_by_side = SideBySide(page, self.history)
        page.curve.on_point = self.history.go_to
        page.trainer.followers.append(self)
        listen(self._slider, "input", lambda event: self.history.go_to(int(self._slider.value)))
        listen(self._marks, "click", self._clicked)
        listen(self._other, "click", lambda event: self.history.swap())
        self.show()

    def shown(self, answer):
        """A frame was painted."""

    def reset(self):
        """Training begins anew."""

    def each(self, what):
        """A worker is ready or lost, or colours are others: see `Views`."""
        if what == "ready":
            self.side_by_side.look()
        else:
            getattr(self.side_by_side, what)()

    def show(self):
        """Show where the page is among all steps."""
        if not self.side_by_side:
            return
        history = self.history
        first, last, at = history.first, history.last, history.at
        empty = last == first and not history.other
        by_id("time").style.visibility = "hidden" if empty else "visible"
        self._slider.min, self._slider.max, self._slider.value = str(first), str(last), str(at)
        self._slider.setAttribute("aria-valuetext", "step %d of %d" % (at, last))
        self._other.hidden = not history.other
        if history.other:
            self._other.title = "Go back to the other branch, of %s; this one stays" % count(history.other.timeline.last)
        self.side_by_side.look()
        self._show_marks(first, last, history.timeline.marks()[1:])

    def _show_marks(self, first, last, changes):
        if self._marked == (first, last, len(changes)):
            return
        self._marked = first, last, len(changes)
        buttons = []
        for step, words in _gathered(changes, first, last):
            button = document.createElement("button")
            button.type = "button"
            button.title = "Step %d: %s" % (step, words)
            button.setAttribute("aria-label", button.title)
            button.setAttribute("data-step", str(step))
            button.style.left = "%.2f%%" % (100.0 * (step - first) / max(1, last - first))
            buttons.append(button)
        self._marks.replaceChildren(*buttons)

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
