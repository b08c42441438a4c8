"""Points by a formula: where it is true they are +1; what is wrong ends in a sentence."""

from math import log, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.work.failures import Wrong
from ui.work.yours.formula import points_of_formula

PLANE = (-1.5, 2.5, -1.5, 2.0)


def made(text, count=50, seed=3):
    task = points_of_formula(text, count, seed, PLANE)
    while True:
        try:
            next(task)
        except StopIteration as end:
            return end.value


def test_a_formula_is_true_where_points_are_positive():
    points = made("y > sin(3*x)", 300)
    assert len(points) == 300 and {label for _, _, label in points} == {1, -1}
    assert all(label == (1 if y > sin(3 * x) else -1) for x, y, label in points)
    assert all(-1.5 <= x <= 2.5 and -1.5 <= y <= 2.0 and x == round(x, 3) for x, y, _ in points)
    assert made("y > sin(3*x)", 300) == points != made("y > sin(3*x)", 300, seed=4)
    assert made("x2 - math_e if False else x1") == [[x, y, 1 if x > 0 else -1] for x, y, _ in made("True")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is nothing here yet"),
        ("y >", "Python cannot read this"),
        ("y = 2", "Python cannot read this"),
        ("z > 1", "'z' is not known here"),
        ("open('x')", "'open' is not known here"),
        ("__import__('os')", "'__import__' is not known here"),
        ("log(x)", "math domain error" if "domain" in str(pytest.raises(ValueError, log, -1).value) else "at x = "),
        ("1/0", "at x = "),
        ("'a'", "the result is a str"),
        ("x + 1j", "the result is a complex"),
        ("nan", "the result is no number"),
        ("[1 for _ in iter(int, 1)]", "'iter' is not known here"),
        ("[1 for i in range(10**12) for j in range(10**12)]", "still running after 1 second"),
        ("(lambda f: f(f))(lambda f: f(f))", "calls itself without end"),
        ("(" * 300 + "x" + ")" * 300, "too deep"),
        ("x" + "+x" * 900, "too deep"),
        ("9" * 5000, "Python cannot read this"),
        ("\0", "Python cannot read this"),
    ],
)
def test_what_is_no_formula_ends_in_a_sentence(text, words):
    with pytest.raises(Wrong, match=".") as caught:
        made(text)
    assert words in caught.value.words


@given(st.text(alphabet="xy123.+-*/()<>=,'[]{}: \n\\andorifelsin", max_size=12))
@settings(max_examples=1000, deadline=None)
def test_whatever_is_typed_there_are_points_or_a_sentence(text):
    if "**" in text:
        return  # a power of a power may take for ever, and ends the worker
    try:
        assert len(made(text, 3)) == 3
    except Wrong as wrong:
        assert wrong.words
