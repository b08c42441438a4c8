"""Does again what a hand-in says that was done, within a time: what is found is what counts.

CPython only. Compiled where wasmtime is installed, else by Value objects. See engine.records.checking.
"""

import importlib.util
import struct
from math import isfinite
from time import monotonic

from engine.compiler.compiler import compiling
from engine.compiler.formulas import Unknown
from engine.compiler.machine import Machine
from engine.compiler.scores import scorer
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import CLASSIFICATION, split
from engine.engines import Values
from engine.exhibits.bowl import Bowl
from engine.records import line_run, numbers, states
from engine.records.packed import unpack
from engine.records.replay import all_points_of, points_of, replay
from engine.records.runs import Phase, Run
from engine.records.written_function import derivative
from engine.train import evaluate

ALIKE = 1e-6  # relative difference of losses that exp and log may leave after a training
ROUNDING = 1e-12  # the same of what is the same, written in digits
OTHER = 10_000  # is added to a data set's seed for points that were not trained on, as the page does
LINE_STEPS = 100_000  # of a line, at most: a fraction of a second
KEPT = 4  # compiled nets


class Refused(Exception):
    """args[0]: why a hand-in counts for nothing, in a sentence."""


class Again:
    """Does hand-ins again, each within `seconds`. slow: whether Value objects had to do what wasmtime could."""

    def __init__(self, seconds):
        self._seconds, self._machines = seconds, {}
        self.slow = False
        self._compiled = importlib.util.find_spec("wasmtime") is not None

    def found(self, link, hand_in):
        """What there is when all of it has been done again, for `judging.judge`. Refused, ValueError, or Diverged."""
        self._deadline = monotonic() + self._seconds
        if link.chapter == "derivatives":
            return _found_derivative(hand_in)
        if link.chapter == "line":
            return self._found_line(link, hand_in)
        if link.chapter != "network":
            raise Refused("there are no tasks in chapter 4")
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

    def _found_line(self, link, hand_in):
        """The same for a line of chapter 2."""
        state = dict(states.defaults("line"), **link.of("line"))
        found = line_run.reached(dict(state, now=None), most=LINE_STEPS)
        if state["now"] and not all([_near(a, b, ROUNDING) for a, b in zip(state["now"][2:4], (found["a"], found["b"]))]):
            raise Refused("its line is not what its settings lead to: forged, or settings were others during the run")
        points = line_run.made(state["data"]) if state["points"] is None else state["points"]
        result = {"steps": found["step"], "slope": found["a"], "intercept": found["b"]}
        if points and isfinite(found["a"]) and isfinite(found["b"]):
            result["loss"] = Bowl(points).loss(found["a"], found["b"])
            if hand_in.result:
                self._compare(hand_in.result[:1], (result["loss"],), True)
        return result

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
            if not _near(a, b, ROUNDING if exact or name == "accuracy" else ALIKE):
                raise Refused(
                    "it says a %s of %s, but done again it is %s: forged, or trained by changed files"
                    % (name, shown(a, name), shown(b, name))
                )

    def _compare_weights(self, stated, found, exact):
        alike = _same_bits if exact else _near  # weights cross as bits, a loss as digits
        if len(stated) != len(found) or not all(alike(a, b) for a, b in zip(stated, found)):
            raise Refused("its weights are not what its recipe leads to: forged, or trained by changed files")


def _found_derivative(hand_in):
    """What was typed, and the right derivative. ValueError if the function has none."""
    found, goal = {}, hand_in.task["goal"]
    if goal and goal["derivative"]:
        found["derivative"] = derivative(goal["function"], goal["at"], goal["derivative"])
        if hand_in.typed:
            try:
                found["typed"] = numbers.number(hand_in.typed.replace("−", "-"))
            except ValueError as error:
                raise Refused(str(error) or "the derivative that was typed is not a number")
    return found


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


def _near(a, b, difference=ALIKE):
    return isfinite(a) and abs(a - b) <= difference * max(abs(a), abs(b), 1e-9)


def shown(value, name="loss"):
    """A number of the table."""
    return "%.1f%%" % (100 * value) if name == "accuracy" else "%.6g" % value
