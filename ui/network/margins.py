"""The loss by the margin, as the engine has it, and every point on it at its margin: how far on the right side it is."""

import asyncio
import math

from pyscript.ffi import to_js

from ui.network.pulls import rings
from ui.page.browser import by_id, colour, listen, on_next_frame, on_other_resolution, window
from ui.page.wire import Failed

LOW, HIGH, COUNT = -10, 10, 401  # margins at which the loss is known; points beyond are drawn at the edge
USUAL = -2, 3  # margins that are always shown
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 8, 28  # CSS pixels around the plot
RADIUS, CROWDED, SMALL = 4.0, 300, 2.8  # of a point; points, from which on they are smaller, and their radius then
REACH = 12  # CSS pixels: how near counts as on a point
NAMES = {"hinge": "max(0, 1 − margin)", "squared": "(1 − margin)²", "logistic": "log(1 + exp(−margin))"}

# What is done for each point is done in JavaScript. Labels are 0 for points held out for the test; `lines` are the losses from margin -10 to 10, of +1 and of -1.
SPAN = """let [low, high] = usual
for (let i = 0; i < labels.length; i++) {
    low = Math.min(low, labels[i] * scores[i]); high = Math.max(high, labels[i] * scores[i])
}
return [Math.max(-10, Math.floor(low)), Math.min(10, Math.ceil(high))]"""
PLACES = """const places = [], [low, high, top, left, bottom, across, up] = frame, last = lines[0].length - 1
for (let i = 0; i < labels.length; i++) {
    if (!labels[i]) { places.push([NaN, NaN]); continue }
    const margin = Math.min(Math.max(labels[i] * scores[i], low), high), line = lines[labels[i] > 0 ? 0 : 1]
    const at = (margin + 10) / 20 * last, j = Math.min(Math.floor(at), last - 1)
    const loss = line[j] + (at - j) * (line[j + 1] - line[j])
    places.push([left + (margin - low) * across, bottom - Math.min(Math.max(loss, 0), top) * up])
}
return places"""
DOTS = """for (const label of [-1, 1]) {
    context.beginPath()
    places.forEach(([x, y], i) => {
        if (labels[i] !== label) return
        if (label > 0) { context.moveTo(x + radius, y); context.arc(x, y, radius, 0, 7); return }
        const r = 1.25 * radius
        context.moveTo(x, y - r); context.lineTo(x + r, y); context.lineTo(x, y + r); context.lineTo(x - r, y)
        context.closePath()
    })
    context.fillStyle = colours[label > 0 ? 1 : 0]
    context.fill()
    context.stroke()
}"""
NEAR = """let best = reach * reach, near = -1
places.forEach(([left, top], i) => {
    const distance = (left - x) ** 2 + (top - y) ** 2
    if (distance <= best) [best, near] = [distance, i]
})
return near"""


class Margins:
    """Draws on the canvas `#margins` what `page.trainer.net` finds out."""

    def __init__(self, page):
        self._page = page
        self._canvas = by_id("margins")
        self._context = self._canvas.getContext("2d")
        self._lines = self._path = self._name = None
        self._asking = False
        self._items, self._labels, self._scores, self._losses = [], to_js([]), to_js([]), []
        self._places = to_js([])
        self._held = None  # which of them are held out for the test
        self._near = None  # the index of the point that is pointed at
        self._waiting = False
        new = window.Function.new
        self._span, self._dots = new("labels", "scores", "usual", SPAN), new("context", "places", "labels", "radius", "colours", DOTS)
        self._find_places, self._find = new("labels", "scores", "lines", "frame", PLACES), new("places", "x", "y", "reach", NEAR)
        listen(self._canvas, "pointermove", self._point)
        listen(self._canvas, "pointerleave", lambda event: self._hover(None))
        listen(self._canvas, "click", lambda event: self._pick())
        window.ResizeObserver.new(lambda entries, observer: self.redraw()).observe(self._canvas)
        on_other_resolution(self.redraw)

    def ready(self):
        """A worker can be asked: its loss may be another one."""
        self._name, self._asking = None, False
        self.follow(None)

    def follow(self, found):
        """Take over what was found inside the net; None if it is not known."""
        name = self._page.values["loss"]
        if name != self._name and not self._asking and self._page.bridge.state == "ready":
            self._asking = True
            asyncio.create_task(self._ask(name))
        items = self._page.points.items
        if found and len(items) == len(found["losses"]):
            held = self._page.held_out()
            if items != self._items or held is not self._held:
                self._items, self._held = list(items), held
                self._labels = to_js([0 if out else y for (_, _, y), out in zip(items, held)])
            self._scores, self._losses = found["scores"], found["losses"]
            count = len(rings(found))
            words = "%s of %d points pull%s" % (count or "none", found["count"], "" if count > 1 else "s")
        else:
            self._items, self._labels, self._scores, self._losses, words = [], to_js([]), to_js([]), [], ""
        by_id("margins-words").textContent = words
        self._read()
        self.redraw()

    def redraw(self):
        """Draw again before the next paint."""
        if not self._waiting:
            self._waiting = True
            on_next_frame(self._draw)

    async def _ask(self, name):
        try:
            lines = await self._page.bridge.ask("loss_shape", name, LOW, HIGH, COUNT)
            lines = [[min(loss, 1e9) for loss in line] for line in lines]
            self._lines, self._path = to_js(lines), window.Path2D.new(path(lines[:1] if lines[0] == lines[1] else lines))
        except Failed:
            self._lines = None  # training says what the engine has raised
        self._name, self._asking = name, False
        self.redraw()

    def _draw(self):
        self._waiting = False
        canvas, context, ratio = self._canvas, self._context, window.devicePixelRatio or 1
        width, height = canvas.clientWidth, canvas.clientHeight
        if not width:
            return
        if (canvas.width, canvas.height) != (round(width * ratio), round(height * ratio)):
            canvas.width, canvas.height = round(width * ratio), round(height * ratio)
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
        context.clearRect(0, 0, width, height)
        if not self._lines:
            return
        low, high = [int(end) for end in self._span(self._labels, self._scores, to_js(list(USUAL)))]
        first = round((low - LOW) / (HIGH - LOW) * (COUNT - 1))
        top = max([1.0] + [float(line[first]) for line in self._lines]) * 1.04
        across, up = (width - LEFT - RIGHT) / (high - low), (height - TOP - BOTTOM) / top
        at = lambda margin, loss: (LEFT + (margin - low) * across, height - BOTTOM - loss * up)  # noqa: E731
        quiet, ink = colour("--quiet"), colour("--ink")
        self._axes(at, low, high, top, quiet)
        context.textAlign, context.textBaseline = "right", "top"
        context.fillText(NAMES.get(self._name, ""), width - RIGHT, TOP + 2)
        context.strokeStyle = ink
        self._curves(low, (across, up, LEFT, height - BOTTOM, width - LEFT - RIGHT))
        frame = to_js([low, high, top, LEFT, height - BOTTOM, across, up])
        self._places = self._find_places(self._labels, self._scores, self._lines, frame)
        radius = SMALL if len(self._losses) > CROWDED else RADIUS
        context.strokeStyle, context.lineWidth, context.globalAlpha = colour("--point-edge"), 1, 0.85
        colours = to_js([colour("--negative"), colour("--positive")])
        self._dots(context, self._places, self._labels, radius, colours)
        context.globalAlpha = 1.0
        context.strokeStyle, context.lineWidth = ink, 2
        for index in (self._near, self._page.trainer.net.point):
            if index is not None and index < len(self._losses):
                place = self._places[index]
                context.beginPath()
                context.arc(place[0], place[1], radius + 4, 0, 2 * math.pi)
                context.stroke()

    def _axes(self, at, low, high, top, quiet):
        context = self._context
        context.font = "12px system-ui, sans-serif"
        context.fillStyle, context.strokeStyle, context.lineWidth = quiet, colour("--rule"), 1
        context.textAlign, context.textBaseline = "center", "top"
        every = 1 if high - low <= 8 else 2
        context.beginPath()
        for margin in range(low, high + 1):
            if margin % every == 0:
                x, y = at(margin, 0)
                context.moveTo(round(x) + 0.5, TOP)
                context.lineTo(round(x) + 0.5, y)
                context.fillText(("−%d" % -margin) if margin < 0 else "%d" % margin, x, y + 9)
        context.textAlign, context.textBaseline = "right", "middle"
        step = nice(top / 4)
        for i in range(int(top / step) + 1):
            x, y = at(low, i * step)
            context.moveTo(x, round(y) + 0.5)
            context.lineTo(at(high, 0)[0], round(y) + 0.5)
            context.fillText("%g" % (i * step), x - 6, y)
        context.stroke()
        context.beginPath()
        context.strokeStyle = quiet
        x, y = at(0, 0)
        context.moveTo(round(x) + 0.5, TOP)
        context.lineTo(round(x) + 0.5, y)
        context.stroke()

    def _curves(self, low, frame):
        """The loss of both labels, which are one line for all losses that the page offers."""
        context, (across, up, left, bottom, width) = self._context, frame
        context.save()
        context.beginPath()
        context.rect(left, 0, width, bottom + 2)
        context.clip()
        matrix = window.DOMMatrix.new(to_js([across, 0, 0, -up, left - low * across, bottom]))
        scaled = window.Path2D.new()
        scaled.addPath(self._path, matrix)
        context.lineWidth, context.lineJoin = 1.5, "round"
        context.stroke(scaled)
        context.restore()

    def _point(self, event):
        near = self._find(self._places, event.offsetX, event.offsetY, REACH)
        self._hover(near if near >= 0 else None)

    def _hover(self, near):
        if near != self._near:
            self._near = near
            self._canvas.style.cursor = "default" if near is None else "pointer"
            self._read()
            self.redraw()

    def _read(self):
        """Show the numbers of the point that is pointed at."""
        i, numbers = self._near, ("–", "–")
        if i is not None and i < len(self._losses):
            margin = self._items[i][2] * float(self._scores[i])
            numbers = [window.String(float(number)) for number in (margin, self._losses[i])]
        by_id("margins-margin").textContent, by_id("margins-loss").textContent = numbers

    def _pick(self):
        if self._near is not None:
            self._page.trainer.net.pick_point(self._near)
            self.redraw()


def path(lines):
    """An SVG path of losses over margins, upwards."""
    step, parts = (HIGH - LOW) / (COUNT - 1), []
    for line in lines:
        parts += ["%s%.3f %.6g" % ("L" if i else "M", LOW + i * step, loss) for i, loss in enumerate(line)]
    return "".join(parts)


def nice(size):
    """The least of 1, 2, 5, 10, 20, ... times a power of ten from `size` on."""
    power = 10.0 ** math.floor(math.log10(size))
    for step in (1, 2, 5):
        if step * power >= size * 0.999:
            return step * power
    return 10 * power
