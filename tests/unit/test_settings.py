"""The table of settings and its numbers, without a browser; and the markup, which says what the table says."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import CLASSIFICATION
from engine.losses import LOSSES
from engine.recipes import RECIPES
from tests.setup import ROOT
from tests.unit.stand_in import Browser
from ui.page import settings
from ui.page.numbers import number, whole_number
from ui.page.settings import (
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

IDS = {"loss": "loss-function"}


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
