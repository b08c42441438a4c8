"""The table of settings and its numbers, without a browser; and the markup, which says what the table says."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import CLASSIFICATION
from engine.losses import LOSSES
from engine.recipes import RECIPES
from engine.records import settings
from engine.records.numbers import number, whole_number
from engine.records.settings import (
    GO_ON,
    NEW_NET,
    NEW_POINTS,
    NOTHING,
    SETTINGS,
    changed,
    control_table,
    defaults,
    of_recipe,
    recipe_of,
)
from tests.setup import ROOT
from tests.unit.stand_in import Browser

IDS = {"loss": "loss-function", "share": "test-share"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), ("0,5", 0.5), (" 12 ", 12.0), ("1e-4", 1e-4), ("1,5e3", 1500.0), (".5", 0.5), ("5.", 5.0)]
    + [("0,125", 0.125), ("1,0000", 1.0), ("1234,567", 1234.567), ("1E+2", 100.0), ("-2", -2.0)],
)
def test_a_number_has_one_reading(text, value):
    assert number(text) == value


NO_NUMBERS = ["", ".", ",", "-", "e5", "1e", "1e+", "nan", "inf", "-inf", "infinity", "1_000", "²", "１", "٣", "0x10"]
NO_NUMBERS += ["1 000", "1,000,000", "1.000,5", "1,000.5", "--1", "1-", "1e1.5", "½", "1e5e5", "a"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_some_pythons_take_for_a_number_is_none(text):
    with pytest.raises(ValueError):
        number(text)
    with pytest.raises(ValueError):
        whole_number(text)


@pytest.mark.parametrize("read", [number, whole_number])
@pytest.mark.parametrize("text", ["1,000", "12,345", "100,000", "-1,000", " 1,000 "])
def test_a_comma_before_three_digits_is_refused_in_words(read, text):
    with pytest.raises(ValueError, match="could be .*write it without the comma"):
        read(text)


@given(st.floats(0, 1000))
def test_a_number_as_the_page_writes_it_is_read_again(x):
    assert number(settings.plain(x)) == float("%.10g" % x)


@pytest.mark.parametrize("key", sorted(control_table()))
def test_every_setting_shows_what_it_can_read_again(key):
    setting = control_table()[key]
    assert setting.parse(setting.show(setting.default)) == setting.default
    for option in setting.options:
        assert setting.show(setting.parse(option)) == option


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("count", {"2": 2, " 250 ": 250, "1000": 1000}, ["1", "1001", "", "x", "2.5", "-5", "9" * 30, "²", "+5"]),
        ("noise", {"0": 0, "0.25": 0.25, "0,5": 0.5, "1": 1}, ["-0.1", "1.1", "nan", "inf", "", "a"]),
        ("hidden", {"16, 16": (16, 16), "8": (8,), "1 2 3 64": (1, 2, 3, 64)}, ["", "0", "65", "1,2,3,4,5", "a", "3,"]),
        ("rate", {"0.001": 0.001, "1000": 1000}, ["0", "-1", "1001", "nan", "1e-999"]),
        ("alpha", {"0": 0, "1e-4": 1e-4}, ["-1", "11"]),
        ("batch", {"all": None, "All": None, "1": 1}, ["0", "some", "1.5"]),
        ("loss", {"hinge": "hinge"}, ["hing", ""]),
        ("bias", {"on": True, "off": False}, ["yes", ""]),
    ],
)
def test_settings_take_what_they_say_they_accept_and_nothing_else(key, good, bad):
    for text, value in good.items():
        assert SETTINGS[key].parse(text) == value
    for text in bad:
        with pytest.raises(ValueError) as caught:
            SETTINGS[key].parse(text)
        assert str(caught.value) == "Must be " + SETTINGS[key].accepts


def test_a_choice_says_what_there_is_to_choose():
    assert SETTINGS["loss"].accepts == "hinge, squared or logistic"
    assert SETTINGS["backend"].accepts == "compiled or python"


def test_names_on_offer_are_those_of_the_engine():
    assert set(SETTINGS["loss"].options) == set(LOSSES)
    assert set(SETTINGS["dataset"].options) == {*CLASSIFICATION, "own"}
    assert set(settings.RECIPE.options) == {*RECIPES, "own"}


def test_a_recipe_is_recognized_by_its_settings():
    for name in RECIPES:
        values = dict(defaults(), **of_recipe(name))
        assert recipe_of(values) == name
        assert recipe_of(dict(values, rate=0.07)) == "own"
    assert recipe_of(defaults()) == settings.RECIPE.default


@pytest.mark.parametrize(
    ("key", "value", "entails"),
    [("noise", 0.2, NEW_POINTS), ("dataset", "own", NEW_POINTS), ("hidden", (3,), NEW_NET), ("weights", 1, NEW_NET)]
    + [("bias", False, NEW_NET), ("rate", 0.2, GO_ON), ("loss", "squared", GO_ON), ("backend", "python", GO_ON)],
)
def test_a_change_says_what_it_entails(key, value, entails):
    before = defaults()
    after, what = changed(before, key, value)
    assert (after, what) == (dict(before, **{key: value}), entails)
    assert before == defaults()


def test_only_the_data_set_needs_new_points_and_only_the_nets_shape_and_seed_a_new_net():
    entailing = {what: {key for key in SETTINGS if SETTINGS[key].entails == what} for what in (NEW_POINTS, NEW_NET)}
    assert entailing == {NEW_POINTS: {"dataset", "count", "noise", "seed"}, NEW_NET: {"hidden", "weights", "bias"}}


def test_a_recipe_entails_what_the_settings_do_that_it_changes():
    assert changed(defaults(), "recipe", "tutorial") == (dict(defaults(), **of_recipe("tutorial")), NEW_NET)
    unbiased = dict(defaults(), bias=False)
    assert changed(unbiased, "recipe", "tutorial")[1] == GO_ON
    assert changed(defaults(), "recipe", "own") == (defaults(), NOTHING)


class Controls(HTMLParser):
    """The controls of a page by their ids: the attributes, and of a select the values of its options."""

    def __init__(self):
        super().__init__()
        self.found, self._select = {}, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("input", "select"):
            self.found[attributes.get("id")] = control = dict(attributes, options=[])
            self._select = control if tag == "select" else None
        if tag == "option" and self._select is not None:
            self._select["options"].append(attributes.get("value"))


CONTROLS = Controls()
CONTROLS.feed((ROOT / "index.html").read_text())


def check_control(control, setting):
    """The markup offers what the table says, and begins with its default."""
    if control.get("type") == "checkbox":
        assert ("checked" in control) == setting.default
    elif control["options"]:
        assert set(control["options"]) == set(setting.options)
        assert control["options"][0] == setting.default
    else:
        assert setting.typed and control["value"] == setting.show(setting.default)


@pytest.mark.parametrize("key", sorted(control_table()))
def test_the_markup_offers_what_the_table_says(key):
    check_control(CONTROLS.found[IDS.get(key, key.replace("_", "-"))], control_table()[key])


def test_the_markup_of_the_line_starts_with_its_defaults(monkeypatch):
    Browser().install(monkeypatch)
    from ui.line.fields import TABLE

    for key, setting in TABLE.items():
        check_control(CONTROLS.found["line-" + key], setting)
