"""Whether a task is reached, and why not in a sentence. The page and `python3 -m engine verify` both ask this.
"""

from math import isfinite

from engine.records import states
from engine.records.settings import NOTHING, SETTINGS
from engine.records.tasks import BY_HAND, ON, POINTS, chapter_of

NAMES = {
    "dataset": "the data set",
    "count": "the number of points",
    "noise": "the noise",
    "seed": "the seed of the data",
    "hidden": "the hidden layers",
    "weights": "the seed of the weights",
    "bias": "the use of biases",
    "rate": "the learning rate",
    "falls": "the fall of the learning rate",
    "alpha": "the L2 penalty",
    "loss": "the loss",
    "batch": "the batch size",
    "share": "the test share",
    POINTS: "the points",
    BY_HAND: "a weight",
    "f": "the function",
    "at": "the values of the variables",
    "line-points": "the points of the line",
    "line-start": "the start of the line",
    "line-eta": "the learning rate",
    "line-epochs": "the number of epochs",
    "line-batch": "the batch size",
    "line-order": "the order of the points",
}
"""What may be changed, in words."""

LINE_KEYS = {
    "line-points": ("points", "data"),
    "line-start": ("start",),
    "line-eta": ("eta",),
    "line-epochs": ("epochs",),
    "line-batch": ("batch",),
    "line-order": ("order", "seed"),
}
PLURAL = ("hidden", "at", POINTS, "line-points")
ASKED = ("accuracy", "loss", "derivative", "slope", "intercept")  # goals that are a number found


def changes(task, start, link):
    """The keys of what was changed against the task's start and may not be, as MAY calls them, sorted.

    start, link  the Links of the state that the task begins with, and of the one that is handed in
    """
    found = set()
    chapter = chapter_of(task, start.chapter)
    if chapter == "network":
        begun, last = start.run.phases, start.run.phases[-1]
        for phase in link.run.phases:
            if phase in begun:
                continue
            found.update([key for key in _watched() if phase.values[key] != last.values[key]])
            own = phase.values["dataset"] == "own"
            if own and last.values["dataset"] == "own" and (phase.items or []) != (last.items or []):
                found.add(POINTS)
            elif own and last.values["dataset"] != "own" and POINTS in task["may"]:
                found.discard("dataset")  # points of one's own are another data set
            if phase.weights and (phase.start, phase.weights) not in [(p.start, p.weights) for p in begun]:
                found.add(BY_HAND)
    if chapter == "line":
        before, after = [dict(states.defaults("line"), **one.of("line")) for one in (start, link)]
        for key, said in LINE_KEYS.items():
            if [before[name] for name in said] != [after[name] for name in said]:
                found.add(key)
    return sorted(found - set(task["may"]))


def _watched():
    return [key for key in sorted(SETTINGS) if SETTINGS[key].entails != NOTHING and key != "backend"]


def said(changed):
    """Why these changes are no good, in a sentence."""
    names = [NAMES.get(key, key) for key in changed[:3]]
    many = len(changed) > 1 or changed[0] in PLURAL
    words = " and ".join([part for part in (", ".join(names[:-1]), names[-1]) if part])
    return "%s %s changed, which this task does not allow" % (words, "were" if many else "was")


def answer_of(ask, text):
    """The prediction that is written: the number of a choice, from 1, or a float. ValueError if it is none."""
    text = text[:40].strip()
    try:
        value = int(text) if ask["choices"] else float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise ValueError("the answer is not one of the choices" if ask["choices"] else "the answer is not a number")
    if not isfinite(value) or (ask["choices"] and not 1 <= value <= len(ask["choices"])):
        raise ValueError("the answer is not one of the choices" if ask["choices"] else "the answer is not a number")
    return value


def is_right(ask, value):
    """Whether the prediction is right; None where the task does not say what is."""
    if not ask or ask["right"] is None:
        return None
    return abs(value - ask["right"]) <= (ask["within"] or 0)


def judge(task, found, changed=()):
    """(whether the task is reached, why not as a sentence without a full stop, "" if it is).

    found    what there is, as far as it is: steps, loss, accuracy, test_loss, test_accuracy (of 1), hidden (widths),
             slope, intercept, typed (a number) and derivative (the right one), answered (whether a prediction is there)
    changed  of `changes`
    """
    goal = task["goal"]
    if task["ask"] and not found.get("answered"):
        return False, "the question is not answered"
    if changed:
        return False, said(list(changed))
    if goal is None:
        return True, ""
    for shortfall in (_too_much(goal, found), _not_there(goal, found)):
        if shortfall:
            return False, shortfall
    return True, ""


def _too_much(goal, found):
    """Why what there is is more than the goal allows."""
    hidden = found.get("hidden", ())
    for key, has, noun in (
        ("neurons", sum(hidden), "hidden neuron"),
        ("layers", len(hidden), "hidden layer"),
        ("steps", found.get("steps", 0), "step"),
    ):
        if goal[key] is not None and has > goal[key]:
            return "it has %s, more than %d" % (counted(has, noun), goal[key])
    return ""


def _not_there(goal, found):
    """What is missing to the goal."""
    on = "test_" if goal["on"] == ON[1] else ""
    for key in ASKED:
        if goal[key] is None:
            continue
        if key == "derivative":
            return _wrong_derivative(goal, found)
        name = on + key if key in ("accuracy", "loss") else key
        value = found.get(name)
        if value is None:
            return "there are no test points" if name[:5] == "test_" else "nothing has been measured yet"
        if key == "accuracy" and not 100 * value >= goal[key] - 1e-9:
            return "the accuracy%s is %s%%, below %s%%" % (_on(on), short(100 * value), short(goal[key]))
        if key == "loss" and not value <= goal[key]:
            return "the loss%s is %s, above %s" % (_on(on), short(value), short(goal[key]))
        if key in ("slope", "intercept") and not abs(value - goal[key]) <= goal["within"]:
            return "the %s is %s, not within %s of %s" % (key, short(value), short(goal["within"]), short(goal[key]))
    if goal["steps"] is not None and not found.get("steps") and all([goal[key] is None for key in ASKED]):
        return "nothing has been trained yet"
    return ""


def _wrong_derivative(goal, found):
    typed, right = found.get("typed"), found.get("derivative")
    if typed is None:
        return "no derivative has been typed"
    if right is None:
        return "the derivative could not be computed"
    return "" if abs(typed - right) <= goal["within"] else "the derivative that was typed is not right"


def _on(on):
    return " on test points" if on else ""


def goal_words(task):
    """The goal as a sentence."""
    goal = task["goal"]
    if goal is None:
        return ""
    if goal["derivative"] is not None:
        places = ", ".join(["%s = %s" % (name, short(goal["at"][name])) for name in sorted(goal["at"])])
        return "The derivative with respect to %s where %s, to within %s." % (
            goal["derivative"], places, short(goal["within"]),
        )  # fmt: skip
    parts, on = [], " on the test points" if goal["on"] == ON[1] else ""
    if goal["accuracy"] is not None:
        parts.append("accuracy of at least %s%%%s" % (short(goal["accuracy"]), on))
    if goal["loss"] is not None:
        parts.append("loss of at most %s%s" % (short(goal["loss"]), on))
    for key in ("slope", "intercept"):
        if goal[key] is not None:
            parts.append("%s of %s, to within %s" % (key, short(goal[key]), short(goal["within"])))
    if goal["steps"] is not None:
        parts.append(("within " if parts else "training of at most ") + counted(goal["steps"], "step"))
    for key, noun in (("neurons", "hidden neuron"), ("layers", "hidden layer")):
        if goal[key] is not None:
            parts.append("with at most " + counted(goal[key], noun))
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "."


def counted(count, noun):
    """So many of something."""
    return "%d %s%s" % (count, noun, "" if count == 1 else "s")


def short(x):
    """A number with as many digits as say something."""
    return ("%.5g" % x).replace("-", "−")
