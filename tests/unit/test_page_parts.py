"""The parts of the page that need no browser: points with undo, settings, links, and the picture."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler.scores import grid
from engine.losses import LOSSES
from ui.network.words import diverged
from ui.page import points as points_module
from ui.page.points import Points
from ui.page.settings import SETTINGS, defaults, link, of_recipe, read_link, recipe_of


def test_undo_and_redo_go_back_and_forth_through_every_kind_of_change():
    points = Points([(0.0, 0.0, 1)])
    states = [list(points.items)]

    def did(change, *arguments):
        change(*arguments)
        states.append(list(points.items))

    did(points.add, 1.0, 2.0, -1)
    points.begin()
    points.move(0, 0.5, 0.5)
    did(points.move, 0, 0.7, 0.5)
    points.begin()
    did(points.drop, [1])
    did(points.replace, [])
    for state in reversed(states[:-1]):
        assert points.undo() and points.items == state
    assert not points.undo()
    for state in states[1:]:
        assert points.redo() and points.items == state
    assert not points.redo()


def test_a_new_change_ends_what_could_be_redone():
    points = Points()
    points.add(0, 0, 1)
    points.undo()
    points.add(1, 1, 1)
    assert not points.can_redo() and points.items == [(1, 1, 1)]


def test_undo_brings_back_what_the_points_were_made_from():
    points = Points([(0, 0, 1)], origin="moons")
    points.add(1, 1, 1)
    assert points.origin is None
    points.replace([(2, 2, 1)], "spiral")
    points.undo()
    assert points.origin is None
    points.undo()
    assert points.origin == "moons"
    points.redo()
    points.redo()
    assert points.origin == "spiral"


def test_the_same_points_again_are_no_change():
    points = Points([(0, 0, 1)])
    points.replace([(0, 0, 1)])
    assert not points.can_undo()


def test_the_nearest_point_within_reach_is_found_and_the_last_drawn_of_equals():
    points = Points([(0, 0, 1), (1, 0, 1), (1, 0, -1)])
    assert points.nearest(0.9, 0, 0.2, 0.2) == 2
    assert points.nearest(0.1, 0, 0.2, 0.2) == 0
    assert points.nearest(0.5, 0, 0.2, 0.2) is None
    assert points.nearest(0, 0.3, 0.2, 0.4) == 0


def test_the_points_along_a_stroke_are_found_however_long_it_is():
    points = Points([(0, 0, 1), (1, 0.05, 1), (2, 0.5, 1), (3, 0, 1), (5, 0, 1)])
    assert points.along((0, 0), (4, 0), 0.1, 0.1) == [0, 1, 3]
    assert points.along((1, 0), (1, 0), 0.1, 0.1) == [1]


coordinate = st.integers(-3000, 3000).map(lambda i: i / 1000)


@given(st.lists(st.tuples(coordinate, coordinate, st.sampled_from([1, -1]))))
def test_points_in_a_link_come_back_as_they_were(items):
    assert points_module.read(points_module.write(items)) == items


@pytest.mark.parametrize("text", ["a1", "a1,2,3", "ax,y", "c1,2", "anan,1", "a1e999,0"])
def test_a_broken_link_is_a_value_error(text):
    with pytest.raises(ValueError):
        points_module.read(text)



@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_setting_shows_what_it_can_read_again(key):
    setting = SETTINGS[key]
    assert setting.parse(setting.show(setting.default)) == setting.default


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("count", {"2": 2, " 250 ": 250, "1000": 1000}, ["1", "1001", "", "x", "2.5", "-5", "9" * 30]),
        ("noise", {"0": 0, "0.25": 0.25, "0,5": 0.5, "1": 1}, ["-0.1", "1.1", "nan", "inf", "", "a"]),
        ("hidden", {"16, 16": (16, 16), "8": (8,), "1 2 3 64": (1, 2, 3, 64)}, ["", "0", "65", "1,2,3,4,5", "a", "4,,4", "-3", "3,"]),
        ("rate", {"0.001": 0.001, "1000": 1000}, ["0", "-1", "1001", "nan"]),
        ("alpha", {"0": 0, "1e-4": 1e-4}, ["-1", "11"]),
        ("batch", {"all": None, "All": None, "1": 1}, ["0", "some", "1.5"]),
        ("loss", {"hinge": "hinge"}, ["hing", ""]),
    ],
)
def test_settings_take_what_they_say_they_accept_and_nothing_else(key, good, bad):
    for text, value in good.items():
        assert SETTINGS[key].parse(text) == value
    for text in bad:
        with pytest.raises(ValueError):
            SETTINGS[key].parse(text)


def test_the_losses_on_offer_are_those_of_the_engine():
    for name in LOSSES:
        assert SETTINGS["loss"].parse(name) == name


def test_a_link_holds_what_differs_from_the_defaults_and_nothing_else():
    values = dict(defaults(), hidden=(8, 4), noise=0.25, batch=10)
    assert link(defaults()) == ""
    assert link(values) == "batch=10&hidden=8,4&noise=0.25"
    read, others, unread = read_link(link(values) + "&points=a1,2&count=none")
    assert dict(defaults(), **read) == values
    assert others == {"points": "a1,2"} and unread == ["count=none"]


def test_a_link_keeps_small_numbers_exactly():
    for rate in (1e-9, 0.1, 0.3, 12.5, 0.0001):
        assert read_link(link(dict(defaults(), rate=rate)))[0].get("rate", 1.0) == rate


def test_a_recipe_in_a_link_stands_for_its_settings_unless_they_are_named():
    values, _, _ = read_link("recipe=tutorial&rate=0.05")
    assert values == dict(of_recipe("tutorial"), recipe="tutorial", rate=0.05)


def test_a_recipe_is_recognized_by_its_settings():
    for name in ("karpathy", "tutorial"):
        values = dict(defaults(), **of_recipe(name))
        assert recipe_of(values) == name
        assert recipe_of(dict(values, rate=0.07)) == "own"
    assert recipe_of(defaults()) == "karpathy"



def test_the_grid_has_its_corners_on_the_corners_of_the_plane():
    rows = grid((-1, 3, -2, 2), 5, 3)
    assert (len(rows), len(rows[0])) == (3, 5)
    assert (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]) == ((-1, 2), (3, 2), (-1, -2), (3, -2))


def test_a_smaller_learning_rate_is_suggested_in_plain_digits():
    assert "such as 100, and" in diverged(3, 1000.0) and "such as 0.013, and" in diverged(3, 0.125)
