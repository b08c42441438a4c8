"""The plane on the screen: the boundary below, the points on top, at the resolution of the screen.

The visible canvas is put together from two layers of its own size, which are redrawn only when what
they show has changed. Coordinates are (x1, x2) in the plane, and CSS pixels on the canvas.
"""

import math

from pyscript import document
from pyscript.ffi import to_js

from ui.network.marks import RADIUS, draw_dots, draw_marks
from ui.page.browser import by_id, colour, on_next_frame, on_other_resolution, window
from ui.page.cross import draw_cross

DOMAIN = (-1.5, 2.5, -1.5, 2.0)  # xmin, xmax, ymin, ymax
ASPECT = 3.5 / 4.0  # height by width, of the canvas and of every domain


class Plane:
    """Draws what it is given; `points` is read at every redraw, and held_out(), which of them are for the test."""

    def __init__(self, points, canvas=None, held_out=lambda: ()):
        self.held_out = held_out
        self.points = points
        self.canvas = canvas or by_id("plane")
        self.usual = self.domain = DOMAIN
        self.width = self.height = 1.0  # in CSS pixels
        self._lit = ()  # which lines are lit, see `light`
        self._marks = None, (), ()  # the picked point's index; rings and arrows, see `mark`
        self.cross = None  # the keyboard's place on the plane, when it has one
        self._context = self.canvas.getContext("2d")
        self._dots = document.createElement("canvas")
        self._field = document.createElement("canvas")
        self._contours = None
        self._lines = None
        self._creases, self._crease_lines = None, ()
        self._others, self._other_lines = None, ()  # other boundaries, see `show_others`
        self._has_field = False
        self._dots_stale = True
        self._waiting = False
        self.read_colours()
        self.resize()
        window.ResizeObserver.new(lambda entries, observer: self.resize()).observe(self.canvas)
        on_other_resolution(self.resize)

    def read_colours(self):
        """Take the colours of the style sheet, which may have changed from light to dark."""
        self._positive = colour("--positive")
        self._negative = colour("--negative")
        self._edge = colour("--point-edge")
        self._ink = colour("--ink")
        self._accent = colour("--accent")
        self._ground = colour("--ground")
        self.redraw(dots=True)

    def resize(self):
        """Fit the layers to the canvas's box and the screen's pixels."""
        self.width = self.canvas.clientWidth or 1
        self.height = self.canvas.clientHeight or 1
        self._resolve(window.devicePixelRatio or 1)

    def at(self, ratio, act):
        """Call act() while the canvas has so many pixels for each CSS pixel, all of them drawn."""
        self._resolve(ratio)
        self._draw()
        act()
        self._resolve(window.devicePixelRatio or 1)

    def _resolve(self, ratio):
        self._ratio = ratio
        width, height = round(self.width * ratio), round(self.height * ratio)
        if (width, height) != (self.canvas.width, self.canvas.height):
            for layer in (self.canvas, self._dots):
                layer.width, layer.height = width, height
            self._fit_contours()
            self._dots_stale = True
            self._draw()  # at once: a resized canvas is empty

    def fit(self):
        """Show the usual domain, or a larger one of the same shape that holds all points."""
        xmin, xmax, ymin, ymax = DOMAIN
        middle1, middle2 = (xmin + xmax) / 2, (ymin + ymax) / 2
        scale = 1.0
        for x1, x2, _ in self.points.items:
            scale = max(scale, abs(x1 - middle1) / (xmax - middle1), abs(x2 - middle2) / (ymax - middle2))
        scale = 1.0 if scale == 1.0 else math.ceil(scale * 1.05 * 4) / 4
        self.domain = (
            middle1 - scale * (xmax - xmin) / 2,
            middle1 + scale * (xmax - xmin) / 2,
            middle2 - scale * (ymax - ymin) / 2,
            middle2 + scale * (ymax - ymin) / 2,
        )
        for name, value in zip(("xmin", "xmax", "ymin", "ymax"), self.domain):
            self.canvas.setAttribute("data-" + name, "%g" % value)
        self.redraw(dots=True)

    def place(self, x1, x2):
        """Where (x1, x2) is on the canvas, in CSS pixels from its top left corner."""
        xmin, xmax, ymin, ymax = self.domain
        return (x1 - xmin) / (xmax - xmin) * self.width, (ymax - x2) / (ymax - ymin) * self.height

    def coordinates(self, event):
        """Where a pointer event happened, as (x1, x2), so far inside the plane that a point there is whole."""
        box = self.canvas.getBoundingClientRect()
        xmin, xmax, ymin, ymax = self.domain
        edge = RADIUS / box.width
        across = min(max((event.clientX - box.left) / box.width, edge), 1.0 - edge)
        edge = RADIUS / box.height
        down = min(max((event.clientY - box.top) / box.height, edge), 1.0 - edge)
        return xmin + across * (xmax - xmin), ymax - down * (ymax - ymin)

    def reach(self, pixels):
        """A distance in CSS pixels as distances along x1 and x2."""
        xmin, xmax, ymin, ymax = self.domain
        return pixels * (xmax - xmin) / self.width, pixels * (ymax - ymin) / self.height

    def show_field(self, image, columns, rows, contours):
        """Draw a new picture of the boundary.

        image     columns * rows RGBA pixels as a JavaScript Uint8ClampedArray, the corners of the grid
                  lying on the corners of the plane
        contours  SVG paths for the score's lines at 0 and at -1 and +1, in units of the grid
        """
        if (self._field.width, self._field.height) != (columns, rows):
            self._field.width, self._field.height = columns, rows
        self._field.getContext("2d").putImageData(window.ImageData.new(image, columns, rows), 0, 0)
        self._contours = [window.Path2D.new(path) for path in contours]
        self._has_field = True
        self._fit_contours()
        self._draw()

    def show_creases(self, layers, grid):
        """Draw where neurons switch on: an SVG path for each layer, in units of a grid of so many (columns, rows);
        None for none."""
        if layers or self._creases:
            self._creases = layers and ([window.Path2D.new(path) for path in layers], grid)
            self._fit_contours()
            self.redraw()

    def show_others(self, lines, grid):
        """Draw other boundaries, the first dashed, the next dotted: SVG paths in units of a grid of so many (columns,
        rows)."""
        if lines or self._others:
            self._others = [window.Path2D.new(line) for line in lines], grid
            self._fit_contours()
            self.redraw()

    def mark(self, picked, rings, arrows):
        """Mark points: the picked one by its index or None; those that pull.

        rings   indices of points
        arrows  (index, right, up): CSS pixels from that point in which it moves the boundary
        """
        if self._marks != (picked, rings, arrows):
            self._marks = picked, rings, arrows
            self.redraw(dots=True)

    def light(self, lines):
        """Light the line of score 0, "boundary", or those of +1 and -1, "margin-lines", or both."""
        if self._lit != lines:
            self._lit = lines
            if lines:
                self.canvas.setAttribute("data-lit", " ".join(lines))
            else:
                self.canvas.removeAttribute("data-lit")
            self.redraw()

    def redraw(self, dots=False):
        """Draw again before the next paint; with dots, the points too."""
        self._dots_stale = self._dots_stale or dots
        if not self._waiting:
            self._waiting = True
            on_next_frame(self._draw)

    def _fit_contours(self):
        """The contours in pixels of the screen, so that their lines have the same width everywhere."""
        if self._contours:
            self._lines = self._fitted(self._contours, self._field.width, self._field.height)
        self._crease_lines = self._fitted(self._creases[0], *self._creases[1]) if self._creases else ()
        self._other_lines = self._fitted(self._others[0], *self._others[1]) if self._others and self._others[0] else ()

    def _fitted(self, paths, columns, rows):
        across, down = self.canvas.width / (columns - 1), self.canvas.height / (rows - 1)
        matrix, fitted = window.DOMMatrix.new(to_js([across, 0, 0, down, 0, 0])), []
        for path in paths:
            fitted.append(window.Path2D.new())
            fitted[-1].addPath(path, matrix)
        return fitted

    def _draw(self):
        self._waiting = False
        context, width, height = self._context, self.canvas.width, self.canvas.height
        context.setTransform(1, 0, 0, 1, 0, 0)
        context.globalAlpha = 1.0
        context.fillStyle = self._ground
        context.fillRect(0, 0, width, height)
        if self._has_field:
            across, down = width / (self._field.width - 1), height / (self._field.height - 1)
            context.imageSmoothingEnabled = True
            context.drawImage(self._field, -across / 2, -down / 2, width + across, height + down)
        self._draw_axes(context)
        if self._has_field:
            context.strokeStyle = self._ink
            context.lineJoin = "round"
            for path, thickness, alpha, name in zip(self._lines, (2.25, 1.0), (0.9, 0.45), ("boundary", "margin-lines")):
                lit = name in self._lit
                context.strokeStyle = self._accent if lit else self._ink
                context.lineWidth = (4.5 if lit else thickness) * self._ratio
                context.globalAlpha = 1.0 if lit else alpha
                context.stroke(path)
            context.strokeStyle = self._ink
            context.lineWidth = 1.25 * self._ratio
            for path, dashes in zip(self._crease_lines, ([], [5, 4], [2, 3])):
                context.globalAlpha = 0.45
                context.setLineDash(to_js([dash * self._ratio for dash in dashes]))
                context.stroke(path)
            for path, dashes in zip(self._other_lines, ([7, 5], [2, 4])):
                context.globalAlpha, context.lineWidth = 1.0, 2.25 * self._ratio
                context.setLineDash(to_js([dash * self._ratio for dash in dashes]))
                context.strokeStyle = self._accent
                context.stroke(path)
            context.setLineDash(to_js([]))
            context.globalAlpha = 1.0
        if self._dots_stale:
            self._draw_dots()
        context.drawImage(self._dots, 0, 0)
        if self.cross:
            self._draw_cross(context)

    def _draw_axes(self, context):
        """The lines x1 = 0 and x2 = 0, faintly."""
        x, y = self.place(0.0, 0.0)
        x, y = round(x * self._ratio) + 0.5, round(y * self._ratio) + 0.5
        context.strokeStyle = self._ink
        context.globalAlpha = 0.13
        context.lineWidth = 1
        context.beginPath()
        context.moveTo(x, 0)
        context.lineTo(x, self.canvas.height)
        context.moveTo(0, y)
        context.lineTo(self.canvas.width, y)
        context.stroke()
        context.globalAlpha = 1.0

    def _draw_dots(self):
        self._dots_stale = False
        context, ratio = self._dots.getContext("2d"), self._ratio
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        context.clearRect(0, 0, self.width + 1, self.height + 1)
        radius = draw_dots(context, self, ratio, self.held_out(), (self._negative, self._positive, self._edge))
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        draw_marks(context, self, self._marks, radius, self._ink, self._ground)

    def _draw_cross(self, context):
        x, y = self.place(*self.cross)
        context.setTransform(self._ratio, 0, 0, self._ratio, 0, 0)
        draw_cross(context, x, y, self._ground, self._ink)
