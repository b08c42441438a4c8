"""What visitors made, as a Python script or a notebook that needs nothing but Python. Pure text, without a browser.

The files in ui/yours/alone are such scripts, in cells; here their cell "From the page" is written anew.
"""

import json

from engine.data import CLASSIFICATION, split
from engine.records.packed import unpack
from ui.yours.tables import exact

FOLDER = "ui/yours/alone/"
PAGE, PROGRAM = "From the page", "As a program"
MARK = "\n# %% "
HEAD = '''"""%s

%s
"""

'''
CHANGED = (
    "The page ran files of the engine that were changed: %s. This is the original, so numbers may differ from the page's."
)
GIVEN = "Training begins at step %d with the weights that were there: the way to them is not known."
BY_HAND = "Weights were set by hand on the way; that is done again here."
PHASES = "Settings or points were changed on the way; that is done again here."
EXACT = "exp and log may differ in the last bit between computers, and so may what logistic loss leads to."
VARYING = ("loss", "rate", "falls", "alpha", "batch", "seed")  # settings that may change while a net is trained


class Text:
    """A script in cells: `title`, `notes` (a list of sentences), `usage` (lines), and `cells`, a list of (title, code).

    calls   what a notebook runs after the cells, a list of (words, code)
    """

    def __init__(self, title, notes, usage, cells, calls):
        self.title, self.notes, self.usage, self.cells, self.calls = title, notes, usage, cells, calls

    def script(self):
        """As one file."""
        lines = ["    " + line for line in self.usage] + ([""] if self.notes else []) + self.notes
        parts = ["# %%%% %s\n%s\n" % (title, code.strip("\n")) for title, code in self.cells]
        return HEAD % (self.title, "\n".join(lines)) + "\n\n".join(parts)

    def notebook(self):
        """As a notebook, nbformat 4: JSON text."""
        cells = [_markdown("\n\n".join(["# " + self.title] + self.notes))]
        for title, code in self.cells:
            if title != PROGRAM:
                cells += [_markdown("## " + title), _code(code.strip("\n"))]
        for words, code in self.calls:
            cells += [_markdown(words), _code(code)]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
        return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": cells})


def network(run, points, weights, shown, changed=(), read=None):
    """The net in training as a Text.

    run      how it came about, a Run (see engine.records.runs); points: those of now
    weights  those of now, a list; shown: the loss as the page shows it, "" if that is not known
    changed  paths of the engine's files that are the visitor's own
    read     reads a file of FOLDER, its name -> its text
    """
    first, phases = 0, list(run.phases)
    notes = [CHANGED % ", ".join(sorted(changed))] if changed else []
    if run.given:
        first = run.given[0]
        notes.append(GIVEN % first)
        before = [phase for phase in phases if phase.start <= first][-1]
        phases = [before] + [phase for phase in phases if phase.start > first]
    if len(phases) > 1:
        notes.append(PHASES)
    if any([phase.weights for phase in phases[1:]]) or (phases[0].weights and not run.given):
        notes.append(BY_HAND)
    if any([phase.values["loss"] == "logistic" for phase in phases]):
        notes.append(EXACT)
    values = run.phases[-1].values
    lines = [
        "SHAPE = dict(hidden=%r, bias=%r, seed=%d)" % (tuple(values["hidden"]), values["bias"], values["weights"]),
        "POINTS = [  # x1, x2 and the label",
    ]
    before, have = None, [tuple(point) for point in points_of(phases[0], points)[0]]
    lines += _listed(have) + ["]", "RUN = [  # what held from a step on: all at first, then what changed there"]
    for phase in phases:
        after = [tuple(point) for point in points_of(phase, points)[0]]
        words = ["step=%d" % (phase.start if before else first)]
        for key in VARYING:
            if not before or before.values[key] != phase.values[key]:
                value = phase.values[key]
                words.append("%s=%s" % (key, value if key == "loss" else exact(value)))
        if not before:
            words.append("points=POINTS")
        elif after != have:
            words.append("points=%s" % _difference(have, after))
        if phase.weights and not (run.given and not before):
            words.append("weights={%s}" % ", ".join(["%d: %s" % (k, exact(unpack(phase.weights[k])[0])) for k in sorted(phase.weights)]))
        lines.append("    dict(%s)," % ", ".join(words))
        before, have = phase, after
    lines += ["]", "STEP = %d  # steps that are done on the page" % run.step]
    lines += ["WEIGHTS = [  # at that step, neuron by neuron, each with its bias last"] + _listed(weights) + ["]"]
    lines += ["GIVEN = ["] + _listed(unpack(run.given[1])) + ["]"] if run.given else ["GIVEN = None"]
    lines += ["SHOWN = %r  # the loss, as the page shows it" % (shown or None)]
    lines += ["TEST = [  # points that are not trained on"] + _listed([tuple(p) for p in points_of(phases[-1], points)[1]]) + ["]"]
    cells = _cells("value_alone.py", read)[:1] + _filled("network_alone.py", lines, read)
    name = file_name("network", run.step)
    usage = [
        "python3 %s.py                  train from the start to step %d" % (name, run.step),
        "python3 %s.py --from-weights   take the page's weights" % name,
        "python3 %s.py --from-weights --go-on 100   and train on from them" % name,
    ]
    calls = [
        ("The loss with the page's weights:", "at_the_page()"),
        ("Trained from the start:", "again()"),
        ("The boundary, with matplotlib:", "picture(Net(**SHAPE).put(WEIGHTS))"),
        ("Trained on, from the page's weights:", "net = go_on(10)"),
    ]
    title = "A net in training, as it was on the page Glassgrad at step %d." % run.step
    return Text(title, notes, usage, cells, calls)


def derivatives(text, form, values, shown, changed=(), read=None):
    """A function and its derivatives as a Text.

    text    what the visitor typed; form: "expression", "lambda", or the name of the function that is meant
    values  [(name, number)] of its variables; shown: the result and the derivatives, as the page writes them
    """
    notes = [CHANGED % ", ".join(sorted(changed))] if changed else []
    names = ", ".join([name for name, _ in values])
    lines, called = [text.rstrip()], form
    if form == "expression":
        lines, called = ["def f(%s):" % names, "    return (", text.rstrip(), "    )"], "f"
    elif form == "lambda":
        lines, called = ["f = (", text.rstrip(), ")"], "f"
    if "math" in text:
        lines.insert(0, "math = math_with_values()\n")
    lines += ["", "", "FUNCTION = %s" % called]
    lines.append("AT = {%s}" % ", ".join(["%r: %s" % (name, exact(number)) for name, number in values]))
    lines.append("SHOWN = [%s]  # on the page: the result, then the derivatives" % ", ".join([repr(x) for x in shown]))
    cells = _cells("value_alone.py", read)[:1] + _filled("derivatives_alone.py", lines, read)
    usage = ["python3 %s.py" % file_name("derivatives")]
    return Text("A function and its derivatives, from the page Glassgrad.", notes, usage, cells, [("Run it:", "show()")])


def line(state, changed=(), read=None):
    """The line of the second chapter as a Text.

    state  points [(x, y)], start (a, b), eta, seed (of a random order, or None), steps, a, b; shown, three texts
    """
    notes = [CHANGED % ", ".join(sorted(changed))] if changed else []
    lines = ["POINTS = ["] + _listed([tuple(point) for point in state["points"]]) + ["]"]
    lines += ["START = %s  # slope a and intercept b" % exact(tuple(state["start"])), "ETA = %s" % exact(state["eta"])]
    lines.append("ORDER = %r  # seed of a random order; None: as they come" % state["seed"])
    lines.append("STEPS = %d  # one example each" % state["steps"])
    lines.append("AT_THE_PAGE = %s" % exact((state["a"], state["b"])))
    lines.append("SHOWN = %r  # a, b and the mean loss" % (state["shown"],))
    random = [cell for cell in _cells("network_alone.py", read) if cell[0] == "Random numbers"]
    cells = _cells("value_alone.py", read)[:1] + random + _filled("line_alone.py", lines, read)
    usage = ["python3 %s.py" % file_name("line", state["steps"])]
    title = "A line fitted by gradient descent, from the page Glassgrad after %d steps." % state["steps"]
    return Text(title, notes, usage, cells, [("Run it:", "main()")])


def file_name(chapter, step=None):
    """What a file is called, without its ending."""
    return "glassgrad-" + chapter + ("" if step is None else "-step-%d" % step)


def points_of(phase, points):
    """The points that a phase trains on, and those held out for the test; `points`, those of now, are the visitor's own
    where it has none written down."""
    values = phase.values
    if phase.items is not None:
        points = phase.items
    elif values["dataset"] in CLASSIFICATION:
        points = CLASSIFICATION[values["dataset"]](values["count"], values["noise"], values["seed"])
    return split(points, values["share"], values["seed"])


def from_disk(name):
    """The text of a file of FOLDER."""
    with open(FOLDER + name) as file:
        return file.read()


def _cells(name, read):
    """The cells of a file, without what comes before the first."""
    found = []
    for part in (read or from_disk)(name).split(MARK)[1:]:
        title, _, code = part.partition("\n")
        found.append((title, code))
    return found


def _filled(name, lines, read):
    return [(title, "\n".join(lines) if title == PAGE else code) for title, code in _cells(name, read)]


def _listed(items):
    """Tuples or numbers as lines of a list."""
    texts, lines, row = [exact(item) for item in items], [], ""
    for text in texts:
        if row and len(row) + len(text) > 100:
            lines.append("    " + row + ",")
            row = ""
        row += (", " if row else "") + text
    return lines + (["    " + row + ","] if row else [])


def _difference(before, after):
    """How points have changed: how many stay at the beginning and at the end, and those between, as text."""
    most = min(len(before), len(after))
    first = last = 0
    while first < most and before[first] == after[first]:
        first += 1
    while last < most - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return "(%d, %d, [%s])" % (first, last, ", ".join([exact(p) for p in after[first : len(after) - last]]))


def _markdown(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text):
    return {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
