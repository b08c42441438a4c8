"""What the chapters show, besides the network's settings and points: one table for each, from which come its controls, its part of a link and what is kept.

>>> write("line", {"eta": 0.1, "start": (0.0, 1.0)})
['line-start=0,1', 'line-eta=0.1']
"""

import math

from engine.records.numbers import DIGITS, number, whole_number
from engine.records.packed import pack, unpack
from engine.records.settings import Setting, choice, decimal, exact, one_of, plain
from engine.records.settings import whole as whole_from

FUNCTIONS = ("tutorial", "partial", "shared", "relu", "sigmoid", "neuron", "micrograd")  # the examples of chapter 1
EXPERIMENTS = ("leaky-relu", "momentum", "loss")  # those of chapter 4
MOST_TEXT = 8000  # characters of a function in a link
MOST_VARIABLES = 200
MOST_POINTS = 200  # of chapter 2
FAR = 1e6  # further from 0 no hand puts a point or a start
MOST_CHANGES = 40_000  # characters of changed files
PLAIN = DIGITS + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.,:"  # in an address as they are


def _finite(text):
    value = number(text)
    if not abs(value) < math.inf:
        raise ValueError
    return value


def _function(text):
    """The text of a function, also where what carried the link has encoded it once more."""
    if text.startswith(("def%20", "def+")):
        text = decoded(text)
    text = text.replace("\r\n", "\n").strip("\n")
    if len(text) > MOST_TEXT:
        raise ValueError("A function in a link has at most %d characters, not %d" % (MOST_TEXT, len(text)))
    if not _is_text(text):
        raise ValueError
    return text


def _is_text(text):
    """Whether it says something, in whole characters."""
    try:
        return bool(text.strip()) and "\x00" not in text and bool(text.encode())
    except UnicodeError:
        return False


def _variables(text):
    parts = [part.split(":") for part in text.split(",")]
    if len(parts) > MOST_VARIABLES or not all([len(part) == 2 and _is_name(part[0]) for part in parts]):
        raise ValueError
    return {name.strip(): _finite(value) for name, value in parts}


def _is_name(text):
    text = text.strip()
    return _is_text(text) and 0 < len(text) < 40 and text[0] not in DIGITS and not any([character in " \n\t\"'<>&=" for character in text])


def _name(text):
    if not _is_name(text):
        raise ValueError
    return text.strip()


def _pair(text):
    pair = tuple([number(part) for part in text.split(",")])
    if len(pair) != 2 or not all([abs(x) < FAR for x in pair]):
        raise ValueError
    return pair


def _pairs(text):
    parts = text.split("_") if text.strip() else []
    if len(parts) > MOST_POINTS:
        raise ValueError("%d points are more than the %d of this chapter" % (len(parts), MOST_POINTS))
    return [_pair(part) for part in parts]


def _shown_pair(pair):
    return ",".join([exact(x) for x in pair])


def _place(text):
    """Examples done in the epoch under way, whole epochs, and the packed a, b and both grads."""
    place, epochs, packed = text.split(".") if text.count(".") == 2 else ("", "", "")
    numbers = unpack(packed)
    if len(numbers) != 4 or not all([abs(x) < math.inf for x in numbers]):
        raise ValueError
    return (whole_from(0, MOST_POINTS)(place), whole_number(epochs)) + tuple(numbers)


def _exponent(text):
    value = number(text)
    if not -15 <= value <= -1 or value * 4 != round(value * 4):
        raise ValueError
    return value


def _path(text):
    if not text or len(text) > 60 or not all([c in PLAIN and c not in ",:." for c in text.replace("/", "-")]):
        raise ValueError
    return text


def _changes(text):
    if not _is_text(text) or len(text) > MOST_CHANGES:
        raise ValueError
    return text


def _otherwise(text):
    return text or ""


def _net_part(text):
    """A part of the net: n, layer and neuron, or w, these and the source, b for the bias."""
    kind, numbers = text[:1], text[1:].split(".")
    if kind not in ("n", "w") or len(numbers) != (2 if kind == "n" else 3):
        raise ValueError
    source = [None if kind == "w" and number == "b" else whole_number(number) for number in numbers[2:]]
    return ("neuron" if kind == "n" else "edge",) + tuple([whole_number(number) for number in numbers[:2]] + source)


def _shown_part(part):
    return part[0][0].replace("e", "w") + ".".join(["b" if number is None else str(number) for number in part[1:]])


NETWORK = {
    "view": choice("curves", ("curves", "landscape", "slow-motion")),
    "pick": Setting(None, _net_part, "a part of the net, such as n1.0 or w2.0.3", _shown_part),
    "point": Setting(None, whole_number, "the number of a point, from 0"),
}
"""The view that is open below, and what is picked: of the net, and of the points."""

DERIVATIVES = {
    "example": choice("tutorial", FUNCTIONS),
    "f": Setting(None, _function, "a function in Python", _otherwise),
    "at": Setting(
        {}, _variables, "values such as x:1.5,y:2",
        lambda values: ",".join(["%s:%s" % (name, exact(values[name])) for name in sorted(values)]),
    ),
    "walk": Setting(0, whole_from(0, 99_999), "a step, from 0"),
    "by": Setting(None, _name, "the name of a variable", _otherwise),
    "log-h": Setting(-5.0, _exponent, "−15 to −1, in quarters", plain),
    "reading": choice("engine", ("engine", "tutorial")),
}  # fmt: skip
"""A function of one's own, `f`, counts more than an example; `at`: variables that are not where it starts; `by`: None
for the first variable; `log-h`: the exponent of h."""

LINE = {
    "points": Setting(
        None, _pairs, "points such as 0,1_0.5,-2", lambda pairs: "_".join([_shown_pair(pair) for pair in pairs])
    ),
    "data": Setting(0, whole_number, "a seed, from 0"),
    "start": Setting((-0.5, 2.0), _pair, "a slope and an intercept, such as 0.5,-1", _shown_pair),
    "eta": Setting(0.03, decimal(0, 10, zero=False), "above 0, to 10", exact),
    "epochs": Setting(20, whole_from(1, 200), "1 to 200"),
    "batch": Setting(5, whole_from(1, 200), "1 to 200"),
    "order": choice("given", ("given", "random")),
    "seed": Setting(0, whole_from(0, 9999), "0 to 9999"),
    "step": Setting(0, whole_number, "a step, from 0"),
    "line": Setting(0, whole_from(0, 50), "lines of Python, from 0"),
    "now": Setting(
        None, _place, "a place such as 0.1. and packed numbers", lambda at: "%d.%d.%s" % (at[0], at[1], pack(at[2:]))
    ),
}
"""`points` of the visitor's own, or None: those made with the seed `data`. `step`: examples done from `start` on, and
`line`: lines of Python of the next. `now`: where that led, if it does not follow from the rest, as when eta was
another one before: examples done in the epoch under way, whole epochs, a, b and both grads."""

CODE = {
    "file": Setting("value", _path, "a file such as nn"),
    "experiment": Setting(None, one_of(EXPERIMENTS), " or ".join(EXPERIMENTS), _otherwise),
    "files": Setting(None, _changes, "changes of files", _otherwise),
}
"""`files`: changes of the engine's, as engine.records.changes writes them."""

STATES = {"derivatives": DERIVATIVES, "line": LINE, "network": NETWORK, "code": CODE}
PREFIX = {"line": "line-"}  # of a chapter's keys in an address
ORDER = {
    "derivatives": ("example", "f", "at", "walk", "by", "log-h", "reading"),
    "line": ("data", "points", "start", "eta", "epochs", "batch", "order", "seed", "step", "line", "now"),
    "network": ("view", "pick", "point"),
    "code": ("file", "experiment", "files"),
}  # in which they are written: MicroPython's dicts have none
TEXTS = ("f", "files")  # in which spaces at the ends count
KEYS = {PREFIX.get(chapter, "") + key: (chapter, key) for chapter, table in STATES.items() for key in table}


def defaults(chapter):
    """What a chapter shows at first."""
    return {key: setting.default for key, setting in STATES[chapter].items()}


def write(chapter, state, whole=False):
    """A chapter's part of a link, a list of "key=value": what differs from the defaults.

    whole  say something even where nothing does, so that what is shown at first is shown there, too
    """
    parts = []
    for key in ORDER[chapter]:
        setting = STATES[chapter][key]
        if key in state and state[key] != setting.default and not (key == "f" and len(state[key]) > MOST_TEXT):
            parts.append(_part(chapter, key, state[key]))
    if whole and not parts and chapter != "network":  # whose settings say it
        key = ORDER[chapter][0]
        parts.append(_part(chapter, key, STATES[chapter][key].default))
    return parts


def shown(chapter, state):
    """A state as texts that JSON can hold, which `taken` reads."""
    return {key: STATES[chapter][key].show(value) for key, value in state.items() if value != STATES[chapter][key].default}


def taken(chapter, texts):
    """The state that `shown` wrote; what cannot be read, as of an older version of the page, counts as not kept."""
    state = {}
    for key, text in texts.items() if isinstance(texts, dict) else ():
        try:
            state[key] = STATES[chapter][key].parse(text)
        except (KeyError, ValueError, AttributeError, TypeError):
            pass
    return state


def encoded(text):
    """A text as part of an address: percent-encoded, + for a space, so that nothing on the way changes it."""
    return "".join([c if c in PLAIN else "+" if c == " " else "".join(["%%%02X" % b for b in c.encode()]) for c in text])


def decoded(text):
    """What `encoded` was given; what is no such text stays as it is."""
    found, rest = b"", text.replace("+", " ").encode()
    first, *others = rest.split(b"%")
    found = first
    for part in others:
        try:
            found += bytes([int(part[:2].decode(), 16)]) + part[2:]
        except ValueError:
            found += b"%" + part
    try:
        return found.decode()
    except UnicodeError:
        return text


def _part(chapter, key, value):
    return "%s%s=%s" % (PREFIX.get(chapter, ""), key, encoded(STATES[chapter][key].show(value)))
