"""Which part of a drawing is seen: drag to pan, wheel, keys and buttons to zoom, and all of it at once."""

from ui.page.browser import listen, window

LARGEST, SMALLEST = 1.25, 0.04  # scales at which the whole is shown, at most, and of zooming, at least
READABLE = 0.85  # scale at which texts are 11 pixels high; where the whole would be smaller, a part is shown
DEEPEST = 3.0  # scale of zooming, at most
MARGIN = 14  # pixels around the whole
FACTOR = 1.25  # of one press of a zoom button
COVERED = 270, 110  # pixels from the lower left corner in which the whole in small may cover a node
SLACK = 4  # pixels that the pointer may move in a click


class View:
    """The part of an SVG element that is seen; `clicked(target)` is called for clicks that are no drags."""

    def __init__(self, place, clicked):
        self._place, self._clicked = place, clicked
        self._svg = self._drag = self._overview = None
        self._whole = True  # nothing was zoomed by hand, so that the whole is shown at every size
        listen(place, "pointerdown", self._down)
        listen(place, "pointermove", self._move)
        listen(place, "pointerup", self._up)
        listen(place, "pointercancel", self._cancel)
        listen(place, "wheel", self._wheel, passive=False)
        listen(place, "keydown", self._key, passive=False)
        window.ResizeObserver.new(lambda entries, observer: self._resized()).observe(place)

    def take(self, svg, width, height, begin, overview):
        """Another drawing, of this size: all of it or, where that could not be read, what is around `begin`.

        overview  whether the element after it, the whole in small, is to be seen then
        """
        self._svg, self._width, self._height = svg, width, height
        self._overview = svg.nextElementSibling if overview else None
        self.fit()
        if self._room()[0] and not self.can_show(width, height):
            self._whole = False
            self._go_to(READABLE, *begin)

    def can_show(self, width, height):
        """Whether all of a drawing of this size could be read."""
        return not self._room()[0] or self._fitting(width, height) >= READABLE

    def fit(self):
        """Show all of it."""
        if not self._svg or not self._room()[0]:
            return
        self._whole = True
        self._set(self._fitting(self._width, self._height), self._width / 2, self._height / 2)

    def zoom(self, factor, at=None):
        """Larger or smaller, with the point `at` (in pixels from the middle) staying where it is."""
        if self._svg:
            dx, dy = at or (0, 0)
            scale = min(max(self._scale * factor, SMALLEST), DEEPEST)
            shift = 1 / self._scale - 1 / scale
            self._whole = False
            self._set(scale, self._x + dx * shift, self._y + dy * shift)

    def keep_in_sight(self, centres, size):
        """Move there if boxes of this size around these centres are not seen: to all of them, or to the first."""
        w, h = self._room()
        if not w:
            return
        if not self._whole and not all([self.sees(*centre, size) for centre in centres]):
            self._move_to(centres, size)
        if self._overview:
            x, y = centres[0]
            here = self._overview.lastElementChild
            here.setAttribute("x", x - size[0] / 2)
            here.setAttribute("y", y - size[1] / 2)
            under = (x - self._x) * self._scale < COVERED[0] - w / 2 and (y - self._y) * self._scale > h / 2 - COVERED[1]
            self._overview.classList.toggle("right", under)

    def _move_to(self, centres, size):
        w, h = self._room()
        x, y = centres[0]
        left, right = min([c[0] for c in centres]), max([c[0] for c in centres])
        top, bottom = min([c[1] for c in centres]), max([c[1] for c in centres])
        if right - left + size[0] <= w / self._scale and bottom - top + size[1] <= h / self._scale:
            x, y = (left + right) / 2, (top + bottom) / 2
        elif self.sees(x, y, size):
            return
        self._go_to(self._scale, x, y)

    def sees(self, x, y, size=(0, 0)):
        """Whether a box of this size around (x, y) is seen, all of it."""
        w, h = self._room()
        across, down = (w / self._scale - size[0]) / 2, (h / self._scale - size[1]) / 2
        return abs(x - self._x) <= across and abs(y - self._y) <= down

    def _go_to(self, scale, x, y):
        """Show (x, y) in the middle, or as near to it as there is no empty space beside the whole."""
        middle = []
        for at, room, whole in zip((x, y), self._room(), (self._width, self._height)):
            half = room / scale / 2 - MARGIN
            middle.append(whole / 2 if 2 * half >= whole else min(max(at, half), whole - half))
        self._set(scale, *middle)

    def _fitting(self, width, height):
        """The scale at which all of a drawing of this size is shown."""
        w, h = self._room()
        return min((w - 2 * MARGIN) / width, (h - 2 * MARGIN) / height, LARGEST)

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
        if self._overview:
            self._overview.toggleAttribute("hidden", box[2] >= self._width and box[3] >= self._height)
            seen = self._overview.querySelector(".seen")
            for name, number in zip(("x", "y", "width", "height"), box):
                seen.setAttribute(name, number)

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
