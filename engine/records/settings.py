"""The settings of the page: one table, from which the controls, the links and what a change entails come.

>>> SETTINGS["hidden"].parse("8, 4")
(8, 4)
>>> changed(defaults(), "rate", 0.5)[1] == GO_ON
True
"""

from engine.data import CLASSIFICATION
from engine.recipes import RECIPES
from engine.records.numbers import number, whole_number

NOTHING, GO_ON, NEW_NET, NEW_POINTS = 0, 1, 2, 3  # what a change entails, and the larger includes the smaller
LOSS_NAMES = ("hinge", "squared", "logistic")  # losses that the page offers, whatever else a changed engine has


class Setting:
    """One setting: its default, what it accepts in words, what a change entails, and `options`, those of a choice.

    parse(text) raises ValueError with a sentence, such as "Must be 2 to 1000"; show(value) writes what it reads.
    """

    def __init__(self, default, read, accepts="", show=str, entails=GO_ON, options=()):
        self.default = default
        self.accepts = accepts or one_of_these(options)
        self.typed = bool(accepts)  # into a field, where a hint says what is accepted
        self.show = show
        self.entails = entails
        self.options = options
        self._read = read

    def parse(self, text):
        """The value that is written."""
        try:
            return self._read(text)
        except ValueError as error:
            raise ValueError(str(error) or "Must be " + self.accepts)


def choice(default, options, **others):
    """A setting that is one of these names."""
    return Setting(default, one_of(options), options=tuple(options), **others)


def switch(default, **others):
    """A setting that is on or off."""
    return Setting(
        default,
        lambda text: one_of(("on", "off"))(text) == "on",
        show=lambda value: "on" if value else "off",
        options=("on", "off"),
        **others
    )  # fmt: skip


def whole(low, high):
    """Reads whole numbers from low to high."""

    def read(text):
        value = whole_number(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


def decimal(low, high, zero=True):
    """Reads numbers from low to high; zero: whether 0 may be among them."""

    def read(text):
        value = number(text)
        if not low <= value <= high or not (zero or value > 0):
            raise ValueError
        return value

    return read


def one_of(names):
    """Reads one of these names."""

    def read(text):
        if text not in names:
            raise ValueError
        return text

    return read


def one_of_these(names):
    """In words: "on or off"."""
    return " or ".join([part for part in (", ".join(names[:-1]), names[-1]) if part]) if names else ""


def widths(text):
    """Reads the widths of one to four layers, separated by commas or spaces."""
    parts = text.split(",") if "," in text else text.split()
    if not 1 <= len(parts) <= 4:
        raise ValueError
    return tuple([whole(1, 64)(part) for part in parts])


def batch(text):
    """Reads the size of a batch, None for all points."""
    return None if text.strip().lower() in ("all", "") else whole(1, 1000)(text)


def never(read):
    """Reads what `read` does, or None for "never"."""
    return lambda text: None if text.strip().lower() in ("never", "") else read(text)


def plain(x):
    """A float as a person would write it: 1, 0.1, 0.0001."""
    return "%.10g" % x


def exact(x):
    """A float as short as it can be written so that it is read as the same one."""
    text = plain(x + 0.0)  # + 0.0, because -0.0 is 0 for everyone else
    return text if float(text) == x else repr(x)


def listed(widths):
    """Widths as a person would write them: 8, 4."""
    return ", ".join([str(n) for n in widths])


def _rule(value):
    return "never" if value is None else str(value) if isinstance(value, int) else exact(value)


SETTINGS = {
    "dataset": choice("moons", tuple(sorted(CLASSIFICATION)) + ("own",), entails=NEW_POINTS),
    "count": Setting(100, whole(2, 1000), "2 to 1000", entails=NEW_POINTS),
    "noise": Setting(0.1, decimal(0, 1), "0 to 1", exact, NEW_POINTS),
    "seed": Setting(0, whole(0, 9999), "0 to 9999", entails=NEW_POINTS),
    "share": Setting(0, whole(0, 50), "0 to 50"),
    "hidden": Setting((16, 16), widths, "1 to 4 widths from 1 to 64", listed, NEW_NET),
    "weights": Setting(0, whole(0, 9999), "0 to 9999", entails=NEW_NET),
    "bias": switch(True, entails=NEW_NET),
    "rate": Setting(1.0, decimal(0, 1000, zero=False), "above 0, to 1000", exact),
    "falls": switch(True),
    "alpha": Setting(1e-4, decimal(0, 10), "0 to 10", exact),
    "loss": choice("hinge", LOSS_NAMES),
    "backend": choice("compiled", ("compiled", "python")),
    "batch": Setting(None, batch, "“all”, or 1 to 1000", lambda v: "all" if v is None else str(v)),
    "stop_steps": Setting(None, never(whole(1, 999_999_999)), "“never”, or from 1", _rule, NOTHING),
    "stop_accuracy": Setting(None, never(decimal(0, 100)), "“never”, or 0 to 100", _rule, NOTHING),
    "stop_loss": Setting(None, never(decimal(0, 1e6)), "“never”, or from 0", _rule, NOTHING),
    "stop_still": switch(True, entails=NOTHING),
}
STOPS = tuple([key for key, setting in SETTINGS.items() if setting.entails == NOTHING])
DATA = tuple([key for key, setting in SETTINGS.items() if setting.entails == NEW_POINTS])

RECIPE = choice("karpathy", tuple(sorted(RECIPES)) + ("own",))
"""Which recipe the settings follow is no setting, but is derived from them (recipe_of); it is chosen as one is."""


def control_table():
    """All that has a control: the settings, and the recipe."""
    return dict(SETTINGS, recipe=RECIPE)


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
        "loss": SETTINGS["loss"].default,
        "batch": None,
    }


def recipe_of(values):
    """The name of the recipe that these settings follow, or "own"."""
    for name in RECIPES:
        if all([values[key] == value for key, value in of_recipe(name).items()]):
            return name
    return "own"


def changed(values, key, value):
    """The settings once `key`, which may be "recipe", has another value; and what that entails."""
    if key == "recipe":
        new = dict(values, **(of_recipe(value) if value != "own" else {}))
    else:
        new = dict(values)
        new[key] = value
    return new, max([NOTHING] + [SETTINGS[name].entails for name in SETTINGS if new[name] != values[name]])
