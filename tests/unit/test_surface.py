"""The loss landscape in the worker, without a browser: each of its losses is that of the engine, bit for bit."""

import sys
from math import inf, nan

import pytest

from engine.compiler.pictures import HALF
from engine.data import moons
from engine.losses import LOSSES
from engine.nn import Net
from engine.train import evaluate
from tests.unit.test_session import state, through, worker  # noqa: F401
from ui.work.network import ramp
from ui.work.network.directions import by_neuron, gaussians, neurons, place_at

WISH = dict(kind="random", seed=3, extent=0.5, era=0, path=[], fresh=[], moving=False)
WISH["ramp"] = [[0, 0, 0], [100, 100, 100], [255, 255, 255]]


@pytest.fixture
def surface(worker, monkeypatch):  # noqa: F811
    """A Surface and the session it looks at."""
    for name in ("surface", "inspecting", "session"):
        monkeypatch.delitem(sys.modules, "ui.work.network." + name, raising=False)
    module = worker("network.surface")
    yield module.Surface(), module.session
    for name in ("surface", "session"):
        sys.modules.pop("ui.work.network." + name, None)


def change(points):
    """An edit of the points, which are the visitor's own then."""
    return {"points": points, "domain": [-1.5, 2.5, -1.5, 2.0], "net": None, "data": {"dataset": "own"}, "steps": 0}


def pictures(surface, wish, arrays=()):
    """All pictures until the finest."""
    found = []
    while True:
        answer = surface.look(wish, arrays)
        arrays, wish = (), dict(wish, fresh=[])
        if not isinstance(answer, dict):
            answer, brought = answer
            found.append(dict(answer, **brought))
        if not answer["busy"]:
            return found


def loss_at(net, numbers, loss, points):
    for p, number in zip(net.parameters(), numbers):
        p.data = number
    return evaluate([net(point[:-1]).data for point in points], points, loss)[0]


@pytest.mark.parametrize("loss", ["hinge", "squared"])
def test_every_cell_is_the_mean_loss_of_its_place_bit_for_bit(surface, loss):
    surface, session = surface
    session.tell(state(loss=loss))
    through(session, 4)
    here = session.engine.parameters()
    found = pictures(surface, WISH)
    assert [picture["side"] for picture in found] == [17, 33, 65]
    net, points = Net(hidden=[3], bias=True), moons(6)
    u, v = [by_neuron(d, here, neurons(net_with(net, here))) for d in gaussians(len(here), 3)]
    for picture in found:
        side = picture["side"]
        assert picture["extent"] == [-0.5, 0.5, 0.5, -0.5] and len(picture["losses"]) == side * side
        for column, row in ((0, 0), (side - 1, 3), (side // 2, side // 2), (5, side - 1)):
            a, b = -0.5 + 1.0 * (column / (side - 1)), 0.5 + -1.0 * row / (side - 1)
            place = place_at(here, u, v, a, b)
            assert picture["losses"][row * side + column] == loss_at(net, place, LOSSES[loss], points)
            assert surface.place(picture["number"], a, b) == place
        assert picture["losses"][side // 2 * side + side // 2] == picture["loss"]
    assert session.engine.parameters() == here  # they are where they were


def net_with(net, numbers):
    for p, number in zip(net.parameters(), numbers):
        p.data = number
    return net


def test_training_goes_on_as_if_nobody_looked(surface):
    surface, session = surface
    session.tell(state(batch=4))
    alone = through(session, 12)[-1]["parameters"]
    for kind in ("random", "gradient"):
        session.tell(state(batch=4))
        through(session, 0)
        for steps in range(1, 13):
            session.frame(1)
            for _ in range(5):
                surface.look(dict(WISH, kind=kind, moving=True), ())
            through(session, steps)
        assert session.engine.parameters() == alone


def test_without_a_machine_plain_floats_have_the_same_losses(surface):
    surface, session = surface
    session.tell(state(backend="python"))
    through(session, 2)
    (by_machine, *_), session.machine = pictures(surface, WISH), None
    session.drawing.prepare(None)
    (by_floats, *_) = pictures(surface, dict(WISH, era=1))
    assert by_floats["losses"] == by_machine["losses"] and by_floats["values"] and not by_machine["values"]


def test_the_path_is_drawn_and_its_plane_holds_it(surface):
    surface, session = surface
    session.tell(state())
    path = [session.frame(0) and through(session, steps)[-1]["parameters"] for steps in range(6)]
    wish = dict(WISH, kind="path", extent=None, path=[1, 2, 3, 4, 5, 6], fresh=[1, 2, 3, 4, 5, 6])
    last = pictures(surface, wish, path)[-1]
    left, right, top, bottom = last["extent"]
    assert len(last["path"]) == 6 and 0.5 < last["held"] <= 1.0
    assert all(left < a < right and bottom < b < top for a, b in last["path"])
    assert last["path"][-1] == pytest.approx((0, 0), abs=1e-9)
    surface.look(dict(wish, path=[1, 2], fresh=[]), ())
    assert len(surface._path) == 2


def test_it_says_why_there_is_nothing_to_see(surface):
    surface, session = surface
    assert "net in training" in surface.look(WISH, ())["why"]
    session.tell(state())
    through(session)
    assert "path" in surface.look(dict(WISH, kind="path"), ())["why"]
    session.edit(change([]))
    assert "Without points" in surface.look(WISH, ())["why"]


def test_other_points_make_another_landscape(surface):
    surface, session = surface
    session.tell(state())
    through(session)
    first = pictures(surface, WISH)[-1]["losses"]
    session.edit(change([[0.0, 0.0, 1], [1.0, 1.0, -1]]))
    through(session)
    assert pictures(surface, WISH)[-1]["losses"] != first


def test_levels_are_round_and_enclose_the_losses():
    assert ramp.level_lines([0.012, 0.34]) == (0.01, 0.5, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5])
    low, high, levels = ramp.level_lines([0.0, 3.0])
    assert (low, high) == (5e-6, 5.0) or low < high
    assert levels[0] >= low and levels[-1] == high or levels[-1] <= high
    for losses in ([1.0], [0.0], [inf, nan], [0.3, inf], [5e-324, 1e300]):
        low, high, levels = ramp.level_lines(losses)
        assert 0 < low < high < inf and len(levels) <= ramp.MOST


def test_shades_run_from_the_first_colour_to_the_last():
    found = ramp.shades(WISH["ramp"])
    shade = lambda s: found[int((len(found) - 1) / 2 * (1 + s / (abs(s) + HALF)) + 0.5)]  # noqa: E731
    assert shade(-1.0)[0] <= 3 and shade(1.0)[0] >= 252 and shade(1.0)[3] == 255
    assert abs(shade(0.0)[0] - 100) <= 1 and abs(shade(0.5)[0] - 177) <= 3 and abs(shade(-0.5)[0] - 50) <= 3
