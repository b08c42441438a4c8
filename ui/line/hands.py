"""The visitor's hand on both canvases of the chapter: points are added, moved and removed, the start is dragged."""

from ui.page.browser import listen

CLICK = 6  # a pointer that moved fewer CSS pixels than this has clicked
REACH = {"mouse": 11, "pen": 14, "touch": 20}  # how near, in CSS pixels, counts as on a point
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}


class PointHand:
    """Changes `points` through `sheet` and calls changed() after each change; full() where there is no room."""

    def __init__(self, sheet, points, most, changed, full):
        self._sheet, self._points, self._most = sheet, points, most
        self._changed, self._full = changed, full
        self._pointer = self._dragged = None
        canvas = sheet.canvas
        listen(canvas, "pointerdown", self._down)
        listen(canvas, "pointermove", self._move)
        listen(canvas, "pointerup", self._up)
        listen(canvas, "pointercancel", lambda event: self.release())
        listen(canvas, "contextmenu", lambda event: event.preventDefault(), passive=False)
        listen(canvas, "touchstart", self._keep_from_scrolling, passive=False)
        listen(canvas, "keydown", self._key, passive=False)
        listen(canvas, "blur", lambda event: self._leave())

    def release(self):
        """Let go of what is being dragged: the points under the hand may be others now."""
        self._pointer = self._dragged = None

    def _near(self, event):
        reach = REACH.get(getattr(event, "pointerType", "touch"), REACH["mouse"])
        return self._points.nearest(*self._sheet.coordinates(event), *self._sheet.reach(reach))

    def _down(self, event):
        if self._pointer is not None or event.button not in (0, 2):
            return
        self._leave()
        self._pointer, self._begun = event.pointerId, (event.clientX, event.clientY)
        self._moved = False
        self._dragged = self._near(event)
        self._removing = event.altKey or event.button == 2
        if self._removing:
            self._remove(self._dragged)
            self._dragged = None
        self._sheet.canvas.setPointerCapture(event.pointerId)

    def _move(self, event):
        if event.pointerId != self._pointer:
            self._sheet.canvas.style.cursor = "crosshair" if self._near(event) is None else "grab"
            return
        if abs(event.clientX - self._begun[0]) + abs(event.clientY - self._begun[1]) >= CLICK:
            if not self._moved and self._dragged is not None:
                self._points.begin()
            self._moved = True
        if self._moved and self._dragged is not None:
            self._points.move(self._dragged, *self._sheet.coordinates(event))
            self._changed()

    def _up(self, event):
        if event.pointerId != self._pointer:
            return
        if not self._moved and not self._removing and self._dragged is None:
            self._add(*self._sheet.coordinates(event))
        self.release()

    def _add(self, x, y):
        if len(self._points.items) >= self._most:
            self._full()
        else:
            self._points.add(x, y, 0)
            self._changed()

    def _remove(self, index):
        if index is not None:
            self._points.begin()
            self._points.drop([index])
            self._changed()

    def _keep_from_scrolling(self, event):
        """A finger that begins on a point moves it; elsewhere it scrolls the page as always."""
        if self._near(event.touches.item(0)) is not None:
            event.preventDefault()

    def _key(self, event):
        """Arrows move a cross, Enter and Space add a point there, Delete removes the one that is there."""
        sheet, key = self._sheet, event.key
        if event.ctrlKey or event.metaKey or event.altKey:
            return
        if key in ARROWS:
            umin, umax, vmin, vmax = sheet.domain
            sheet.cross = moved(sheet.cross or ((umin + umax) / 2, (vmin + vmax) / 2), event, sheet.domain)
            sheet.redraw()
        elif key in ("Enter", " ") and sheet.cross:
            self._add(*sheet.cross)
        elif key in ("Delete", "Backspace") and sheet.cross:
            self._remove(self._points.nearest(*sheet.cross, *sheet.reach(16)))
        elif key == "Escape":
            self._leave()
        else:
            return
        event.preventDefault()

    def _leave(self):
        if self._sheet.cross:
            self._sheet.cross = None
            self._sheet.redraw()


class StartHand:
    """Drags the start of the descent over the (a, b) plane; calls moved_to(a, b) with each new place."""

    def __init__(self, sheet, start, moved_to):
        self._sheet, self._start, self._moved_to = sheet, start, moved_to
        self._pointer = None
        canvas = sheet.canvas
        listen(canvas, "pointerdown", self._down)
        listen(canvas, "pointermove", self._move)
        listen(canvas, "pointerup", self._up)
        listen(canvas, "pointercancel", lambda event: self.release())
        listen(canvas, "touchstart", self._keep_from_scrolling, passive=False)
        listen(canvas, "keydown", self._key, passive=False)

    def release(self):
        """Let go."""
        self._pointer = None

    def _down(self, event):
        if event.button != 0 or self._pointer is not None:
            return
        self._pointer = event.pointerId
        self._tap = event.pointerType == "touch" and not self._near(event)  # or the page is scrolled
        self._sheet.canvas.setPointerCapture(event.pointerId)
        self._move(event)

    def _move(self, event):
        if event.pointerId == self._pointer and not self._tap:
            self._moved_to(*self._sheet.coordinates(event))

    def _up(self, event):
        if event.pointerId == self._pointer and self._tap:
            self._moved_to(*self._sheet.coordinates(event))
        self.release()

    def _near(self, event):
        (a, b), (across, down) = self._sheet.coordinates(event), self._sheet.reach(REACH["touch"])
        return abs(a - self._start()[0]) < across and abs(b - self._start()[1]) < down

    def _keep_from_scrolling(self, event):
        """A finger that begins on the start moves it; elsewhere it scrolls the page as always."""
        if self._near(event.touches.item(0)):
            event.preventDefault()

    def _key(self, event):
        if event.key in ARROWS and not (event.ctrlKey or event.metaKey or event.altKey):
            self._moved_to(*moved(self._start(), event, self._sheet.domain))
            event.preventDefault()


def moved(place, event, domain):
    """A place moved by an arrow key: by 1/80 of the width, with Shift by 1/400, and never out of the domain."""
    umin, umax, vmin, vmax = domain
    right, up = ARROWS[event.key]
    width = (umax - umin) / (400 if event.shiftKey else 80)
    return min(max(place[0] + right * width, umin), umax), min(max(place[1] + up * width, vmin), vmax)
