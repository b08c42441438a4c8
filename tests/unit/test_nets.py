"""Nets, losses and data: what there is to train, and what to train it on."""

import math

import pytest

from engine.check import check
from engine.data import CLASSIFICATION, moons
from engine.losses import hinge, l2, logistic, squared
from engine.nn import Net
from engine.rng import Random
from engine.train import train
from engine.value import Value


def data_of(model):
    return [p.data for p in model.parameters()]



def test_the_tutorials_net_has_304_parameters_and_337_with_biases():
    assert len(Net().parameters()) == 304
    assert len(Net(bias=True).parameters()) == 337


def test_the_same_seed_gives_the_same_net_and_another_seed_another():
    assert data_of(Net(seed=3)) == data_of(Net(seed=3))
    assert data_of(Net(seed=3)) != data_of(Net(seed=4))


def test_weights_are_uniform_and_biases_zero():
    net = Net(hidden=(40, 40), bias=True, seed=1)
    neurons = [neuron for layer in net.layers for neuron in layer.neurons]
    weights = [w.data for neuron in neurons for w in neuron.weights]
    assert all(neuron.bias.data == 0 for neuron in neurons)
    assert -1 <= min(weights) < -0.99 and 0.99 < max(weights) <= 1
    assert abs(sum(weights) / len(weights)) < 0.05


def test_hidden_layers_have_relu_and_the_output_has_none():
    net = Net(hidden=(3,), seed=0)
    assert [layer.neurons[0].relu for layer in net.layers] == [True, False]
    scores = [net((x, -x)).data for x in (-1.0, 1.0)] + [Net(hidden=(3,), seed=s)((1, 1)).data for s in range(9)]
    assert min(scores) < 0 < max(scores)


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (lambda: Net(hidden=(16, 0)), ValueError, "hidden layer is at least 1, not 0"),
        (lambda: Net(hidden=(1.5,)), TypeError, "1.5"),
        (lambda: Net(inputs=0), ValueError, "inputs is at least 1"),
        (lambda: Net()((1, 2, 3)), ValueError, "2 inputs, not 3"),
        (lambda: Net(seed="x"), TypeError, "'x'"),
        (lambda: moons(0), ValueError, "at least 1 point"),
        (lambda: moons(10, -1), ValueError, "noise"),
        (lambda: hinge(Value(1), 0), ValueError, "+1 or -1"),
        (lambda: check(lambda: Value(1), []), ValueError, "no parameters"),
        (lambda: next(train(Net(), [(0, 0, 1)], batch_size=0)), ValueError, "at least 1 example"),
    ],
)
def test_bad_input_is_a_clear_error(act, kind, words):
    with pytest.raises(kind) as caught:
        act()
    assert words in str(caught.value)



def test_losses_have_their_textbook_values():
    assert hinge(Value(0.25), 1).data == 0.75
    assert hinge(Value(3.0), 1).data == 0
    assert hinge(Value(3.0), -1).data == 4
    assert squared(Value(3.0), -1).data == 16
    assert logistic(Value(0.0), 1).data == pytest.approx(math.log(2))
    assert logistic(Value(2.0), 1).data == pytest.approx(math.log(1 + math.exp(-2)))
    assert logistic(Value(2.0), -1).data == pytest.approx(math.log(1 + math.exp(2)))
    assert l2([Value(3.0), Value(-4.0)], 0.1).data == pytest.approx(2.5)



@pytest.mark.parametrize("name", sorted(CLASSIFICATION))
def test_every_data_set_is_seeded_balanced_and_labelled_by_sign(name):
    generate = CLASSIFICATION[name]
    points = generate(101, 0.1, Random(5))
    assert len(points) == 101
    assert points == generate(101, 0.1, 5)
    assert points != generate(101, 0.1, 6)
    labels = [y for _, _, y in points]
    assert set(labels) == {1, -1} and abs(sum(labels)) <= 3
    assert all(-2.5 < x1 < 3.5 and -2.5 < x2 < 3 for x1, x2, _ in points)


def test_moons_without_noise_lie_on_two_half_circles_as_in_scikit_learn():
    points = moons(10, 0.0, 0)
    for i, (x1, x2, y) in enumerate(points):
        t = math.pi * (i % 5) / 4
        expected = (math.cos(t), math.sin(t), -1) if i < 5 else (1 - math.cos(t), 0.5 - math.sin(t), 1)
        assert (x1, x2, y) == pytest.approx(expected, abs=1e-8)


def test_more_noise_moves_points_further():
    def spread(noise):
        return sum(abs(a - b) for p, q in zip(moons(200, noise, 1), moons(200, 0, 1)) for a, b in zip(p, q))

    assert spread(0) == 0
    assert spread(0.4) == pytest.approx(4 * spread(0.1), rel=1e-6)
    assert spread(0.1) / 400 == pytest.approx(0.1 * math.sqrt(2 / math.pi), rel=0.15)


def test_shuffles_are_permutations_that_depend_on_the_seed():
    assert sorted(Random(1).shuffled(range(50))) == list(range(50))
    assert Random(1).shuffled(range(50)) == Random(1).shuffled(range(50))
    assert Random(1).shuffled(range(50)) != Random(2).shuffled(range(50))


def test_the_generator_is_splitmix64():
    first = Random(1234567)
    assert [first.bits() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]  # the reference values of the algorithm for this seed
