"""The loss by the margin, as the engine has it, and every point on it at its margin: how far on the right side it is."""

import asyncio
import math

from ui.network.marks import ring, shape
from ui.network.pulls import rings
from ui.page.browser import by_id, colour, listen, on_next_frame, on_other_resolution, window
from ui.page.wire import Failed

LOW, HIGH, COUNT = -10, 10, 401  # margins at which the loss is known; points beyond are drawn at the edge
USUAL = -2, 3  # margins that are always shown
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 8, 28  # CSS pixels around the plot
RADIUS, CROWDED, SMALL = 4.0, 300, 2.8  # of a point; points, from which on they are smaller, and their radius then
REACH = 12  # CSS pixels: how near counts as on a point
NAMES = {"hinge": "max(0, 1 − margin)", "squared": "(1 − margin)²", "logistic": "log(1 + exp(−margin))"}


class Margins:
    """Draws on the canvas `#margins` what `page.trainer.net` finds out."""

    def __init__(self, page):
        self._page = page
        self._canvas = by_id("margins")
        self._context = self._canvas.getContext("2d")
        self._lines, self._name, self._asking = None, None, False
        self._found = None
        self._margins, self._losses, self._labels, self._places = [], [], [], []
        self._near = None  # the index of the point that is pointed at
        self._waiting = False
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
            scores = list(found["scores"])
            self._labels = [y for _, _, y in items]
            self._margins = [y * float(score) for y, score in zip(self._labels, scores)]
            self._losses = found["losses"]
            count = len(rings(found))
            words = "%s of %d points pull%s" % (count or "none", len(items), "" if count > 1 else "s")
        else:
            self._margins, self._losses, self._labels, words = [], [], [], ""
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
            self._lines = await self._page.bridge.ask("loss_shape", name, LOW, HIGH, COUNT)
            self._name = name
        except Failed:
            self._lines, self._name = None, name  # training says what the engine has raised
        self._asking = False
        self.redraw()

    def _frame(self):
        """(first margin, last margin, highest loss) of the plot."""
        low = max(LOW, math.floor(min(self._margins + [USUAL[0]])))
        high = min(HIGH, math.ceil(max(self._margins + [USUAL[1]])))
        finite = [loss for loss in self._losses if loss < 1e9]
        return low, high, max([1.0 - USUAL[0] - 0.5] + [1.08 * loss for loss in finite])

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
        low, high, top = self._frame()
        across, up = (width - LEFT - RIGHT) / (high - low), (height - TOP - BOTTOM) / top
        at = lambda margin, loss: (LEFT + (margin - low) * across, height - BOTTOM - loss * up)  # noqa: E731
        self._axes(context, at, low, high, top)
        context.save()
        context.beginPath()
        context.rect(LEFT, 0, width - LEFT - RIGHT, height - BOTTOM + 6)
        context.clip()
        for values in (self._lines or [])[: 1 if self._lines and self._lines[0] == self._lines[1] else 2]:
            self._curve(context, at, values, low, high)
        context.restore()
        context.textAlign, context.textBaseline, context.fillStyle = "right", "top", colour("--quiet")
        context.fillText(NAMES.get(self._name, ""), width - RIGHT, TOP + 2)
        self._dots(context, at, low, high, top)

    def _axes(self, context, at, low, high, top):
        context.font = "12px system-ui, sans-serif"
        context.fillStyle, context.strokeStyle, context.lineWidth = colour("--quiet"), colour("--rule"), 1
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
        context.strokeStyle = colour("--quiet")
        x, y = at(0, 0)
        context.moveTo(round(x) + 0.5, TOP)
        context.lineTo(round(x) + 0.5, y)
        context.stroke()

    def _curve(self, context, at, values, low, high):
        context.beginPath()
        for i, loss in enumerate(values):
            margin = LOW + (HIGH - LOW) * i / (COUNT - 1)
            if low - 0.1 <= margin <= high + 0.1:
                context.lineTo(*at(margin, min(loss, 1e9)))
        context.strokeStyle, context.lineWidth, context.lineJoin = colour("--ink"), 1.5, "round"
        context.stroke()

    def _dots(self, context, at, low, high, top):
        radius = SMALL if len(self._margins) > CROWDED else RADIUS
        self._places = [
            at(min(max(margin, low), high), min(max(loss, 0.0), top) if loss == loss else top)
            for margin, loss in zip(self._margins, self._losses)
        ]
        context.strokeStyle, context.lineWidth, context.globalAlpha = colour("--point-edge"), 1, 0.85
        for label, name in ((-1, "--negative"), (1, "--positive")):
            context.beginPath()
            for (x, y), found in zip(self._places, self._labels):
                if found == label:
                    shape(context, x, y, label, radius)
            context.fillStyle = colour(name)
            context.fill()
            context.stroke()
        context.globalAlpha = 1.0
        context.strokeStyle, context.lineWidth = colour("--ink"), 2
        for index in (self._near, self._page.trainer.net.point if self._page.trainer.net else None):
            if index is not None and index < len(self._places):
                context.beginPath()
                ring(context, *self._places[index], radius + 4)
                context.stroke()

    def _point(self, event):
        x, y, best, near = event.offsetX, event.offsetY, REACH * REACH, None
        for i, (left, top) in enumerate(self._places):
            distance = (left - x) * (left - x) + (top - y) * (top - y)
            if distance <= best:
                best, near = distance, i
        self._hover(near)

    def _hover(self, near):
        if near != self._near:
            self._near = near
            self._canvas.style.cursor = "default" if near is None else "pointer"
            self._read()
            self.redraw()

    def _read(self):
        """Show the numbers of the point that is pointed at."""
        i = self._near
        known = i is not None and i < len(self._margins)
        numbers = [window.String(float(x)) for x in (self._margins[i], self._losses[i])] if known else ("–", "–")
        by_id("margins-margin").textContent, by_id("margins-loss").textContent = numbers

    def _pick(self):
        if self._near is not None and self._page.trainer.net:
            self._page.trainer.net.pick_point(self._near)
            self.redraw()


def nice(size):
    """The least of 1, 2, 5, 10, 20, ... times a power of ten from `size` on."""
    power = 10.0 ** math.floor(math.log10(size))
    for step in (1, 2, 5):
        if step * power >= size * 0.999:
            return step * power
    return 10 * power
