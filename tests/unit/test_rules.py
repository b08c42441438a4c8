"""The rules: each agrees with central differences wherever it is used, and bad input is a clear error."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.check import central_difference, relative_error
from engine.rules import MOST, POWERS, RULES, Named, rule
from engine.value import Value


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (lambda v: v + "a", TypeError, ["'a'", "'+'"]),
        (lambda v: [] * v, TypeError, ["[]", "'*'"]),
        (lambda v: v / None, TypeError, ["None", "'/'"]),
        (lambda v: v**v, TypeError, ["**", "plain number", "2.0"]),
        (lambda v: 2**v, TypeError, ["**", "plain number"]),
        (lambda v: v ** "2", TypeError, ["'2'", "**"]),
        (lambda v: Value("3"), TypeError, ["'3'"]),
        (lambda v: Value(None), TypeError, ["None"]),
        (lambda v: Value(1j), TypeError, ["1j"]),
        (lambda v: (v * 0).log(), ValueError, ["log(0.0)", "positive"]),
        (lambda v: (v * -1).log(), ValueError, ["log(-2.0)"]),
        (lambda v: (v * 0) ** -1, ZeroDivisionError, ["0.0 ** -1"]),
        (lambda v: v / 0, ZeroDivisionError, ["2.0 / 0.0", "'/'"]),
        (lambda v: (-v) ** 0.5, ValueError, ["-2.0 ** 0.5"]),
    ],
)
def test_bad_input_is_named_together_with_its_rule(act, kind, words):
    v = Value(2.0)
    with pytest.raises(kind) as caught:
        act(v)
    assert all(word in str(caught.value) for word in words), caught.value
    assert (v.data, v.grad, v._prev) == (2.0, 0.0, ())


numbers = st.floats(-3, 3).map(lambda x: round(x, 3))
INFIX = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1),
]
UNARY = [
    lambda a: -a,
    lambda a: a.relu(),
    lambda a: a.tanh(),
    lambda a: a.tanh().exp(),
    lambda a: (a * a + 0.5).log(),
    lambda a: a**2,
    lambda a: (a * a + 0.5) ** -1.5,
    lambda a: 3 - a,
    lambda a: 0.5 * a,
    lambda a: 2 / (a * a + 1),
]


@given(
    st.lists(numbers, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=10),
)
def test_random_graphs_agree_with_central_differences(leaves, steps):
    parameters = [Value(x) for x in leaves]
    kinks = []

    def f():
        nodes = list(parameters)
        kinks.clear()
        for kind, i, j in steps:
            a, b = nodes[i % len(nodes)], nodes[j % len(nodes)]
            chosen = kind % (len(INFIX) + len(UNARY))
            node = INFIX[chosen](a, b) if chosen < len(INFIX) else UNARY[chosen - len(INFIX)](a)
            if node._op == "relu":
                kinks.append(a.data)
            nodes.append(node.tanh() if abs(node.data) > 50 else node)
        return nodes[-1]

    out = f()
    assume(all(abs(x) > 1e-3 for x in kinks))
    out.backward()
    for p in parameters:
        assert relative_error(p.grad, central_difference(f, p, 1e-5)) < 1e-5


@pytest.fixture
def added():
    """A function that adds a rule for the time of the test."""
    names = []

    def add(name, forward, derivatives):
        rule(name, forward, derivatives)
        names.append(name)

    yield add
    for name in names:
        del RULES[name]
        delattr(Named, name)


@pytest.mark.parametrize("derivatives", [lambda a, b, c, out: (b, a), lambda a, b, c, out: b, lambda a, b, c, out: (b, a, 1.0, 0.0)])
def test_a_rule_has_one_derivative_for_each_operand_or_says_so(derivatives, added):
    added("fma_for_test", lambda a, b, c: a * b + c, derivatives)
    a = Value(2.0)
    with pytest.raises(TypeError, match="'fma_for_test' has 3 operands, and its derivatives are"):
        a.fma_for_test(3.0, 1.0).backward()


def test_a_rule_takes_no_name_that_a_value_has_for_something_else():
    own = [name for name in dir(Value) if name not in RULES]
    assert "data" in own and "backward" in own and "_prev" in own
    for name in ("", *own):
        with pytest.raises(ValueError, match="cannot be called"):
            rule(name, lambda a: a, lambda a, out: (1.0,))
    assert Value(2.0).data == 2.0


def test_a_rule_that_replaces_an_operator_is_used_by_it(monkeypatch):
    monkeypatch.setitem(RULES, "+", RULES["+"])
    rule("+", lambda a, b: a + b + 1, lambda a, b, out: (1.0, 1.0))
    assert (Value(1) + 1).data == (1 + Value(1)).data == 3


def test_powers_do_not_pile_up_and_each_still_differentiates():
    before = len(RULES)
    x = Value(1.5)
    graphs = [(x ** (i / 7), i / 7) for i in range(500)]
    assert len(RULES) == before and len(POWERS) <= MOST
    for out, exponent in graphs:
        x.grad = 0.0
        out.backward()
        assert x.grad == pytest.approx(exponent * 1.5 ** (exponent - 1))


def test_the_relu_of_no_number_is_none_and_hands_on_no_gradient():
    x = Value(math.nan)
    out = x.relu()
    out.backward()
    assert math.isnan(out.data) and x.grad == 0
