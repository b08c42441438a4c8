"""The picture of a loss landscape: its colours, its level lines, the path of training, and the present place."""

import math

from pyscript import document
from pyscript.ffi import to_js

from ui.page.browser import colour, on_next_frame, on_other_resolution, window
from ui.page.cross import draw_cross


class Relief:
    """Draws what it is given on a square canvas."""

    def __init__(self, canvas):
        self.canvas = canvas
        self._context = canvas.getContext("2d")
        self._image = document.createElement("canvas")
        self._answer = self._lines = self._node = None
        self._waiting = False
        window.ResizeObserver.new(lambda entries, observer: self.resize()).observe(canvas)
        on_other_resolution(self.resize)

    def resize(self):
        """Fit the canvas's pixels to its box and the screen's."""
        self._ratio = window.devicePixelRatio or 1
        size = round((self.canvas.clientWidth or 1) * self._ratio)
        if size != self.canvas.width:
            self.canvas.width = self.canvas.height = size
            self._draw()

    def show(self, answer):
        """Draw a picture of `Surface.look`."""
        self._answer, side = answer, answer["side"]
        if self._image.width != side:
            self._image.width = self._image.height = side
        self._image.getContext("2d").putImageData(window.ImageData.new(answer["image"], side, side), 0, 0)
        self._lines = window.Path2D.new(answer["lines"])
        self._redraw()

    def point(self, node):
        """Mark a node of the grid, (column, row), or none."""
        if node != self._node:
            self._node = node
            self._redraw()

    def spot(self, event, last):
        """(column, row) of a pointer event in a grid that has these as its last ones; None while there is no picture."""
        if not self._answer:
            return None
        box = self.canvas.getBoundingClientRect()
        column, row = (event.clientX - box.left) / box.width * last, (event.clientY - box.top) / box.height * last
        return min(max(math.floor(column + 0.5), 0), last), min(max(math.floor(row + 0.5), 0), last)

    def _redraw(self):
        if not self._waiting:
            self._waiting = True
            on_next_frame(self._draw)

    def _draw(self):
        self._waiting = False
        if not self._answer:
            return
        context, size, last = self._context, self.canvas.width, self._answer["side"] - 1
        context.setTransform(1, 0, 0, 1, 0, 0)
        cell = size / last
        context.imageSmoothingEnabled = True
        context.drawImage(self._image, -cell / 2, -cell / 2, size + cell, size + cell)
        lines = window.Path2D.new()
        lines.addPath(self._lines, window.DOMMatrix.new(to_js([cell, 0, 0, cell, 0, 0])))
        ink, ground = colour("--ink"), colour("--ground")
        context.strokeStyle, context.lineWidth, context.globalAlpha = ink, self._ratio, 0.35
        context.stroke(lines)
        context.globalAlpha = 1.0
        context.setTransform(self._ratio, 0, 0, self._ratio, 0, 0)
        self._draw_path(context, ink, ground)
        if self._node:
            cell /= self._ratio
            draw_cross(context, self._node[0] * cell, self._node[1] * cell, ground, ink)

    def _draw_path(self, context, ink, ground):
        """The path so far, its first place, and the present one."""
        left, right, first, last = self._answer["extent"]
        size = self.canvas.width / self._ratio
        places = [((a - left) / (right - left) * size, (b - first) / (last - first) * size) for a, b in self._answer["path"]]
        here = -left / (right - left) * size, -first / (last - first) * size
        context.lineJoin = context.lineCap = "round"
        if places:
            context.beginPath()
            context.moveTo(*places[0])
            for place in places[1:] + [here]:
                context.lineTo(*place)
            for style, width in ((ground, 5), (ink, 2)):
                context.strokeStyle, context.lineWidth = style, width
                context.stroke()
            self._disc(context, places[0], 4.5, ground, ink)
        self._disc(context, here, 6, colour("--accent"), ground)

    def _disc(self, context, place, radius, fill, edge):
        context.beginPath()
        context.arc(place[0], place[1], radius, 0, 2 * math.pi)
        context.fillStyle, context.strokeStyle, context.lineWidth = fill, edge, 2
        context.fill()
        context.stroke()
