"""Scores in plain floats, and the check of gradients: the two that look over the shoulder of Value."""

import math

import pytest

from engine.check import check, first_not_finite
from engine.compiler.scores import scorer
from engine.data import moons
from engine.losses import hinge, logistic
from engine.nn import Model, Net
from engine.train import evaluate, gradient
from engine.value import Value


def data_of(model):
    return [p.data for p in model.parameters()]


@pytest.mark.parametrize("hidden", [(16, 16), (1,), (5, 3, 2)])
@pytest.mark.parametrize("bias", [False, True])
def test_scores_in_plain_floats_are_the_same_to_the_last_bit(hidden, bias):
    net = Net(hidden=hidden, bias=bias, seed=9)
    for neuron in [n for layer in net.layers for n in layer.neurons if n.bias]:
        neuron.bias.data = 0.25
    places = [(0.1 * i - 1, 0.37 - 0.05 * i, 1) for i in range(40)]
    assert scorer(net)(data_of(net), places) == [net(place[:2]).data for place in places]


class Leaky(Net):
    """A net with rules and constants of other kinds, and a node that is used twice."""

    def __call__(self, x):
        score = super().__call__(x)
        return (score * score - 2 * score).tanh() - (score**3 / 7 - (-score).exp() * 1e-3)


class Deciding(Net):
    """A net that decides in Python what to do: what it does for one example is not what it does for all."""

    def __call__(self, x):
        score = super().__call__(x)
        return score if score.data > 0 else 0.1 * score


@pytest.mark.parametrize("kind", [Leaky, Deciding])
def test_scores_of_models_of_ones_own_are_the_same_to_the_last_bit(kind):
    net = kind(hidden=(4, 3), bias=True, seed=3)
    places = [(0.1 * i - 1, 0.37 - 0.05 * i, 1) for i in range(40)]
    parameters = data_of(net)
    scores = scorer(net)(parameters, places)
    assert scores == [net(place[:2]).data for place in places]
    assert len(set(scores)) > 20


def test_evaluate_gives_the_mean_loss_and_the_share_of_right_signs():
    points = [(0, 0, 1), (0, 0, -1), (0, 0, -1), (0, 0, 1)]
    loss, accuracy = evaluate([2.0, -0.5, 0.5, 0.0], points, hinge)
    assert (loss, accuracy) == (pytest.approx((0 + 0.5 + 1.5 + 1) / 4), 0.5)


def test_check_finds_nothing_wrong_with_a_net():
    net, points = Net(hidden=(5, 4), bias=True, seed=1), moons(8, 0.2, 1)

    def mean_loss():
        return sum((logistic(net(p[:2]), p[2]) for p in points), Value(0)) / len(points)

    worst = check(mean_loss, net.parameters())
    assert worst.error < 1e-6
    assert all(p.grad == 0 for p in net.parameters())


def test_check_names_the_parameter_whose_gradient_is_wrong():
    a, b = Value(2.0), Value(3.0)

    def wrong_in_b():
        out = a * 2 + b * 5
        return out if out.data != 19 else Wrong(out)

    class Wrong:
        def __init__(self, out):
            self.out, self.data = out, out.data

        def backward(self):
            self.out.backward()
            b.grad += 1

    worst = check(wrong_in_b, [a, b])
    assert (worst.index, worst.backward) == (1, 6)
    assert worst.numeric == pytest.approx(5)
    assert worst.error == pytest.approx(1 / 6, rel=1e-3)


def test_gradient_of_a_batch_is_a_generator_that_returns_loss_and_accuracy():
    net = Net(hidden=(2,), seed=1)
    running = gradient(net, moons(4))
    for _ in range(4):
        next(running)
    with pytest.raises(StopIteration) as stop:
        next(running)
    loss, accuracy = stop.value.value
    assert loss > 0 and 0 <= accuracy <= 1


def sigmoid(x):
    return 1 / (1 + (-x).exp())


@pytest.mark.parametrize(
    ("f", "x", "op", "what", "why"),
    [
        (sigmoid, -800.0, "exp", "data", "exp(800.0) is beyond the largest float"),
        (lambda x: (x * x) ** 0.5, 0.0, "*", "grad", "the derivative of 0.0**0.5 by 0.0 is inf"),
        (lambda x: (x * 1e200) * (x * 1e200), 1.0, "*", "data", "1e+200 * 1e+200 is beyond"),
        (lambda x: x.relu() + 1, math.nan, "", "data", "it was given as nan"),
        (lambda x: x * 2 - math.inf, 1.0, "", "data", "it was given as inf"),
    ],
)
def test_where_a_graph_leaves_the_finite_numbers_is_found_with_the_reason(f, x, op, what, why):
    out = f(Value(x))
    out.backward()
    found = first_not_finite(out)
    assert (found.node._op, found.what) == (op, what) and why in found.why


def test_a_gradient_can_leave_the_finite_numbers_by_a_product_or_a_sum():
    x = Value(0.0)
    out = x * 1e200 * 1e200
    out.backward()
    found = first_not_finite(out)
    assert found.node is x and found.why == "1e+200, the derivative of 0.0 * 1e+200, times the grad 1e+200 is beyond the largest float"
    y = Value(0.0)
    out = y * 1e308 + y * 1e308
    out.backward()
    assert first_not_finite(out) == (y, "grad", "the sum of what was handed to it is beyond the largest float")
    assert first_not_finite(sigmoid(Value(0.5))) is None


class Fixed(Model):
    """A model without parameters."""

    inputs = 2

    def __call__(self, x):
        return Value(2.0) * x[0] - x[1]

    def parameters(self):
        return []


def test_a_model_without_parameters_has_scores_too():
    assert scorer(Fixed())([], [(1.0, 0.5), (0.0, 1.0, -1)]) == [1.5, -1.0]


def test_asking_a_model_for_scores_leaves_its_parameters_alone():
    net = Deciding(hidden=(2,), seed=1)
    before = data_of(net)
    scorer(net)([0.5] * len(before), [(0.1, 0.2)])
    assert data_of(net) == before
