"""The net's side in the worker without a browser: what is prepared between answers, and what fails is said."""

import sys
from importlib import import_module
from types import ModuleType

import pytest

from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import held_out, moons, split
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import schedule
from engine.records.settings import defaults
from engine.train import evaluate, take, train
from tests.unit.asking import asked
from ui.page.wire import Failed
from ui.work import registry

PALETTE = [[0, 0, 255], [255, 255, 255], [255, 0, 0]]


NEEDY = (
    "network.session",
    "network.inspecting",
    "network.comparing",
    "network.compiling",
    "network.diverging",
    "network.other_branch",
    "network.painting",
    "network.measures",
    "code.machine_code",
    "network.boundaries",
    "network.step_record",
    "network.point_graph",
    "network.net_check",
)  # of a browser's host


@pytest.fixture
def worker(monkeypatch):
    """A function that imports a module of ui.work, whose machines run on Wasmtime; every answer does one thing only."""
    host = ModuleType("ui.work.browser_host")
    host.BrowserHost = WasmtimeHost
    monkeypatch.setitem(sys.modules, "ui.work.browser_host", host)
    monkeypatch.setattr(registry, "_entries", {})
    monkeypatch.setattr(registry, "BUDGET", 1e-9)
    for name in NEEDY:
        monkeypatch.delitem(sys.modules, "ui.work." + name, raising=False)
    yield lambda name: import_module("ui.work." + name)
    for name in NEEDY:
        sys.modules.pop("ui.work." + name, None)


@pytest.fixture
def session(worker):
    return worker("network.session").Session()


def state(**changes):
    given = dict(hidden=[3], steps=0, points=moons(6), domain=[-1.5, 2.5, -1.5, 2.0], palette=PALETTE)
    return dict(defaults(), **dict(given, **changes))


def through(session, steps=0):
    """Frames until so many steps are done and nothing is unfinished; their answers and arrays, each in one dict."""
    frames = []
    while True:
        answer, arrays = session.frame(steps - session.steps)
        frames.append(dict(answer, **arrays))
        if not answer["busy"] and session.steps >= steps:
            return frames


def test_a_net_is_prepared_bit_by_bit_and_then_drawn(session):
    assert session.tell(state())
    frames = through(session)
    waiting = [frame for frame in frames if "parameters" not in frame]
    assert len(waiting) > 3 and all(frame["busy"] and frame["steps"] == 0 for frame in waiting)
    assert not any("note" in frame for frame in waiting)  # which engine is at work is not known yet
    assert "image" in frames[-1] and frames[-1]["boundary"] is not None and 0 <= frames[-1]["accuracy"] <= 1


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_it_trains_as_the_engine_does_to_the_bit(session, backend):
    told = state(backend=backend)
    session.tell(told)
    trained = through(session, 5)[-1]["parameters"]
    net = Net(hidden=[3], bias=told["bias"], seed=told["weights"])
    rate = schedule(told["rate"], told["falls"])
    take(train(net, moons(6), hinge, rate, told["alpha"], told["batch"], told["seed"]), 5)
    assert list(trained) == [p.data for p in net.parameters()]


def test_another_net_told_while_one_is_compiled_does_not_get_its_machine(session):
    first, second = state(weights=1), state(weights=1, hidden=[5])
    session.tell(first)
    expected = list(through(session, 3)[-1]["parameters"])
    for frames in range(8):
        session.tell(second)
        for _ in range(frames):
            session.frame(0)
        session.tell(first)
        assert list(through(session, 3)[-1]["parameters"]) == expected


def test_points_that_change_while_a_net_is_prepared_are_those_it_learns(session):
    session.tell(state())
    session.frame(0)
    session.edit({"points": [[0.0, 0.0, 1], [1.0, 1.0, -1]], "domain": [-3.0, 5.0, -3.0, 4.0]})
    through(session, 1)
    assert session.points == [(0.0, 0.0, 1), (1.0, 1.0, -1)] and session.drawing.domain[0] == -3.0


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_parameters_set_by_hand_are_trained_from_the_step_they_were_set_at(session, backend):
    told = state(backend=backend, batch=4)
    session.tell(told)
    through(session, 7)
    numbers = [i / 100 for i in range(len(session.net.parameters()))]
    session.edit({"points": moons(6), "domain": session.drawing.domain, "steps": 3}, numbers)
    assert list(through(session, 3)[-1]["parameters"]) == numbers
    trained = through(session, 5)[-1]["parameters"]
    net = Net(hidden=[3], bias=told["bias"])
    for p, number in zip(net.parameters(), numbers):
        p.data = number
    rate = schedule(told["rate"], told["falls"])
    take(train(net, moons(6), hinge, rate, told["alpha"], 4, told["seed"], start=3), 2)
    assert list(trained) == [p.data for p in net.parameters()]


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_a_step_that_is_a_goal_is_reached_before_anything_is_shown(session, backend):
    told = state(backend=backend, batch=4)
    session.tell(told)
    third, ninth = (list(through(session, steps)[-1]["parameters"]) for steps in (3, 9))
    session.tell(dict(told, steps=3, goal=9), third)
    frames = through(session)
    assert [list(frame["parameters"]) for frame in frames if "image" in frame] == [ninth]
    assert frames[-1]["steps"] == frames[-1]["evaluated"] == 9 and all(frame["busy"] for frame in frames[:-1])


def test_points_that_come_during_a_step_are_trained_on_from_the_next_one(session):
    told, others = state(backend="python"), moons(7, 0.1, 1)
    session.tell(told)
    through(session, 2)
    session.frame(1)
    assert session.examples and session.steps == 2
    assert not session.edit({"points": others, "domain": session.drawing.domain})
    frames = through(session, 5)
    (edited,) = [frame for frame in frames if frame["edited"]]
    assert edited["steps"] == 3
    net, points = Net(hidden=[3], bias=told["bias"]), moons(6)
    training = train(net, points, hinge, schedule(told["rate"], told["falls"]), told["alpha"], None, told["seed"])
    take(training, 3)
    assert list(edited["parameters"]) == [p.data for p in net.parameters()]
    points[:] = others
    take(training, 2)
    assert list(frames[-1]["parameters"]) == [p.data for p in net.parameters()]


def test_what_the_engine_raises_is_raised_again_until_a_state_is_told(session):
    def broken():
        raise ValueError("of the visitor's")
        yield

    session.tell(state(backend="python"))
    through(session, 1)
    session.training, session.started = broken(), False
    for _ in range(3):
        with pytest.raises(ValueError, match="of the visitor's"):
            through(session, 2)
    session.edit({"points": [[0.0, 0.0, 1], [1.0, 0.0, -1]], "domain": session.drawing.domain})
    session.tell(state(backend="python"))
    assert through(session, 2)[-1]["steps"] == 2


def test_parameters_of_another_net_are_refused_and_those_of_this_one_are_taken(session):
    count = len(Net(hidden=[3], bias=defaults()["bias"]).parameters())
    numbers = [i / 100 for i in range(count)]
    assert session.tell(state(), numbers)
    assert list(through(session)[-1]["parameters"]) == numbers
    assert not session.tell(state(), numbers[1:])


def test_the_text_of_a_part_can_be_asked_of_a_worker_that_has_compiled_nothing_yet(worker):
    worker("code.machine_code")
    (text,) = {asked("machine_text", state(), 0), asked("machine_text", state(), 0)}
    assert "(func" in text
    described = asked("machine_code", state(hidden=[5]))
    assert described["parts"] and asked("machine_text", state(hidden=[5]), 0)


def test_a_net_that_cannot_be_compiled_is_said_and_not_a_crash(worker, monkeypatch):
    module = worker("code.machine_code")
    monkeypatch.setattr(module, "compiling", lambda *what: 1 / 0)
    with pytest.raises(Failed, match="^This net cannot be compiled: .*zero") as failed:
        asked("machine_code", state())
    assert not failed.value.ours


def test_the_picture_may_go_part_of_the_way_of_a_step_and_the_parameters_are_those_of_the_step(session):
    session.tell(state())
    through(session)
    seen = []
    for steps, share in ((1, 0.0), (0, 0.5), (0, 1.0)):
        arrays = {}
        while "image" not in arrays:
            answer, arrays = session.frame(steps if not session.steps else 0, share)
            assert "parameters" not in arrays or session.steps == 0 or list(arrays["parameters"]) == trained(1)
        seen.append(bytes(arrays["image"]))
    expected = []
    for steps in (0, 1):
        session.tell(dict(state(), steps=steps), trained(steps))
        expected.append(bytes(through(session)[-1]["image"]))
    assert [seen[0], seen[2]] == expected and len(set(seen)) == 3


def trained(steps):
    net = Net(hidden=[3], bias=defaults()["bias"])
    take(train(net, moons(6), hinge, schedule(1.0, True), 1e-4), steps)
    return [p.data for p in net.parameters()]


def test_another_branch_is_drawn_beside_the_session_and_leaves_it_alone(worker):
    module = worker("network.other_branch")
    session = module.Session()
    session.tell(state())
    fourth = list(through(session, 4)[-1]["parameters"])
    other = worker("network.session").session
    other.tell(state(weights=7))
    through(other, 2)
    task = module.other_branch(dict(state(), steps=0, goal=4, net=None))
    while True:
        try:
            next(task)
        except StopIteration as end:
            answer, arrays = end.value
            break
        through(other, other.steps + 1)
    assert answer["steps"] == answer["evaluated"] == 4 and list(arrays["parameters"]) == fourth and "image" in arrays
    net = Net(hidden=[3], bias=defaults()["bias"], seed=7)
    take(train(net, moons(6), hinge, schedule(1.0, True), 1e-4), other.steps)
    assert list(other.engine.parameters()) == [p.data for p in net.parameters()]


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_it_is_told_when_a_net_gives_all_points_the_same_score(session, backend):
    session.tell(state(backend=backend, hidden=[2], alpha=0.01))
    assert not through(session)[-1]["flat"]
    net = Net(hidden=(2,), bias=True, seed=0)
    for neuron in net.layers[0].neurons:
        neuron.bias.data = -100.0
    session.tell(state(backend=backend, hidden=[2], alpha=0.01), [p.data for p in net.parameters()])
    assert through(session, 2)[-1]["flat"]


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_points_held_out_are_tested_and_not_trained_on(session, backend):
    points, share = moons(20, 0.1, 3), dict(share=25, seed=7, backend=backend, batch=None)
    learnt, held = split(points, 25, 7)
    assert (len(learnt), len(held)) == (15, 5)
    session.tell(state(points=points, **share))
    measured = [frame for frame in through(session, 3) if "loss" in frame][-1]
    net = Net(hidden=[3], bias=True, seed=0)
    options = defaults()
    rate = schedule(options["rate"], options["falls"])
    take(train(net, learnt, hinge, rate, options["alpha"], None, 7), 3)
    assert list(measured["parameters"]) == [p.data for p in net.parameters()]
    assert (measured["loss"], measured["accuracy"]) == pytest.approx(measure(net, learnt))
    assert measured["test"] == pytest.approx(measure(net, held))
    session.edit(dict(points=points, steps=3, domain=[-1.5, 2.5, -1.5, 2.0], net=None, data=state(share=0, seed=7)))
    assert [frame for frame in through(session, 3) if "loss" in frame][-1]["loss"] == pytest.approx(measure(net, points)[0])


def measure(net, points):
    return evaluate([net(point[:2]).data for point in points], points, hinge)


def test_points_held_out_do_not_pull(worker):
    session = worker("network.session").session
    worker("network.inspecting")
    points = moons(20, 0.1, 3)
    session.tell(state(points=points, share=50, seed=7))
    through(session)
    found = asked("inspect", {"part": None, "point": 0, "pulls": True, "places": None})
    held = held_out(20, 50, 7)
    assert found["count"] == 10 and found["held"] == held[0]
    assert all(found["losses"][i] == 0 for i in range(20) if held[i])
    assert any(found["losses"]) and all(on <= 10 for layer in found["on"] for on in layer)
    assert len(found["scores"]) == 20
