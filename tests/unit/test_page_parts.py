"""The parts of the page that need no browser: points with undo, and the picture."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler.scores import grid
from engine.records import point_text
from ui.network.words import diverged
from ui.page import points as points_module
from ui.page.points import Points


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
    assert point_text.read(point_text.write(items)) == items


@pytest.mark.parametrize("text", ["a1", "a1,2,3", "ax,y", "c1,2", "anan,1", "a1e999,0", "a1_0,2", "a.,1", "a１,2", "a1,2 x", "a1,", "5,5", "a1,2" * 10_001])
def test_a_broken_link_is_a_value_error(text):
    with pytest.raises(ValueError, match="point"):
        point_text.read(text)


def test_the_grid_has_its_corners_on_the_corners_of_the_plane():
    rows = grid((-1, 3, -2, 2), 5, 3)
    assert (len(rows), len(rows[0])) == (3, 5)
    assert (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]) == ((-1, 2), (3, 2), (-1, -2), (3, -2))


def test_a_smaller_learning_rate_is_suggested_in_plain_digits():
    assert "such as 100," in diverged(3, 1000.0) and "such as 0.013," in diverged(3, 0.125)


def test_what_undo_would_bring_back_is_kept_over_a_reload_and_bounded():
    origin = {"dataset": "moons", "count": 20, "noise": 0.1, "seed": 3}
    points = Points()
    points.add(0.125, -1.5, 1)
    points.add(1, 2, -1)
    points.replace(points_module.made(origin), origin)
    points.replace([(0.0, 0.0, 1)])
    later = Points(points.items)
    later.take_past(json.loads(json.dumps(points.past())))
    assert later.undo() and later.items == points_module.made(origin) and later.origin == origin
    assert later.undo() and later.items == [(0.125, -1.5, 1), (1.0, 2.0, -1)] and later.origin is None
    assert later.undo() and later.items == [(0.125, -1.5, 1)]
    many = [(float(i), 0.0, 1) for i in range(points_module.KEPT_LIMIT - 1)]
    for items in (many, [(1.0, 1.0, 1)], []):
        points.replace(items)
    assert [len(items) for items, _ in points.past()] == [len(many), 1]
