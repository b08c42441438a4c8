"""The tutorial's class beside the engine: the same numbers to the last bit, and the lines that run."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ui.work.derivatives.function  # noqa: F401, which makes its entries
from engine.exhibits import tutorial_value
from engine.rules import RULES, Rule
from tests.unit.asking import asked
from ui.derivatives.examples import EXAMPLES
from ui.page.wire import Failed
from ui.work.derivatives.tutorial import lines

LEAVES = st.sampled_from(["x", "y", "2", "-3", "0.5"])
CALLS = ("relu", "exp", "log", "tanh", "sigmoid", "sqrt", "sin", "cos", "abs", "-")


def larger(inner):
    two = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: "(%s %s %s)" % t)
    one = st.tuples(st.sampled_from(CALLS), inner).map(lambda t: "%s(%s)" % t)
    choice = st.tuples(st.sampled_from(["max", "min"]), inner, inner).map(lambda t: "%s(%s, %s)" % t)
    power = st.tuples(inner, st.sampled_from(["2", "3", "-1", "0.5", "y"])).map(lambda t: "(%s)**%s" % t)
    return two | one | choice | power


FORMULAS = st.recursive(LEAVES, larger, max_leaves=8)
NUMBERS = st.floats(-5, 5).map(lambda x: round(x, 3))


def compared(text, *values):
    return asked("function_graph", text, values, "")["tutorial"]


@given(FORMULAS, FORMULAS, NUMBERS, NUMBERS)
def test_both_codes_give_the_same_bits_on_random_functions_with_a_shared_node(shared, rest, x, y):
    text = "def f(x, y):\n    s = x * (%s)\n    return (%s) * s + s" % (shared, rest)
    try:
        answer = asked("function_graph", text, [x, y], "")
    except Failed:
        assume(False)  # no value there
    found = answer["tutorial"]
    if "cannot follow" in found["words"]:  # Python's own functions stop where the engine is infinite
        assert {"inf", "-inf", "nan"} & {*answer["data"], *answer["grads"]} or "range error" in found["words"]
    else:
        assert found["same"], found["words"]


@pytest.mark.parametrize(("text", "start"), [(text, start) for _, _, text, start in EXAMPLES])
def test_both_codes_agree_on_every_example(text, start):
    assert compared(text, *start.values())["same"]


def test_the_tutorials_class_prints_0_and_then_89_and_a_second_use_adds_up():
    a = tutorial_value.Value(5)
    assert a.grad == 0
    ((a + 2) ** 2 + a**3).backward()
    assert a.grad == 89
    shared = tutorial_value.Value(1.5) * 2
    (shared + shared**2).backward()  # where the order of the short listing goes wrong
    assert shared._prev[0].grad == 2 * (1 + 2 * 3)


def test_a_difference_between_the_codes_is_said(monkeypatch):
    monkeypatch.setitem(RULES, "*", Rule(lambda a, b: a * b, lambda a, b, out: (a, b)))
    words = compared("x * y", 2.0, 3.0)["words"]
    assert words == "The two codes differ: a grad is 2.0 in the engine and 3.0 in the tutorial’s class."
    deep = "def f(x):\n    for i in range(1500):\n        x = x * x\n    return x"
    assert "too deep" in compared(deep, 1.0)["words"]
    monkeypatch.delattr(tutorial_value.Value, "relu")
    assert "cannot follow: the engine has no operation 'relu'" in compared("relu(x)", 2.0)["words"]
    monkeypatch.delattr(tutorial_value.Value, "backward")  # in a file that was changed
    assert "cannot follow" in compared("x * 2", 2.0)["words"]


def test_every_operation_of_the_table_has_its_lines_in_the_tutorials_class():
    source = Path(tutorial_value.__file__).read_text().split("\n")
    found = lines([*RULES, "**3"])
    assert set(found["ops"]) == {*RULES, "**3"}
    for keys in found["ops"].values():
        for name, lit, _ in keys.values():
            first, shown = found["excerpts"][name]
            assert [shown[n - first].strip() for n in lit] == [source[n - 1].strip() for n in lit]
        forward, backward = ([source[n - 1].strip() for n in keys[way][1]] for way in ("forward", "backward"))
        assert forward[0].startswith("out = Value(") and forward[1] == "out._backward = _backward"
        assert backward and all(".grad += " in line for line in backward)
