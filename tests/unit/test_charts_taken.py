"""Tables and charts as visitors take them along: numbers that read as the same, and drawings that any viewer reads."""

import csv
import io
import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.yours import svg_charts
from ui.yours.svg_charts import Curve, chart, curve, drawing, scatter, ticks
from ui.yours.tables import csv as table
from ui.yours.tables import exact

SVG = "{http://www.w3.org/2000/svg}"
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite)
def test_a_number_is_written_as_short_as_reads_as_the_same(x):
    assert float(exact(x)) == x
    assert len(exact(x)) <= len(repr(x)) + 4 or abs(x) < 1e-300  # 1.0e+16 for 1e+16
    assert exact((x, 1)) == "(%s, 1)" % exact(x)


@given(st.lists(st.tuples(finite, st.text(alphabet='a",\n '), st.integers(-1, 1))))
def test_a_table_is_read_as_it_was(rows):
    read = list(csv.reader(io.StringIO(table(("x", "name", "label"), rows), newline="")))
    assert read[0] == ["x", "name", "label"]
    assert [(float(x), name, int(label)) for x, name, label in read[1:]] == rows


def taken(parts):
    """The elements of a drawing, by kind; all that it draws is inside of it, and of numbers that there are."""
    text = drawing("A < B & \"C\"", parts)
    root = ElementTree.fromstring(text)
    assert root.find(SVG + "title").text == 'A < B & "C"'
    assert "nan" not in text and "inf" not in text
    assert float(root.get("height")) == sum(height for height, _ in parts)
    return {kind: list(root.iter(SVG + kind)) for kind in ("path", "text", "circle")}


def places(path):
    """The numbers of a path of M and L."""
    return [tuple(map(float, pair.split())) for pair in path.get("d").replace("M", "L").split("L")[1:]]


@pytest.mark.parametrize("log_x", [False, True])
@pytest.mark.parametrize("log_y", [False, True])
@given(ys=st.lists(st.none() | st.floats(0, 1e12) | st.just(math.inf), max_size=20))
def test_a_chart_is_whole_whatever_the_numbers_are(log_x, log_y, ys):
    line = curve("one", svg_charts.ACCENT, [(7 * i, y) for i, y in enumerate(ys)], dots=3)
    found = taken([chart("Loss", "steps", [line], log_x=log_x, log_y=log_y)])
    known = [y for y in ys if y is not None and y < math.inf]
    assert len(found["circle"]) == len(known)
    (drawn,) = [path for path in found["path"] if path.get("stroke") == svg_charts.ACCENT]
    assert len(places(drawn)) == len(known)
    for x, y in places(drawn):
        assert svg_charts.LEFT - 0.1 <= x <= svg_charts.WIDTH and 0 <= y <= svg_charts.HEIGHT
    assert {"Loss", "steps", "one", "0"} <= {text.text for text in found["text"]}


def test_a_larger_number_is_higher_and_a_later_one_further_right_and_a_gap_is_a_gap():
    line = curve("", svg_charts.ACCENT, [(0, 0.25), (10, None), (20, 0.5), (40, 1.0)])
    found = taken([chart("Accuracy", "steps", [line], low=0.0, high=1.0, percent=True)])
    (drawn,) = [path for path in found["path"] if path.get("stroke") == svg_charts.ACCENT]
    assert drawn.get("d").count("M") == 2
    (a, low), (b, middle), (c, high) = places(drawn)
    assert (b - a, low - middle) == (pytest.approx(c - b, abs=0.2), pytest.approx((middle - high) / 2, abs=0.2))
    assert {"0%", "100%", "40"} <= {text.text for text in found["text"]}


def test_points_and_lines_are_where_they_are():
    lines = [("a line", svg_charts.ACCENT, 1.0, 0.0, ""), ("steep", svg_charts.INK, 1e9, 0.0, "2 5")]
    found = taken([scatter("The line", (-2, 2, -1, 1), [(-2, -1), (0, 0), (2, 1)], lines)])
    first, middle, last = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in found["circle"]]
    assert middle == ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    line = [path for path in found["path"] if path.get("stroke") == svg_charts.ACCENT][0]
    (left, low), (right, high) = places(line)
    assert (left, right) == (first[0], last[0]) and low - high == right - left


@given(finite.filter(lambda x: abs(x) < 1e9), st.floats(1e-6, 1e9))
def test_ticks_are_few_and_between_the_ends(low, size):
    found = ticks(low, low + size)
    assert len(found) <= 8
    assert all(low - 1e-6 * (abs(low) + size) <= x <= low + size + 1e-6 * (abs(low) + size) for x in found)


def test_a_curve_says_all_that_it_is():
    assert curve("a", "red", []) == Curve("a", "red", [], 2, "", 0)
