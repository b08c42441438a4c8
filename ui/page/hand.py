"""The visitor's hand on the plane: mouse, pen, finger and keys become changes of the points."""

from pyscript import document

from ui.page.browser import by_id, key_of, listen

CLICK = 6  # a pointer that moved fewer CSS pixels than this has clicked
REACH = {"mouse": 11, "pen": 14, "touch": 20}  # how near, in CSS pixels, counts as on a point
KEYS = {"1": "1", "2": "-1", "-": "-1", "3": "erase", "e": "erase"}


class Hand:
    """Changes `points` and calls changed(fresh) after each change; fresh where all points may be others."""

    def __init__(self, plane, points, changed):
        self._plane = plane
        self._points = points
        self._changed = changed
        self._pointer = None  # the id of the pointer that is down
        self._dragged = None  # index of the point that moves with it
        self._erasing = False
        canvas = plane.canvas
        listen(canvas, "pointerdown", self._down)
        listen(canvas, "pointermove", self._move)
        listen(canvas, "pointerup", self._up)
        listen(canvas, "pointercancel", self._cancel)
        listen(canvas, "contextmenu", lambda event: event.preventDefault(), passive=False)
        listen(canvas, "touchstart", self._keep_from_scrolling, passive=False)
        listen(canvas, "keydown", self._key, passive=False)
        listen(canvas, "blur", self._leave)
        listen(document, "keydown", self._shortcut, passive=False)
        for name, act in (("undo", self.undo), ("redo", self.redo), ("clear", self.clear)):
            listen(by_id(name), "click", lambda event, act=act: act())

    def undo(self):
        """Take the last change back."""
        if self._points.undo():
            self.release()
            self._changed(True)

    def redo(self):
        """Make the last change that was taken back again."""
        if self._points.redo():
            self.release()
            self._changed(True)

    def clear(self):
        """Remove all points."""
        if self._points.items:
            self._points.replace([])
            self.release()
            self._changed(False)

    def _label(self, event):
        """What this click would do: +1, -1, or 0 to erase."""
        chosen = document.querySelector("input[name=label]:checked").value
        if event.altKey or chosen == "erase":
            return 0
        label = int(chosen)
        return -label if event.shiftKey or event.button == 2 else label

    def _near(self, event):
        x1, x2 = self._plane.coordinates(event)
        return self._points.nearest(x1, x2, *self._plane.reach(_reach(event)))

    def _down(self, event):
        if self._pointer is not None or event.button not in (0, 2):
            return
        self._plane.cross = None
        self._pointer, self._start = event.pointerId, (event.clientX, event.clientY)
        self._moved = False
        self._dragged = None
        near, label = self._near(event), self._label(event)
        self._erasing = label == 0
        self._new_label = label
        if self._erasing:
            self._changing = False
            self._last = self._plane.coordinates(event)
            self._erase([] if near is None else [near])
        elif near is not None and not event.shiftKey and event.button == 0:
            self._dragged = near
        self._plane.canvas.setPointerCapture(event.pointerId)

    def _move(self, event):
        if event.pointerId != self._pointer:
            self._hover(event)
            return
        if abs(event.clientX - self._start[0]) + abs(event.clientY - self._start[1]) >= CLICK:
            if not self._moved and self._dragged is not None:
                self._points.begin()
            self._moved = True
        if self._erasing:
            here = self._plane.coordinates(event)
            self._erase(self._points.along(self._last, here, *self._plane.reach(_reach(event))))
            self._last = here
        elif self._moved and self._dragged is not None:
            self._points.move(self._dragged, *self._plane.coordinates(event))
            self._changed(False)

    def _up(self, event):
        if event.pointerId != self._pointer:
            return
        if not self._moved and not self._erasing:
            self._points.add(*self._plane.coordinates(event), self._new_label)
            self._changed(False)
        self.release()

    def _cancel(self, event):
        if event.pointerId == self._pointer:
            self.release()

    def release(self):
        """Let go of what is being dragged or erased: the points under the hand may be others now."""
        self._pointer = self._dragged = None
        self._erasing = False

    def _erase(self, indices):
        """Leave out these points; all that one stroke of the eraser takes is one change."""
        if indices:
            if not self._changing:
                self._points.begin()
                self._changing = True
            self._points.drop(indices)
            self._changed(False)

    def _hover(self, event):
        """Show by the cursor what a click here would do."""
        near = self._near(event) is not None
        label = self._label(event)
        cursor = "crosshair" if label else "default"
        if near:
            cursor = "grab" if label else "pointer"
        self._plane.canvas.style.cursor = cursor

    def _keep_from_scrolling(self, event):
        """A finger that begins on a point moves it; elsewhere it scrolls the page as always."""
        touch = event.touches.item(0)
        x1, x2 = self._plane.coordinates(touch)
        near = self._points.nearest(x1, x2, *self._plane.reach(REACH["touch"]))
        erasing = document.querySelector("input[name=label]:checked").value == "erase"
        if near is not None or erasing:
            event.preventDefault()

    def _key(self, event):
        """The canvas by keyboard: arrows move a cross, Enter and Space add, Delete removes."""
        steps = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
        plane, key = self._plane, event.key
        if event.ctrlKey or event.metaKey or event.altKey:
            return
        if key in steps:
            xmin, xmax, ymin, ymax = plane.domain
            x1, x2 = plane.cross or ((xmin + xmax) / 2, (ymin + ymax) / 2)
            right, up = steps[key]
            width = (xmax - xmin) / (400 if event.shiftKey else 80)
            plane.cross = (
                min(max(x1 + right * width, xmin), xmax),
                min(max(x2 + up * width, ymin), ymax),
            )
            plane.redraw()
        elif key in ("Enter", " ") and plane.cross:
            label = self._label_of_key(event)
            if label:
                self._points.add(*plane.cross, label)
                self._changed(False)
            else:
                self._remove_at_cross()
        elif key in ("Delete", "Backspace") and plane.cross:
            self._remove_at_cross()
        elif key == "Escape":
            self._leave(event)
        else:
            return
        event.preventDefault()

    def _label_of_key(self, event):
        chosen = document.querySelector("input[name=label]:checked").value
        if chosen == "erase":
            return 0
        return -int(chosen) if event.shiftKey else int(chosen)

    def _remove_at_cross(self):
        near = self._points.nearest(*self._plane.cross, *self._plane.reach(16))
        self._changing = False
        self._erase([] if near is None else [near])

    def _leave(self, event):
        if self._plane.cross:
            self._plane.cross = None
            self._plane.redraw()

    def _shortcut(self, event):
        """Anywhere but in a text field: Ctrl-Z, Ctrl-Shift-Z, Ctrl-Y; on the plane 1, 2 and 3 choose the tool."""
        field = event.target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), select, textarea")
        if field or by_id("network").hidden:
            return
        key = key_of(event)
        if (event.ctrlKey or event.metaKey) and key in ("z", "y"):
            event.preventDefault()
            if key == "y" or event.shiftKey:
                self.redo()
            else:
                self.undo()
        elif key in KEYS and not (event.ctrlKey or event.metaKey or event.altKey):
            if event.target.id == "plane":
                document.querySelector("input[name=label][value='%s']" % KEYS[key]).checked = True


def _reach(event):
    return REACH.get(event.pointerType, REACH["mouse"])
