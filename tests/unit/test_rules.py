"""The rules: each agrees with central differences wherever it is used, and bad input is a clear error."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.check import central_difference, relative_error
from engine.rules import MOST, POWERS, RULES, Named, rule
from engine.value import Value, topological_order


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (lambda v: v + "a", TypeError, ["'a'", "'+'"]),
        (lambda v: [] * v, TypeError, ["[]", "'*'"]),
        (lambda v: v / None, TypeError, ["None", "'/'"]),
        (lambda v: (v - 5) ** v, ValueError, ["(-3.0) ** 2.0", "the base must be positive"]),
        (lambda v: 0**v, ValueError, ["(0) ** 2.0", "the base must be positive"]),
        (lambda v: v ** "2", TypeError, ["'2'", "**"]),
        (lambda v: Value("3"), TypeError, ["'3'"]),
        (lambda v: Value(None), TypeError, ["None"]),
        (lambda v: Value(1j), TypeError, ["1j"]),
        (lambda v: (v * 0).log(), ValueError, ["log(0.0)", "positive"]),
        (lambda v: (v * -1).log(), ValueError, ["log(-2.0)"]),
        (lambda v: (v * 0) ** -1, ZeroDivisionError, ["0.0 ** -1"]),
        (lambda v: v / 0, ZeroDivisionError, ["2.0 / 0.0", "'/'"]),
        (lambda v: (-v) ** 0.5, ValueError, ["-2.0 ** 0.5"]),
        (lambda v: (-v).sqrt(), ValueError, ["sqrt(-2.0)", "no negative"]),
        (lambda v: (v * math.inf).sin(), ValueError, ["sin(inf)", "finite"]),
        (lambda v: (v * -math.inf).cos(), ValueError, ["cos(-inf)", "finite"]),
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
    lambda a, b: a.max(b),
    lambda a, b: a.min(b),
    lambda a, b: (a * a + 0.5) ** b.tanh(),
]
UNARY = [
    lambda a: -a,
    lambda a: a.relu(),
    lambda a: a.tanh(),
    lambda a: a.tanh().exp(),
    lambda a: (a * a + 0.5).log(),
    lambda a: (a * a + 0.5).sqrt(),
    lambda a: a.sin(),
    lambda a: a.cos(),
    lambda a: abs(a),
    lambda a: a.sigmoid(),
    lambda a: 2 ** a.tanh(),
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
            if node._op in ("relu", "abs"):
                kinks.append(a.data)
            elif node._op in ("max", "min"):
                kinks.append(a.data - b.data if a is not b else 1.0)
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


KINKS = {
    "relu": (lambda x: x.relu(), 0.0),
    "abs": (lambda x: abs(x), 0.0),
    "max": (lambda x: x.max(0), 0.5),
    "min": (lambda x: Value(0).min(x), 0.5),
    "max of both signs": (lambda x: x.max(-x), 0.0),
    "max of the same": (lambda x: x.max(x), 1.0),
    "min of two functions": (lambda x: x.min(3 * x), 2.0),
}


@pytest.mark.parametrize("name", KINKS)
def test_the_choice_at_a_kink_is_the_mean_of_both_slopes_but_for_relu(name):
    f, expected = KINKS[name]
    x = Value(0.0)
    f(x).backward()
    assert x.grad == expected
    if name != "relu":
        assert central_difference(lambda: f(x), x) == expected


@pytest.mark.parametrize("act", [Value.relu, abs, lambda x: x.max(1), lambda x: x.min(1), lambda x: Value(1).max(x)])
def test_no_number_goes_through_a_choice_and_is_handed_no_gradient(act):
    x = Value(math.nan)
    out = act(x)
    out.backward()
    assert math.isnan(out.data) and x.grad == 0


def test_of_equal_operands_max_and_min_hand_on_the_first():
    for choose in Value.max, Value.min:
        assert math.copysign(1, choose(Value(-0.0), 0.0).data) == -1
        assert math.copysign(1, choose(Value(0.0), -0.0).data) == 1


def test_a_power_of_two_values_is_made_of_exp_and_log():
    x, y = Value(2.0), Value(3.0)
    out = x**y
    out.backward()
    assert [node._op for node in topological_order(out)[1]] == ["log", "*", "exp"]
    assert out.data == pytest.approx(8) and (x.grad, y.grad) == pytest.approx((12, 8 * math.log(2)))


def test_a_square_root_has_no_slope_at_0_and_a_sigmoid_no_overflow():
    for zero in 0.0, -0.0:
        x = Value(zero)
        x.sqrt().backward()
        assert x.grad == math.inf
    assert (Value(-800).sigmoid().data, Value(800).sigmoid().data) == (0.0, 1.0)
