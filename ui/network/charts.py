"""The curves of training on the screen: loss, accuracy and the norm of the gradient, by step.

A step that the visitor points at is one step in all of them: its numbers, exactly as the engine has them, stand above.
"""

from pyscript import document
from pyscript.ffi import to_js

from ui.network.margins import Margins
from ui.page.browser import Debounced, by_id, colour, key_of, listen, window
from ui.page.chart import Plot, axis

HEIGHT = 170  # in CSS pixels
LOSS, ACCURACY, TEST_LOSS, TEST_ACCURACY, GRADIENT = 1, 2, 3, 4, 5  # places in a row
LEAST = 1e-6  # what is below is drawn as if it were this, because 0 has no place on a logarithmic axis
KEYS = {"arrowleft": -1, "arrowright": 1, "pagedown": -20, "pageup": 20, "home": -(10**9), "end": 10**9}
OTHER_SEED = 10_000  # added to the seed of the data set for the points of the test, in the worker
TEST = "Test: %d fresh points of the same data set, from seed %d."
NO_TEST = "There is no test: the points are your own. A test share in the settings holds some out."
SHARE = "Test: %d of %d points, held out from training; they are hollow on the plane."
FILL = "columns.forEach((column, i) => { column.length = keep; for (const row of rows) column.push(row[i]) })"
PICK = "const table = places.map(i => columns[i]); return ghosts ? uPlot.join([table, places.map(i => ghosts[i])]) : table"
SHORT = """return v.map(x => x === null ? "" : x >= 1e9 ? x / 1e9 + "G" : x >= 1e6 ? x / 1e6 + "M"
: x >= 1e3 ? x / 1e3 + "k" : x === 0 ? "0" : Math.abs(x) < 1e-3 ? x.toExponential(0) : String(x))"""
PERCENT = "return v.map(x => x === null ? '' : Math.round(100 * x) + '%')"
TO_ONE = "return [Math.max(0, Math.min(low ?? 1, 0.9) - 0.05), 1]"
FROM_ZERO = "return [0, Math.max(10, high ?? 0)]"
# The powers of ten on an axis, and 0 where it has a place there; none on the axis of no numbers, which has no ends.
DECADES = """const found = low <= 0 ? [0] : [], last = Math.log10(high) + 1e-9
for (let d = low <= 0 ? 0 : Math.ceil(Math.log10(low) - 1e-9); d <= last && d < 309; d++) found.push(10 ** d)
return found"""


class Table:
    """A Series in JavaScript's arrays, a column each, to which only what is new is added."""

    def __init__(self):
        self.columns = window.Array.new()
        for _ in range(6):
            self.columns.push(window.Array.new())
        self.kept = 0
        self._fill = window.Function.new("columns", "keep", "rows", FILL)

    def follow(self, series):
        """Have the rows of a series, of which `kept` are here already."""
        rows = [[float(row[0])] + [None if x is None else max(float(x), LEAST) for x in row[1:]] for row in series.rows[self.kept :]]
        self._fill(self.columns, self.kept, to_js(rows))
        self.kept = series.settled


class Curves:
    """A view (see `Views`) of `page.curve`."""

    def __init__(self, page):
        self._curve, self._values, self._held_out = page.curve, page.values, page.held_out
        self._margins = Margins(page)
        page.trainer.net.tells(self._found)
        self._table, self._ghost = Table(), None
        self._era, self._step, self._here = -1, None, True
        self._pick = window.Function.new("columns", "ghosts", "places", PICK)
        self._short, self._percent = window.Function.new("u", "v", SHORT), window.Function.new("u", "v", PERCENT)
        self._from_zero = window.Function.new("u", "low", "high", FROM_ZERO)
        self._to_one = window.Function.new("u", "low", "high", TO_ONE)
        self._decades = window.Function.new("u", "i", "low", "high", DECADES)
        self._plots = [self._plot("curve", LOSS, TEST_LOSS), self._plot("accuracy-curve", ACCURACY, TEST_ACCURACY)]
        self._plots.append(self._plot("gradient-curve", GRADIENT))
        self._lines = [document.createElement("i") for _ in 2 * self._plots]  # at the step pointed at, and at the page's
        for i, (plot, _) in enumerate(self._plots + self._plots):
            self._lines[i].className = "at-step" if i < len(self._plots) else "at-step now"
            self._lines[i].hidden = True
            plot.place.parentElement.append(self._lines[i])
        for plot, _ in self._plots:
            place = plot.place
            listen(place, "pointermove", lambda event, plot=plot: self._point(self._at(plot, event)))
            listen(place, "pointerleave", lambda event: self._point(None))
            listen(place, "click", lambda event, plot=plot: self._go(self._at(plot, event)))
        for name in ("log-steps", "log-loss"):
            listen(by_id(name), "change", lambda event: self.recolour())
        listen(window, "hashchange", lambda event: self.shown(None))  # the chapter may be in view again
        self._slider = by_id("curve-step")
        listen(self._slider, "keydown", self._key, passive=False)
        listen(self._slider, "blur", lambda event: self._point(None))
        self._say = Debounced(self._speak, 250)
        self.shown(None)

    def show(self):
        self._here = True
        self.shown(None)

    def hide(self):
        self._here = False

    def ready(self):
        self._margins.ready()

    def lost(self):
        pass

    def reset(self):
        self.shown(None)

    def recolour(self):
        """Other colours, or other axes."""
        for plot, _ in self._plots:
            plot.build()
        self._margins.redraw()

    def shown(self, answer):
        """A frame was painted."""
        if not self._here or by_id("network").hidden:
            return
        curve = self._curve
        values = self._values
        own = values["dataset"] == "own"
        words = NO_TEST if own else TEST % (values["count"], values["seed"] + OTHER_SEED)
        held = self._held_out() if values["share"] else ()
        if True in held:
            words = SHARE % (held.count(True), len(held))
        if by_id("test-words").textContent != words:
            by_id("test-words").textContent = words
        by_id("curve-empty").hidden = len(curve.series.rows) > 1
        if self._era != curve.era:
            self._era, self._table.kept = curve.era, 0
            had, self._ghost = self._ghost, Table() if curve.ghosted else None
            if self._ghost:
                self._ghost.follow(curve.ghosted)
            self._draw(anew=bool(had) != bool(self._ghost))
        else:
            self._draw()
        self._read()
        self._place_lines()

    def _found(self, found):
        if self._here:
            self._margins.follow(found)

    def _draw(self, anew=False):
        """Draw what is known; anew: the charts have other lines than before, and old ones cannot show the new rows."""
        self._table.follow(self._curve.series)
        for plot, places in self._plots:
            ghosts = self._ghost.columns if self._ghost else None
            rows = self._pick(self._table.columns, ghosts, to_js([0] + places))
            if anew:
                plot.data = rows
                plot.build()
            else:
                plot.show(rows)

    def _plot(self, name, *places):
        columns = [[], []] + [[]] * (len(places) - 1)
        plot = Plot(by_id(name), HEIGHT, lambda: self._options(places), columns, self._place_lines)
        return plot, list(places)

    def _options(self, places):
        inks = [colour("--accent"), colour("--ink")]
        lines = [{"stroke": ink, "width": width, "points": {"show": False}} for ink, width in zip(inks, (2, 1.25))]
        lines = lines[: len(places)]
        if len(lines) > 1:
            lines[1]["dash"] = [5, 4]
        if self._ghost:
            lines += [dict(line, alpha=0.35) for line in lines]
        x, y = {"time": False, "range": self._from_zero}, {"range": {"min": {"soft": 0, "mode": 1}, "max": {"pad": 0.1}}}
        across, up = dict(size=28, values=self._short), dict(size=52, values=self._short)
        if by_id("log-steps").checked:
            x.update(distr=4, asinh=1)
            across["splits"] = self._decades
        if places[0] == GRADIENT or (places[0] == LOSS and by_id("log-loss").checked):
            y = {"distr": 3}
            up["splits"] = self._decades
        elif places[0] == ACCURACY:
            y = {"range": self._to_one}
            up["values"] = self._percent
        return {
            "padding": [8, 16, 0, 0],
            "scales": {"x": x, "y": y},
            "axes": [axis(**across), axis(**up)],
            "series": [{}] + lines,
        }

    def _at(self, plot, event):
        """The index of the row nearest to a pointer event."""
        if not plot.chart:
            return None
        left = event.clientX - plot.chart.over.getBoundingClientRect().left
        return self._curve.series.at(float(plot.chart.posToVal(left, "x")))

    def _point(self, index):
        """The visitor points at a row; None: at none."""
        rows = self._curve.series.rows
        self._step = None if index is None or not rows else rows[index][0]
        self._read()
        self._place_lines()
        if self._curve.on_hover:
            self._curve.on_hover(self._step)

    def _go(self, index):
        rows = self._curve.series.rows
        if index is not None and rows and self._curve.on_point:
            self._curve.on_point(rows[index][0])

    def _key(self, event):
        key, rows = key_of(event), self._curve.series.rows
        if not rows or not (key in KEYS or key in ("enter", "escape")):
            return
        event.preventDefault()
        if key == "escape":
            self._point(None)
        elif key == "enter":
            self._go(self._index())
        else:
            self._point(min(max(self._index() + KEYS[key], 0), len(rows) - 1))
            self._say()

    def _index(self):
        """Of the row whose numbers are shown: the one pointed at, or where the page is."""
        step = self._curve.marked if self._step is None else self._step
        rows = self._curve.series.rows
        return len(rows) - 1 if step is None else self._curve.series.at(step)

    def _read(self):
        """Show the numbers of a row."""
        rows = self._curve.series.rows
        row = rows[self._index()] if rows else (0,) + 5 * (None,)
        self._slider.textContent = "Step %d" % row[0]
        for name, place in (("loss", LOSS), ("test-loss", TEST_LOSS), ("gradient", GRADIENT)):
            by_id("curve-" + name).textContent = exactly(row[place])
        for name, place in (("accuracy", ACCURACY), ("test-accuracy", TEST_ACCURACY)):
            by_id("curve-" + name).textContent = "–" if row[place] is None else "%.4g%%" % (100 * row[place])

    def _speak(self):
        """Say the row to those who do not see it."""
        row = self._curve.series.rows[self._index()]
        loss = "not finite" if row[LOSS] is None else "%.4g" % row[LOSS]
        by_id("curve-said").textContent = "Step %d: loss %s, accuracy %.3g%%." % (row[0], loss, 100 * row[ACCURACY])

    def _place_lines(self):
        count = len(self._plots)
        for i, line in enumerate(self._lines):
            step = self._step if i < count else self._curve.marked
            chart = self._plots[i % count][0].chart
            line.hidden = step is None or not chart
            if not line.hidden:
                over = chart.over.getBoundingClientRect()
                frame = line.parentElement.getBoundingClientRect()
                line.style.left = "%.1fpx" % (over.left - frame.left + chart.valToPos(float(step), "x"))


def exactly(number):
    """All digits that a float has, in the fewest that read as the same one again."""
    return "–" if number is None else window.String(float(number))
