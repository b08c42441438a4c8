"""The plan: which parts of a tape become layers, and that gathering them changes no bit."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler import plan as planning
from engine.compiler.machine import Machine
from engine.compiler.plan import Dense, Segment, plan
from engine.compiler.tape import record
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge, squared
from engine.nn import Model, Net
from engine.value import Value
from tests.unit.test_compiler import WithoutSimd, both


class Layers(Model):
    """A 2-n-n-1 net whose neurons a reader has written: neuron(weights, bias, xs) -> Value."""

    inputs = 2

    def __init__(self, width, neuron, seed=1):
        random = Random(seed)
        self.neuron, sizes = neuron, (2, width, width, 1)
        self.layers = [
            [([Value(random.uniform(-1, 1)) for _ in range(m)], Value(random.uniform(-1, 1))) for _ in range(n)]
            for m, n in zip(sizes, sizes[1:])
        ]

    def __call__(self, x):
        for layer in self.layers:
            x = [self.neuron(weights, bias, x) for weights, bias in layer]
        return x[0]

    def parameters(self):
        return [p for layer in self.layers for weights, bias in layer for p in [*weights, bias]]


def usual(weights, bias, xs):
    total = weights[0] * xs[0]
    for w, x in zip(weights[1:], xs[1:]):
        total = total + w * x
    return total + bias


NEURONS = {
    "relu": lambda w, b, xs: usual(w, b, xs).relu(),
    "leaky": lambda w, b, xs: (lambda a: a.relu() * 0.9 + a * 0.1)(usual(w, b, xs)),
    "tanh": lambda w, b, xs: usual(w, b, xs).tanh(),
    "sine": lambda w, b, xs: (lambda a: a.sin() + a.cos() * 0.5)(usual(w, b, xs)),
    "sigmoid": lambda w, b, xs: usual(w, b, xs).sigmoid(),
    "distance": lambda w, b, xs: abs(usual(w, b, xs)).sqrt(),
    "max": lambda w, b, xs: (lambda a: a.max(0.1 * a).min(1.0))(usual(w, b, xs)),
    "bias first": lambda w, b, xs: sum([wi * xi for wi, xi in zip(w, xs)], b).relu(),
    "from zero": lambda w, b, xs: (sum([wi * xi for wi, xi in zip(w, xs)]) + b).relu(),
    "from minus zero": lambda w, b, xs: sum([wi * xi for wi, xi in zip(w, xs)], -0.0) + b,
    "from one": lambda w, b, xs: sum([wi * xi for wi, xi in zip(w, xs)], 1.0).relu() + 0 * b,
    "squares": lambda w, b, xs: (sum([xi * wi for wi, xi in zip(w, xs)]) + b) ** 2,
}


@pytest.mark.parametrize("name", NEURONS)
def test_neurons_of_all_kinds_become_layers_with_the_same_bits(name):
    neuron = NEURONS[name]
    sizes = [len(item.weights) for item in plan(record(Layers(6, neuron), squared)) if isinstance(item, Dense)]
    assert sizes == [6, 6, 1]
    for host in WasmtimeHost, WithoutSimd:
        values, compiled = both(lambda: Layers(5, neuron), moons(37, 0.1, 1), squared, rate=lambda n: 0.01, host=host)
        assert values == compiled  # tanh too: this host's is Python's
    small, large = [len(Machine(Layers(w, neuron), hinge, WasmtimeHost).compiled.binary) for w in (16, 64)]
    assert large < 5 * small  # the weights are 14 times as many


class Woven(Model):
    """Neurons over earlier vectors, with other operations between them, all chosen by a seed."""

    def __init__(self, seed):
        self.seed, random = seed, Random(seed)
        self.inputs = random.choice((1, 2, 2, 3))
        self.all = [Value(random.uniform(-1, 1)) for _ in range(200)]
        self([0.5] * self.inputs)

    def parameters(self):
        return self.all[: max(1, self.used)]

    def __call__(self, x):
        random, self.used = Random(self.seed), 0
        often = random.choice((0.0, 0.05, 0.1))  # how often something is used once more
        vectors = [[v if isinstance(v, Value) else Value(v) for v in x]]
        nodes = list(vectors[0])

        def parameter():
            if self.used and random.random() < often:
                return self.all[random.randrange(self.used)]
            self.used += 1
            return self.all[self.used - 1]

        def neuron(xs, bias):
            total = parameter() if bias == "first" else 0.0 if bias == "zero" else None
            for v in xs:
                part = parameter() * v if random.random() < 0.8 else v * parameter()
                total = part if total is None else total + part
                if random.random() < often:
                    nodes.append(random.choice((part, total)))
            return total + parameter() if bias == "last" else total

        for _ in range(random.choice((3, 5, 8))):
            if random.random() < 0.55:
                xs, bias, outs = random.choice(vectors[-3:]), random.choice((None, "first", "last", "zero")), []
                for _ in range(random.choice((1, 2, 3, 4))):
                    outs.append(neuron(xs, bias))
                    if random.random() < 0.25:
                        nodes.append(random.choice(nodes) * random.choice(xs) + outs[-1] * 0.5)
                act = random.choice(("relu", "relu", "neg", "leaky", "none"))
                after = {
                    "relu": lambda a: a.relu(),
                    "neg": lambda a: -a,
                    "leaky": lambda a: a.relu() * 0.9 + a * 0.1,
                    "none": lambda a: a,
                }[act]
                vectors.append([after(out) for out in outs])
                nodes += outs + vectors[-1]
            else:
                a, b = random.choice(nodes[-8:]), random.choice(nodes)
                nodes.append(random.choice((a + b, a - b, a * b, a.relu(), a / (b * b + 1))))
        score = nodes[-1]
        for node in [random.choice(nodes) for _ in range(5)]:
            score = random.choice((score + node * 0.3, node * 0.3 + score, score - node))
        return score


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 2**32),
    n=st.sampled_from([1, 2, 3, 33]),
    batch_size=st.sampled_from([None, 1, 2]),
    loss=st.sampled_from([hinge, squared]),
    host=st.sampled_from([WasmtimeHost, WithoutSimd]),
)
def test_woven_layers_train_to_the_same_bits(seed, n, batch_size, loss, host):
    points = [(*[Random(seed + i).uniform(-1, 1) for _ in range(Woven(seed).inputs)], 1 - i % 2 * 2) for i in range(n)]
    values, compiled = both(
        lambda: Woven(seed), points, loss, rate=lambda number: 0.01, batch_size=batch_size, alpha=0.01, host=host
    )
    assert values == compiled


class Between(Model):
    """A neuron's input is used by a neuron, then by a product, then by two more neurons of the first one's layer."""

    inputs = 2

    def __init__(self):
        random = Random(3)
        self.p = [Value(random.uniform(-1, 1)) for _ in range(10)]

    def parameters(self):
        return self.p

    def __call__(self, x):
        p, (x0, x1) = self.p, x
        h = [p[0] * x0 + p[1] * x1, p[2] * x0 + p[3] * x1]
        a = p[4] * h[0] + p[5] * h[1]
        return a + h[0] * a + (p[6] * h[0] + p[7] * h[1]) + (p[8] * h[0] + p[9] * h[1])


def test_nothing_is_gathered_where_that_would_change_the_order_of_additions(monkeypatch):
    points = moons(20, 0.2, 1)
    values, compiled = both(Between, points, squared, steps=3)
    assert values == compiled
    assert [type(item) for item in plan(record(Between(), squared))] == [Segment]
    monkeypatch.setattr(planning, "_keeps_order", lambda items, uses: True)
    values, compiled = both(Between, points, squared, steps=3)
    assert values != compiled  # so this is what the order is kept for


class Uneven(Layers):
    """Its neurons start from different numbers, or have an input twice."""

    def __call__(self, x):
        (first, _, _), sizes = self.layers, (0.5, -0.5, 0.5, -0.5)
        h = [sum([w * v for w, v in zip(weights, x)], start) for (weights, _), start in zip(first, sizes)]
        h = [a * a for a in h]
        twice = [h[0], h[1], h[0]]
        return sum([sum([w * v for w, v in zip(weights[:3], twice)], bias) for weights, bias in self.layers[1]], 0.0)


def test_neurons_that_differ_in_what_they_start_from_or_have_an_input_twice_keep_their_bits():
    values, compiled = both(lambda: Uneven(4, None), moons(9, 0.1, 1), squared, rate=lambda n: 0.01)
    assert values == compiled


def test_a_score_inside_of_a_longer_sum_can_be_compiled():
    extra = Value(0.25)

    class Open(Net):
        def parameters(self):
            return super().parameters() + [extra]

    def make():
        extra.data = 0.25
        return Open(hidden=())

    values, compiled = both(make, moons(5), lambda score, y: (score + extra - y) ** 2)
    assert values == compiled
