"""The points and the line through them, with the example under way and how far the line misses it."""

import math

from pyscript.ffi import to_js

from ui.line.sheet import Sheet
from ui.page.browser import by_id

DOMAIN = (-2.5, 2.5, -1.75, 2.75)  # one unit is as long upward as across, so that a squared error is a square
RADIUS = 5.0  # of a point, in CSS pixels


class Scatter:
    """Draws `points` (ui.points) and the line of `journey`; `bowl()` has the least-squares line, or None."""

    def __init__(self, points, journey, bowl):
        self._points, self._journey, self._bowl = points, journey, bowl
        self.sheet = Sheet(by_id("line-plane"), DOMAIN, self._paint)

    def _paint(self, context):
        sheet, journey, colours = self.sheet, self._journey, self.sheet.colours
        sheet.draw_axes(context, "x", "y")
        bowl = self._bowl()
        if bowl and bowl.flat > 0:
            context.setLineDash(to_js([2, 5]))
            self._line(context, bowl.a, bowl.b, colours["ink"], 1.5)
            context.setLineDash(to_js([]))
        lit = journey.example
        items = self._points.items
        if lit is not None and lit < len(items):
            self._residual(context, *items[lit][:2])
        else:
            lit = None
        self._line(context, journey.a, journey.b, colours["accent"], 3)
        context.lineWidth = 1.5
        context.strokeStyle = colours["point-edge"]
        context.fillStyle = colours["positive"]
        context.beginPath()
        for x, y, _ in items:
            self._disc(context, x, y, RADIUS)
        context.fill()
        context.stroke()
        if lit is not None:
            context.beginPath()
            self._disc(context, *items[lit][:2], RADIUS + 1.5)
            context.fillStyle = colours["negative"]
            context.fill()
            context.lineWidth = 2
            context.strokeStyle = colours["ink"]
            context.stroke()

    def _disc(self, context, x, y, radius):
        left, top = self.sheet.place(x, y)
        context.moveTo(left + radius, top)
        context.arc(left, top, radius, 0, 2 * math.pi)

    def _line(self, context, a, b, colour, width):
        xmin, xmax, _, _ = self.sheet.domain
        context.strokeStyle, context.lineWidth = colour, width
        context.beginPath()
        context.moveTo(*self.sheet.place(xmin, a * xmin + b))
        context.lineTo(*self.sheet.place(xmax, a * xmax + b))
        context.stroke()

    def _residual(self, context, x, y):
        """From the point straight to the line, with its square on the side where there is more room."""
        journey = self._journey
        left, top = self.sheet.place(x, y)
        _, end = self.sheet.place(x, journey.a * x + journey.b)
        side = abs(end - top)
        context.fillStyle = context.strokeStyle = self.sheet.colours["negative"]
        context.globalAlpha = 0.16
        context.fillRect(left if x < 0 else left - side, min(top, end), side, side)
        context.globalAlpha = 1.0
        context.lineWidth = 3
        context.beginPath()
        context.moveTo(left, top)
        context.lineTo(left, end)
        context.stroke()
