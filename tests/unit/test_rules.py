"""The rules: each agrees with central differences wherever it is used, and bad input is a clear error."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.check import central_difference, relative_error
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
