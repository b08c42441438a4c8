"""Checks one hand-in: trains it again, compares what comes out with what it says, and judges the task.

CPython only. Compiled where wasmtime is installed, else by Value objects; bounded in time whatever the link says.
"""

import importlib.util
import struct
from collections import namedtuple
from math import isfinite
from time import monotonic

from engine.compiler.compiler import compiling
from engine.compiler.formulas import Unknown
from engine.compiler.machine import Machine
from engine.compiler.scores import scorer
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import CLASSIFICATION, split
from engine.engines import Values
from engine.records import judging
from engine.records.hand_in import HandIn
from engine.records.links import Link
from engine.records.packed import unpack
from engine.records.replay import Diverged, all_points_of, points_of, replay
from engine.records.runs import Phase, Run
from engine.train import evaluate

REACHED, MISSED, REFUSED = "reached", "not reached", "refused"
ALIKE = 1e-6  # relative difference of losses that exp and log may leave after a training
ROUNDING = 1e-12  # of a share that was counted
OTHER = 10_000  # is added to a data set's seed for points that were not trained on, as the page does
KEPT = 4  # compiled nets

Row = namedtuple("Row", ("name", "task", "goal", "why", "steps", "loss", "accuracy", "prediction", "right"))


class Refused(Exception):
    """args[0]: why a hand-in counts for nothing, in a sentence."""


class Teachers:
    """A task as its teacher has it: `task`, and `start`, the Link that it begins with. ValueError if it is none."""

    def __init__(self, text, pairs):
        link = Link(text.partition("#")[2] or text, pairs)
        hand_in = HandIn(link, pairs)
        self.task, self.start = hand_in.task, hand_in.start or link


class Checker:
    """Checks hand-ins, each within `seconds`. `tasks`: how many different ones there were; `slow`: whether Value
    objects had to do what wasmtime could."""

    def __init__(self, pairs, seconds, teachers=None):
        self._pairs, self._seconds, self._teachers = pairs, seconds, teachers
        self._seen, self._machines = [], {}
        self.slow = False
        self._compiled = importlib.util.find_spec("wasmtime") is not None

    @property
    def tasks(self):
        return len(self._seen)

    def check(self, text, name=""):
        """The Row of a link's text from behind its #."""
        self._deadline = monotonic() + self._seconds
        row = dict.fromkeys(Row._fields, "")
        row["name"] = name
        try:
            link = Link(text, self._pairs)
            hand_in = HandIn(link, self._pairs)
            row["name"] = name or hand_in.name
            row["task"] = hand_in.task["title"] or hand_in.task["text"]
            reached, why = self._judge(link, hand_in, row)
            row["goal"], row["why"] = REACHED if reached else MISSED, why or link.trouble
        except (Refused, ValueError) as error:
            row["goal"], row["why"] = REFUSED, str(error)
        except Diverged as error:
            row["goal"], row["why"] = REFUSED, "the loss is not a number any more after step %d" % error.args[0]
        except Exception as error:  # arithmetic that a hostile link drives over the edge, whatever it is
            row["goal"], row["why"] = REFUSED, "it cannot be done again: %s" % printable(str(error), 100)
        return Row(**row)

    def _judge(self, link, hand_in, row):
        task, start = hand_in.task, hand_in.start
        if task["ask"] and hand_in.answer is not None:
            row["prediction"] = _prediction(task["ask"], hand_in.answer)
            row["right"] = {True: "yes", False: "no", None: ""}[judging.is_right(task["ask"], hand_in.answer)]
        if hand_in.trouble:
            raise Refused(hand_in.trouble)
        if self._teachers:
            if task != self._teachers.task:
                raise Refused("it is not your task: its text, question or goal is another")
            if start is None or not same_state(start, self._teachers.start):
                raise Refused("it is not your task: it began with other settings, points or weights")
        elif start is None:
            raise Refused("it does not say what the task began with")
        self._count(task, start)
        if link.chapter != start.chapter:
            raise Refused("it is of another chapter than the task")
        found = self._found(link, hand_in)
        for key in ("steps", "loss", "accuracy"):
            if key in found:
                row[key] = "%d" % found[key] if key == "steps" else shown(found[key], key)
        found["answered"] = hand_in.answer is not None
        return judging.judge(task, found, judging.changes(task, start, link))

    def _count(self, task, start):
        """Remember which tasks there were; two are enough to know that there is more than one."""
        if len(self._seen) < 100 and not any(task == t and same_state(start, s) for t, s in self._seen):
            self._seen.append((task, start))

    def _found(self, link, hand_in):
        """What there is when the hand-in's run has been done again, for `judging.judge`."""
        if link.chapter != "network":
            raise Refused("hand-ins of this chapter cannot be checked here")
        run = link.run
        values = run.phases[-1].values
        engine, last = self._replay(run)
        found = {"steps": run.step, "hidden": values["hidden"]}
        points = points_of(run.phases[-1])
        if points:
            found["loss"], found["accuracy"] = self._measured(engine, points)
            if hand_in.result:
                self._compare(hand_in.result, (found["loss"], found["accuracy"]), _is_exact(run))
        elif hand_in.result:
            raise Refused("it states a result, but it has no points")
        test = test_points(run.phases[-1])
        if test:
            found["test_loss"], found["test_accuracy"] = self._measured(engine, test)
        return found

    def _replay(self, run):
        """The engine that did the run again, and the parameters. Refused if that takes too long or shows a forgery."""
        split, given = run, None
        if run.given:
            given = run.given[0], unpack(run.given[1])
            split = _with_a_stop(run, given[0])
        doing = replay(split, self._engine_of)
        while True:
            try:
                at = next(doing)
            except StopIteration as end:
                engine, parameters = end.value
                break
            if at and given and at[0].start == given[0]:
                self._compare_weights(given[1], at[1], _is_exact(run))
            self._hurry()
        if given and given[0] == run.step:
            self._compare_weights(given[1], parameters, _is_exact(run))
        return engine, parameters

    def _hurry(self):
        if monotonic() > self._deadline:
            raise Refused("to do it again takes longer than %g seconds: --seconds gives more" % self._seconds)

    def _engine_of(self, net, loss, values):
        """A generator that returns what trains the net: see engine.records.replay."""
        if not self._compiled:
            self.slow = True
            return Values(net, loss)
        key = tuple(values["hidden"]), values["bias"], values["loss"]
        if key not in self._machines:
            try:
                program = yield from compiling(net, loss, WasmtimeHost.simd)
            except (Unknown, ValueError):
                return Values(net, loss)
            if len(self._machines) == KEPT:
                del self._machines[next(iter(self._machines))]
            self._machines[key] = Machine(net, loss, WasmtimeHost, program)
        machine = self._machines[key]
        machine.model = net
        machine.load()
        return machine

    def _measured(self, engine, points):
        if isinstance(engine, Values):
            scores, parameters, found = scorer(engine.model), engine.parameters(), []
            for i in range(0, len(points), 100):
                found += scores(parameters, points[i : i + 100])
                self._hurry()
            return evaluate(found, points, engine.loss)
        return engine.evaluate(points)

    def _compare(self, stated, found, exact):
        for name, a, b in zip(("loss", "accuracy"), stated, found):
            if not (_same_bits(a, b) if exact or name == "accuracy" else _near(a, b)):
                raise Refused(
                    "it says a %s of %s, but done again it is %s: forged, or trained by changed files"
                    % (name, shown(a, name), shown(b, name))
                )

    def _compare_weights(self, stated, found, exact):
        alike = _same_bits if exact else _near
        if len(stated) != len(found) or not all(alike(a, b) for a, b in zip(stated, found)):
            raise Refused("its weights are not what its recipe leads to: forged, or trained by changed files")


def same_state(one, other):
    """Whether two Links have the same state."""
    said = lambda link: getattr(link, "of", lambda chapter: None)(link.chapter)  # noqa: E731
    return (one.chapter, one.values, one.items, one.run, said(one)) == (
        other.chapter, other.values, other.items, other.run, said(other),
    )  # fmt: skip


def test_points(phase):
    """Points that were not trained on, as the page tests with: those held out, or fresh ones of the data set; None if
    the points are one's own and none are held out."""
    values = phase.values
    if values["share"]:
        return split(all_points_of(phase), values["share"], values["seed"])[1]
    if values["dataset"] not in CLASSIFICATION:
        return None
    return CLASSIFICATION[values["dataset"]](values["count"], values["noise"], values["seed"] + OTHER)


def _with_a_stop(run, step):
    """The same run with a phase that begins at `step`."""
    phases = []
    for phase, following in zip(run.phases, run.phases[1:] + [None]):
        phases.append(phase)
        if phase.start < step < (following.start if following else run.step):
            phases.append(Phase(step, phase.values, phase.items, {}))
    return Run(phases, run.step, run.given)


def _is_exact(run):
    """Whether all engines give the same bits: no exp and no log."""
    return all(phase.values["loss"] != "logistic" for phase in run.phases)


def _same_bits(a, b):
    return struct.pack("<d", a) == struct.pack("<d", b)


def _near(a, b):
    return isfinite(a) and abs(a - b) <= ALIKE * max(abs(a), abs(b), 1e-9)


def _prediction(ask, answer):
    return ask["choices"][answer - 1] if ask["choices"] else "%.10g" % answer


def shown(value, name="loss"):
    """A number of the table."""
    return "%.1f%%" % (100 * value) if name == "accuracy" else "%.6g" % value


def printable(text, most):
    """At most so many characters, none of which a terminal obeys."""
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"
