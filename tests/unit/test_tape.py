"""What the compiler makes of a model before there is code: the tape, the plan, and operations it does not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import moons
from engine.host import WasmtimeHost
from engine.losses import hinge
from engine.machine import Machine
from engine.nn import Net
from engine.plan import Dense, Map, Segment, plan
from engine.symbols import Symbol, Unknown
from engine.tape import record
from engine.value import RULES, Rule, Value, rule
from engine.wasm import signed, unsigned
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


def test_a_decision_in_python_is_not_compiled_as_if_it_were_none():
    class Deciding(Net):
        def __call__(self, x):
            score = super().__call__(x)
            return score if score.data > 0 else 0.1 * score

    with pytest.raises(ValueError, match="decides by its numbers"):
        Machine(Deciding(hidden=(3,), bias=True, seed=1), hinge, WasmtimeHost)
    with pytest.raises(ValueError, match="decides by its numbers"):
        Machine(Net(hidden=(3,)), lambda score, y: score * (2.0 if y.data > 0 else 1.0), WasmtimeHost)


def test_formulas_can_be_read():
    a, b = Symbol("a"), Symbol("b")
    assert str(-(a * 2.0) + b) == "(neg((a * 2.0)) + b)"


def test_an_operation_without_a_formula_is_named():
    rule("leaky_for_test", lambda a: a if a > 0 else 0.1 * a, lambda a, out: (1.0 if a > 0 else 0.1,))
    try:
        with pytest.raises(Unknown, match="'leaky_for_test'"):
            Machine(Net(hidden=(2,)), lambda score, y: (score - y).leaky_for_test(), WasmtimeHost)
    finally:
        del RULES["leaky_for_test"]
        del Value.leaky_for_test


def test_an_operation_with_a_formula_needs_no_compiler_of_its_own():
    rule("cube_for_test", lambda a: a * a * a, lambda a, out: (3.0 * a * a,))
    try:
        values, compiled = both(
            lambda: Net(hidden=(2,), seed=1), moons(4), lambda score, y: ((score - y) * 0.1).cube_for_test() ** 2
        )
        assert values == compiled
    finally:
        del RULES["cube_for_test"]
        del Value.cube_for_test


def test_a_rule_that_was_changed_is_not_compiled_as_if_it_had_not_been():
    original = RULES["relu"]
    RULES["relu"] = Rule(lambda a: 0.0 if a <= 0 else 2 * a, lambda a, out: (2.0 * (out > 0),))
    try:
        with pytest.raises(Unknown, match="'relu' has been changed"):
            Machine(Net(hidden=(2,)), hinge, WasmtimeHost)
    finally:
        RULES["relu"] = original


def test_a_derivative_that_was_changed_is_compiled_as_it_is_now():
    original = RULES["*"]
    RULES["*"] = Rule(original.forward, lambda a, b, out: (b, 0.5 * a))
    try:
        values, compiled = both(lambda: Net(hidden=(3, 2), bias=True, seed=1), moons(5), hinge)
        assert values == compiled
    finally:
        RULES["*"] = original


@given(st.integers(0, 2**40))
def test_leb128_numbers_can_be_decoded(n):
    def decode(raw, negative):
        total = sum((byte & 0x7F) << (7 * i) for i, byte in enumerate(raw))
        return total - (1 << (7 * len(raw))) if negative and raw[-1] & 0x40 else total

    assert decode(unsigned(n), False) == n
    assert decode(signed(n), True) == n and decode(signed(-n), True) == -n
