"""A canvas that shows part of a plane with a scale: at the resolution of the screen, in the colours of the page."""

import math

from ui.page.browser import colour, on_next_frame, on_other_resolution, window
from ui.page.cross import draw_cross

COLOURS = ("ground", "panel", "ink", "quiet", "rule", "accent", "positive", "negative", "point-edge", "wrong")


class Sheet:
    """Calls paint(context), with CSS pixels as its unit, whenever there is something new to be seen.

    domain  (umin, umax, vmin, vmax) of the plane; it fills the canvas's box
    cross   the keyboard's place on the plane, when it has one
    """

    def __init__(self, canvas, domain, paint):
        self.canvas = canvas
        self.cross = None
        self.width = self.height = 0
        self._paint = paint
        self._context = canvas.getContext("2d")
        self._waiting = False
        self.show(domain)
        self.read_colours()
        window.ResizeObserver.new(lambda entries, observer: self.resize()).observe(canvas)
        on_other_resolution(self.resize)

    def show(self, domain):
        """Show another part of the plane."""
        self.domain = domain
        for name, value in zip(("xmin", "xmax", "ymin", "ymax"), domain):
            self.canvas.setAttribute("data-" + name, "%g" % value)
        self.redraw()

    def read_colours(self):
        """Take the colours of the style sheet, which may have changed from light to dark."""
        self.colours = {name: colour("--" + name) for name in COLOURS}
        self.redraw()

    def resize(self):
        """Fit the canvas to its box and the screen's pixels."""
        self.width, self.height = self.canvas.clientWidth, self.canvas.clientHeight
        ratio = window.devicePixelRatio or 1
        width, height = round(self.width * ratio), round(self.height * ratio)
        if width and (width, height) != (self.canvas.width, self.canvas.height):
            self.canvas.width, self.canvas.height = width, height
            self._draw()  # at once: a resized canvas is empty

    def at(self, ratio, act):
        """Call act() while the canvas has so many pixels for each CSS pixel, all of them drawn."""
        before = self.canvas.width, self.canvas.height
        self.canvas.width, self.canvas.height = round(self.width * ratio), round(self.height * ratio)
        self._draw()
        act()
        self.canvas.width, self.canvas.height = before
        self._draw()

    def redraw(self):
        """Draw again before the next paint."""
        if not self._waiting:
            self._waiting = True
            on_next_frame(self._draw)

    def place(self, u, v):
        """Where (u, v) is on the canvas, in CSS pixels from its top left corner."""
        umin, umax, vmin, vmax = self.domain
        return (u - umin) / (umax - umin) * self.width, (vmax - v) / (vmax - vmin) * self.height

    def scale(self):
        """CSS pixels for each unit of u and of v."""
        umin, umax, vmin, vmax = self.domain
        return self.width / (umax - umin), self.height / (vmax - vmin)

    def coordinates(self, event, edge=5.0):
        """Where a pointer event happened, as (u, v), at least `edge` pixels inside the canvas."""
        box = self.canvas.getBoundingClientRect()
        umin, umax, vmin, vmax = self.domain
        across = min(max(event.clientX - box.left, edge), box.width - edge) / box.width
        down = min(max(event.clientY - box.top, edge), box.height - edge) / box.height
        return umin + across * (umax - umin), vmax - down * (vmax - vmin)

    def reach(self, pixels):
        """A distance in CSS pixels as distances along u and v."""
        across, down = self.scale()
        return pixels / across, pixels / down

    def draw_axes(self, context, across, upward):
        """The axes through the origin with whole numbers along them; the names of both at their ends."""
        umin, umax, vmin, vmax = self.domain
        x, y = self.place(0.0, 0.0)
        x, y = min(max(x, 0.0), self.width), min(max(y, 0.0), self.height)
        context.strokeStyle = context.fillStyle = self.colours["quiet"]
        context.lineWidth = 1
        context.globalAlpha = 0.35
        context.beginPath()
        context.moveTo(0, round(y) + 0.5)
        context.lineTo(self.width, round(y) + 0.5)
        context.moveTo(round(x) + 0.5, 0)
        context.lineTo(round(x) + 0.5, self.height)
        context.stroke()
        context.globalAlpha = 1.0
        context.font = "12px system-ui, sans-serif"
        context.textBaseline, context.textAlign = "top", "center"
        every = max(1, math.ceil((umax - umin) / 10))
        for u in range(math.ceil(umin), math.floor(umax) + 1):
            if u and u % every == 0 and umin + 0.1 * every < u < umax - 0.1 * every:
                context.fillText(_signed(u), self.place(u, 0)[0], min(y + 4, self.height - 16))
        context.textBaseline, context.textAlign = "middle", "right"
        for v in range(math.ceil(vmin), math.floor(vmax) + 1):
            if v and v % every == 0 and vmin + 0.1 * every < v < vmax - 0.1 * every:
                context.fillText(_signed(v), max(x - 5, 22), self.place(0, v)[1])
        context.font = "italic 14px Georgia, serif"
        context.fillText(across, self.width - 8, max(y - 11, 10))
        context.textAlign = "left"
        context.fillText(upward, min(x + 8, self.width - 16), 12)

    def _draw(self):
        self._waiting = False
        if not self.width:
            return
        context, ratio = self._context, self.canvas.width / self.width
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        context.globalAlpha = 1.0
        context.fillStyle = self.colours["ground"]
        context.fillRect(0, 0, self.width, self.height)
        self._paint(context)
        if self.cross:
            draw_cross(context, *self.place(*self.cross), self.colours["ground"], self.colours["ink"])


def _signed(number):
    return ("%d" % number).replace("-", "−")
