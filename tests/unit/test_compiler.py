"""The compiled engine against Values: the same floats to the last bit, whatever the model."""

import math
import struct
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler.emit import IMPORTS, Emitter, forward
from engine.compiler.formulas import Symbol, derivatives
from engine.compiler.machine import Machine
from engine.compiler.scores import grid
from engine.compiler.wasm import F64, Function, Module
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons, xor
from engine.engines import ENGINES
from engine.losses import hinge, logistic, squared
from engine.nn import Model, Net
from engine.recipes import constant, falling
from engine.rules import rule_of
from engine.train import evaluate, take, train
from engine.value import Value


def bits(x):
    """A float as bytes; all NaN are one."""
    return "nan" if x != x else struct.pack("<d", x).hex()


class WithoutSimd(WasmtimeHost):
    """A host on which numbers are done one by one."""

    simd = False


def both(make, points, loss, steps=2, rate=constant(0.1), host=WasmtimeHost, **options):
    """Train with both engines; the bits of everything that comes out of each."""
    results = []
    for word in "python", "compiled":
        model = make()
        engine = ENGINES[word](model, loss, host)
        done = take(engine.train(points, rate, **options), steps)
        engine.store()
        numbers = [number for step in done for number in step]
        numbers += [p.data for p in model.parameters()] + [p.grad + 0.0 for p in model.parameters()]
        results.append([bits(float(x)) for x in numbers])
    return results


@settings(deadline=None, max_examples=40)
@given(
    hidden=st.lists(st.integers(1, 7), min_size=1, max_size=3),
    bias=st.booleans(),
    n=st.integers(1, 70),
    seed=st.integers(0, 99),
    batch_size=st.sampled_from([None, None, 1, 2, 5, 33]),
    alpha=st.sampled_from([0.0, 0.01]),
    loss=st.sampled_from([hinge, squared]),
    host=st.sampled_from([WasmtimeHost, WithoutSimd]),
)
def test_any_net_trains_to_the_same_bits(hidden, bias, n, seed, batch_size, alpha, loss, host):
    values, compiled = both(
        lambda: Net(hidden=hidden, bias=bias, seed=seed),
        xor(n, 0.3, seed),
        loss,
        steps=3,
        batch_size=batch_size,
        alpha=alpha,
        seed=seed,
        host=host,
    )
    assert values == compiled


def test_the_penalty_of_many_parameters_is_added_up_in_the_same_order():
    values, compiled = both(lambda: Net(hidden=(30, 30), seed=1), moons(3, 0.1, 2), hinge, alpha=0.1)
    assert values == compiled


@pytest.mark.parametrize("batch_size", [None, 3, 1])
@pytest.mark.parametrize("n", [6, 7])
def test_the_bits_are_still_the_same_after_a_thousand_steps(n, batch_size):
    values, compiled = both(
        lambda: Net(hidden=(4, 3), bias=True, seed=1),
        moons(n, 0.1, 2),
        hinge,
        steps=1000,
        rate=falling(0.5, 0.05, 100),
        alpha=1e-4,
        batch_size=batch_size,
    )
    assert values == compiled


class Graph(Model):
    """A model made of random instructions: shared nodes, constants, operands used twice, anything."""

    inputs = 2
    BINARY = (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / (b * b + 1))
    UNARY = (lambda a: -a, lambda a: a.relu(), lambda a: a * 0.5, lambda a: 2 - a, lambda a: a**2, lambda a: 1 / (a**2 + 2))

    def __init__(self, data, steps):
        self._parameters = [Value(x) for x in data]
        self._steps = steps

    def __call__(self, x):
        nodes = [v if isinstance(v, Value) else Value(v) for v in x] + self._parameters
        for kind, i, j in self._steps:
            a, b = nodes[i % len(nodes)], nodes[j % len(nodes)]
            kind = kind % (len(self.BINARY) + len(self.UNARY))
            nodes.append(self.BINARY[kind](a, b) if kind < len(self.BINARY) else self.UNARY[kind - len(self.BINARY)](a))
        total = nodes[-1]
        for node in nodes[-4:-1]:
            total = total + node * 0.25
        return total

    def parameters(self):
        return self._parameters


@settings(deadline=None, max_examples=60)
@given(
    data=st.lists(st.floats(-2, 2), min_size=1, max_size=5),
    steps=st.lists(st.tuples(*[st.integers(0, 99)] * 3), min_size=1, max_size=12),
    n=st.integers(1, 5),
    loss=st.sampled_from([hinge, squared]),
)
def test_any_graph_trains_to_the_same_bits(data, steps, n, loss):
    values, compiled = both(lambda: Graph(data, steps), xor(n, 0.1, n), loss)
    assert values == compiled


class Skip(Net):
    """A net whose first hidden layer also goes straight to the output: a reader's invention."""

    def __call__(self, x):
        x = [v if isinstance(v, Value) else Value(v) for v in x]
        first = self.layers[0](x)
        out = self.layers[2](self.layers[1](first))[0]
        return out + first[0] * 0.5 - first[-1] * first[0]


def test_a_skip_connection_compiles_to_the_same_bits():
    values, compiled = both(lambda: Skip(hidden=(5, 4), bias=True, seed=1), moons(40, 0.1, 1), hinge, steps=5)
    assert values == compiled


@pytest.mark.parametrize("special", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e308])
def test_special_numbers_behave_as_they_do_in_values(special):
    def make():
        net = Net(hidden=(3, 2), bias=True, seed=1)
        net.parameters()[4].data = special
        return net

    values, compiled = both(make, moons(5, 0.1, 0), squared, steps=1)
    assert values == compiled
    values, compiled = both(lambda: Net(hidden=(3,), seed=2), [(special, 0.5, 1), (-0.0, 0.0, -1)], hinge, steps=1)
    assert values == compiled


def test_the_sign_of_a_zero_score_is_that_of_values():
    net = Net(hidden=(2,), seed=1)
    for p in net.parameters():
        p.data = 1.0
    for p in net.parameters()[-2:]:
        p.data = -0.0
    (row,) = Machine(net, hinge, WasmtimeHost).scores(2, 2, (1.0, 2.0, 1.0, 2.0))[:1]
    assert [bits(score) for score in row] == [bits(net((x1, 2.0)).data) for x1 in (1.0, 2.0)] == [bits(-0.0)] * 2


def test_logistic_losses_are_within_rounding():
    models = [Net(hidden=(6, 5), bias=True, seed=1) for _ in range(2)]
    points = moons(30, 0.1, 1)
    take(train(models[0], points, logistic, constant(0.3)), 20)
    machine = Machine(models[1], logistic, WasmtimeHost)
    take(machine.train(points, constant(0.3)), 20)
    machine.store()
    assert [p.data for p in models[1].parameters()] == pytest.approx([p.data for p in models[0].parameters()], rel=1e-12)


def test_loss_accuracy_and_scores_are_those_of_values_and_the_points_stay():
    net, points, domain = Net(hidden=(6, 5), bias=True, seed=3), moons(37, 0.1, 1), (-1.5, 2.5, -1.5, 2.0)
    machine = Machine(net, hinge, WasmtimeHost)
    training = machine.train(points, constant(0.1))
    take(training, 2)
    rows = machine.scores(9, 7, domain)
    machine.store()
    assert [list(row) for row in rows] == [[net(place).data for place in row] for row in grid(domain, 9, 7)]
    scores = [net(point[:2]).data for point in points]
    assert machine.evaluate(points) == evaluate(scores, points, hinge)
    twin = Net(hidden=(6, 5), bias=True, seed=3)
    take(training, 1)
    take(train(twin, points, hinge, constant(0.1)), 3)
    assert list(machine.parameters()) == [p.data for p in twin.parameters()]


def test_both_engines_answer_the_same_calls_with_the_same_floats():
    points, domain, answers = moons(9, 0.1, 2), (-1.5, 2.5, -1.5, 2.0), []
    for word in ENGINES:
        net = Net(hidden=(4,), bias=True, seed=3)
        engine = ENGINES[word](net, hinge, WasmtimeHost)
        steps = take(engine.train(points, constant(0.2), alpha=0.01, batch_size=4, seed=1, start=2), 5)
        engine.store()
        found = [p.data for p in net.parameters()]
        net.parameters()[0].data += 1.0
        engine.load()
        scores = [list(row) for row in engine.scores(5, 4, domain)]
        answers.append((steps, found, list(engine.parameters()), engine.evaluate(points), scores))
    assert answers[0] == answers[1] and answers[0][1] != answers[0][2]


@pytest.mark.parametrize("batch_size", [None, 3])
def test_many_steps_at_once_are_the_same_steps(batch_size):
    nets = [Net(hidden=(4, 3), seed=1) for _ in range(2)]
    machines = [Machine(net, hinge, WasmtimeHost) for net in nets]
    options = dict(alpha=1e-3, batch_size=batch_size, seed=5, start=3)
    one, many = [m.train(moons(10, 0.1, 2), falling(0.5, 0.05, 9), **options) for m in machines]
    steps = [next(one) for _ in range(50)]
    done = [next(many)]
    while done[-1].number < 53:
        done.append(many.send(53 - done[-1].number))
    assert [step for step in steps if step.number in [d.number for d in done]] == done
    assert len(done) < 30
    assert machines[0].parameters() == machines[1].parameters()


def test_points_may_be_edited_and_grow_while_it_trains():
    points, twins = moons(5, 0.1, 0), [Net(hidden=(3,), seed=1) for _ in range(2)]
    machine = Machine(twins[1], hinge, WasmtimeHost)
    for training in (train(twins[0], points), machine.train(points, constant(0.1))):
        points[:] = moons(5, 0.1, 0)
        take(training, 2)
        points[:] = moons(9000, 0.1, 1)
        take(training, 1)
    machine.store()
    assert [p.data for p in twins[0].parameters()] == [p.data for p in twins[1].parameters()]


def test_points_that_are_lists_may_be_changed_in_place():
    twins = [Net(hidden=(3,), seed=1) for _ in range(2)]
    machine = Machine(twins[1], hinge, WasmtimeHost)
    points = []
    for training in (train(twins[0], points), machine.train(points, constant(0.1))):
        points[:] = [list(point) for point in moons(5, 0.1, 0)]
        take(training, 2)
        first, _ = machine.evaluate(points)
        points[0][0] += 0.5
        take(training, 2)
        assert machine.evaluate(points)[0] != first
    machine.store()
    assert [p.data for p in twins[0].parameters()] == [p.data for p in twins[1].parameters()]


SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.5, 5e-324, 1e300, math.inf, -math.inf, math.nan)


@pytest.mark.parametrize("op", ["abs", "sqrt", "sigmoid", "sin", "cos", "max", "min"])
def test_an_operation_has_the_bits_of_its_rule_for_equal_operands_zeros_infinities_and_no_numbers(op):
    rule, letters = rule_of(op), "ab" if op in ("max", "min") else "a"
    symbols, module = [Symbol(letter) for letter in letters], Module()
    imports = sorted(IMPORTS)
    calls = {name: module.import_("host", name, [F64] * IMPORTS[name], [F64]) for name in imports}
    formulas = [forward(op, symbols), *derivatives(op, symbols, forward(op, symbols))]
    for i, formula in enumerate(formulas):
        function = Function("f%d" % i, [F64] * len(letters), [F64])
        Emitter(function, lambda leaf: function.get(letters.index(leaf)), calls).emit(formula)
        module.add(function, export=True)
    host, compared = WasmtimeHost(module.binary(1), imports), 0
    for numbers in product(SPECIAL, repeat=len(letters)):
        try:
            out = rule.forward(*numbers)
        except ValueError:
            continue  # a square root of a negative number, a sine of infinity
        expected = [bits(float(x)) for x in (out, *rule.derivatives(*numbers, out))]
        assert [bits(host.call("f%d" % i, *numbers)) for i in range(len(formulas))] == expected, numbers
        compared += 1
    assert compared >= 7
