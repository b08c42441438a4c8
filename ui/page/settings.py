"""The settings of the page: one table, which checks them, shows them, and writes them into links.

>>> SETTINGS["hidden"].parse("8, 4")
(8, 4)
>>> link(dict(defaults(), noise=0.2))
'noise=0.2'
"""

from engine.data import CLASSIFICATION
from engine.recipes import RECIPES


class Setting:
    """One setting. `accepts` says in words what `parse` takes; parse raises ValueError for all else."""

    def __init__(self, default, parse, accepts="", show=str):
        self.default = default
        self.parse = parse
        self.accepts = accepts
        self.show = show


def whole(low, high):
    def parse(text):
        text = text.strip()
        if not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return parse


def decimal(low, high, zero=True):
    def parse(text):
        value = float(text.strip().replace(",", "."))  # ValueError by itself if it is no number
        if not low <= value <= high or not (zero or value > 0):
            raise ValueError
        return value

    return parse


def one_of(names):
    def parse(text):
        if text not in names:
            raise ValueError
        return text

    return parse


def widths(text):
    parts = text.split(",") if "," in text else text.split()
    if not 1 <= len(parts) <= 4:
        raise ValueError
    return tuple([whole(1, 64)(part) for part in parts])


def batch(text):
    return None if text.strip().lower() in ("all", "") else whole(1, 1000)(text)


def switch(text):
    return one_of(("on", "off"))(text) == "on"


def plain(x):
    """A float as a person would write it: 1, 0.1, 0.0001."""
    return "%.10g" % x


def on_off(value):
    return "on" if value else "off"


_DATA = tuple(sorted(CLASSIFICATION)) + ("own",)

SETTINGS = {
    "dataset": Setting("moons", one_of(_DATA)),
    "count": Setting(100, whole(2, 1000), "2 to 1000"),
    "noise": Setting(0.1, decimal(0, 1), "0 to 1", plain),
    "seed": Setting(0, whole(0, 9999), "0 to 9999"),
    "hidden": Setting(
        (16, 16), widths, "1 to 4 widths from 1 to 64", lambda v: ", ".join([str(n) for n in v])
    ),
    "weights": Setting(0, whole(0, 9999), "0 to 9999"),
    "bias": Setting(True, switch, show=on_off),
    "recipe": Setting("karpathy", one_of(tuple(RECIPES) + ("own",))),
    "rate": Setting(1.0, decimal(0, 1000, zero=False), "above 0, to 1000", plain),
    "falls": Setting(True, switch, show=on_off),
    "alpha": Setting(1e-4, decimal(0, 10), "0 to 10", plain),
    "loss": Setting("hinge", one_of(("hinge", "squared", "logistic"))),
    "backend": Setting("compiled", one_of(("compiled", "python"))),
    "batch": Setting(None, batch, "“all”, or 1 to 1000", lambda v: "all" if v is None else str(v)),
}


def defaults():
    return {key: setting.default for key, setting in SETTINGS.items()}


def of_recipe(name):
    """The settings that a recipe stands for."""
    recipe = RECIPES[name]
    return {
        "bias": recipe.bias,
        "alpha": recipe.alpha,
        "rate": recipe.rate,
        "falls": recipe.falls,
        "loss": "hinge",
        "batch": None,
    }


def recipe_of(values):
    """The name of the recipe that these settings follow, or "own"."""
    for name in RECIPES:
        if all([values[key] == value for key, value in of_recipe(name).items()]):
            return name
    return "own"


def link(values):
    """The settings that differ from their defaults, as text for the address: "count=250&noise=0.2"."""
    return "&".join(
        [
            "%s=%s" % (key, SETTINGS[key].show(values[key]).replace(" ", ""))
            for key in sorted(SETTINGS)  # sorted, because MicroPython's dicts have no order
            if values[key] != SETTINGS[key].default
        ]
    )


def read_link(text):
    """A link's settings as a dict, whatever else it holds as another, and what of it cannot be read as a list.

    A recipe stands for its settings, except those that the link names itself.
    """
    values, others, unread = {}, {}, []
    for part in [part for part in text.split("&") if part]:
        key, _, written = part.partition("=")
        if key in SETTINGS:
            try:
                values[key] = SETTINGS[key].parse(written)
            except ValueError:
                unread.append(part)
        else:
            others[key] = written
    if values.get("recipe", "own") != "own":
        values = dict(of_recipe(values["recipe"]), **values)
    return values, others, unread
