"""Which part of a drawing is seen: drag to pan, wheel, keys and buttons to zoom, and all of it at once."""

from ui.page.browser import listen, window

LARGEST, SMALLEST = 1.25, 0.04  # scales at which the whole is shown, at most, and of zooming, at least
READABLE, CLOSE = 0.5, 0.8  # a scale below which nothing can be read, and the one to begin with then
DEEPEST = 3.0  # scale of zooming, at most
MARGIN = 14  # pixels around the whole
FACTOR = 1.25  # of one press of a zoom button
SLACK = 4  # pixels that the pointer may move in a click


class View:
    """The part of an SVG element that is seen; `clicked(target)` is called for clicks that are no drags."""

    def __init__(self, place, clicked):
        self._place, self._clicked = place, clicked
        self._svg = self._drag = None
        self._whole = True  # nothing was zoomed by hand, so that the whole is shown at every size
        listen(place, "pointerdown", self._down)
        listen(place, "pointermove", self._move)
        listen(place, "pointerup", self._up)
        listen(place, "pointercancel", self._cancel)
        listen(place, "wheel", self._wheel, passive=False)
        listen(place, "keydown", self._key, passive=False)
        window.ResizeObserver.new(lambda entries, observer: self._resized()).observe(place)

    def take(self, svg, width, height):
        """Another drawing, of this size: all of it or, where that could not be read, its end."""
        self._svg, self._width, self._height = svg, width, height
        self.fit()
        if self._room()[0] and self._scale < READABLE:
            self._whole = False
            self._set(CLOSE, width, height / 2)

    def fit(self):
        """Show all of it."""
        w, h = self._room()
        if not self._svg or not w:
            return
        self._whole = True
        scale = min((w - 2 * MARGIN) / self._width, (h - 2 * MARGIN) / self._height, LARGEST)
        self._set(scale, self._width / 2, self._height / 2)

    def zoom(self, factor, at=None):
        """Larger or smaller, with the point `at` (in pixels from the middle) staying where it is."""
        if self._svg:
            dx, dy = at or (0, 0)
            scale = min(max(self._scale * factor, SMALLEST), DEEPEST)
            shift = 1 / self._scale - 1 / scale
            self._whole = False
            self._set(scale, self._x + dx * shift, self._y + dy * shift)

    def keep_in_sight(self, centres, width, height):
        """Move to boxes of this size around these centres if one of them is not seen; where there is no room for all,
        to the first."""
        w, h = self._room()
        if not w or self._whole:
            return
        w, h = w / self._scale, h / self._scale
        for some in (centres, centres[:1]):
            left, right = min([x for x, _ in some]) - width / 2, max([x for x, _ in some]) + width / 2
            top, bottom = min([y for _, y in some]) - height / 2, max([y for _, y in some]) + height / 2
            if right - left <= w and bottom - top <= h:
                break
        x, y = (left + right) / 2, (top + bottom) / 2
        if abs(x - self._x) > (w - (right - left)) / 2 or abs(y - self._y) > (h - (bottom - top)) / 2:
            self._set(self._scale, _within(x, w, self._width), _within(y, h, self._height))

    def _room(self):
        return self._place.clientWidth, self._place.clientHeight

    def _resized(self):
        if self._svg and self._whole:
            self.fit()
        elif self._svg and self._place.clientWidth:
            self._set(self._scale, self._x, self._y)

    def _set(self, scale, x, y):
        w, h = self._room()
        self._scale = scale
        self._x = min(max(x, 0), self._width)
        self._y = min(max(y, 0), self._height)
        box = (self._x - w / scale / 2, self._y - h / scale / 2, w / scale, h / scale)
        self._svg.setAttribute("viewBox", "%.2f %.2f %.2f %.2f" % box)

    def _down(self, event):
        if event.button == 0 and self._svg and event.isPrimary:
            self._drag = (event.pointerId, event.clientX, event.clientY, self._x, self._y)
            self._moved = False

    def _move(self, event):
        if not self._drag or event.pointerId != self._drag[0]:
            return
        if not event.buttons:  # it was let go outside
            self._cancel(event)
            return
        dx, dy = event.clientX - self._drag[1], event.clientY - self._drag[2]
        if not self._moved and abs(dx) + abs(dy) > SLACK:
            self._moved, self._whole = True, False
            self._place.setPointerCapture(event.pointerId)
            self._place.classList.add("dragged")
        if self._moved:
            self._set(self._scale, self._drag[3] - dx / self._scale, self._drag[4] - dy / self._scale)

    def _up(self, event):
        if self._drag and not self._moved:
            self._clicked(event.target)
        self._cancel(event)

    def _cancel(self, event):
        self._drag = None
        self._place.classList.remove("dragged")

    def _wheel(self, event):
        """Zooms once the graph has the focus, or with Ctrl; else the page scrolls, as one expects it to."""
        if event.ctrlKey or event.metaKey or self._place.matches(":focus-within"):
            event.preventDefault()
            box = self._place.getBoundingClientRect()
            at = (event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2)
            self.zoom(2 ** (-event.deltaY / 300), at)

    def _key(self, event):
        moves = {"ArrowLeft": (-60, 0), "ArrowRight": (60, 0), "ArrowUp": (0, -60), "ArrowDown": (0, 60)}
        key = event.key
        if event.ctrlKey or event.metaKey or event.altKey or not self._svg:
            return
        if key in moves:
            self._whole = False
            dx, dy = moves[key]
            self._set(self._scale, self._x + dx / self._scale, self._y + dy / self._scale)
        elif key in ("+", "="):
            self.zoom(FACTOR)
        elif key == "-":
            self.zoom(1 / FACTOR)
        elif key == "0":
            self.fit()
        elif key in ("Enter", " "):
            self._clicked(event.target)
        else:
            return
        event.preventDefault()


def _within(middle, seen, whole):
    """The middle of what is seen so that no more than a margin beyond the whole is, if the whole is larger."""
    least = seen / 2 - MARGIN
    return min(max(middle, least), whole - least) if seen - 2 * MARGIN < whole else whole / 2
