"""The test share: which points are held out, the same in every Python, and that nothing is trained on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import held_out, moons, split
from engine.engines import Values
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import schedule
from engine.records.replay import replay
from engine.records.runs import begun
from engine.records.settings import SETTINGS, defaults
from engine.train import take, train


@given(st.integers(0, 300), st.integers(0, 50), st.integers(0, 9999))
def test_the_share_is_held_out_and_nothing_is_moved(count, share, seed):
    points = [(float(i), 0.0, 1) for i in range(count)]
    training, test = split(points, share, seed)
    assert len(test) == count * share // 100
    assert sorted(training + test) == points and training == sorted(training) and test == sorted(test)
    assert bool(training) == bool(points)


@given(st.integers(1, 300), st.integers(0, 50), st.integers(0, 9999))
def test_one_more_point_changes_the_place_of_at_most_one_other(count, share, seed):
    before, after = list(held_out(count, share, seed)), list(held_out(count + 1, share, seed))
    assert sum(a != b for a, b in zip(before, after)) <= 1


def test_a_seed_means_the_same_points_everywhere_and_another_seed_others():
    assert [i for i, out in enumerate(held_out(20, 25, 0)) if out] == [3, 4, 6, 8, 16]
    assert held_out(100, 20, 0) != held_out(100, 20, 1)


def test_the_share_is_from_0_to_50():
    assert [SETTINGS["share"].parse(text) for text in ("0", "20", "50")] == [0, 20, 50]
    for text in ("51", "-1", "2.5", "x"):
        with pytest.raises(ValueError):
            SETTINGS["share"].parse(text)


def test_a_run_done_again_trains_on_the_same_points():
    values = dict(defaults(), share=30, seed=5, hidden=(3,))
    run = begun(values, None)._replace(step=4)
    doing = replay(run, lambda net, loss, values: (yield from ()) or Values(net, loss))
    while True:
        try:
            next(doing)
        except StopIteration as end:
            found = list(end.value[1])
            break
    net = Net(hidden=(3,), bias=values["bias"], seed=values["weights"])
    points = split(moons(values["count"], values["noise"], 5), 30, 5)[0]
    assert len(points) == 70
    take(train(net, points, hinge, schedule(values["rate"], values["falls"]), values["alpha"], None, 5), 4)
    assert found == [p.data for p in net.parameters()]
