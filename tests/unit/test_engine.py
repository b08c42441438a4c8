"""Nets, losses, data, training and the check of gradients: the engine as the page and the terminal use it."""

import math
import multiprocessing
import tracemalloc

import pytest

from engine.check import check
from engine.data import CLASSIFICATION, INTERCEPT, SLOPE, line, moons
from engine.field import scorer
from engine.losses import hinge, l2, logistic, squared
from engine.nn import Linear, Net
from engine.recipes import RECIPES, constant, falling, schedule
from engine.rng import Random
from engine.train import evaluate, gradient, take, train
from engine.value import Value


def data_of(model):
    return [p.data for p in model.parameters()]


# --- Nets ---


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


# --- Losses ---


def test_losses_have_their_textbook_values():
    assert hinge(Value(0.25), 1).data == 0.75
    assert hinge(Value(3.0), 1).data == 0
    assert hinge(Value(3.0), -1).data == 4
    assert squared(Value(3.0), -1).data == 16
    assert logistic(Value(0.0), 1).data == pytest.approx(math.log(2))
    assert l2([Value(3.0), Value(-4.0)], 0.1).data == pytest.approx(2.5)


# --- Data ---


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


# --- Training ---


def test_a_full_batch_step_goes_down_the_gradient_of_the_tutorials_mean_loss():
    points = moons(10, 0.1, 0)
    net, twin = Net(hidden=(4,), bias=True, seed=2), Net(hidden=(4,), bias=True, seed=2)
    loss = sum(((1 + -y * twin((x1, x2))).relu() for x1, x2, y in points), Value(0)) / len(points)
    loss = loss + l2(twin.parameters(), 0.01)
    loss.backward()
    step = take(train(net, points, rate=constant(0.5), alpha=0.01), 1)[0]
    assert step.loss == pytest.approx(loss.data, rel=1e-12)
    assert data_of(net) == pytest.approx([p.data - 0.5 * p.grad for p in twin.parameters()], rel=1e-9)


def test_parameters_are_updated_in_place():
    net = Net(hidden=(3,))
    before = net.parameters()
    take(train(net, moons(10)), 3)
    assert all(a is b and a._prev == () for a, b in zip(before, net.parameters()))


def test_mini_batches_go_through_every_example_once_an_epoch_in_a_new_order():
    seen = []

    def spy(score, y):
        seen.append(y)
        return hinge(score, 1)

    points = [(0.1 * i, 0.0, i) for i in range(10)]
    take(train(Net(hidden=(2,)), points, loss=spy, rate=constant(0.0), batch_size=3, seed=7), 8)
    first, second = seen[:10], seen[10:]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second


def test_training_can_be_interrupted_and_resumed_as_if_nothing_had_been():
    points = moons(20, 0.1, 0)
    settings = dict(rate=falling(0.3, 0.1, 10), batch_size=3, seed=4)
    whole, parts = Net(hidden=(4,)), Net(hidden=(4,))
    take(train(whole, points, **settings), 20)
    take(train(parts, points, **settings), 9)
    take(train(parts, points, **settings, start=9), 11)
    assert data_of(whole) == data_of(parts)


def test_training_can_be_paused_after_every_example():
    training = train(Net(hidden=(2,)), moons(7))
    assert [next(training) is None for _ in range(8)] == [True] * 7 + [False]


def test_points_may_be_edited_while_it_trains():
    points = moons(10)
    training = train(Net(hidden=(2,)), points)
    take(training, 1)
    points.append((0.0, 0.0, 1))
    assert [next(training) is None for _ in range(12)] == [True] * 11 + [False]
    points.clear()
    with pytest.raises(ValueError, match="empty"):
        take(training, 1)


def test_labels_are_checked_before_anything_changes():
    net = Net(hidden=(2,))
    before = data_of(net)
    with pytest.raises(ValueError, match="label 2 is 0"):
        take(train(net, [(0, 0, 1), (1, 1, -1), (2, 2, 0)]), 1)
    assert data_of(net) == before and all(p.grad == 0 for p in net.parameters())


def test_the_rate_falls_linearly_and_then_stays():
    rate = falling(1.0, 0.1, 100)
    assert [rate(0), rate(50), rate(100), rate(1000)] == pytest.approx([1.0, 0.55, 0.1, 0.1])
    assert schedule(0.5, False)(77) == 0.5


def test_a_line_is_found_by_stochastic_gradient_descent():
    points = line(100, 0.1, 3)
    model = Linear(seed=1)
    take(train(model, points, squared, constant(0.03), batch_size=1), 20 * len(points))
    assert model.a.data == pytest.approx(SLOPE, abs=0.1)
    assert model.b.data == pytest.approx(INTERCEPT, abs=0.1)


def test_memory_is_flat_over_a_thousand_steps():
    net, points = Net(hidden=(4,), bias=True), moons(6)
    training = train(net, points, alpha=1e-4, batch_size=2)
    take(training, 20)
    tracemalloc.start()
    take(training, 20)
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(1000):
        take(training, 1)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 5_000


def reaches_all(seed):
    recipe = RECIPES["karpathy"]
    net = Net(bias=recipe.bias, seed=seed)
    points = moons(100, 0.1, seed)
    training = train(net, points, rate=schedule(recipe.rate, recipe.falls), alpha=recipe.alpha)
    return any(take(training, 1)[0].accuracy == 1 for _ in range(101))


def test_karpathys_recipe_reaches_100_percent_from_at_least_16_of_20_seeds():
    with multiprocessing.get_context("spawn").Pool() as pool:
        reached = pool.map(reaches_all, range(20), chunksize=1)
    assert sum(reached) >= 16, reached


def test_the_tutorials_recipe_ends_near_87_percent_with_rays_from_the_origin():
    recipe = RECIPES["tutorial"]
    net, points = Net(bias=recipe.bias, seed=3), moons(100, 0.1, 3)
    step = take(train(net, points, rate=schedule(recipe.rate, recipe.falls)), 60)[-1]
    assert 0.8 <= step.accuracy <= 0.93
    scores = scorer(net)
    near, far = scores(data_of(net), [(0.3, 0.2), (0.6, 0.4)])
    assert far == pytest.approx(2 * near)


# --- Field and check ---


@pytest.mark.parametrize("hidden", [(16, 16), (1,), (5, 3, 2)])
@pytest.mark.parametrize("bias", [False, True])
def test_scores_in_plain_floats_are_the_same_to_the_last_bit(hidden, bias):
    net = Net(hidden=hidden, bias=bias, seed=9)
    for neuron in [n for layer in net.layers for n in layer.neurons if n.bias]:
        neuron.bias.data = 0.25
    places = [(0.1 * i - 1, 0.37 - 0.05 * i, 1) for i in range(40)]
    assert scorer(net)(data_of(net), places) == [net(place[:2]).data for place in places]


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
