"""The playground's side in the worker: a net in training and its pictures.

Training, pictures and what prepares them are generators, which every frame advances for the budget.
"""

import math
from time import perf_counter

from engine.compiler.painter import Painter
from engine.compiler.scores import grid, scorer
from engine.engines import Values
from engine.recipes import schedule
from engine.train import evaluate
from ui.work.browser_host import BrowserHost
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.compiling import Compiling
from ui.work.picture import palette, path
from ui.work.registry import BUDGET, WithArrays, entry

COMPILED, HURRIED = (201, 177), (101, 89)  # columns and rows of a picture by the compiled field, and at full speed
LARGE = 5000  # parameters from which the finer one would take too long
COARSE, FINE = (33, 31), (65, 61)  # and of two pictures without one
LEVELS = (0.0, -1.0, 1.0)  # scores that have a line: the boundary, and the margin
LONG = 0.15  # seconds after which the coarse picture is shown, if the fine one is not ready
SLICE = 0.02  # seconds of training between two pictures, at least; and as many as drawing takes
GROWTH = 1.3  # how many times as many steps are done at a picture as at the one before, at most
CHUNK = 20_000  # weights to go through between two looks at the clock


class Session:
    """One net in training."""

    def __init__(self):
        self.points = []
        self.shape = self.engine = self.picture = self.scoring = self.machine = self.scores = self.painter = None
        self.compiling = Compiling()
        self.trouble = ""
        self.preparing = None
        self.error = None  # that the engine, which may be the visitor's own version, has raised

    def tell(self, state, parameters=None):
        """Take over the page's state, with the parameters so far, or else the seed's; frames prepare the rest.

        Returns whether the net takes these parameters: it may have others since its files were changed.
        """
        self.preparing = self.engine = self.error = None
        self.trouble = self.note = ""
        try:
            self.points[:] = [tuple(point) for point in state["points"]]
            self.domain = state["domain"]
            self.steps = state["steps"]
            self.net = net_of(state, parameters)
            self.preparing = self._prepare(state)
            return parameters is None or len(parameters) == len(self.net.parameters())
        except BaseException as error:
            self._fail(error)
            raise

    def _fail(self, error):
        self.error = error
        self.preparing = self.picture = self.scoring = None

    def _prepare(self, state):
        """A generator that makes ready what trains the net and draws it."""
        self.picture = self.scoring = None
        self.loss = loss_of(state)
        self.shades = palette(*state["palette"])
        if self.shape != (state["hidden"], state["bias"]):
            self.shape, self.scores = (state["hidden"], state["bias"]), None
        yield
        self.machine = yield from self._machine(note=state["backend"] == "compiled")
        if not self.machine and not self.scores:
            self.scores = scorer(self.net)
            yield
        self.compiled = self.machine is not None and state["backend"] == "compiled"  # is what trains
        rate = schedule(state["rate"], state["falls"])
        options = dict(alpha=state["alpha"], batch_size=state["batch"], seed=state["seed"], start=self.steps)
        self.engine = self.machine if self.compiled else Values(self.net, self.loss)
        self.training = self.engine.train(self.points, rate, **options)
        self.examples = 0  # of the step in progress
        self.hurried = False  # many steps are wanted, and pictures that do not keep them waiting
        self.started = False  # a generator cannot be sent how many steps to do before it is
        self._new_picture()

    def _machine(self, note):
        """A generator that returns the net as a Machine, which draws every picture, whichever engine trains; None, and
        perhaps a note, if it has none."""
        try:
            return (yield from self.compiling.machine(self.net, self.shape, self.loss))
        except Exception as error:  # an operation without a formula
            if note:
                self.note = "Value objects train this net, because it cannot be compiled here: %s." % error
            return None

    def edit(self, change):
        """Other points and perhaps another domain; training goes on with them from its next step."""
        self.points[:] = [tuple(point) for point in change["points"]]
        moved, self.domain = self.domain != change["domain"], change["domain"]
        if self.engine and not self.error:
            self.scoring = self._score(self.steps, self.engine.parameters())
            if moved:
                self._new_picture()

    def frame(self, steps):
        """Train for up to the budget and `steps` steps, and draw; returns what is new, as a dict with arrays.

        steps       how many steps are done in all
        parameters  after them, as an array of float64, unless they are what was told
        loss, accuracy, evaluated: on all points, after how many steps; only where that is news
        image, columns, rows: a new picture, if one is ready
        boundary, margin: the lines on it where the score is 0, and where it is -1 or 1, as SVG paths
        busy        whether a picture or an evaluation is unfinished
        examples    how many examples of the next step are done
        trouble     "diverged" if the loss or a parameter is not a finite number
        note        what the visitor should know of the engine that is at work, if anything
        What the engine, which may be the visitor's own version, raises is raised again until it is told a state.
        """
        if self.error:
            raise self.error
        self.answer = {}
        try:
            now = perf_counter()
            deadline = now + BUDGET
            while self.preparing and now < deadline:
                if next(self.preparing, "done") == "done":
                    self.preparing = None
                now = perf_counter()
            if self.preparing:
                waiting = {"steps": self.steps, "trouble": "", "note": self.note, "busy": True, "examples": 0}
                return WithArrays(waiting, {})
            self._go_on(now, deadline, self.steps + steps)
            return self._packed()
        except BaseException as error:
            self._fail(error)
            raise

    def _go_on(self, now, deadline, stop):
        """Train up to step `stop`, and draw, until the time is up."""
        self.hurried = self.compiled and stop > self.steps + 1
        while not self.trouble and now < deadline:
            before = now
            if self.picture:
                finished = next(self.picture, "done") == "done"
                now = perf_counter()
                self.drawing += now - before
                if finished:
                    self.answer.update(self.drawn or {})  # it may have been sent already
                    self.picture = self.drawn = None
                    break  # so that every picture is seen
            elif self.steps < stop and self.points:
                step = self.training.send(min(stop, self.due) - self.steps if self.started else None)
                now = perf_counter()
                self.trained += now - before
                self.examples += 1
                self.started = True
                if step:
                    self.examples = 0
                    self._take(step)
                    if self.steps in (stop, self.due) or self.trained > max(SLICE, self.drawing):
                        self._new_picture()
            elif self.scoring:
                if next(self.scoring, "done") == "done":
                    self.scoring = None
                now = perf_counter()
            else:
                break

    def _take(self, step):
        if math.isfinite(step.loss):
            self.steps = step.number
        else:
            self.trouble = "diverged"

    def _new_picture(self):
        """Begin a picture of the net as it is now, with its loss and accuracy."""
        self.trained = self.drawing = 0.0  # seconds of training since, and of drawing
        self.due = 1 + int(GROWTH * self.steps)  # the first steps are the most worth seeing
        self.begun = perf_counter()
        self.drawn = self.scoring = None  # what is drawn and not sent yet; the picture brings the scores along
        self.picture = self._pictures(self.steps, self.engine.parameters())

    def _evaluation(self, steps, parameters):
        """A generator that finds loss and accuracy on the points, and returns them for the answer."""
        points, scores = list(self.points), []
        if not points:
            return {}
        if self.machine:
            self._follow()
            loss, accuracy = self.machine.evaluate(points)
        else:
            chunk = max(1, CHUNK // len(parameters))
            for i in range(0, len(points), chunk):
                scores += self.scores(parameters, points[i : i + chunk])
                yield
            loss, accuracy = evaluate(scores, points, self.loss)
        return {"loss": loss, "accuracy": accuracy, "evaluated": steps}

    def _score(self, steps, parameters):
        """A generator that evaluates the net on points that have changed under a picture that has not."""
        self.answer.update((yield from self._evaluation(steps, parameters)))

    def _pictures(self, steps, parameters):
        """A generator that evaluates the net on the points, then draws it: coarsely, then finely."""
        measured = yield from self._evaluation(steps, parameters)
        if self.machine:
            self._follow()
            columns, rows = HURRIED if self.hurried or len(parameters) > LARGE else COMPILED
            self._draw(measured, *self.machine.picture(columns, rows, self.domain, self.shades, LEVELS), columns, rows)
            return
        chunk = max(1, CHUNK // len(parameters))
        for columns, rows in COARSE, FINE:
            scores = []
            for row in grid(self.domain, columns, rows):
                line = []
                for i in range(0, columns, chunk):
                    line += self.scores(parameters, row[i : i + chunk])
                    yield
                scores.append(line)
            self.painter = self.painter or Painter(BrowserHost)
            self._draw(measured, *self.painter.picture(scores, self.shades, LEVELS), columns, rows)
            yield

    def _draw(self, measured, image, lines, columns, rows):
        """Have a picture ready, with the lines of LEVELS."""
        boundary, margin = path(lines[0]), "".join(map(path, lines[1:]))
        self.drawn = dict(measured, image=image, columns=columns, rows=rows, boundary=boundary, margin=margin)

    def _follow(self):
        """Have the machine's parameters be those of the net, where Value objects train it."""
        if not self.compiled:
            self.machine.load()

    def _packed(self):
        answer = self.answer
        if self.drawn and perf_counter() - self.begun > LONG:  # the coarse picture, while the fine one is drawn
            answer.update(self.drawn)
            self.drawn = None
        parameters = self.engine.parameters()
        if not all(map(math.isfinite, parameters)):
            self.trouble = "diverged"
        answer["steps"] = self.steps
        answer["trouble"] = self.trouble
        answer["note"] = self.note
        answer["busy"] = bool(self.picture or self.scoring)
        answer["examples"] = self.examples
        arrays = {} if self.trouble else {"parameters": parameters}
        for name in ("image", "boundary", "margin"):
            if name in answer:
                arrays[name] = answer.pop(name)
        return WithArrays(answer, arrays)


_session = Session()
entry("tell")(_session.tell)
entry("edit")(_session.edit)
entry("frame")(_session.frame)
