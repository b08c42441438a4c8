"""The run of a network's training as a record, from which it can be done again, bit for bit; as text for a link, too.

A link says what holds now, and of a run besides: `step`, how many steps are done; `until`, what was otherwise before:
"40:rate=1~points=99.0.;80:w17=AAAAAAAA8D8" (until step 40 the rate was 1 and the last point was not there; at step 80
a hand set weight 17); and `given`, "80.AAAA...": the weights at a step, where the way to them is not known, or too long.
"""

from collections import namedtuple

from engine.records import point_text
from engine.records.numbers import whole_number
from engine.records.packed import unpack
from engine.records.settings import NEW_NET, NEW_POINTS, NOTHING, SETTINGS

MOST_STEPS = 999_999_999
MOST_PHASES = 500
MOST_POINTS = 200_000  # in all phases
KEYS = ("step", "until", "given")
LASTING = tuple([key for key in sorted(SETTINGS) if SETTINGS[key].entails == NEW_NET])  # the same in a whole run
VARYING = tuple([key for key in sorted(SETTINGS) if SETTINGS[key].entails not in (NEW_NET, NOTHING)])
DATA = tuple([key for key in VARYING if SETTINGS[key].entails == NEW_POINTS])

Phase = namedtuple("Phase", ("start", "values", "items", "weights"))
"""What held from the step `start` on: settings, points of the visitor's own (None: those of the data set), and the
weights that a hand set there: {place: packed number}."""

Run = namedtuple("Run", ("phases", "step", "given"))
"""Phases, the first from step 0 on; how many steps are done; and None or (step, packed weights) at that step."""


def begun(values, items):
    """The run of a net that has not been trained."""
    return Run([Phase(0, values, items, {})], 0, None)


def work(run):
    """How much there is to be done: steps times examples times parameters, about."""
    steps = [phase.start for phase in run.phases[1:]] + [run.step]
    size = parameters(run.phases[-1].values)
    total = 0
    for phase, stop in zip(run.phases, steps):
        count = phase.values["count"] if phase.items is None else len(phase.items)
        total += (stop - phase.start) * min(phase.values["batch"] or count, count) * size
    return total


def parameters(values):
    """How many parameters the net of these settings has."""
    widths = [2] + list(values["hidden"]) + [1]
    return sum([widths[i + 1] * (widths[i] + (1 if values["bias"] else 0)) for i in range(len(widths) - 1)])


def write(run):
    """The parts of a link that say more of a run than its last phase's settings and points: a list of "key=value"."""
    parts = ["step=%d" % run.step] if run.step else []
    changes = []
    for before, after in zip(run.phases[:-1], run.phases[1:]):
        words = ["%s=%s" % (key, _shown(before, key)) for key in VARYING if before.values[key] != after.values[key]]
        if before.items is not None and before.items != after.items:
            words.append("points=" + point_text.difference(after.items or [], before.items))
        words += ["w%d=%s" % (place, after.weights[place]) for place in sorted(after.weights)]
        changes.append("%d:%s" % (after.start, "~".join(words)))
    first = run.phases[0].weights
    if first:
        changes.insert(0, "0:" + "~".join(["w%d=%s" % (place, first[place]) for place in sorted(first)]))
    if changes:
        parts.append("until=" + ";".join(changes))
    if run.given:
        parts.append("given=%d.%s" % run.given)
    return parts


def _shown(phase, key):
    return SETTINGS[key].show(phase.values[key]).replace(" ", "")


def read(written, values, items):
    """The run of a link with these parts (key -> text), whose settings are `values` and whose points are `items`.

    ValueError with a sentence, beginning with the key and a colon, for what is not a run.
    """
    step, given, changes = 0, None, []
    if "step" in written:
        step = _said("step", _step, written["step"])
    if "given" in written:
        given = _said("given", _given, written["given"])
        if given[0] > step:
            raise ValueError("given: it is of a later step than %d" % step)
        count = len(unpack(given[1]))
        if count != parameters(values):
            raise ValueError("given: it has %d weights, and this net %d" % (count, parameters(values)))
    if written.get("until"):
        changes = written["until"].split(";")
        if len(changes) > MOST_PHASES:
            raise ValueError("until: it has more than %d changes" % MOST_PHASES)
    return Run(_said("until", lambda text: _phases(changes, values, items, step), ""), step, given)


def _said(key, read_it, text):
    try:
        return read_it(text)
    except ValueError as error:
        raise ValueError("%s: %s" % (key, str(error) or "it is not a number of steps"))


def _step(text):
    step = whole_number(text)
    if step > MOST_STEPS:
        raise ValueError
    return step


def _given(text):
    step, _, packed = text.partition(".")
    if not unpack(packed):
        raise ValueError("it has no weights")
    return _step(step), packed


def _phases(changes, values, items, step):
    """From the last to the first: a change says what was otherwise before it."""
    phases, later, count = [], step + 1, 0
    for text in reversed(changes):
        start, _, words = text.partition(":")
        start = _step(start)
        if start >= later:
            raise ValueError("its steps do not rise to the last one")
        later = start
        before, weights, difference = dict(values), {}, None
        for word in words.split("~") if words else []:
            key, _, value = word.partition("=")
            if key == "points":
                difference = value
            elif key in VARYING:
                before[key] = SETTINGS[key].parse(value)
            else:
                place = _place(key)
                weights[place] = _one(value)
        phases.append(Phase(start, values, items, weights))
        if difference is not None:
            items = point_text.apply_difference(items or [], difference)
            count += len(items)
        if before["dataset"] != "own":
            items = None
        elif items is None:
            items = []
        if count > MOST_POINTS:
            raise ValueError("it has more than %d points" % MOST_POINTS)
        values = before
    if not phases or phases[-1].start > 0:
        phases.append(Phase(0, values, items, {}))
    return phases[::-1]


def _place(key):
    if key[:1] != "w":
        raise ValueError("“%s” is nothing that can change in a run" % key[:20])
    return whole_number(key[1:])


def _one(packed):
    if len(unpack(packed)) != 1:
        raise ValueError("“%s” is not a weight" % packed[:20])
    return packed
