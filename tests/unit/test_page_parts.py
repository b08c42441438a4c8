"""The parts of the page that need no browser: points with undo, and the picture."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler.scores import grid
from ui.network.words import diverged
from ui.page import points as points_module
from ui.page.points import Points
from ui.work.picture import coloured, contour, finite, palette


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


@pytest.mark.parametrize("text", ["a1", "a1,2,3", "ax,y", "c1,2", "anan,1", "a1e999,0", "a1_0,2", "a.,1", "a１,2", "a1,2 x", "a1,", "5,5", "a1,2" * 10_001])
def test_a_broken_link_is_a_value_error(text):
    with pytest.raises(ValueError, match="point"):
        points_module.read(text)


def test_the_grid_has_its_corners_on_the_corners_of_the_plane():
    rows = grid((-1, 3, -2, 2), 5, 3)
    assert (len(rows), len(rows[0])) == (3, 5)
    assert (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]) == ((-1, 2), (3, 2), (-1, -2), (3, -2))


def test_colours_run_from_one_class_to_the_other_through_the_middle():
    shades = palette((200, 100, 0), (250, 250, 250), (0, 100, 200))
    pixels = coloured([-1e9, -0.5, 0.0, 0.5, 1e9], shades)
    assert len(pixels) == 20
    red = list(pixels[0::4])
    blue = list(pixels[2::4])
    assert red[0] == 200 and red[-1] == 0 and blue[0] == 0 and blue[-1] == 200
    assert blue == sorted(blue[:2]) + [blue[2]] + sorted(blue[3:], reverse=True)
    assert 240 <= red[2] <= 250 and set(pixels[3::4]) == {255}


def ends(path):
    for part in path.split("M")[1:]:
        a, b = part.split("L")
        yield tuple(map(float, a.split())), tuple(map(float, b.split()))


def test_scores_that_are_no_finite_numbers_can_still_be_drawn():
    scores = [finite([math.nan, math.inf, -math.inf, 0.0]), finite([-math.inf, math.inf, 1.0, math.nan])]
    assert len(coloured(scores[0], palette((9, 9, 9), (8, 8, 8), (7, 7, 7)))) == 16
    assert all(math.isfinite(x) for segment in ends(contour(scores, 0.0)) for end in segment for x in end)


def test_a_contour_follows_the_level_of_a_smooth_hill():
    n, radius = 41, 10.3
    scores = [[radius - math.hypot(i - 20, j - 20) for i in range(n)] for j in range(n)]
    segments = list(ends(contour(scores, 0.0)))
    assert len(segments) > 40
    for segment in segments:
        for x, y in segment:
            assert math.hypot(x - 20, y - 20) == pytest.approx(radius, abs=0.02)
    touched = {}
    for segment in segments:
        for end in segment:
            touched[end] = touched.get(end, 0) + 1
    assert set(touched.values()) == {2}  # it closes: every end is the end of two segments


def test_a_straight_level_is_met_between_the_nodes_where_it_is():
    scores = [[0.25 * i - 0.6 for i in range(5)] for _ in range(3)]
    for (x1, _), (x2, _) in ends(contour(scores, 0.0)):
        assert (x1, x2) == (2.4, 2.4)
    assert contour(scores, 9.0) == ""


def test_a_saddle_has_two_separate_lines():
    assert len(list(ends(contour([[1.0, -1.0], [-1.0, 1.0]], 0.0)))) == 2


def test_a_smaller_learning_rate_is_suggested_in_plain_digits():
    assert "such as 100, and" in diverged(3, 1000.0) and "such as 0.013, and" in diverged(3, 0.125)
