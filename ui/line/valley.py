"""The loss over the (a, b) plane as bands between level lines, with the paths of descent, their start and their end."""

import math

from pyscript.ffi import to_js

from ui.line.sheet import Sheet
from ui.page.browser import by_id, window

USUAL = (-1.25, 3.75, -1.75, 2.75)  # amin, amax, bmin, bmax
LARGEST = 16  # how many times larger the part of the plane that is shown can be than the usual one
LONG = 1e5  # CSS pixels: the radius of an ellipse that never closes
STROKES = (("accent", (), 1.5), ("positive", (9, 5), 2.25), ("negative", (2, 5), 3.0))  # of the three paths


class Valley:
    """Draws what it is given; `bowl()` has the loss (engine.bowl), or None where there are no points."""

    def __init__(self, journey, bowl):
        self._journey, self._bowl = journey, bowl
        self._paths = []
        self._trace = None
        self.sheet = Sheet(by_id("line-valley"), USUAL, self._paint)

    def show_paths(self, lines):
        """Show these paths, SVG paths over (a, b): of single examples, mini-batches and all points at once."""
        self._paths = [window.Path2D.new(line) for line in lines]
        self.sheet.redraw()

    def fit(self):
        """Show the usual part of the plane, or a larger one that has the start and the least-squares solution in it."""
        amin, amax, bmin, bmax = USUAL
        scale, bowl = 1.0, self._bowl()
        middle_a, middle_b = (amin + amax) / 2, (bmin + bmax) / 2
        for a, b in [self._journey.start] + ([(bowl.a, bowl.b)] if bowl else []):
            away = max(abs(a - middle_a) / (amax - middle_a), abs(b - middle_b) / (bmax - middle_b))
            scale = max(scale, 1.05 * away)
        scale = min(math.ceil(scale * 2) / 2, LARGEST) if scale > 1.0 else 1.0
        across, up = scale * (amax - amin) / 2, scale * (bmax - bmin) / 2
        domain = (middle_a - across, middle_a + across, middle_b - up, middle_b + up)
        if domain != self.sheet.domain:
            self.sheet.show(domain)

    def _paint(self, context):
        sheet, bowl = self.sheet, self._bowl()
        if bowl:
            self._bands(context, bowl)
        sheet.draw_axes(context, "a", "b")
        context.lineJoin = "round"
        across, down = sheet.scale()
        amin, _, _, bmax = sheet.domain
        matrix = window.DOMMatrix.new(to_js([across, 0, 0, -down, -amin * across, bmax * down]))
        self._travelled(context, matrix)
        for path, (name, dashes, width) in zip(self._paths, STROKES):
            context.setLineDash(to_js(list(dashes)))
            context.strokeStyle, context.lineWidth = sheet.colours[name], width
            self._stroke(context, path, matrix)
        context.setLineDash(to_js([]))
        if bowl:
            self._labels(context)
            self._solution(context, bowl)
        self._marks(context)

    def _bands(self, context, bowl):
        """Filled ellipses, the largest first, each a little darker."""
        sheet = self.sheet
        middle = sheet.place(bowl.a, bowl.b)
        pixels = sheet.scale()[0]  # as long across as upward
        self._written = []  # the levels that are written, each at its place
        last = None
        for level in levels(bowl, sheet.domain):
            along, across = (min(radius * pixels, LONG) for radius in bowl.radii(level))
            context.beginPath()
            context.ellipse(*middle, along, across, -bowl.angle, 0, 2 * math.pi)
            context.fillStyle = context.strokeStyle = sheet.colours["ink"]
            context.globalAlpha = 0.045
            context.fill()
            context.globalAlpha = 0.3
            context.lineWidth = 1
            context.stroke()
            place = _outward(middle, along, across, bowl.angle)
            inside = 20 < place[0] < sheet.width - 20 and 10 < place[1] < sheet.height - 10
            if inside and (last is None or abs(place[0] - last[0]) + abs(place[1] - last[1]) > 32):
                self._written.append(("%g" % level, place))
                last = place
        context.globalAlpha = 1.0

    def _labels(self, context):
        """The level of each line, above the paths."""
        context.font = "11px system-ui, sans-serif"
        context.textAlign, context.textBaseline = "center", "middle"
        context.fillStyle, context.strokeStyle = self.sheet.colours["quiet"], self.sheet.colours["ground"]
        context.lineWidth = 4
        for text, place in self._written:
            context.strokeText(text, *place)
            context.fillText(text, *place)

    def _stroke(self, context, path, matrix):
        """Draw a path over (a, b); its strokes have the same width at every scale."""
        scaled = window.Path2D.new()
        scaled.addPath(path, matrix)
        context.stroke(scaled)

    def _travelled(self, context, matrix):
        """The way that the line beside this picture has come."""
        trace = self._journey.trace
        if trace is not self._trace:  # a new run, or a thinner one
            self._trace, self._drawn, self._way = trace, 0, window.Path2D.new()
            self._way.moveTo(*trace[0])
        for place in trace[self._drawn + 1 :]:
            self._way.lineTo(*place)
        self._drawn = len(trace) - 1
        context.strokeStyle, context.lineWidth = self.sheet.colours["accent"], 3.5
        self._stroke(context, self._way, matrix)
        context.beginPath()
        context.moveTo(*self.sheet.place(*trace[-1]))
        context.lineTo(*self.sheet.place(self._journey.a, self._journey.b))
        context.stroke()

    def _solution(self, context, bowl):
        """The least-squares solution: a cross, or the valley's floor where there are many."""
        x, y = self.sheet.place(bowl.a, bowl.b)
        for name, width in (("ground", 5.0), ("ink", 2.25)):
            context.strokeStyle, context.lineWidth = self.sheet.colours[name], width
            context.beginPath()
            if bowl.flat > 0:
                for side in (1, -1):
                    context.moveTo(x - 6, y - 6 * side)
                    context.lineTo(x + 6, y + 6 * side)
            else:
                context.moveTo(x - LONG * math.sin(bowl.angle), y - LONG * math.cos(bowl.angle))
                context.lineTo(x + LONG * math.sin(bowl.angle), y + LONG * math.cos(bowl.angle))
            context.stroke()

    def _marks(self, context):
        """The start, a ring; and where the line is now, a disc."""
        colours = self.sheet.colours
        x, y = self.sheet.place(*self._journey.start)
        for name, width in (("ground", 6.0), ("ink", 2.5)):
            context.strokeStyle, context.lineWidth = colours[name], width
            context.beginPath()
            context.arc(x, y, 8, 0, 2 * math.pi)
            context.stroke()
        x, y = self.sheet.place(self._journey.a, self._journey.b)
        context.beginPath()
        context.arc(x, y, 5.5, 0, 2 * math.pi)
        context.fillStyle, context.strokeStyle, context.lineWidth = colours["accent"], colours["point-edge"], 1.5
        context.fill()
        context.stroke()


def levels(bowl, domain):
    """Losses 1, 2, 5, 10, 20 ... that lie between the least one and the largest on the domain, the largest first."""
    amin, amax, bmin, bmax = domain
    highest = max([bowl.loss(a, b) for a in (amin, amax) for b in (bmin, bmax)])
    found, size = [], 10.0 ** math.floor(math.log10(max(highest, 1e-6)))
    while len(found) < 14:
        for part in (5, 2, 1):
            level = float("%.3g" % (part * size))
            if bowl.least * 1.02 < level < highest:
                found.append(level)
        if size < max(1.2 * bowl.least, highest * 1e-4):
            break
        size /= 10
    return found


def _outward(middle, along, across, angle):
    """The rightmost place on an ellipse, on the canvas."""
    c, s = along * math.cos(angle), across * math.sin(angle)
    reach = math.sqrt(c * c + s * s) or 1.0
    x = reach
    y = (along * along - across * across) * math.sin(angle) * math.cos(angle) / reach
    return middle[0] + x, middle[1] - y
