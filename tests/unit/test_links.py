"""Links, decoded as browsers do it: what they bring, what cannot be taken and is named, and that they come back."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import links
from engine.records.settings import defaults, of_recipe


def read(text):
    """The Link of an address from # on."""
    return links.Link(text[1:], lambda query: parse_qsl(query, keep_blank_values=True))


def taken(text):
    """The settings that differ from their defaults after this link, of which everything was taken."""
    link = read(text)
    assert link.trouble == ""
    return {key: value for key, value in link.values.items() if value != defaults()[key]}


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("#network?hidden=8%2C4", {"hidden": (8, 4)}),
        ("#network?hidden=8,4&amp;noise=0.2", {"hidden": (8, 4), "noise": 0.2}),
        ("#network?hidden=8%2C4%26amp%3Bnoise=0.2", None),
        ("#network?noise%3D0.2", {"noise": 0.2}),
        ("#%23network?noise=0.2", {"noise": 0.2}),
        ("#network%3Fnoise%3D0.2%26hidden%3D8", {"noise": 0.2, "hidden": (8,)}),
        ("#network?rate=0%2C5", {"rate": 0.5}),
        ("#network?rate=0,5", {"rate": 0.5}),
        ("#network?rate=1000", {"rate": 1000.0}),
        ("#network?rate=50&loss=squared", {"rate": 50.0, "loss": "squared"}),
        ("#network?hidden=64,64,64,64&count=1000&backend=python",
         {"hidden": (64,) * 4, "count": 1000, "backend": "python"}),
        ("#network?hidden=8,+4", {"hidden": (8, 4)}),
        ("#NETWORK", {}),
        ("#network?", {}),
        ("#network?&&=", {}),
        ("", {}),
        ("#", {}),
    ],
)  # fmt: skip
def test_a_link_brings_its_settings(address, values):
    link = read(address)
    assert link.chapter == "network" and link.items is None
    if values is None:
        assert "hidden=" in link.trouble
    else:
        assert taken(address) == values
        assert link.says_something == bool(values)


@pytest.mark.parametrize("chapter", links.CHAPTERS)
def test_a_link_names_its_chapter_in_any_letters(chapter):
    for text in ("#" + chapter, "#%s?noise=0.2" % chapter.upper(), "#%23" + chapter):
        assert read(text).chapter == chapter
        assert read(text).trouble == ""


@pytest.mark.parametrize(
    "address",
    ["#network?dataset=own&points=a1.2%2C-0.35b0%2C1", "#network?points=a1.2,-0.35b0,1", "#line?points=a1.2,-.35b0,1&"],
)
def test_points_make_the_data_set_the_visitors_own(address):
    link = read(address)
    assert link.trouble == "" and link.says_something
    assert link.items == [(1.2, -0.35, 1), (0.0, 1.0, -1)]
    assert link.values == dict(defaults(), dataset="own")


def test_a_number_with_two_readings_is_named_and_not_taken():
    link = read("#network?rate=1,000")
    assert link.values == defaults() and not link.says_something
    expected = "Not taken from the link: rate=1,000 (1,000 could be 1.000 or 1000: write it without the comma)."
    assert link.trouble == expected


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("#network?hidden=999&dataset=foo&rate=abc&points=zzz",
         ["hidden=999 (must be 1 to 4 widths from 1 to 64)", "dataset=foo (must be circles,",
          "rate=abc (must be above 0, to 1000)", "points=zzz ("]),
        ("#line?foo=1", ["foo=1 (there is no such setting)"]),
        ("#nowhere", ["nowhere (there is no such chapter)"]),
        ("#network?noise", ["noise= (must be 0 to 1)"]),
        ("#network?noise=%zz", ["noise=%zz (must be 0 to 1)"]),
        ("#network?=5", ["=5 ("]),
        ("#network?points=zzz", ["points=zzz (points are written as in a1.2,-0.35b0,1"]),
        ("#network?points=a1", ["points=a1 (“a1” is not a point"]),
        ("#network?dataset=xor&points=a1,1", ["points=a1,1 (it takes dataset=own)"]),
        ("#network?points=" + "a1,1" * 80_000, ["80000 points are more than the 10000 that a link may bring"]),
    ],
)  # fmt: skip
def test_every_part_that_is_not_taken_is_named(address, named):
    link = read(address)
    assert not link.says_something or address.startswith("#network?dataset=xor")
    assert link.items is None
    for words in named:
        assert words in link.trouble
    assert len(link.trouble) < 500


def test_what_can_be_taken_is_taken_beside_what_cannot():
    link = read("#network?dataset=own&count=many&seed=3&points=zzz&&=")
    assert link.says_something and link.items is None
    assert link.values == dict(defaults(), seed=3)
    assert "count=many (must be 2 to 1000); points=zzz" in link.trouble


def test_of_a_key_that_is_there_twice_the_last_counts_and_the_first_is_named():
    link = read("#network?rate=0.5&rate=0.7")
    assert link.values["rate"] == 0.7
    assert link.trouble == "Not taken from the link: rate=0.5 (it is there again, and the last counts)."


def test_many_parts_that_are_not_taken_are_counted():
    link = read("#network?" + "&".join("x%d=1" % i for i in range(1000)))
    assert link.trouble.endswith("; and 994 more.")


@pytest.mark.parametrize("chapter", ["", "network"])
def test_an_own_data_set_without_points_has_none(chapter):
    assert read("#%s?dataset=own" % chapter).items == []


def test_a_recipe_stands_for_its_settings_unless_they_are_named():
    assert read("#?recipe=tutorial&rate=0.05").values == dict(defaults(), **dict(of_recipe("tutorial"), rate=0.05))
    assert read("#?recipe=own").values == defaults()


def test_a_link_holds_what_differs_from_the_defaults_and_nothing_else():
    values = dict(defaults(), hidden=(8, 4), noise=0.25, batch=10)
    assert links.write("line", defaults(), []) == "#line"
    assert links.write("network", values, []) == "#network?batch=10&hidden=8,4&noise=0.25"


@given(st.floats(1e-9, 1000), st.lists(st.integers(1, 64), min_size=1, max_size=4))
def test_settings_in_a_link_come_back_as_they_were(rate, hidden):
    values = dict(defaults(), rate=rate, hidden=tuple(hidden), dataset="own")
    link = read(links.write("network", values, [(0.5, -1.25, 1)]))
    assert link.values == values and link.items == [(0.5, -1.25, 1)] and link.trouble == ""


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text):
    link = read("#" + text)
    assert link.says_something or link.values == defaults()
