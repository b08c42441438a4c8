"""Forward mode: dual numbers walked forward agree with back-propagation, and with the definition of the derivative."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.check import central_difference, relative_error
from engine.exhibits.forward_mode import Dual, apply, gradient, one_pass
from engine.losses import hinge
from engine.nn import Net
from engine.value import Value, topological_order
from tests.unit.test_rules import INFIX, UNARY, numbers

steps = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12)


def built(leaves, steps, infix, unary):
    """A random graph on these leaves: its last node, and how near an operand of relu, abs, max or min is to its kink."""
    nodes, near = list(leaves), [1.0]
    for kind, i, j in steps:
        a, b = nodes[i % len(nodes)], nodes[j % len(nodes)]
        chosen = kind % (len(infix) + len(unary))
        node = infix[chosen](a, b) if chosen < len(infix) else unary[chosen - len(infix)](a)
        if node._op in ("relu", "abs"):
            near.append(abs(a.data))
        elif node._op in ("max", "min") and a is not b:
            near.append(abs(a.data - b.data))
        nodes.append(node.tanh() if abs(node.data) > 50 else node)
    return nodes[-1], min(near)


@given(st.lists(numbers, min_size=1, max_size=4), steps)
def test_on_random_functions_it_agrees_with_back_propagation_and_with_central_differences(data, steps):
    leaves = [Value(x) for x in data]
    root, near = built(leaves, steps, INFIX, UNARY)
    root.backward()
    found = gradient(root, leaves)
    for leaf, derivative in zip(leaves, found):
        assert relative_error(derivative, leaf.grad) < 1e-9
    assume(near > 1e-3)
    for leaf, derivative in zip(leaves, found):
        numeric = central_difference(lambda: built(leaves, steps, INFIX, UNARY)[0], leaf, 1e-5)
        assert relative_error(derivative, numeric) < 1e-5


WHOLE = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b]
OF_WHOLE = [lambda a: -a, lambda a: a**2, lambda a: a.relu(), abs, lambda a: 3 * a]


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=3), steps.filter(lambda some: len(some) <= 5))
def test_with_small_whole_numbers_it_is_exactly_back_propagation(data, steps):
    leaves = [Value(x) for x in data]
    root, _ = built(leaves, steps, WHOLE, OF_WHOLE)
    root.backward()
    assume(abs(root.data) < 2**52)
    assert gradient(root, leaves) == [leaf.grad for leaf in leaves]


def test_at_the_kink_of_relu_it_makes_the_same_choice():
    x = Value(1.0)
    assert gradient((x - 1).relu(), [x]) == [0.0]


def test_one_pass_has_the_derivative_of_every_node_by_one_input():
    x, y = Value(5), Value(1)
    root = (x + y) + x**3
    order = topological_order(root)
    by_x, by_y = one_pass(order, x), one_pass(order, y)
    assert [by_x[node] for node in order[1]] == [Dual(6.0, 1.0), Dual(125.0, 75.0), Dual(131.0, 76.0)]
    assert [by_y[node] for node in order[1]] == [Dual(6.0, 1.0), Dual(125.0, None), Dual(131.0, 1.0)]
    assert gradient(root, [x, y, Value(7)]) == [76.0, 1.0, 0.0]


def test_what_does_not_depend_on_the_input_adds_nothing_where_a_slope_is_infinite():
    x, z = Value(3.0), Value(0.0)
    assert gradient(x + z.sqrt(), [x, z]) == [1.0, math.inf]
    assert apply("sqrt", [Dual(0.0, None)]) == (0.0, None)


def test_all_derivatives_of_a_net_are_those_of_back_propagation():
    net = Net(hidden=(4, 4), bias=True, seed=3)
    loss = hinge(net((0.5, -0.25)), 1)
    loss.backward()
    expected = [p.grad for p in net.parameters()]
    assert gradient(loss, net.parameters()) == pytest.approx(expected, rel=1e-12) and any(expected)
