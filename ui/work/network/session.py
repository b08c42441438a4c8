"""The playground's side in the worker: a net in training and its pictures.

Training, pictures and what prepares them are generators, which every frame advances for the budget.
"""

import math
from time import perf_counter

from engine.data import held_out
from engine.engines import Values
from engine.recipes import schedule
from ui.work.network.comparing import loss_of, net_of, put
from ui.work.network.compiling import Compiling
from ui.work.network.measures import evaluation, fresh_points, norm, of_edges
from ui.work.network.painting import Drawing
from ui.work.registry import BUDGET, WithArrays, entry

LONG = 0.15  # seconds after which the coarse picture is shown, if the fine one is not ready
SLICE = 0.02  # seconds of training between two pictures, at least; and as many as drawing takes
GROWTH = 1.3  # how many times as many steps are done at a picture as at the one before, at most


class Session:
    """One net in training."""

    def __init__(self):
        self.points = []  # the page's
        self.held = []  # which of them are held out for the test
        self.learnt, self.test = [], None  # the others; and points to test with, None if there are none
        self.taught = []  # those that are trained on, which a step that has begun keeps to its end
        self.engine = self.picture = self.scoring = self.machine = None
        self.compiling, self.drawing = Compiling(), Drawing()
        self.trouble = ""
        self.preparing = None
        self.error = None  # that the engine, which may be the visitor's own version, has raised

    def tell(self, state, parameters=None):
        """Take over the page's state, with the parameters so far, or else the seed's; frames prepare the rest.

        state["goal"]  a step that is to be reached from there before anything is shown, if it is not None
        Returns whether the net takes these parameters: it may have others since its files were changed.
        """
        self.preparing = self.engine = self.error = None
        self.trouble = self.note = ""
        try:
            self._take_points(state["points"], state)
            self.taught[:] = self.learnt
            self.state, self.steps = state, state["steps"]
            self.goal = max(self.steps, state.get("goal") or 0)
            self.gradient = None, None
            self.net = net_of(state, parameters)
            self.drawing.tell(state, self.net)
            self.preparing = self._prepare(state)
            return parameters is None or len(parameters) == len(self.net.parameters())
        except BaseException as error:
            self._fail(error)
            raise

    def _take_points(self, points, data):
        """Take over the page's points. What is measured, shown and followed as training's is of those that are trained on;
        the test is of those that are held out, or of fresh ones where none are."""
        self.points[:] = [tuple(point) for point in points]
        self.held = held_out(len(self.points), data.get("share", 0), data.get("seed", 0))
        self.learnt = [point for point, held in zip(self.points, self.held) if not held]
        self.test = [point for point, held in zip(self.points, self.held) if held] or fresh_points(data)

    def _fail(self, error):
        self.error = error
        self.preparing = self.picture = self.scoring = None

    def _prepare(self, state):
        """A generator that makes ready what trains the net and draws it."""
        self.picture = self.scoring = None
        self.loss = loss_of(state)
        yield
        shape = state["hidden"], state["bias"]
        self.machine = yield from self._machine(shape, note=state["backend"] == "compiled")
        self.drawing.prepare(self.machine)
        yield
        self.compiled = self.machine is not None and state["backend"] == "compiled"  # is what trains
        self.rate = schedule(state["rate"], state["falls"])
        self.options = dict(alpha=state["alpha"], batch_size=state["batch"], seed=state["seed"])
        self.engine = self.machine if self.compiled else Values(self.net, self.loss)
        self.hurried = False  # many steps are wanted, and pictures that do not keep them waiting
        self._start()
        self._new_picture()

    def _start(self):
        """Train the net as it is from the step that is reached."""
        self.engine.load()
        self.taught[:] = self.learnt
        self.later = False
        self.training = self.engine.train(self.taught, self.rate, start=self.steps, **self.options)
        self.before = self.share = None  # the parameters before the last step, and how much of it is to be drawn
        self.examples = 0  # of the step in progress
        self.started = False  # a generator cannot be sent how many steps to do before it is

    def _machine(self, shape, note):
        """A generator that returns the net as a Machine, which draws every picture, whichever engine trains; None, and
        perhaps a note, if it has none."""
        try:
            return (yield from self.compiling.machine(self.net, shape, self.loss))
        except Exception as error:  # an operation without a formula
            if note:
                self.note = "Value objects train this net, because it cannot be compiled here: %s." % error
            return None

    def edit(self, change, parameters=None):
        """Other points, perhaps another domain, view of the net or parameters, which are then those at step
        `change["steps"]`; training goes on with them from its next step. Returns whether that is at once: a step
        that has begun ends with the points it began with, and a frame says "edited" then."""
        self._take_points(change["points"], change.get("data", self.state))
        moved = self.drawing.edit(change)
        if parameters is not None:
            self.steps = self.goal = change["steps"]
            self.trouble, self.gradient = "", (None, None)
            put(self.net, parameters)
        if not self.engine or self.error:
            return True
        if parameters is not None:
            moved = True
            self._start()
        self.later = self.examples > 0 and not self.compiled
        if not self.later:
            self.taught[:] = self.learnt
        self.scoring = self._score(self.steps, self.engine.parameters())
        if moved:
            self._new_picture()
        return not self.later

    def frame(self, steps, share=None):
        """Train for up to the budget and `steps` steps, and draw; returns what is new, as a dict with arrays.

        share: how much of the way of the last step to draw, from 0 to 1, where a module trains; None for all of it

        steps       how many steps are done in all
        parameters  after them, as an array of float64, unless they are what was told
        loss, accuracy, evaluated: on the points that are trained on, after how many steps; only where that is news; with them
        test        the same two on the points held out, or on fresh points of the data set, None if there are none
        gradient    the norm of the gradient of the step that led here, None if none did since the state was told
        image, columns, rows: a new picture, if one is ready
        boundary, margin: the lines on it where the score is 0, and where it is -1 or 1, as SVG paths; if a neuron is
                    picked, where that switches, and the boundary
        tiles, edges, creases, crease_grid: the view of the net, with such a picture, as far as it is wanted
        busy        whether a picture or an evaluation is unfinished
        examples    how many examples of the next step are done
        edited      whether points that came during a step are trained on from here
        trouble     "diverged" if the loss or a parameter is not a finite number
        note        what the visitor should know of the engine that is at work, "" if nothing; not there while it is made ready
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
                waiting = {"steps": self.steps, "trouble": "", "busy": True, "examples": 0}
                return WithArrays(dict(waiting, edited=False), {})
            self.share = share
            if share is not None and self.before and not (steps or self.picture):
                self.picture = self._pictures(self.engine.parameters())
            self._go_on(now, deadline, max(self.steps + steps, self.goal))
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
                self.spent += now - before
                if finished:
                    self.answer.update(self.drawn or {})  # it may have been sent already
                    self.picture = self.drawn = None
                    break  # so that every picture is seen
            elif self.steps < stop and self.taught:
                self.before = self.engine.parameters() if self.share is not None and self.compiled else None
                step = self.training.send(min(stop, self.due) - self.steps if self.started else None)
                now = perf_counter()
                self.trained += now - before
                self.examples += 1
                self.started = True
                if step:
                    self.examples = 0
                    self._take(step)
                    if self.steps in (stop, self.due) or self.trained > max(SLICE, self.spent):
                        self.gradient = self.steps, norm(self.engine.gradients())
                        self._new_picture()
                    if self.later:
                        self.taught[:] = self.learnt
                        self.later, self.answer["edited"] = False, True
                        break  # so that the page has the parameters of this step
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
        self.trained = self.spent = 0.0  # seconds of training since, and of drawing
        self.due = max(1 + int(GROWTH * self.steps), self.goal)  # the first steps are the most worth seeing
        self.begun = perf_counter()
        self.picture = self.drawn = self.scoring = None  # drawn: and not sent yet; the picture brings the scores along
        if self.steps >= self.goal:
            self.picture = self._pictures(self.engine.parameters(), self.steps)

    def _score(self, steps, parameters):
        """A generator that evaluates the net on points that have changed under a picture that has not."""
        self.answer.update((yield from evaluation(self, steps, parameters)))

    def _pictures(self, parameters, steps=None):
        """A generator that evaluates the net on the points, if it is new after so many steps, then draws it."""
        measured = {} if steps is None else (yield from evaluation(self, steps, parameters))
        self.follow()
        part_way = self.before and self.share is not None
        if part_way:
            self._put([a + self.share * (b - a) for a, b in zip(self.before, parameters)])
        for drawn in self.drawing.pictures(self.machine, parameters, self.hurried, lambda: of_edges(self)):
            if part_way:  # a machine draws at once
                self._put(parameters)
            if drawn:
                self.drawn = dict(self.drawn or {}, **measured, **drawn)
            yield

    def _put(self, parameters):
        put(self.net, parameters)
        self.machine.load()

    def follow(self):
        """Have the machine's parameters be those of the net, where Value objects train it."""
        if self.machine and not self.compiled:
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
        answer["busy"] = bool(self.picture or self.scoring or self.steps < self.goal)
        answer["edited"] = answer.get("edited", False)
        answer["examples"] = self.examples
        arrays = {} if self.trouble else {"parameters": parameters}
        for name in ("image", "boundary", "margin", "tiles", "edges"):
            if name in answer:
                arrays[name] = answer.pop(name)
        return WithArrays(answer, arrays)


session = Session()
entry("tell")(session.tell)
entry("edit")(session.edit)
entry("frame")(session.frame)
