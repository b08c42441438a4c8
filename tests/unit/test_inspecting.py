"""What the worker tells of the inside of the net in training, with a module and without one, against the engine."""

import pytest

from engine.losses import hinge
from engine.nn import Net
from engine.value import Value
from tests.unit.test_session import PALETTE, session, state, through, worker  # noqa: F401 (fixtures)
from ui.network import inside_words as words
from ui.network.pulls import ARROW, arrows, rings
from ui.work.network.inside import parts

WANTED = {"part": None, "point": None, "pulls": True}


def told(worker, known=None, **changes):
    """The answer of "inspect", with its arrays, for a session that was told such a state; and the state's net."""
    module = worker("network.session")
    inspecting = worker("network.inspecting")
    given = state(**changes)
    module.session.tell(given)
    through(module.session)
    task = inspecting.inspect(dict(WANTED, point=2, part=["neuron", 1, 1], places=known))
    while True:
        try:
            next(task)
        except StopIteration as end:
            answer, arrays = end.value
            return dict(answer, **arrays), Net(hidden=given["hidden"], bias=given["bias"], seed=0), given["points"]


@pytest.mark.parametrize("compiles", [True, False])
def test_the_inside_is_the_engine_s_with_a_module_and_without(worker, monkeypatch, compiles):
    if not compiles:
        refused = worker("network.compiling")
        monkeypatch.setattr(refused, "refuse", lambda: (_ for _ in ()).throw(ValueError("not this one")))
    found, net, points = told(worker, backend="compiled")
    assert found["steps"] == 0 and found["layers"] == [3, 1] and found["places"] == parts(net)
    assert list(found["parameters"]) == [p.data for p in net.parameters()]
    on, losses, slopes, score_slopes = [0, 0, 0], [], [], []
    for x1, x2, y in points:
        place = [Value(x1), Value(x2)]
        hidden = net.layers[0](place)
        for i, value in enumerate(hidden):
            on[i] += value.data > 0
        score = net(place)
        alone = Value(score.data)
        loss = hinge(alone, y)
        loss.backward()
        losses.append(loss.data)
        slopes.append(alone.grad)
        score.backward()
        if loss.data > 0:
            score_slopes.append([v.grad for v in place])
    assert found["on"][0] == on and found["losses"] == losses and found["slopes"] == slopes
    assert found["arrows"] == score_slopes
    assert found["point"]["loss"] == losses[2] and len(found["shares"]) == len(net.parameters())
    assert found["part"]["weights"] == [w.data for w in net.layers[0].neurons[1].weights]
    assert ("after" in found) == compiles


def test_places_are_told_once_for_each_kind_of_net(worker):
    assert told(worker, known=[[3], True])[0]["places"] is None
    found, net, _ = told(worker, known=[[3], True], bias=False)
    assert found["kind"] == [[3], False] and found["places"] == parts(net)


def test_pulls_point_where_the_boundary_goes():
    found = {"losses": [0.0, 2.0, 0.5], "slopes": [0.0, -1.0, 0.5], "arrows": [[3.0, 4.0], [0.0, 2.0]]}
    assert rings(found) == [1, 2]
    (first, right, up), (second, _, above) = arrows(found)
    assert (first, second) == (1, 2)
    assert (right, up) == (pytest.approx(-0.6 * ARROW), pytest.approx(-0.8 * ARROW)) and above == pytest.approx(ARROW / 2)
    assert arrows({"losses": [1.0], "slopes": [0.0], "arrows": [[1.0, 1.0]]}) == []


def test_numbers_are_as_long_as_there_is_room():
    assert [words.short(x) for x in (0.314159, -1.2, 0.0001234, 12345.0, 0.0)] == ["0.31", "\u22121.20", "0.00012", "1.2e+04", "0.00"]
    assert [words.tiny(x) for x in (0.314, -1.25, 9.99, 0.997, 123.0, 5e5)] == [".31", "\u22121.2", "10", "1.0", "123", "5e+05"]


def test_the_line_counts_and_names():
    found = {"losses": [0.0, 1.0, 2.0], "count": 3, "on": [[0, 2], [1]], "layers": [2, 1], "largest": 3}
    places = [(1, 0, 0), (1, 0, 1), (1, 0, None), (1, 1, 0)]
    line = "".join([text for text, _ in words.summary(found, places, [0.0, 0.1, 0.0, -0.5])])
    assert line == (
        "2 of 3 points pull; 1 of 2 neurons is silent everywhere; the largest gradient, \u22120.5, "
        "belongs to the weight from x₁ to neuron 2 of layer 1."
    )
    still = "".join([text for text, _ in words.summary(dict(found, losses=[0.0] * 3), places, [0.0] * 4)])
    assert still.startswith("None of 3 points pull;") and still.endswith("every gradient is 0.")
    assert words.summary({"losses": [], "count": 0, "on": [[0, 0], [0]], "layers": [2, 1]}, places, None) == []


def test_a_neuron_that_no_point_switches_on_is_called_silent():
    assert words.switched(0, 100, False).startswith("Silent") and words.switched(37, 100, False) == "On for 37 of 100 points."
    assert "only a sum" in words.switched(100, 100, False) and words.switched(0, 100, True) == "Above 0 for 0 of 100 points."
