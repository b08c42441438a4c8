"""The tools above the plane: which point a click adds, undo, redo and clear, with the keys for them."""

from pyscript import document

from ui.page.browser import by_id, key_of, listen

KEYS = {"1": "1", "2": "-1", "-": "-1", "3": "erase", "e": "erase"}


class Tools:
    """Calls swapped(change, fit, done) for undo, redo and clear; change() is to be called, and says whether points changed.

    fit   whether the plane is to fit what is there then: one that is cleared stays as it is
    done  what to say of it
    """

    def __init__(self, points, swapped):
        self._points, self._swapped = points, swapped
        listen(document, "keydown", self._shortcut, passive=False)
        listen(by_id("brush"), "click", lambda event: _turn_brush())
        self._undo, self._redo = (points.undo, True, "Undone"), (points.redo, True, "Redone")
        acts = {"undo": self._undo, "redo": self._redo, "clear": (self._clear, False, "Cleared")}
        for name in acts:
            listen(by_id(name), "click", lambda event, act=acts[name]: swapped(*act))

    def _clear(self):
        had = bool(self._points.items)
        self._points.replace([])
        return had

    def _shortcut(self, event):
        """Anywhere but in a text field: Ctrl-Z, Ctrl-Shift-Z, Ctrl-Y; on the plane 1, 2 and 3 choose the tool."""
        field = event.target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), select, textarea")
        if field or by_id("network").hidden:
            return
        key = key_of(event)
        if (event.ctrlKey or event.metaKey) and key in ("z", "y"):
            event.preventDefault()
            self._swapped(*(self._redo if key == "y" or event.shiftKey else self._undo))
        elif key in KEYS and not (event.ctrlKey or event.metaKey or event.altKey):
            if event.target.id == "plane":
                document.querySelector("input[name=label][value='%s']" % KEYS[key]).checked = True


def label(event):
    """What a click, or Enter on the plane, would add: +1 or -1; None where it erases."""
    chosen = document.querySelector("input[name=label]:checked").value
    if chosen == "erase" or event.altKey:
        return None
    other = event.shiftKey or getattr(event, "button", 0) == 2
    return -int(chosen) if other else int(chosen)


def brush():
    """(radius in CSS pixels, points a dab) of the brush, or None while it is put away."""
    if by_id("brush").getAttribute("aria-pressed") != "true":
        return None
    return int(by_id("brush-radius").value), int(by_id("brush-density").value)


def _turn_brush():
    on = by_id("brush-settings").hidden
    by_id("brush-settings").hidden = not on
    by_id("brush").setAttribute("aria-pressed", "true" if on else "false")


def named(label):
    """A point of a class, in words."""
    return "A point +1" if label > 0 else "A point −1"
