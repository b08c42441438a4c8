"""The timeline: any step can be had again from what is kept of training."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import constant
from engine.train import take, train
from ui.network.timeline import Timeline


def trained(net, points, rate, start, steps, batch=None):
    if steps:
        take(train(net, points, hinge, constant(rate), batch_size=batch, seed=1, start=start), steps)
    return [p.data for p in net.parameters()]


def restored(line, step):
    """The parameters at a step, by going on from what is kept."""
    (points, rate), at, parameters = line.before(step)
    net = Net(hidden=(3,), seed=5)
    for p, data in zip(net.parameters(), parameters or []):
        p.data = data
    return trained(net, points, rate, at, step - at, batch=4)


def test_any_step_comes_back_bit_for_bit_across_changes_of_points_and_settings():
    net, line, true, step = Net(hidden=(3,), seed=5), Timeline(room=8 * 9 * 6), [], 0
    line.change(0, (moons(10, 0.1, 0), 0.1), None, "The start")
    true.append([p.data for p in net.parameters()])
    states = [(moons(10, 0.1, 0), 0.1), (moons(11, 0.1, 3), 0.1), (moons(11, 0.1, 3), 0.3)]
    for number, (points, rate) in enumerate(states):
        if number:
            line.change(step, (points, rate), true[-1], "Change %d" % number)
        for _ in range(7):
            true.append(trained(net, points, rate, step, 1, batch=4))
            step += 1
            line.record(step, true[-1])
    assert line.last == 21 and [words for _, words in line.marks()] == ["The start", "Change 1", "Change 2"]
    for wanted in range(22):
        assert restored(line, wanted) == true[wanted]


@given(st.lists(st.integers(1, 50), max_size=200), st.integers(3, 40))
def test_what_is_kept_stays_within_its_room_and_never_too_far_away(gaps, most):
    line, step = Timeline(room=8 * most), 0
    line.change(0, "state", None, "The start")
    for gap in gaps:
        step += gap
        line.record(step, [float(step)])
        assert line.size() <= 8 * most
    for wanted in range(step + 1):
        _, at, parameters = line.before(wanted)
        assert at <= wanted and parameters in (None, [float(at)])
    behind = max((wanted - line.before(wanted)[1] for wanted in range(step + 1)), default=0)
    assert behind <= 2 * max([1, *gaps]) + 4 * step / most


def test_a_branch_forgets_what_came_after_and_the_whole_can_be_had_back():
    line = Timeline()
    line.change(0, "a", None, "The start")
    line.record(5, [5.0])
    line.change(6, "b", [6.0], "Other points")
    line.record(9, [9.0])
    whole = line.cut(7)
    assert line.last == 7 and line.before(7) == ("b", 6, [6.0])
    line.change(7, "c", [7.0], "A branch")
    line.record(8, [8.5])
    assert line.before(8) == ("c", 8, [8.5]) and line.before(6) == ("b", 6, [6.0])
    assert whole.before(9) == ("b", 9, [9.0]) and whole.last == 9


def test_a_change_where_nothing_was_done_since_the_last_takes_its_place():
    line = Timeline()
    line.change(0, "a", None, "The start")
    line.change(0, "b", None, "Another rate")
    assert line.marks() == [(0, "Another rate")] and line.before(0) == ("b", 0, None)
    line.record(4, [4.0])
    line.change(4, "c", [4.5], "By hand")
    assert line.led_to(4) == "b" and line.led_to(0) is None and line.before(4) == ("c", 4, [4.5])
    line.take_back(4)
    assert line.before(4) == ("b", 4, [4.0]) and line.marks() == [(0, "Another rate")]


def test_too_many_changes_are_forgotten_from_the_first():
    line = Timeline(room=1000)
    for step in range(100):
        line.change(step, step, [0.0], "Change", size=92)
        assert line.size() <= 1000
    assert line.first == 90 and line.last == 99 and line.before(95) == (95, 95, [0.0])


@pytest.mark.parametrize("count", [337, 12737])
def test_a_million_steps_are_kept_closely_enough(count):
    line, parameters = Timeline(), range(count)  # as long as so many parameters
    line.change(0, "state", None, "The start")
    for step in range(1000, 1_000_001, 1000):
        line.record(step, parameters)
    assert line.size() <= 10_000_000
    assert max(step - line.before(step)[1] for step in range(0, 1_000_001, 999)) <= 20_000
