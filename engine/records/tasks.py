"""Tasks that a teacher sets, as plain data and as text for a link, and back. Pure text, without a browser.

>>> task = read(write({"title": "Rings", "goal": {"accuracy": 95, "steps": 200}}))
>>> task["goal"]["on"]
'training'
"""

import json

from engine.records.packed import to_bytes, to_text
from engine.records.settings import NOTHING, SETTINGS

VERSION = 1
MOST = 8000  # characters of a task in a link
POINTS, BY_HAND = "points", "by-hand"  # what may be changed in chapter 3 besides settings: weights by hand
MAY = {
    "derivatives": ("f", "at"),
    "line": ("line-points", "line-start", "line-eta", "line-epochs", "line-batch", "line-order"),
    "network": tuple([key for key in sorted(SETTINGS) if SETTINGS[key].entails != NOTHING and key != "backend"])
    + (POINTS, BY_HAND),
    "code": (),
}
"""What a task may let be changed, by chapter, as addresses call it."""
ON = ("training", "test")
LIMITS = {  # of a goal: the least and the most, and whether it is a whole number
    "accuracy": (0, 100, False),
    "loss": (0, 1e6, False),
    "steps": (0, 999_999_999, True),
    "neurons": (1, 256, True),
    "layers": (1, 4, True),
    "slope": (-1e6, 1e6, False),
    "intercept": (-1e6, 1e6, False),
    "within": (0, 1e6, False),
}
WITHIN = 0.01  # how near a number has to be to the right one, where the task does not say


def write(task):
    """The text of a task for a link; ValueError as `read`, for what could not be read again."""
    text = to_text(_bytes(json.dumps(_lean(checked(task)), separators=(",", ":"))))
    read(text)
    return text


def read(text):
    """The task that `write` wrote, with every field. ValueError with a sentence for anything else."""
    if len(text) > MOST:
        raise ValueError("the task has more than %d characters" % MOST)
    try:
        data = json.loads(to_bytes(text).decode("utf-8"))
    except (ValueError, RuntimeError, TypeError, IndexError):  # bytes that are no text; too many brackets: RuntimeError
        raise ValueError("the task is not whole")
    return checked(data)


def checked(data):
    """The same task with every field: None, "" or () for what is not said. ValueError with a sentence if it is none."""
    _known("task", data, ("v", "title", "text", "show", "hide", "may", "ask", "goal"))
    if data.get("v", VERSION) != VERSION or isinstance(data.get("v"), bool):
        raise ValueError("the task was made by another version of this page")
    task = {
        "v": VERSION,
        "title": _text(data, "title", 80),
        "text": _text(data, "text", 500, lines=True),
        "show": _names(data, "show", None),
        "hide": _names(data, "hide", None),
        "may": _names(data, "may", sum(MAY.values(), ())),
        "ask": _ask(data["ask"]) if data.get("ask") is not None else None,
        "goal": _goal(data["goal"]) if data.get("goal") is not None else None,
    }
    if not (task["title"] or task["text"] or task["ask"] or task["goal"]):
        raise ValueError("the task is empty")
    return task


def _ask(data):
    """A question before training: {"text", "choices" (none: a number is asked for), "right", "within"}."""
    _known("question", data, ("text", "choices", "right", "within"))
    ask = {"text": _text(data, "text", 200), "choices": [], "right": None, "within": None}
    if not ask["text"]:
        raise ValueError("the question of the task has no text")
    choices = data.get("choices") or []
    if not isinstance(choices, (list, tuple)) or len(choices) == 1 or len(choices) > 6:
        raise ValueError("the question of the task has 2 to 6 choices, or none")
    ask["choices"] = [_text({"choice": choice}, "choice", 80) for choice in choices]
    if len(set(ask["choices"])) < len(choices) or not all(ask["choices"]):
        raise ValueError("the choices of the task's question are not all different")
    if data.get("right") is not None:
        most = (1, len(choices), True) if choices else (-1e12, 1e12, False)
        ask["right"] = _number("right answer", data["right"], most)
        ask["within"] = None if choices else _within(data)
    return ask


def _goal(data):
    """What is to be reached: see LIMITS, and {"derivative": the name of a variable, "function": the text of a function,
    "at": name -> value, "on": see ON}."""
    _known("goal", data, tuple(sorted(LIMITS)) + ("on", "derivative", "function", "at"))
    goal = {key: None if data.get(key) is None else _number(key, data[key], LIMITS[key]) for key in LIMITS}
    goal["derivative"] = _text(data, "derivative", 40) or None
    goal["function"] = _text(data, "function", 1000, lines=True) or None
    goal["at"] = _values(data.get("at") or {})
    goal["on"] = data.get("on") or ON[0]
    if goal["on"] not in ON:
        raise ValueError("the goal of the task is on training or test points")
    asked = [key for key in ("accuracy", "loss", "derivative", "slope", "intercept") if goal[key] is not None]
    if not asked and goal["steps"] is None:
        raise ValueError("the goal of the task says nothing that can be reached")
    if goal["derivative"] is not None and len(asked) > 1:
        raise ValueError("the goal of the task is a derivative or what training reaches, not both")
    if goal["derivative"] is not None and (not goal["function"] or goal["derivative"] not in goal["at"]):
        raise ValueError("the goal of the task does not say of what the derivative is, and where")
    if goal["derivative"] is not None or goal["slope"] is not None or goal["intercept"] is not None:
        goal["within"] = _within(data)
    return goal


def chapter_of(task, chapter):
    """The chapter that can judge the task's goal; `chapter` is the one that its link opens."""
    if task["goal"] and task["goal"]["derivative"] is not None:
        return "derivatives"
    return "network" if chapter == "code" else chapter


def _within(data):
    return WITHIN if data.get("within") is None else _number("within", data["within"], LIMITS["within"])


def _known(what, data, keys):
    if not isinstance(data, dict):
        raise ValueError("the %s is not whole" % what)
    for key in sorted(data):
        if key not in keys:
            raise ValueError("the %s says “%s”, which this page does not know" % (what, plain(key, 20)))


def _text(data, key, most, lines=False):
    text = "" if data.get(key) is None else data[key]
    if not isinstance(text, str):
        raise ValueError("the %s of the task is not text" % key)
    if len(text) > most:
        raise ValueError("the %s of the task has more than %d characters" % (key, most))
    return plain(text, most, lines).strip()


def _values(data):
    """Values of variables: name -> number."""
    if not isinstance(data, dict) or len(data) > 8 or not all([0 < len(name) <= 40 for name in data]):
        raise ValueError("the values of the task’s variables are not whole")
    return {name: _number("a variable", data[name], (-1e12, 1e12, False)) for name in data}


def _names(data, key, known):
    names = data.get(key) or ()
    if not isinstance(names, (list, tuple)) or len(names) > 40:
        raise ValueError("“%s” of the task is not a list of names" % key)
    for name in names:
        if not isinstance(name, str) or len(name) > 40 or (known and name not in known):
            raise ValueError("“%s” of the task has a name that this page does not know" % key)
        if not known and not all([letter.lower() in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in name]):
            raise ValueError("“%s” of the task has a name that this page does not know" % key)
    return tuple(sorted(set(names)))


def _number(key, value, limits):
    low, high, whole = limits
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (whole and not isinstance(value, int)):
        raise ValueError("%s in the task is not a %snumber" % (key, "whole " if whole else ""))
    if not low <= value <= high:
        raise ValueError("%s in the task must be %s to %s" % (key, _shown(low), _shown(high)))
    return value


def _shown(x):
    return ("%.10g" % x).replace("-", "−")


def plain(text, most, lines=False):
    """At most so many characters of a text that somebody else wrote: no control characters, and none that turn the
    direction of writing around; lines: line ends stay."""
    kept = [
        letter if 32 <= ord(letter) < 127 or ord(letter) > 160 and not _turns(ord(letter)) else
        "\n" if lines and letter == "\n" else " "
        for letter in text[:most]
    ]  # fmt: skip
    return "".join(kept)


def _turns(code):
    return 0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F or code in (
        0x61C, 0xFEFF,
    ) or 0xD800 <= code <= 0xDFFF  # fmt: skip


def _lean(data):
    """The same without what is not said."""
    if not isinstance(data, dict):
        return list(data) if isinstance(data, tuple) else data
    return {key: _lean(value) for key, value in data.items() if value not in (None, "", (), [], {}) or key == "v"}


def _bytes(text):
    return text.encode("utf-8")
