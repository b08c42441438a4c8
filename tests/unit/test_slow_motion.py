"""One step in slow motion, against engine/train.py: the same bits, and shares that add up to them."""

import math
from array import array

import pytest

from engine import train as training
from engine.check import central_difference
from engine.compiler.machine import Machine
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import LOSSES, l2
from engine.nn import Model, Net
from engine.recipes import constant, schedule
from engine.train import take, train
from engine.value import Value
from tests.setup import ROOT
from tests.unit.test_session import state, worker  # noqa: F401, the fixture


def done(task):
    """What a task returns; what it yields has the form of the first."""
    first = None
    while True:
        try:
            progress = next(task)
            first = first or progress
            assert not first or progress.keys() == first.keys()
        except StopIteration as end:
            return end.value


@pytest.fixture
def record(worker):  # noqa: F811
    return worker("network.step_record")


def engines(given, parameters=None):
    """The net after one step of engine.train, and the Step."""
    net = Net(hidden=given["hidden"], bias=given["bias"], seed=given["weights"])
    for p, number in zip(net.parameters(), parameters or ()):
        p.data = number
    options = given["alpha"], given["batch"], given["seed"], given["steps"]
    rate = schedule(given["rate"], given["falls"])
    (step,) = take(train(net, given["points"], LOSSES[given["loss"]], rate, *options), 1)
    return net, step


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"loss": "squared", "batch": 5, "steps": 7, "alpha": 0.01},
        {"loss": "logistic", "hidden": [3, 4], "bias": False, "alpha": 0.0},
        {"hidden": [2, 2, 2, 2], "batch": 1, "points": moons(20)},
    ],
)
def test_the_step_is_that_of_the_engine_and_the_shares_add_up_to_it(record, changes):
    given = state(points=moons(12), **{"hidden": [4], **changes}) if "points" not in changes else state(**changes)
    net, step = engines(given)
    answer, arrays = done(record.present.take(given))
    assert list(arrays["after"]) == [p.data for p in net.parameters()]
    assert list(arrays["gradients"]) == [p.grad for p in net.parameters()]
    assert (answer["number"], answer["loss"], answer["rate"], answer["exact"]) == (*step[:2], step.rate, True)
    assert len(answer["order"]) == min(given["batch"] or len(given["points"]), len(given["points"]))
    loss = LOSSES[given["loss"]]
    net_before = Net(hidden=given["hidden"], bias=given["bias"], seed=given["weights"])
    for position, index in enumerate(answer["order"]):
        *x, y = given["points"][index]
        score = net_before(x)
        assert (arrays["scores"][position], arrays["losses"][position]) == (score.data, loss(score, y).data)
    for place in range(len(net.parameters())):
        found, parts = record.present.weight(place)
        before, grad, after, penalty = (float(found[name]) for name in ("before", "grad", "after", "penalty"))
        assert parts["sums"][-1] + penalty == grad == net.parameters()[place].grad
        assert after == before - step.rate * grad == net.parameters()[place].data


@pytest.mark.parametrize("name", ["hinge", "squared"])
def test_it_is_the_compiled_step_too(record, name):
    given = state(points=moons(30), loss=name, hidden=[5, 4], batch=8, steps=3)
    _, arrays = done(record.present.take(given))
    machine = Machine(Net(hidden=[5, 4], bias=True, seed=given["weights"]), LOSSES[name], WasmtimeHost)
    rate = schedule(given["rate"], given["falls"])
    take(machine.train(given["points"], rate, given["alpha"], 8, given["seed"], 3), 1)
    assert machine.parameters() == arrays["after"]


def test_a_point_s_way_has_the_grads_of_its_share(record):
    given = state(points=moons(8), hidden=[3, 2])
    answer, _ = done(record.present.take(given))
    way = record.present.point(5)
    *x, y = given["points"][answer["order"][5]]
    net = Net(hidden=[3, 2], bias=True, seed=given["weights"])
    score = net(x)
    (LOSSES["hinge"](score, y) / 8).backward()
    assert (way["score"], way["score_grad"]) == (repr(score.data), repr(float(score.grad)))
    assert [len(layer) for layer in way["values"]] == [3, 2, 1] and way["grads"][2] == [score.grad]
    assert way["margin"] == repr(y * score.data)


def test_the_lines_are_those_that_run(record):
    answer, _ = done(record.present.take(state(points=moons(4), alpha=1e-3)))
    functions, acts = answer["lines"]["functions"], answer["lines"]["acts"]

    def texts(act):
        found = []
        for key, lines in acts[act]:
            path, numbered = functions[key]
            source = (ROOT / path).read_text().split("\n")
            assert all(source[n - 1].endswith(line) for n, line in numbered)
            found += [(path, dict(numbered)[n].strip()) for n in lines]
        return found

    assert ("engine/train.py", "model.zero_grad()") in texts("zero")
    assert ("engine/nn.py", "total = total + self.weights[i] * x[i]") in texts("forward")
    assert ("engine/losses.py", "return (1 - _margin(score, y)).relu()") in texts("forward")
    assert ("engine/train.py", "score, y = model(point[:-1]), point[-1]") in texts("forward")
    assert texts("backward") == [
        ("engine/train.py", "share.backward(keep=False)"),
        ("engine/value.py", "node._backward()"),
        ("engine/value.py", "operand.grad += derivative * grad"),
    ]
    assert ("engine/value.py", "leaf.grad += grad") in texts("add")
    assert texts("add")[0][1].startswith("share, right = add_gradient(")
    assert ("engine/train.py", "penalty.backward(keep=False)") in texts("l2")
    assert texts("update")[-1] == ("engine/train.py", "p.data -= eta * p.grad")
    assert ("engine/train.py", "eta = rate(number)") in texts("update")


def test_a_training_that_adds_up_otherwise_is_found_out(record, monkeypatch):
    real = training.add_gradient

    def twice(*given):
        real(*given)
        return real(*given)

    monkeypatch.setattr(training, "add_gradient", twice)
    answer, _ = done(record.present.take(state(points=moons(4))))
    assert not answer["exact"]


def test_the_machine_keeps_its_parameters_while_the_boundary_of_others_is_drawn(record, worker):  # noqa: F811
    session = worker("network.session").session
    given = state(points=moons(10), hidden=[4])
    session.tell(given)
    while session.frame(1)[0]["steps"] < 1:
        pass
    before = session.machine.parameters()
    answer, _ = done(record.present.take(dict(given, steps=1), array("d", before)))
    assert session.machine.parameters() == before
    old, new = answer["boundaries"]
    assert old["grid"] == new["grid"] == [201, 177] and old["line"] != new["line"]


def test_parameters_are_called_what_they_are_in_the_net(record):
    net = Net(hidden=(3, 2), bias=True)
    names = [record.name_of(net, place) for place in range(len(net.parameters()))]
    assert names[0] == "the weight from x₁ to neuron 1 of layer 1" and names[2] == "the bias of neuron 1 of layer 1"
    assert names[-1] == "the bias of the score" and len(set(names)) == len(names)


@pytest.mark.parametrize(("name", "exponent"), [("hinge", -5.0), ("hinge", -1.0), ("squared", -4.0)])
def test_a_gradient_is_checked_by_the_engine_s_own_difference(record, worker, name, exponent):  # noqa: F811
    given = state(points=moons(9), hidden=[4, 3], loss=name, alpha=0.01)
    done(record.present.take(given))
    place = 7
    found = done(worker("network.net_check").slow_motion_check(place, exponent))
    net, points = Net(hidden=[4, 3], bias=True, seed=given["weights"]), given["points"]

    def mean_loss():
        total = Value(0.0)
        for *x, y in points:
            total = total + LOSSES[name](net(x), y) / len(points)
        return total + l2(net.parameters(), 0.01)

    right = central_difference(mean_loss, net.parameters()[place], 10.0**exponent)
    assert float(found["quotient"]) == right
    mean_loss().backward()
    assert float(found["grad"]) == pytest.approx(net.parameters()[place].grad, rel=1e-14)
    assert found["relus"] == 9 * (7 + (name == "hinge"))
    assert (found["switched"] > 0) == (exponent == -1.0)
    assert record.present.weight(place)[0]["before"] == repr(record.present.record.probe.parameters()[place].data)


def test_without_zero_grad_the_gradients_of_all_steps_so_far_move_the_parameters(record):
    given = state(points=moons(12), hidden=[4], forget=True, batch=5)
    net, points, rate = Net(hidden=[4], bias=True, seed=given["weights"]), given["points"], schedule(1.0, True)
    options = LOSSES["hinge"], rate, given["alpha"], 5, given["seed"], 0
    net.zero_grad = lambda: None
    take(train(net, points, *options), 1)
    answer, first = done(record.present.take(given))
    assert list(first["after"]) == [p.data for p in net.parameters()] and answer["norms"][0] == 0
    take(train(net, points, *options), 1)
    answer, arrays = done(record.present.take(given, first["after"], first["gradients"]))
    assert list(arrays["after"]) == [p.data for p in net.parameters()]
    assert list(arrays["gradients"]) == [p.grad for p in net.parameters()] and answer["exact"]
    fresh, own = done(record.present.take(dict(given, forget=False), first["after"], first["gradients"]))
    left, alone, used = answer["norms"]
    assert fresh["norms"] == [0, alone, alone] and left == math.hypot(*first["gradients"]) != used != alone
    assert len(answer["boundaries"]) == 3 and answer["boundaries"][2] == fresh["boundaries"][1]
    assert used == math.hypot(*arrays["gradients"]) and alone == math.hypot(*own["gradients"])


def test_a_net_without_layers_is_slowed_down_as_far_as_it_goes(record, monkeypatch):
    class Slope(Model):
        inputs = 2

        def __init__(self):
            self.a, self.b = Value(0.5), Value(-0.25)

        def __call__(self, x):
            return self.a * x[0] + self.b * x[1]

        def parameters(self):
            return [self.a, self.b]

    monkeypatch.setattr(record, "net_of", lambda state, parameters: Slope())
    answer, arrays = done(record.present.take(state(points=moons(6), alpha=0.0)))
    model = Slope()
    take(train(model, moons(6), LOSSES["hinge"], constant(1.0)), 1)
    assert list(arrays["after"]) == [p.data for p in model.parameters()] and answer["exact"]
    assert answer["layers"] == [] and answer["telling"][0]["name"].startswith("parameter ")
    assert record.present.point(0)["values"] is None and record.present.weight(None)[0]["place"] in (0, 1)
