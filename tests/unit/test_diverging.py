"""Where a run leaves the finite numbers: found by the worker as the engine in CPython has it."""

from math import isfinite

import pytest

from engine.data import moons
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import constant
from engine.train import train
from tests.unit.asking import asked
from tests.unit.stand_in import Browser
from tests.unit.test_session import state, worker  # noqa: F401


def last_good(told):
    """How many steps can be done in CPython."""
    net = Net(hidden=told["hidden"], bias=told["bias"])
    training = train(net, moons(6), LOSSES[told["loss"]], constant(told["rate"]), told["alpha"], told["batch"])
    while True:
        step = next(training)
        if step:
            if not (isfinite(step.loss) and all(isfinite(p.data) for p in net.parameters())):
                return step.number - 1


@pytest.mark.parametrize("backend", ["compiled", "python"])
@pytest.mark.parametrize("batch", [None, 2])
@pytest.mark.parametrize(("loss", "rate", "alpha"), [("squared", 50.0, 0.0), ("hinge", 900.0, 1.0)])
def test_the_step_and_the_number_are_found(worker, backend, batch, loss, rate, alpha):  # noqa: F811
    worker("network.diverging")
    told = state(backend=backend, loss=loss, rate=rate, falls=False, alpha=alpha, batch=batch)
    found = asked("divergence", told)
    assert found["step"] == last_good(told) + 1
    assert found["number"] in ("data", "grad", "sum", "l2", "update") and found["layers"] == [3, 1]
    if found["number"] == "data":
        assert "beyond the largest float" in found["why"] and (found["layer"] in (1, 2, None))


def test_a_run_that_stays_finite_has_none(worker, monkeypatch):  # noqa: F811
    module = worker("network.diverging")
    monkeypatch.setattr(module, "SLICE", 1)
    assert module.divergence(state()).send(None) is None


def test_a_product_that_overflows_is_found_in_its_neuron(worker):  # noqa: F811
    worker("network.diverging")
    told = state(loss="squared", alpha=0.0, points=[[2.0, 1.0, 1], [1.0, -1.0, -1]])
    net = Net(hidden=[3], bias=True)
    numbers = [p.data for p in net.parameters()]
    numbers[3] = 1.5e308  # the first weight of the second neuron
    found = asked("divergence", dict(told, steps=4), numbers)
    assert (found["step"], found["number"], found["layer"], found["neuron"]) == (5, "data", 1, 1)
    assert found["why"].startswith("1.5e+308 * 2.0 is beyond") and found["point"] == [2.0, 1.0, 1]


def test_what_is_found_is_said_with_its_place_and_its_numbers(monkeypatch):
    Browser().install(monkeypatch)
    from ui.network.divergence import good_step, where

    found = {"number": "data", "layer": 2, "neuron": 0, "point": [0.25, -1.0, 1], "why": "1e+200 * 1e+200 is ...", "layers": [3, 2, 1]}
    assert where(found) == "neuron 1 of layer 2 became infinite or NaN, at the point (0.25, -1): 1e+200 * 1e+200 is ..."
    found = dict(found, number="update", parameter=4, place=(1, 1, None), point=None, why="")
    assert where(found) == "the bias of neuron 2 of layer 1 itself became infinite in the update"
    rows = [(0, 0.5), (10, 0.4), (1200, 0.9), (1500, 0.7), (1600, 0.7), (2000, None)]
    assert good_step(rows, 2000, 0) == 1600 and good_step(rows, 900, 0) == 10 and good_step([], 5, 3) == 3
