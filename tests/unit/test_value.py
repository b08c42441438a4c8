"""Value and its table of rules: the tutorial's numbers, and the order of the walk."""

import copy
import gc
import math
import pickle
import random
import tracemalloc
import weakref

import pytest

import engine as Engine
from engine.nn import Net
from engine.rules import RULES, Named, rule
from engine.value import Value, topological_order


def test_the_tutorials_derivative_is_89_and_0_before_backward():
    x = Value(5)
    f = (x + 2) ** 2 + x**3
    assert x.grad == 0
    f.backward()
    assert x.grad == 89
    assert f.data == 174


def test_the_readme_example_of_micrograd_comes_out_to_the_digits_shown():
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + (b + a).relu()
    d = d + 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g = g + 10.0 / f
    assert "%.4f" % g.data == "24.7041"
    g.backward()
    assert ("%.4f" % a.grad, "%.4f" % b.grad) == ("138.8338", "645.5773")


def test_a_shared_inner_node_gets_all_of_its_gradient_before_it_hands_it_on():
    a = Value(2)
    b = a * 3
    (b * (b + 1) + b).backward()
    assert a.grad == 42


def test_an_operand_used_twice_in_one_operation_counts_twice():
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6


def test_two_calls_give_leaves_exactly_twice_the_gradient_and_inner_nodes_the_same_once():
    a, b = Value(0.1), Value(0.7)
    inner = a * b + a
    out = inner * 0.3 + inner * inner + a * 0.2
    out.backward()
    once, inside = (a.grad, b.grad), inner.grad
    out.backward()
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])
    assert inner.grad == inside


def test_a_leaf_is_its_own_derivative():
    a = Value(7)
    a.backward()
    a.backward()
    assert a.grad == 2


def test_operands_stay_in_order_with_the_symbol_of_their_operation():
    a, b = Value(1), Value(2)
    assert (a - b)._prev == (a, b) and (a - b)._op == "-"
    swapped = 5 / a
    assert swapped._prev[0].data == 5 and swapped._prev[1] is a and swapped._op == "/"
    assert (a**3)._prev == (a,) and (a**3)._op == "**3"
    assert a._prev == () and a._op == ""


def test_the_walk_is_the_same_every_time_and_has_operands_first():
    def graph():
        a, b = Value(1), Value(2)
        c = a * b
        return (c + a) * (c - b).tanh() + c**2

    walks = []
    for _ in range(3):
        leaves, inner = topological_order(graph())
        walks.append([(v._op, v.data) for v in leaves + inner])
        place = {id(v): i for i, v in enumerate(leaves + inner)}
        assert all(place[id(operand)] < place[id(v)] for v in inner for operand in v._prev)
    assert walks[0] == walks[1] == walks[2]


def test_the_walk_goes_into_the_first_operand_first():
    a, b = Value(1), Value(2)
    first, second = a.relu(), b.tanh()
    leaves, inner = topological_order(first * second)
    assert leaves == [a, b]
    assert [v._op for v in inner] == ["relu", "tanh", "*"]


def test_a_chain_of_a_million_nodes_works_and_is_freed():
    x = Value(1.0)
    y = x
    for _ in range(1_000_000):
        y = y + x
    y.backward()
    assert x.grad == 1_000_001
    del y


def test_reference_counting_alone_frees_a_graph():
    gc.collect()
    gc.disable()
    try:
        a = Value(2.0)
        out = (a * 3 + a**2).tanh() * a
        watched = weakref.ref(out._prev[0])
        out.backward()
        del out
        assert watched() is None
    finally:
        gc.enable()


def test_a_thousand_graphs_leave_no_memory_behind():
    def work(times):
        a = Value(0.5)
        for _ in range(times):
            a.grad = 0.0
            ((a * 2 + 1).relu() ** 2 / 3).exp().backward()

    work(50)
    tracemalloc.start()
    work(50)
    before = tracemalloc.get_traced_memory()[0]
    work(1000)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 2_000


def test_value_without_a_number_is_uniform_between_minus_one_and_one():
    drawn = [Value().data for _ in range(2000)]
    assert all(-1 <= x <= 1 for x in drawn)
    assert abs(sum(drawn) / len(drawn)) < 0.05
    assert max(drawn) > 0.95 and min(drawn) < -0.95


def test_one_line_adds_an_operation():
    rule("cube_for_test", lambda a: a * a * a, lambda a, out: (3 * a * a,))
    try:
        a = Value(2.0)
        out = a.cube_for_test()
        out.backward()
        assert (out.data, a.grad) == (8, 12)
    finally:
        del RULES["cube_for_test"]
        del Named.cube_for_test


def test_an_operation_of_three_operands_works_too():
    rule("fma_for_test", lambda a, b, c: a * b + c, lambda a, b, c, out: (b, a, 1.0))
    try:
        a, b, c = Value(2.0), Value(3.0), Value(4.0)
        out = a.fma_for_test(b, c)
        out.backward()
        assert (out.data, a.grad, b.grad, c.grad) == (10, 3, 2, 1)
    finally:
        del RULES["fma_for_test"]
        del Named.fma_for_test


def test_not_a_number_goes_through_relu_where_it_can_be_seen():
    assert math.isnan(Value(math.nan).relu().data)
    assert Value(-0.0).relu().data == 0


def test_what_is_too_large_is_infinite_and_no_exception():
    assert (Value(1e200) ** 2).data == math.inf
    assert (Value(1e200) ** 3).data == math.inf
    assert (Value(-1e200) ** 3).data == -math.inf
    assert Value(1e4).exp().data == math.inf


def test_powers_differentiate_at_zero_where_they_can():
    for exponent, derivative in ((0, 0.0), (1, 1.0), (2, 0.0), (0.5, math.inf)):
        x = Value(0.0)
        (x**exponent).backward()
        assert x.grad == derivative


def test_a_graph_can_be_taken_apart_so_that_freeing_it_needs_no_recursion():
    a = Value(2.0)
    inner = a * 3
    out = inner * inner + a
    out.backward(keep=False)
    assert a.grad == 37
    assert out._prev == inner._prev == ()


def test_the_engine_gives_value_and_net_by_name_and_nothing_else():
    assert Engine.Value is Value and Engine.Net is Net
    with pytest.raises(AttributeError, match="no attribute 'Valeu'"):
        Engine.Valeu


def test_a_value_without_a_number_comes_from_pythons_own_generator():
    random.seed(7)
    first = Value().data
    random.seed(7)
    assert Value().data == first


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_a_leaf_can_be_copied_with_its_grad_and_an_inner_node_says_why_not(copied):
    a = Value(2.5)
    (a * 3).backward()
    twin = copied(a)
    assert (twin.data, twin.grad, twin._prev, twin is a) == (2.5, 3.0, (), False)
    deep = a
    for _ in range(3000):
        deep = deep + 1
    for node in (a * 3, deep):
        with pytest.raises(TypeError, match="only leaves can be copied, and .* was computed by '[*+]'"):
            copied(node)


def test_a_net_can_be_copied():
    net = Net(hidden=(2,), seed=1)
    twin = copy.deepcopy(net)
    assert twin((0.5, 1.0)).data == net((0.5, 1.0)).data
    twin.parameters()[0].data += 1
    assert twin.parameters()[0].data != net.parameters()[0].data
