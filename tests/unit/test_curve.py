"""What is kept of training for its curves: exact rows, thinned so that the shape stays, and branches of them."""

from hypothesis import given
from hypothesis import strategies as st

from engine.data import moons
from tests.setup import ROOT
from ui.network.curve import Curve, Series
from ui.work.network.measures import OTHER, fresh_points, norm


def row(step, loss=0.5):
    return step, loss, 0.9, None, None, 1.0


def series(steps, loss=lambda step: 0.5):
    made = Series()
    for step in steps:
        made.add(row(step, loss(step)))
    return made


def test_all_of_the_first_steps_are_kept_and_a_million_take_little_room():
    made = series(range(20_000))
    kept = [step for step, *_ in made.rows]
    assert kept[:43] == list(range(43)) and kept[-1] == 19_999 and kept == sorted(set(kept))
    assert len(kept) < 700
    assert len(series([int(1.001**i) for i in range(14_000)]).rows) < 1200  # to step 1,200,000


@given(st.lists(st.floats(0, 10), min_size=1, max_size=300), st.integers(1, 50))
def test_thinning_keeps_what_a_curve_looks_like(losses, stride):
    steps = [1000 + stride * i for i in range(len(losses))]
    made = series(steps, dict(zip(steps, losses)).get)
    by_step = {step: loss for step, loss, *_ in made.rows}
    assert all(by_step[step] == losses[(step - 1000) // stride] for step in by_step)
    assert max(by_step.values()) == max(losses) and min(by_step.values()) == min(losses)  # no spike is lost
    assert made.rows[-1][:2] == (steps[-1], losses[-1])  # and the last is there


def test_rows_that_are_settled_do_not_change_any_more():
    made, before = Series(), []
    for step in range(0, 5000, 3):
        made.add(row(step, (step * 7919) % 101))
        assert made.rows[: len(before)] == before and made.settled < len(made.rows)
        before = made.rows[: made.settled]


def test_the_same_step_is_replaced_and_an_earlier_one_is_known_already():
    made = series([0, 1, 2, 3])
    made.add(row(3, 0.25))
    made.add(row(1, 99.0))
    assert [(step, loss) for step, loss, *_ in made.rows] == [(0, 0.5), (1, 0.5), (2, 0.5), (3, 0.25)]


def test_the_nearest_row_is_found():
    made = series([0, 1, 10, 20])
    assert [made.rows[made.at(step)][0] for step in (-3, 0, 0.6, 5, 6, 14, 16, 1e9)] == [0, 0, 1, 1, 10, 10, 20, 20]
    assert Series().at(3) is None


def test_a_branch_keeps_what_came_before_and_hands_back_the_whole():
    curve = Curve()
    for step in range(0, 200, 5):
        curve.add(step, {"loss": 1.0 / (1 + step), "accuracy": 0.5, "test": None, "gradient": None, "steps": step, "parameters": [step]})
    era, before = curve.era, list(curve.series.rows)
    whole = curve.cut(50)
    assert whole.rows == before and curve.series.rows == before[:11] and curve.era > era
    assert [step for _, step, _ in curve.series.path][-1] <= 50
    curve.add(55, {"loss": 9.0, "accuracy": 0.5})
    assert whole.rows == before and curve.series.rows[-1] == (55, 9.0, 0.5, None, None, None)
    curve.restart(whole)
    assert curve.series.rows == before


def test_parameters_are_kept_at_few_steps_and_only_where_they_belong():
    curve = Curve()
    for step in range(10_000):
        curve.add(step, {"loss": 1.0, "accuracy": 0.5, "steps": step, "parameters": [step]})
    path = curve.series.path
    assert len(path) < 45 and all(parameters == [step] for _, step, parameters in path)
    assert len({serial for serial, _, _ in path}) == len(path)
    curve.add(20_000, {"loss": 1.0, "accuracy": 0.5, "steps": 20_007, "parameters": [0]})
    assert curve.series.path == path


def test_a_step_s_gradient_outlives_that_its_state_is_told_again():
    curve = Curve()
    curve.add(4, {"loss": 0.5, "accuracy": 0.5, "gradient": 2.0})
    curve.add(4, {"loss": 0.25, "accuracy": 0.5, "gradient": None})
    assert curve.series.rows == [(4, 0.25, 0.5, None, None, 2.0)]


def test_losses_that_are_not_finite_leave_a_gap():
    curve = Curve()
    curve.add(7, {"loss": float("inf"), "accuracy": 0.5, "test": (float("nan"), 0.25), "gradient": 2.0})
    assert curve.series.rows == [(7, None, 0.5, None, 0.25, 2.0)]


def test_points_to_test_with_are_fresh_ones_of_the_same_data_set():
    data = {"dataset": "moons", "count": 30, "noise": 0.2, "seed": 4}
    assert fresh_points(data) == moons(30, 0.2, 4 + OTHER)
    assert fresh_points(dict(data, dataset="own")) is None


def test_a_gradient_s_norm_is_its_length():
    assert norm([3.0, 4.0]) == 5.0 and norm([]) == 0.0


def test_the_page_says_the_seed_of_the_test_as_the_worker_takes_it():
    assert "OTHER_SEED = %d_000  #" % (OTHER // 1000) in (ROOT / "ui/network/charts.py").read_text()
