"""The visitor's hand on the picture of the loss: the start of the descent is dragged."""

from ui.page.browser import listen
from ui.page.hand import ARROWS, REACH, moved


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
