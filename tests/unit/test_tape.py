"""What the compiler makes of a model before there is code: the tape, the plan, and operations it does not know."""

import math
import operator
import re
from random import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler import compiler
from engine.compiler.compiler import compile
from engine.compiler.formulas import Symbol, Unknown
from engine.compiler.machine import Machine
from engine.compiler.plan import Dense, Map, Segment, plan
from engine.compiler.tape import record
from engine.compiler.wasm import signed, unsigned
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge, squared
from engine.nn import Net
from engine.recipes import constant
from engine.rules import RULES, Named, Rule, rule, rule_of
from engine.value import Value, apply
from tests.unit.test_compiler import both


def test_the_default_net_is_recognized_as_layers():
    kinds = [type(item) for item in plan(record(Net(bias=True), hinge))]
    assert kinds == [Dense, Map, Dense, Map, Dense, Segment]


def test_a_module_grows_with_the_widths_and_not_with_the_weights():
    small, large = (len(Machine(Net(hidden=(w, w)), hinge, WasmtimeHost).compiled.binary) for w in (16, 64))
    assert large < 5 * small  # the parameters are 14 times as many


def test_a_tape_can_be_read():
    lines = str(record(Net(hidden=(1,), seed=0), hinge)).splitlines()
    assert lines[0].split() == ["r0", "=", "*", "p0", "x0"]
    assert [line.split()[2] for line in lines] == ["*", "*", "+", "relu", "*", "*", "-", "relu", "/"]


state = {"factor": 2.0}
calls = 0


def counting(a):
    global calls
    calls += 1
    return a * calls


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        (lambda a: a * random(), "uses 'random'"),
        (lambda a: a * state["factor"], "uses 'state'"),
        (lambda a: counting(a), "changes 'calls'"),
        (lambda a, seen=[]: a, "uses 'a default of <lambda>'"),
    ],
)
def test_a_rule_that_depends_on_more_than_its_operands_is_refused(forward, words, added):
    added("odd_for_test", forward, lambda a, out: (1.0,))
    with pytest.raises(Unknown, match="'odd_for_test' cannot be compiled: it (%s|uses)" % words):
        compile(Net(hidden=(2,)), lambda score, y: (score - y).odd_for_test())
    added("bent_for_test", lambda a: a * 2.0, lambda a, out: (forward(2.0),))
    with pytest.raises(Unknown, match="the derivative of 'bent_for_test' (uses|changes)"):
        compile(Net(hidden=(2,)), lambda score, y: (score - y).bent_for_test())


def test_relus_share_a_local_and_more_code_than_a_function_can_hold_is_refused(monkeypatch):
    def loss(score, y):
        total = y * score
        for _ in range(300):
            total = (total + 0.0).relu()
        return total

    machine = Machine(Net(hidden=()), loss, WasmtimeHost)
    assert max([len(function.locals) for function in machine.compiled.module.functions]) < 50  # hosts allow 50,000
    monkeypatch.setattr(compiler, "LONGEST", 5_000)
    with pytest.raises(ValueError, match="more operations than a function of a module can hold"):
        Machine(Net(hidden=()), loss, WasmtimeHost)


def test_a_tape_can_be_recorded_of_what_calls_the_rules_by_name():
    def loss(score, y):
        return apply("*", score - y, score - y)

    values, compiled = both(lambda: Net(hidden=(2,), seed=1), moons(4), loss)
    assert values == compiled


def test_what_cannot_be_trained_is_refused_in_words():
    class Tied(Net):
        def parameters(self):
            return super().parameters() * 2

    class Fixed(Net):
        def parameters(self):
            return []

    for net, words in ((Tied(hidden=(2,)), "lists a parameter twice"), (Fixed(hidden=(2,)), "has no parameters")):
        with pytest.raises(ValueError, match=words):
            Machine(net, hinge, WasmtimeHost)
    machine = Machine(Net(hidden=(2,)), hinge, WasmtimeHost)
    for points, options, words in (
        ([(1.0, 2.0, 3.0, 1), (4.0, 5.0, 6.0, 1)], {}, "takes 2 inputs, not 3"),
        (moons(4), {"batch_size": 0}, "at least 1 example, and a whole number of them, not 0"),
        (moons(4), {"batch_size": 2.5}, "at least 1 example, and a whole number of them, not 2.5"),
    ):
        with pytest.raises(ValueError, match=words):
            next(machine.train(points, constant(0.1), **options))
    with pytest.raises(ValueError, match="at least 2 columns"):
        machine.scores(1, 5, (0, 1, 0, 1))


def test_formulas_can_be_read():
    a, b = Symbol("a"), Symbol("b")
    assert str(-(a * 2.0) + b) == "(neg((a * 2.0)) + b)"


@pytest.fixture
def added():
    """A function that adds a rule for the time of the test."""
    names = []

    def add(name, forward, derivatives):
        names.append(name)
        rule(name, forward, derivatives)

    yield add
    for name in set(names):
        del RULES[name]
        delattr(Named, name)


def test_an_operation_without_a_formula_is_named(added):
    added("leaky_for_test", lambda a: a if a > 0 else 0.1 * a, lambda a, out: (1.0 if a > 0 else 0.1,))
    with pytest.raises(Unknown, match="'leaky_for_test'"):
        Machine(Net(hidden=(2,)), lambda score, y: (score - y).leaky_for_test(), WasmtimeHost)


@pytest.mark.parametrize(
    ("forward", "derivatives", "words"),
    [
        (lambda a: math.sin(a), lambda a, out: (1.0,), "'odd_for_test' cannot be compiled: it has no formula"),
        (lambda a: 0.0 if a == 0 else 1 / a, lambda a, out: (1.0,), "'odd_for_test' .* asks whether numbers are equal"),
        (lambda a: a * a, lambda a, out: 2 * a, "derivative of 'odd_for_test' is not a tuple"),
        (lambda a: a * a, lambda a, out: (2 * a, 1.0), "derivative of 'odd_for_test' is not a tuple"),
        (lambda a: a * a, lambda a, out: (None,), "derivative of 'odd_for_test' gives None"),
        (lambda a: a * a, lambda a, out: (0.0 if out == 0 else 2 * a,), "derivative of 'odd_for_test' asks whether"),
        (lambda a: a * a, lambda a, out: (undefined,), "derivative of 'odd_for_test' has no formula .NameError"),  # noqa: F821
    ],
)
def test_a_rule_that_cannot_be_compiled_is_named_with_the_reason(forward, derivatives, words, added):
    added("odd_for_test", forward, derivatives)
    with pytest.raises(Unknown, match=words):
        compile(Net(hidden=(2,)), lambda score, y: Value.odd_for_test(score - y))


def test_a_formula_that_is_written_over_and_over_is_refused(added):
    def newton(a):
        root = a
        for _ in range(20):
            root = (root + a / root) * 0.5
        return root

    added("root_for_test", newton, lambda a, out: (0.5 / out,))
    with pytest.raises(Unknown, match="more than 2000 operations"):
        compile(Net(hidden=(2,)), lambda score, y: ((score - y) ** 2 + 1).root_for_test())


@pytest.mark.parametrize("compare", [operator.gt, operator.ge, operator.lt, operator.le])
def test_comparisons_in_a_rule_are_numbers_as_they_are_in_arithmetic(compare, added, monkeypatch):
    added("bent_for_test", lambda a: a * compare(a, 0.25) + a, lambda a, out: (compare(a, 0.25) + 1.0,))
    points = [(0.25, 0.25, 1), (1.0, -0.5, -1), (-1.0, 0.5, 1)]
    for loss in lambda score, y: score.bent_for_test() * y, lambda score, y: (x0(score) - y).bent_for_test() ** 2:
        values, compiled = both(lambda: Net(hidden=(2,), seed=1), points, loss)
        assert values == compiled
    monkeypatch.setitem(RULES, "relu", Rule(RULES["relu"].forward, lambda a, out: (compare(out, 0.25),)))  # wide
    values, compiled = both(lambda: Net(hidden=(4,), seed=1), points, squared)
    assert values == compiled


def x0(score):
    """The score moved onto 0.25, where comparisons differ."""
    return score - score + 0.25


def test_a_power_inside_of_a_rule_is_compiled(added):
    added("cube_for_test", lambda a: a**3, lambda a, out: (3 * a**2,))
    values, compiled = both(lambda: Net(hidden=(2,), seed=1), moons(4), lambda score, y: (score - y).cube_for_test())
    assert values == compiled


def test_an_operation_with_a_formula_needs_no_compiler_of_its_own(added):
    added("cube_for_test", lambda a: a * a * a, lambda a, out: (3.0 * a * a,))
    values, compiled = both(
        lambda: Net(hidden=(2,), seed=1), moons(4), lambda score, y: ((score - y) * 0.1).cube_for_test() ** 2
    )
    assert values == compiled


CHANGES = {
    "relu": lambda a: 0.0 if a <= 0 else min(a, 6.0),
    "exp": lambda a: math.exp(min(a, 20.0)),
    "log": lambda a: math.log(max(a, 1e-3)),
    "tanh": lambda a: max(-1.0, min(1.0, a)),
    "sin": lambda a: a - a**3 / 6,
    "abs": lambda a: a if a > -1 else -a,
    "sqrt": lambda a: math.sqrt(abs(a)),
    "max": lambda a, b: b if b > a else a,
    "*": lambda a, b: a * b if abs(a * b) < 1e9 else 1e9,
    "**3": lambda a: 2 * a * a * a,
}


def loss_of_many_operations(score, y):
    new = score.sin() + abs(score).sqrt() + score.max(y)
    return (score.relu() + (score**3).tanh() + score.exp() + new - y + 9).log()


@pytest.mark.parametrize("op", CHANGES)
def test_a_rule_that_was_changed_is_not_compiled_as_if_it_had_not_been(op, monkeypatch):
    monkeypatch.setitem(RULES, op, Rule(CHANGES[op], rule_of(op).derivatives))
    with pytest.raises(Unknown, match=re.escape("'%s' has been changed" % op)):
        compile(Net(hidden=(2,)), loss_of_many_operations)


@pytest.mark.parametrize("op", ["+", "*"])
def test_a_derivative_that_was_changed_is_compiled_as_it_is_now(op, monkeypatch):
    changed = {"+": lambda a, b, out: (1.0, 0.5), "*": lambda a, b, out: (b, 0.5 * a)}[op]
    monkeypatch.setitem(RULES, op, Rule(RULES[op].forward, changed))
    values, compiled = both(lambda: Net(hidden=(3, 2), bias=True, seed=1), moons(5), hinge)
    assert values == compiled
    with pytest.raises(Unknown, match="L2"):
        next(Machine(Net(hidden=(2,)), hinge, WasmtimeHost).train(moons(4), constant(0.1), alpha=0.1))


@given(st.integers(0, 2**40))
def test_leb128_numbers_can_be_decoded(n):
    def decode(raw, negative):
        total = sum((byte & 0x7F) << (7 * i) for i, byte in enumerate(raw))
        return total - (1 << (7 * len(raw))) if negative and raw[-1] & 0x40 else total

    assert decode(unsigned(n), False) == n
    assert decode(signed(n), True) == n and decode(signed(-n), True) == -n
