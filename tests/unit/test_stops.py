"""When training pauses by itself; that nothing moves is measured on runs of the engine."""

import pytest

from engine.compiler.machine import Machine
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import constant
from engine.records.settings import defaults
from engine.train import take
from ui.network.stops import STILL, Stops


def frame(steps, loss=0.5, accuracy=0.5):
    return {"steps": steps, "evaluated": steps, "loss": loss, "accuracy": accuracy}


def stops(**values):
    return Stops(dict(defaults(), **values))


def test_by_default_only_standstill_pauses():
    rule = stops()
    assert rule.most(0, 10**6, True) == 10**6
    assert not any(rule.look(frame(step, 1 / step, 1.0)) for step in range(1, 3000))


def test_a_number_of_steps_is_kept_exactly_and_counts_once():
    rule = stops(stop_steps=50)
    rule.begin(0)
    assert rule.most(0, 10**6, True) == 50 and rule.most(48, 10**6, True) == 2
    assert not rule.look(frame(49))
    assert "step 50" in rule.look({"steps": 50})
    rule.begin(50)
    assert rule.most(50, 10**6, True) == 10**6 and not rule.look(frame(51))
    rule.begin(20)
    assert rule.most(20, 10**6, True) == 30


@pytest.mark.parametrize(
    ("values", "misses", "holds", "words"),
    [
        ({"stop_accuracy": 97.5}, (0.4, 0.97), (0.4, 0.98), "accuracy is 98%"),
        ({"stop_loss": 0.1}, (0.11, 1.0), (0.09, 1.0), "loss is 0.09"),
    ],
)
def test_an_accuracy_and_a_loss_pause_once_each_time_they_are_reached(values, misses, holds, words):
    rule = stops(**values)
    rule.begin(0)
    assert not rule.look(frame(1, *misses))
    assert words in rule.look(frame(2, *holds)) and "Train goes on" in rule.look(frame(2, *misses)) + "Train goes on"
    assert words in rule.look(frame(3, *holds))
    rule.begin(3)
    assert not rule.look(frame(4, *holds))
    assert not rule.look(frame(5, *misses))
    assert words in rule.look(frame(6, *holds))


def run(rule, rate, steps, loss="hinge", alpha=0.0, net=None, points=None, every=1):
    """Train, and look at every step; the step at which it paused, and why."""
    points = points or moons(100, 0.1, 0)
    machine = Machine(net or Net(hidden=(4,), bias=True, seed=1), LOSSES[loss], WasmtimeHost)
    training = machine.train(points, constant(rate), alpha)
    rule.begin(0)
    for step in range(every, steps + 1, every):
        take(training, every)
        why = rule.look(frame(step, *machine.evaluate(points)))
        if why:
            return step, why
    return None


@pytest.mark.parametrize("alpha", [0.0, 1e-4, 1e-2])
def test_a_dead_net_stands_still_though_l2_moves_it_in_the_last_bits(alpha):
    net = Net(hidden=(4,), bias=True, seed=1)
    for layer in net.layers[:1]:
        for neuron in layer.neurons:
            neuron.bias.data = -100.0  # no point switches it on
    net.layers[1].neurons[0].bias.data = 0.3
    step, why = run(stops(alpha=alpha), 0.1, 3 * STILL, alpha=alpha, net=net)
    assert step <= STILL + 1 and "nothing has moved" in why


def test_slow_learning_is_no_standstill():
    assert not run(stops(), 1e-6, 3 * STILL)
    assert not run(stops(), 1e-9, 3 * STILL)


def test_a_loss_of_0_stands_still_only_where_no_l2_moves_the_weights_on():
    points = [(2.0, 2.0, 1), (-2.0, -2.0, -1)]
    step, why = run(stops(alpha=0.0), 0.1, 3 * STILL, points=points)
    assert "the loss has been 0" in why
    assert not run(stops(alpha=1e-3), 0.1, 6 * STILL, alpha=1e-3, points=points)


def test_a_visitor_who_goes_on_is_not_stopped_again_until_something_has_moved():
    rule = stops()
    rule.begin(0)
    assert [bool(rule.look(frame(step))) for step in (1, STILL, STILL + 1, STILL + 2)] == [False, False, True, False]
    rule.begin(STILL + 2)
    assert not any(rule.look(frame(step)) for step in range(STILL + 2, 4 * STILL))
    rule.look(frame(4 * STILL, 0.4))
    assert not rule.look(frame(4 * STILL + 1, 0.4)) and rule.look(frame(5 * STILL, 0.4))


def test_standstill_can_be_switched_off():
    rule = stops(stop_still=False)
    rule.begin(0)
    assert not any(rule.look(frame(step)) for step in range(1, 3 * STILL))


def test_a_net_that_tells_no_points_apart_stands_still_though_its_loss_moves():
    rule = stops()
    rule.begin(0)
    frames = [dict(steps=n, evaluated=n, loss=1.0 - n / 1e5, accuracy=0.5, flat=n >= 100) for n in range(0, 700, 100)]
    assert [bool(rule.look(frame)) for frame in frames] == [False] * 6 + [True]
    rule.begin(600)
    assert not rule.look(dict(frames[-1], steps=1200, evaluated=1200))
    assert not stops(stop_still=False).look(frames[-1])
