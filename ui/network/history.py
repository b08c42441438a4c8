"""Keeps all training so far, goes back to any step of it, and keeps the branch that was left when training went on from
an earlier step, or began anew.

What is kept holds the page's values and points too, so that a step is shown as it was, and goes on as it did.
"""

from engine.records.settings import SETTINGS, STOPS
from ui.network.timeline import ROOM, Timeline
from ui.page.browser import Debounced, now
from ui.page.packing import changed_numbers

PATIENCE = 150  # milliseconds that a step has to come back before another one is asked for in its place
GESTURE = 1000  # milliseconds in which changes of one kind are one
POINT, STATE = 24, 1000  # bytes of a point that is kept, and of settings, about
NAMES = {
    "rate": "learning rate",
    "falls": "falling rate",
    "alpha": "L2",
    "batch": "batch size",
    "share": "test share",
    "backend": "engine",
}
START, BY_HAND = "The start", "weights by hand"


class Branch:
    """A run: its timeline, its curve, and the step that was shown last."""

    def __init__(self, timeline, series, at):
        self.timeline, self.series, self.at = timeline, series, at


class History:
    """Of the run of `page.trainer`. `at` is the step that the page shows, or is about to.

    shown  a function that is called when something of it is to be shown otherwise
    """

    def __init__(self, page, shown):
        self._page, self._trainer, self._curve, self._shown = page, page.trainer, page.curve, shown
        self.other = None  # the branch that was left
        self._files = dict(page.bridge.changed)
        self._wanted, self._sought, self._then = None, 0.0, None
        self._later = Debounced(self._go_on, PATIENCE)
        self._by_hand = None, ""  # a step, and what was done by hand there
        self._last = "", 0, 0.0  # the last changes of one kind: in words, from which step on, and when
        self.begin()
        self._trainer.history = self

    @property
    def first(self):
        return self.timeline.first

    @property
    def last(self):
        return self.timeline.last

    @property
    def sought(self):
        """The step that the visitor wants to see."""
        return self.at if self._wanted is None else self._wanted

    def begin(self):
        """A run begins where the trainer is."""
        self.timeline, self.at = Timeline(ROOM // 2), self._trainer.steps
        state = self.state()
        self.timeline.change(self.at, state, self._trainer.parameters, START, _size(state))
        self._curve.mark(None)
        self._shown()

    def leave(self):
        """The run is about to be another one: this one becomes the branch that can be gone back to."""
        if self.last > self.first:
            self.other = Branch(self.timeline, self._curve.series, self.at)
            self._curve.ghost(self._curve.series)

    def files_changed(self, files):
        """The engine's files are others, so that earlier steps cannot be had again."""
        if files != self._files:
            self._files, self.other = dict(files), None
            self._curve.ghost(None)
            self.begin()

    def take_over(self, changes, step, parameters):
        """A run has been done again up to a step: begin with its timeline. changes: a list of (step, state, parameters
        where it begins, those before a hand set any or None)."""
        self.begin()
        line, before = Timeline(ROOM // 2), None
        for start, state, begun, trained in changes:
            words = START if before is None else difference(before, state) or BY_HAND
            line.change(start, state, begun, words, _size(state), trained)
            before = state
        line.record(step, parameters)
        self.timeline, self.at = line, step
        self._shown()

    def done(self):
        """Training has come to the trainer's step."""
        if self.at < self.last:
            self._branch(self.at)
        self.at = self._trainer.steps
        self.timeline.record(self.at, self._trainer.parameters)
        self._shown()

    def look(self):
        """What training follows may be another thing from the trainer's step on: then that is kept."""
        state = self.state()
        if state == self.timeline.before(self.at)[0]:
            return
        if self._trainer.goal is not None:  # before the step was there: from the one that is
            self._trainer.goal, self.at = None, self._trainer.steps
        self._change(state)

    def put(self, words):
        """The trainer's parameters are others, by hand; words: None if that was taken back."""
        before, said = self._by_hand
        self._by_hand = self.at, words or (said if before == self.at else "")
        self._change(self.state())

    def _change(self, state):
        if self.at < self.last:
            self._branch(self.at)
        line, trained = self.timeline, self._trained()
        by_hand = trained is not None
        base = line.led_to(self.at)
        if base == state and not by_hand:
            line.take_back(self.at)
            line.last = self.at
        else:
            words = START if base is None else difference(base, state)
            if by_hand and self._by_hand[0] == self.at and self._by_hand[1]:
                words = ". ".join([part for part in (words, self._by_hand[1].rstrip(".")) if part])
            line.change(self.at, state, self._trainer.parameters, self._mark(words), _size(state), trained)
        self._shown()

    def _trained(self):
        """The parameters of this step as training left them, None if no hand has made others of them."""
        change = self.timeline.changes(self.at)[-1]
        trained = change.trained if change.step == self.at else None
        trained = self._trainer.trained() if trained is None else trained
        now = self._trainer.parameters
        return trained if trained is not None and now is not None and changed_numbers(trained, now) else None

    def _mark(self, words):
        """What a mark of a change says: nothing, if it goes on with the one before."""
        said, begun, when = self._last
        goes_on = words == said and now() - when < GESTURE
        self._last = words, begun if goes_on else self.at, now()
        return "" if goes_on and begun < self.at else words

    def _branch(self, step):
        """Training goes on from an earlier step: what came after it is another branch from now on."""
        self.other = Branch(self.timeline.cut(step), self._curve.cut(step), self.timeline.last)
        self.other.at = self.other.timeline.last
        self._curve.ghost(self.other.series)
        self._curve.mark(None)

    def go_to(self, step, then=None):
        """Show a step of this branch, the nearest there is; then() is called when it is there, if nothing else is
        wanted by then."""
        self._then = then
        step = max(self.first, min(step, self.last))
        if self._trainer.goal is not None and now() - self._sought < PATIENCE:
            self._wanted = step
            self._later()
            return
        self._wanted, self._sought = None, now()
        state, at, parameters = self.timeline.before(step)
        self.at = step
        self._page.inputs.restore(*state)
        self._curve.mark(step if step < self.last else None)
        self._trainer.go_to(at, parameters, step)
        self._shown()
        if self._trainer.goal is None:
            self.arrived()

    def arrived(self):
        """The trainer is at the step that was to be shown."""
        if self._wanted is not None:
            self._later.flush()
        elif self._then:
            then, self._then = self._then, None
            then()

    def _go_on(self):
        if self._wanted is not None:
            self._sought = 0.0
            self.go_to(self._wanted, self._then)

    def swap(self):
        """Go back to the branch that was left; this one can be gone back to then."""
        mine = Branch(self.timeline, self._curve.series, self.at)
        self.timeline, series, at = self.other.timeline, self.other.series, self.other.at
        self._curve.restart(series)
        self._curve.ghost(mine.series)
        self.other = mine
        self._trainer.goal = None
        self.go_to(at)

    def state(self):
        """What training depends on besides parameters: (values, points, what the points were made from)."""
        page = self._page
        values = {key: page.values[key] for key in SETTINGS if key not in STOPS}
        return values, list(page.points.items), page.points.origin


def _size(state):
    return STATE + POINT * len(state[1])


def difference(before, after):
    """What has changed from one state to another, in words."""
    parts = []
    if before[1] != after[1]:
        parts.append("points")
    for key in sorted(NAMES):
        if before[0][key] != after[0][key]:
            parts.append("%s %s" % (NAMES[key], SETTINGS[key].show(after[0][key])))
    if before[0]["loss"] != after[0]["loss"]:
        parts.append("%s loss" % after[0]["loss"])
    return ", ".join(parts)
