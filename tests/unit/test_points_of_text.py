"""Points out of files as spreadsheets, R, pandas and people write them: what is read, and what is refused by its line."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.work.yours.bringing import points_of_text

PLANE = (-1.5, 2.5, -1.5, 2.0)
FREE = {"x": None, "y": None, "label": None, "positive": None, "fit": None, "plane": PLANE}


def read(text, **choices):
    """(what is found, the points) of a text."""
    task = points_of_text(dict(FREE, **choices), text)
    while True:
        try:
            next(task)
        except StopIteration as end:
            found, points = end.value.answer, end.value.arrays["points"]
            assert bool(found["trouble"]) == (points == "")
            return found, [tuple(point) for point in json.loads(points)] if points else None


THREE = [(0.5, 1.25, 1), (-0.75, 0.5, -1), (2.0, -1.0, 1)]
ROWS = "0.5,1.25,%s\n-0.75,0.5,%s\n2,-1,%s\n"
GERMAN = "\ufeffx1;x2;Klasse\r\n0,5;1,250;blau\r\n-0,75;0,500;rot\r\n2;-1,000;blau\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "x,y,label\n" + ROWS % (1, 0, 1),
        ROWS % ("1", "-1", "+1"),
        (ROWS % (1.0, -1.0, 1.0)).replace("\n", "\r"),
        (ROWS % (1, -1, 1)).replace(",", "\t").rstrip(),
        (ROWS % (1, -1, 1)).replace(",", " "),
        (ROWS % (1, -1, 1)).replace(",", " , "),
        (ROWS % (1, -1, 1)).replace(",", " | "),
        (ROWS % (1, "−1", 1)).replace("-", "−"),
        (ROWS % (1, -1, 1)).replace(".", ",").replace(",", ";").replace(";25", ",25").replace("0;", "0,").replace("0,5;1", "0,5;1"),
        GERMAN,
        GERMAN.replace(";", "\t"),
        '"0,5","1,25","yes"\n"-0,75","0,5","no"\n"2","-1","yes"\n',
        "sep=;\n" + GERMAN[1:],
        "# exported\n\nlabel, x, y\n1, 0.5 , 1.25\n# a note\n-1, -0.75, 0.5\n\n+1, 2, -1\n",
        ",x1,x2,y\n0,0.5,1.25,1.0\n1,-0.75,0.5,-1.0\n2,2.0,-1.0,1.0\n",
        '"","x","y","class"\n"1",0.5,1.25,"B"\n"2",-0.75,0.5,"A"\n"3",2,-1,"B"\n',
        '"x" "y" "class"\n"1" 0.5 1.25 "B"\n"2" -0.75 0.5 "A"\n"3" 2 -1 "B"\n',
        ",0,1,2\n0,0.5,1.25,1\n1,-0.75,0.5,0\n2,2,-1,1\n",
        "y,x,label\n1.25,0.5,true\n0.5,-0.75,false\n-1,2,true\n",
        "x,y,label,\n0.5,1.25,1,\n-0.75,0.5,0,\n2,-1,1,\n",
        "x,y,name,species\n0.5,1.25,a,pos\n-0.75,0.5,b,neg\n2,-1,c,pos\n",
        json.dumps([[0.5, 1.25, 1], [-0.75, 0.5, -1], [2, -1, 1]]),
        json.dumps({"points": [{"label": 1, "x": 0.5, "y": 1.25}, {"y": 0.5, "x": -0.75, "label": 0}, {"x": 2, "y": -1, "label": 1}]}),
        json.dumps({"x": [0.5, -0.75, 2], "y": [1.25, 0.5, -1], "label": [True, False, True]}),
        json.dumps({"columns": ["x", "y", "label"], "index": [0, 1, 2], "data": [[0.5, 1.25, "b"], [-0.75, 0.5, "a"], [2, -1, "b"]]}),
    ],
)  # fmt: skip
def test_a_good_file_loads_with_nothing_lost(text):
    found, points = read(text)
    assert (found["trouble"], points) == ("", THREE)
    assert found["count"] == 3 and not found["outside"]


def test_numbers_keep_all_their_digits():
    assert read("0.9084986585499331,0.1,1\n-0.0,1e-3,0")[1] == [(0.9084986585499331, 0.1, 1), (0.0, 0.001, -1)]
    assert str(read("-0.0,-0,1")[1]) == "[(0.0, 0.0, 1)]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is nothing here to read"),
        ("\n \n# only this\n", "There is nothing here to read"),
        ("x,y,label\n", "a header (“x, y, label”), and no line with a point"),
        ("x,y,label\n0,1,1\n0,1,0\n0.5,abc,1\n1,1,1\n", "Line 4: “abc” in column “y” is no number: “0.5,abc,1”."),
        ("# note\nx,y,label\n0,1,1\n\n,0.3,0\n0.5,nan,1\n", "Line 5: column “x” is empty: “,0.3,0”. One more is"),
        ("0.5,NaN,1\n0,1,1\n0,1,1", "Line 1: “NaN” in column 2 is no number: “0.5,NaN,1”."),
        ("0,1,1\n0.6,inf,0\n0,1,1", "Line 2: “inf” in column 2 is no number"),
        ("0,1,1\n0.6,1e999,0\n0,1,1", "Line 2: “1e999” in column 2 is beyond the largest float"),
        ("0,1,1\n0,1,0\n0,1,\n", "Line 3: the label in column 3 is empty: “0,1,”."),
        ("0,1,1\n0,1\n0,1,0\n", "Line 2: 2 where 3 cells are expected: “0,1”."),
        ("0,1,1\n0,1,0,5\n", "Line 2: 4 where 3 cells are expected: “0,1,0,5”."),
        ('x,y,label\n0,1,"a"\n0,1,"b\n', "Line 3: a quote is not closed"),
        ("0;1.5;1\n0;1,5;0\n", "Line 2: “1,5” in column 2 has a comma where other numbers have a point"),
        ("1,2\n3,4\n", "Three columns are needed, two of numbers and one with the label; here are two."),
        ("a,b,c\nd,e,f\n", "Three columns are needed"),
        ("0,1,0\n0,2,1\n1,1,2\n", "3 classes, “0”, “1”, “2”, are more than two."),
        ("[[0, 1, 1], [0, 1", "Line 1: this is no JSON, at character 18"),
        ("[[0, 1, 1],\n [0, 1]]", "Point 2: 2 numbers or words where 3 are expected: “[0, 1]”"),
        ("[[0, 1, 1], {\"x\": 0}]", "Point 2: "),
        ("[[0, 1, 1], [0, NaN, 1]]", "Point 2: “NaN” in column 2 is no number"),
        ("[[0, 1, 1], [0, [1], 1]]", "Point 2: one number or word for each name is expected, and there is a list"),
        ("[[0, 1, 1], [0, null, 1]]", "Point 2: column 2 is empty: “0, , 1”."),
        ("{\"a\": 1}", "This JSON has no list of points in it"),
        ("[]", "There is nothing here to read"),
        ("[" * 100_000, "This JSON has more than 20 brackets within one another."),
        ("[1, 2, 3]", "Point 1: "),
        ("a\0b", "zero bytes"),
        ("0,0,1\n" * 100_001, "These are 100,001 points, and at most 100,000 can be taken."),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_line_and_what_stands_there(text, words):
    found, points = read(text)
    assert words in found["trouble"] and points is None
    assert found["trouble"].endswith("Nothing was taken.")


def test_which_word_is_positive_is_said_and_can_be_chosen():
    found, points = read("x,y,k\n0,0,rot\n1,1,blau\n0,1,rot\n")
    assert (found["classes"], found["positive"]) == ([["rot", 2], ["blau", 1]], "blau")
    assert [y for _, _, y in points] == [-1, 1, -1]
    assert [y for _, _, y in read("x,y,k\n0,0,rot\n1,1,blau\n0,1,rot\n", positive="rot")[1]] == [1, -1, 1]
    assert read("0,0,b\n1,1,a")[0]["positive"] == "b"
    assert read("0,0,3\n1,1,7")[0]["positive"] == "7"
    assert [y for _, _, y in read("0,0,0\n1,1,0")[1]] == [-1, -1]


def test_one_class_can_be_chosen_against_all_others():
    found, points = read("0,1,0\n0,2,1\n1,1,2\n", positive="2")
    assert found["trouble"] == "" and [y for _, _, y in points] == [-1, -1, 1]


def test_other_columns_can_be_chosen():
    text = "a,b,c,species\n5.9,3.5,1.6,setosa\n1,2,3,other\n"
    assert [read(text)[0][name] for name in ("x", "y", "label")] == [0, 1, 3]
    assert read(text, x=2, y=1, fit="widen")[1] == [(1.6, 3.5, 1), (3.0, 2.0, -1)]
    assert "one is chosen twice" in read(text, x=1, y=1)[0]["trouble"]
    assert "no number" in read(text, x=3, label=0)[0]["trouble"]


def test_what_lies_outside_the_plane_is_scaled_or_widens_it_and_how_is_said():
    text = "width,height,kind\n100,2000,no\n200,3000,yes\n150,2500,yes\n"
    found, points = read(text)
    assert found["outside"] and found["fit"] == "scale"
    assert found["scale"] == "x₁ = (width − 150) / 50, x₂ = (height − 2500) / 500"
    assert points == [(-1.0, -1.0, -1), (1.0, 1.0, 1), (0.0, 0.0, 1)]
    assert read(text, fit="widen")[1][0] == (100.0, 2000.0, -1)
    assert read("-5,0,1\n-7,0,0")[0]["scale"] == "x₁ = (x + 6) / 1, x₂ = (y − 0) / 1"
    far, points = read("1e300,0,1\n-1e300,0,0", fit="widen")
    assert far["far"] and far["fit"] == "scale" and points == [(1.0, 0.0, 1), (-1.0, 0.0, -1)]


@given(st.lists(st.tuples(st.floats(-1e12, 1e12), st.floats(-1e300, 1e300), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_scaled_points_are_in_the_plane(items):
    found, points = read("\n".join(["%r,%r,%d" % item for item in items]))
    if found["fit"] == "scale":
        assert all(-1.01 <= x <= 1.01 for point in points for x in point[:2])


ALPHABET = st.sampled_from(list("0123456789.,;\t\n\r \"'#-+eE[]{}:xyab\0−\u00e9") + ["nan", "1e999", "x,y,label\n", "0.5", "true"])


@given(st.lists(ALPHABET, max_size=30).map("".join))
@settings(max_examples=10_000, deadline=None)
def test_whatever_a_text_is_there_are_points_or_a_sentence(text):
    found, points = read(text)
    if points is None:
        assert found["trouble"].strip().endswith(".")
    else:
        assert points and all(abs(x) < 1e6 for point in points for x in point[:2])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("xyab"), inner, max_size=3)))
@settings(max_examples=1000, deadline=None)
def test_whatever_a_json_is_there_are_points_or_a_sentence(thing):
    read(json.dumps(thing))


def test_ten_thousand_points_in_a_random_order_come_out_as_they_went_in():
    rng = random.Random(1)
    items = [(round(rng.uniform(-1, 1), 4), round(rng.uniform(-1, 1), 4), rng.choice((1, -1))) for _ in range(10_000)]
    assert read("x,y,label\n" + "".join(["%r,%r,%d\n" % item for item in items]))[1] == items
