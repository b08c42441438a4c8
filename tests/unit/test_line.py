"""The chapter "line" without a browser: the bowl of the loss, the steps, their lines, and the state of a run."""

import math

import pytest

import ui.work.line  # noqa: F401, which makes its entries
from engine.data import line
from engine.exhibits.bowl import Bowl, growth, largest_in_order
from engine.exhibits.line_by_line import run, statements
from engine.linear import descend, line_at, order, step
from engine.losses import squared
from engine.nn import Linear
from tests.setup import ROOT
from tests.unit.asking import asked
from ui.line.journey import Journey
from ui.line.sentences import MOST, at, curvature, eta_of, model_text, number, part, slider_of, steps, verdict
from ui.page.wire import Failed

POINTS = line(30, 0.2, 0)
TEXT = (ROOT / "engine/linear.py").read_text()


def mean_loss(points, a, b):
    model = line_at(a, b)
    return sum(squared(model(x), y).data for x, y in points) / len(points)


def after(points, a, b, eta, epochs, size):
    model = line_at(a, b)
    for _ in descend(model, points, eta, epochs, size):
        pass
    return model.a.data, model.b.data


def task(examples, **changes):
    return dict(dict(a=0.0, b=0.0, grads=(0.0, 0.0), eta=0.1, examples=examples, text=TEXT, lines=None), **changes)


@pytest.mark.parametrize("points", [POINTS, [(3.0, -1.0), (3.0, 2.0)], [(0.0, 4.0)], [(-2.0, 1.0), (5.0, 1.5)]])
def test_the_bowl_is_the_mean_squared_loss(points):
    bowl = Bowl(points)
    for a, b in ((0.0, 0.0), (1.5, 0.5), (-7.0, 3.0), (bowl.a, bowl.b)):
        assert bowl.loss(a, b) == pytest.approx(mean_loss(points, a, b), rel=1e-12, abs=1e-12)
    for direction in range(12):
        a, b = bowl.a + 0.01 * math.cos(direction), bowl.b + 0.01 * math.sin(direction)
        assert bowl.loss(a, b) >= bowl.least - 1e-15


def test_a_level_line_has_its_loss_everywhere():
    bowl = Bowl(POINTS)
    along, across = bowl.radii(0.7)
    c, s = math.cos(bowl.angle), math.sin(bowl.angle)
    for t in range(12):
        u, v = along * math.cos(t), across * math.sin(t)
        assert bowl.loss(bowl.a + u * c - v * s, bowl.b + u * s + v * c) == pytest.approx(0.7)
    assert Bowl([(1.0, 1.0)]).radii(2.0)[1] == math.inf


def test_gradient_descent_converges_below_the_largest_eta_and_diverges_above():
    limit = Bowl(POINTS).largest_full()
    assert abs(after(POINTS, -0.5, 2.0, 0.98 * limit, 2000, 30)[1]) < 1
    assert abs(after(POINTS, -0.5, 2.0, 1.02 * limit, 2000, 30)[1]) > 1e6


def test_no_single_step_overshoots_below_its_limit_and_the_outermost_does_above():
    limit = Bowl(POINTS).largest_single()

    def worst(eta):
        errors = []
        for x, y in POINTS:
            model = line_at(-0.5, 2.0)
            before = abs(model(x).data - y)
            step(model, x, y, eta)
            errors.append(abs(model(x).data - y) / before)
        return max(errors)

    assert worst(0.99 * limit) < 1 < worst(1.01 * limit)


def test_epochs_of_single_examples_converge_below_the_limit_of_their_order_and_diverge_above():
    limit = largest_in_order(POINTS)
    assert growth(POINTS, 0.99 * limit) < 1 < growth(POINTS, 1.01 * limit)
    assert abs(after(POINTS, -0.5, 2.0, 0.98 * limit, 300, 1)[0]) < 10
    assert not abs(after(POINTS, -0.5, 2.0, 1.02 * limit, 300, 1)[0]) < 1e6


def test_a_batch_of_one_is_a_step_and_all_at_once_is_the_mean():
    model = line_at(0.1, 0.2)
    for x, y in POINTS:
        step(model, x, y, 0.03)
    assert after(POINTS, 0.1, 0.2, 0.03, 1, 1) == (model.a.data, model.b.data)
    a, b = after(POINTS, 0.1, 0.2, 0.03, 1, 30)
    errors = [(0.1 * x + 0.2 - y, x) for x, y in POINTS]
    assert a == pytest.approx(0.1 - 0.03 * sum(2 * e * x for e, x in errors) / 30)
    assert b == pytest.approx(0.2 - 0.03 * sum(2 * e for e, _ in errors) / 30)


def test_the_lines_that_are_shown_are_the_body_of_step():
    body = statements(TEXT)
    assert len(body) == 5
    assert [TEXT.split("\n")[number - 1].strip() for number, _ in body] == [code for _, code in body]
    assert [code for _, code in statements("def step(model):\n    if a:\n        b()\n    else:\n        c()\n    elsewhere = 2\n")] == [
        "if a:\n    b()\nelse:\n    c()",
        "elsewhere = 2",
    ]
    blocks = statements("def step(model):\n    for p in model:\n        p.data = 0\n    # why\n    done()\n\nother()\n")
    assert blocks == [(2, "for p in model:\n    p.data = 0"), (5, "done()")]


def test_a_step_line_by_line_is_the_step_to_the_bit():
    model = line_at(0.0, 0.0)
    losses = [step(model, x, y, 0.1).data for x, y in POINTS[:3]]
    whole = run(task(POINTS[:3]))
    assert (whole["a"], whole["b"], [loss for _, _, loss in whole["trace"]]) == (model.a.data, model.b.data, losses)
    part = run(dict(task(POINTS[:1]), lines=4))
    assert part["trace"] == [] and len(part["seen"]) == 5
    assert part["a"] == run(task(POINTS[:1]))["a"] and part["b"] == 0.0
    assert asked("line_run", task(POINTS[:3]))["a"] == model.a.data


def test_what_diverges_stops_and_what_fails_is_told():
    result = run(dict(task([(2.0, 1.0)] * 100), eta=9.0))
    assert result["diverged"] and len(result["trace"]) < 20
    for text, words in (("def step():\n    no_such\n", "no_such"), ("", "no function step")):
        with pytest.raises(Failed, match=words):
            asked("line_run", dict(task(POINTS), text=text))


def test_a_run_counts_its_epochs_and_goes_back():
    journey = Journey((0.0, 0.0))
    for n, whole in ((2, False), (2, True), (2, False)):
        indices = journey.ahead(2 if not whole else 9, 3)
        assert journey.take(run(task([POINTS[i] for i in indices])), indices, 3) == whole
    assert (journey.epochs, journey.place, journey.steps, journey.example) == (1, 2, 5, 1)
    indices = journey.ahead(1, 3)
    journey.take(run(dict(task([POINTS[2]]), lines=2)), indices, 3)
    assert (journey.lines, journey.steps) == (2, 5)
    journey.reset()
    assert (journey.a, journey.steps, journey.trace, journey.curve) == (0.0, 0, [(0.0, 0.0)], [])


def test_a_long_run_keeps_a_picture_of_its_losses():
    journey = Journey((0.0, 0.0))
    for _ in range(70):
        journey.take(run(dict(task(POINTS), a=journey.a, b=journey.b)), journey.ahead(30, 30), 30)
        journey.note_mean(0.5)
    times = [row[0] for row in journey.curve]
    assert 250 < len(times) <= 601 and times == sorted(times) and times[-1] == 70
    assert [row[0] for row in journey.curve if row[2]] == list(range(1, 71))
    assert 1000 < len(journey.trace) <= 2001
    for _ in range(2000):
        journey.take(run(dict(task(POINTS[:1]), a=journey.a, b=journey.b)), journey.ahead(1, 1), 1)
        journey.note_mean(0.5)
    assert 250 < len(journey.curve) <= 601 and journey.curve[-1][0] > 2000


def test_the_paths_of_the_worker_end_where_descent_does():
    wish = {"start": (-0.5, 2.0), "points": POINTS, "eta": 0.03, "epochs": 20, "sizes": (1, 5, 30), "seed": None}
    answer = asked("line_paths", wish)
    for path, size, count in zip(answer["paths"], (1, 5, 30), (600, 120, 20)):
        assert (path["a"], path["b"]) == after(POINTS, -0.5, 2.0, 0.03, 20, size)
        assert path["loss"] == pytest.approx(mean_loss(POINTS, path["a"], path["b"]))
        assert path["steps"] == count and path["line"].startswith("M-0.5 2L")
    answer = asked("line_paths", dict(wish, eta=5.0))
    assert all(path["diverged"] and "nan" not in path["line"] for path in answer["paths"])


def test_words_and_numbers_for_the_screen():
    assert (number(-0.5), number(123456.0)) == ("-0.5000", "1.2e+05")
    assert all(slider_of(eta_of(position)) == position for position in range(0, 101))
    bowl = Bowl(POINTS)
    sentences = [verdict(eta, bowl, growth(POINTS, eta)) for eta in (0.03, 0.6, 0.8, 1.1)]
    assert len(set(sentences)) == 4
    assert "All points at once converge" in sentences[2] and "All points at once diverge" in sentences[3]
    known = [curvature(eta, 2.0) for eta in (0.1, 0.9, 1.1)]
    assert "0.80: nearer, on the same side" in known[0] and "−0.80: nearer, on the other side" in known[1]
    assert "−1.20: farther away on the other side" in known[2]
    rows = [(0, None, 2.0), (0.5, 0.25, None), (1, None, 1.5)]
    assert at(rows, 1) == "Epoch 0.5: loss of the example 0.2500; mean loss at epoch 0: 2.0000."
    assert at(rows, 2) == "Epoch 1: mean loss 1.5000."


def test_every_epoch_has_an_order_of_its_own_by_the_seed_and_takes_each_example_once():
    assert order(5, 3) == [0, 1, 2, 3, 4]
    first, second = order(30, 0, seed=7), order(30, 1, seed=7)
    assert sorted(first) == sorted(second) == list(range(30)) and first != second
    assert first == order(30, 0, seed=7) != order(30, 0, seed=9)


def test_another_order_waits_for_the_next_epoch_and_more_points_do_not():
    journey = Journey((0.0, 0.0))
    seen = journey.ahead(2, 4)
    journey.take(run(dict(task(POINTS[:2]))), seen, 4)
    journey.seed = 3
    rest = journey.ahead(9, 4)
    assert seen + rest == [0, 1, 2, 3]
    journey.take(run(dict(task(POINTS[:2]))), rest, 4)
    assert journey.ahead(9, 4) == order(4, 1, seed=3)
    assert journey.ahead(9, 6) == order(6, 1, seed=3)


def test_the_random_order_descends_as_the_page_and_the_worker_do():
    page, model = Journey((0.0, 0.0), seed=5), line_at(0.0, 0.0)
    for _ in range(3):
        turn = page.ahead(30, 30)
        page.take(run(task([POINTS[i] for i in turn], a=page.a, b=page.b)), turn, 30)
    for _ in descend(model, POINTS, 0.1, 3, 1, seed=5):
        pass
    assert (page.a, page.b) == (model.a.data, model.b.data)


def test_a_line_of_the_loop_belongs_to_the_gradient_or_to_the_update():
    parts = [part(code) for _, code in statements(TEXT)]
    assert parts == ["gradient", "gradient", "gradient", "update", "update"]


def test_the_class_says_where_a_random_start_is():
    model = Linear(seed=4)
    assert asked("line_start", 4) == [model.a.data, model.b.data]


def test_the_class_is_shown_whole():
    text = model_text((ROOT / "engine/nn.py").read_text())
    names = {}
    exec("from engine.rng import generator\nfrom engine.value import Value\n" + text, names)
    assert names["Linear"](seed=4)(2.0).data == Linear(seed=4)(2.0).data
    assert text.count("class ") == 2


def test_the_steps_across_the_valley_stay_in_the_picture():
    assert steps(0.5, 2.0) == [-1.0, 0.0]
    assert steps(0.25, 2.0)[:4] == [-1.0, -0.5, -0.25, -0.125]
    assert steps(1.1, 2.0) == pytest.approx([-1.0, 1.2, -1.44])
    assert len(steps(1.0, 2.0)) == MOST + 1


def test_a_rate_beyond_the_first_that_diverges_is_judged_by_itself():
    points = [(0.45, 0.0), (-1.06, 0.0), (2.49, 0.0)]
    first = largest_in_order(points)
    assert growth(points, 1.1 * first) > 1 and 0.32 > 1.5 * first
    assert "come nearer" in verdict(0.32, Bowl(points), growth(points, 0.32))
    a, b = after(points, 1.0, 1.0, 0.32, 200, 1)
    assert abs(a) < 1e-6 and abs(b) < 1e-6


def test_the_trace_of_a_long_run_stays_short_and_begins_at_the_start():
    journey = Journey((0.0, 1.0))
    for i in range(1, 10_001):
        step = {"a": float(i), "b": 1.0, "trace": [(float(i), 1.0, 0.5)], "seen": [], "grads": (0.0, 0.0)}
        journey.take(step, [0, 0], 1)
    assert len(journey.trace) <= 2001 and journey.trace[0] == (0.0, 1.0) and journey.steps == 10_000
    assert journey.trace[-1][0] > 9_990 and all(b[0] > a[0] for a, b in zip(journey.trace, journey.trace[1:]))
