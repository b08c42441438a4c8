"""The chapter "line": puts its parts together and decides what each wish of the visitor means."""

import asyncio

from pyscript import document

from engine.exhibits.bowl import Bowl
from engine.exhibits.line_by_line import PATH
from engine.nn import Linear
from engine.records.line_run import made
from engine.records.states import MOST_POINTS, defaults
from ui.line import sentences as words
from ui.line.curvature import show_rate
from ui.line.fields import Fields
from ui.line.journey import Journey
from ui.line.listing import Listing, read
from ui.line.loss_curves import Chart
from ui.line.paths import PathFinder
from ui.line.player import Player
from ui.line.restoring import Restoring
from ui.line.scatter import Scatter
from ui.line.start_hand import StartHand
from ui.line.valley import Valley
from ui.page.browser import by_id, key_of, listen, show_count, window
from ui.page.hand import Hand
from ui.page.points import Points, rounded
from ui.page.status import Status
from ui.page.wire import Failed


def _label(event):
    """What a click adds, a point without a label; None where it erases."""
    erases = document.querySelector("input[name=line-tool]:checked").value == "erase"
    return None if erases or event.altKey or getattr(event, "button", 0) == 2 else 0


class Line:
    """Owns the chapter's state: `points`, `journey`, and the values of `fields`. See ui.chapters."""

    @classmethod
    async def opened(cls, page):
        """The chapter, made when it is first opened; `page` is the whole page."""
        return cls(page)

    def __init__(self, page):
        self._page = page
        self._shown = False
        self.seed = 0  # of points that are made
        self.points = Points()
        self.bowl = None
        self.journey = Journey(defaults("line")["start"])
        self.fields = Fields(self._field_changed)
        self.say = Status("line-status").say
        self.listing = Listing()
        self.scatter = Scatter(self.points, self.journey, lambda: self.bowl)
        self.valley = Valley(self.journey, lambda: self.bowl)
        self.chart = Chart(
            self.journey, lambda: self.bowl.least if self.bowl else None, lambda: self.fields.values["epochs"]
        )
        self.player = Player(self, page.bridge)
        self.paths = PathFinder(self, page.bridge)
        self._hand = Hand(
            self.scatter.sheet, self.points, self._points_changed, _label, Status("line-said"), lambda label: "A point", MOST_POINTS, self._full
        )
        self._start_hand = StartHand(self.valley.sheet, lambda: self.journey.start, self._start_moved)
        self._show_code()
        self._restoring = Restoring(self, page.write_address)
        self._restoring.put(self._restoring.first)
        self.points.forget()
        self._attach()
        self._show_points()
        self.say(words.HELLO if self.points.items else words.NO_POINTS)

    def state(self):
        """What the address says, see engine.records.states."""
        return self._restoring.state()

    def open(self, state, fresh, untried):
        """Show what an address says; fresh: somebody has just opened a link. There is no code in it."""
        self._restoring.open(state, fresh)

    def greet(self):
        """Say what to do, now that there are points again."""
        if by_id("line-status").textContent == words.NO_POINTS:
            self.say(words.HELLO)

    def show(self):
        """The chapter is on the screen."""
        self._shown = True
        self.paths.wake()
        self.player.wake()

    def hide(self):
        """It is not any more: a run waits until it is again."""
        self._shown = False

    def ready(self):
        """A worker can be asked; it may have other files of the engine than the one before."""
        if self._show_code():
            if PATH in self._page.bridge.changed:
                self.say(words.OWN)
            self.player.begin_example_again()
            self.show_run()
        self.paths.stale()
        self.player.wake()

    def lost(self):
        """What the worker was asked will not be answered."""
        self.paths.lost()
        self.player.lost()

    def recolour(self):
        """The colours have changed."""
        self.scatter.sheet.read_colours()
        self.valley.sheet.read_colours()
        self.chart.build()

    def is_shown(self):
        return self._shown

    def examples(self):
        """The points as training takes them: a list of (x, y)."""
        return [item[:2] for item in self.points.items]

    def show_run(self, seen=(), only_last=False):
        """Show where the run is; seen: what the statements of the last example have left behind."""
        journey = self.journey
        for name, value in (("slope", journey.a), ("intercept", journey.b)):
            by_id(name).textContent = words.number(value).replace("-", "−")
            by_id(name).setAttribute("data-value", repr(value))
        by_id("line-loss").textContent = words.number(self.bowl.loss(journey.a, journey.b)) if self.bowl else "–"
        by_id("line-epoch").textContent = str(journey.epochs)
        by_id("line-steps").textContent = str(journey.steps)
        self.listing.light(seen, only_last)
        by_id("line-how").textContent = words.how(journey)
        for name, number in zip(("line-t", "line-i"), words.turn(journey, len(self.points.items))):
            by_id(name).textContent = number
        by_id("line-example").textContent = words.example(self.examples(), journey)
        self.scatter.sheet.redraw()
        self.valley.sheet.redraw()

    def _attach(self):
        player = self.player
        for name, act in (
            ("line-train", player.toggle),
            ("line-step", player.step),
            ("line-next", player.next_line),
            ("line-one-epoch", player.epoch),
            ("line-reset", self.reset),
            ("line-random", self._random_start),
            ("line-undo", lambda: self._swap(self.points.undo)),
            ("line-redo", lambda: self._swap(self.points.redo)),
            ("line-clear", lambda: self._swap(self._clear)),
            ("line-new", lambda: self._swap(self._other_points)),
        ):
            listen(by_id(name), "click", lambda event, act=act: act())
        listen(by_id("line-speed"), "input", lambda event: player.set_speed(int(by_id("line-speed").value)))
        listen(by_id("line-eta-slider"), "input", lambda event: self._slide())
        listen(document, "keydown", self._shortcut, passive=False)
        listen(window, "pagehide", lambda event: self.flush())
        listen(document, "visibilitychange", lambda event: self._restoring.keep.flush())
        player.set_speed(int(by_id("line-speed").value))

    def reset(self):
        """Stop, and go back to the start."""
        self.player.stop()
        self.journey.reset()
        self.show_run()
        self.chart.draw()
        self.say(words.RESET)

    def _start_moved(self, a, b):
        """The descent is to begin at another place: a run that has begun is over."""
        self.journey.start = rounded(a), rounded(b)
        self._restoring.edited()
        self.reset()
        self.say(words.started(*self.journey.start))
        self.paths.stale()

    def _random_start(self):
        """Begin where the model's class does, with the next seed."""
        seed = (self.fields.values["seed"] + 1) % 10000
        if not self._page.bridge.changed:
            model = Linear(seed=seed)
            self._start_at(model.a.data, model.b.data, seed)
        elif self._page.bridge.state == "ready":
            asyncio.create_task(self._ask_start(seed))
        else:
            self.say(words.WAIT)

    async def _ask_start(self, seed):
        """The same, where the class is the visitor's own."""
        try:
            a, b = await self._page.bridge.ask("line_start", seed)
        except Failed as failure:
            self.say("The engine, as you have changed it, failed here: " + failure.words)
            return
        self._start_at(a, b, seed)

    def _start_at(self, a, b, seed):
        self.fields.put("seed", seed)
        self._start_moved(a, b)
        self.say(words.random_start(*self.journey.start, seed))

    def _show_code(self):
        """Show the code that is in force; returns whether the lines that run are others than before."""
        by_id("line-class").textContent = words.model_text(read(self._page.bridge.changed, "engine/nn.py"))
        return self.listing.show(read(self._page.bridge.changed))

    def flush(self):
        """The page goes away, perhaps only to be loaded again: let what was typed count, and keep it."""
        self.fields.flush()
        self._restoring.keep.flush()

    def _field_changed(self, key):
        if key in ("eta", "order", "seed"):
            self.journey.disturb()
        self._restoring.edited()
        by_id("line-eta-slider").value = words.slider_of(self.fields.values["eta"])
        self.journey.seed = self.fields.order_seed()
        if key == "order":
            self.say(words.ordered(self.journey))
        by_id("line-how").textContent = words.how(self.journey)
        self.paths.stale()
        self.chart.draw()
        self._show_rate()

    def _slide(self):
        self.fields.put("eta", words.eta_of(int(by_id("line-eta-slider").value)))

    def _other_points(self):
        self.seed += 1
        self.points.replace([(x, y, 0) for x, y in made(self.seed)], self.seed)
        return True

    def _clear(self):
        self.points.replace([])
        return True

    def _swap(self, change):
        """All points may be others after this."""
        if change():
            self._hand.release()
            self.journey.example = None
            self._points_changed()

    def _points_changed(self):
        """A point was added, moved or removed: the run, if there is one, goes on with the points as they are."""
        if self.points.origin is not None:
            self.seed = self.points.origin
        self.journey.disturb()
        self._restoring.edited()
        examples = self.examples()
        self.bowl = Bowl(examples) if examples else None
        if self.journey.example is not None and self.journey.example >= len(examples):
            self.journey.example = None
        self.journey.curve = []  # the losses of other points
        self.player.points_changed()
        self.valley.fit()
        self._show_points()
        self.show_run()
        self.chart.draw()
        self.paths.stale()

    def points_put(self):
        """All points, the start and the settings are others, and the run is to begin at the start."""
        self._hand.release()
        self.bowl = Bowl(self.examples()) if self.points.items else None
        by_id("line-eta-slider").value = words.slider_of(self.fields.values["eta"])
        by_id("line-how").textContent = words.how(self.journey)
        self.valley.fit()
        self._show_points()
        self.paths.stale()

    def run_rests(self):
        """The run has stopped, or has been moved on by hand."""
        self._restoring.changed()

    def _full(self):
        self.say("There are %d points, which is all that this chapter takes. Remove one first." % MOST_POINTS)

    def _show_points(self):
        show_count("line-count", len(self.points.items))
        by_id("line-undo").disabled = not self.points.can_undo()
        by_id("line-redo").disabled = not self.points.can_redo()
        by_id("line-clear").disabled = not self.points.items
        by_id("line-empty").hidden = bool(self.points.items)
        bowl = self.bowl
        by_id("line-best").textContent = words.best(bowl, len(self.points.items))
        self._show_rate()

    def show_largest_in_order(self, eta):
        """Show from which eta on epochs in this order first diverge; None if that is not known yet."""
        by_id("line-largest-order").textContent = "%.3g" % eta if eta else "–"

    def _show_rate(self):
        show_rate(self.fields.values["eta"], self.bowl, self.examples())

    def _shortcut(self, event):
        """Ctrl-Z, Ctrl-Shift-Z and Ctrl-Y, anywhere in the chapter but in a text field."""
        key = key_of(event)
        if not self._shown or key not in ("z", "y") or not (event.ctrlKey or event.metaKey):
            return
        if not event.target.closest("input:not([type=range]), textarea, .cm-editor"):
            event.preventDefault()
            self._swap(self.points.redo if key == "y" or event.shiftKey else self.points.undo)
