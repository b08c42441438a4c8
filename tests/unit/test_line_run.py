"""A run of chapter 2 done again without its graph: bit for bit what the engine does, and what is not known is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exhibits.line_by_line import PATH, run
from engine.linear import descend, line_at
from engine.records import line_run
from engine.records.states import defaults
from tests.setup import ROOT
from ui.line.journey import Journey

near = st.floats(-50, 50).map(lambda x: x + 0.0)
points = st.lists(st.tuples(near, near), min_size=1, max_size=12)


@given(near, near, st.floats(1e-4, 2), points)
def test_examples_are_done_as_by_the_engine_to_the_last_bit(a, b, eta, examples):
    task = {"a": a, "b": b, "grads": (0.0, 0.0), "eta": eta, "examples": examples, "lines": None, "text": (ROOT / PATH).read_text()}
    engine, ours = run(task), line_run.descend((a, b, 0.0, 0.0), eta, examples)
    for key in ("a", "b", "grads", "trace", "diverged"):
        assert ours[key] == engine[key], key


@given(st.tuples(near, near), st.none() | points, st.sampled_from(["given", "random"]), st.integers(0, 99), st.integers(0, 90))
def test_a_state_is_done_again_as_the_engine_trains(start, own, order, seed, step):
    state = dict(defaults("line"), start=start, points=own, order=order, seed=seed, step=step, eta=0.0001)
    examples = own or line_run.made(0)
    model = line_at(*start)
    steps = descend(model, examples, 0.0001, 1 + step // len(examples), 1, seed if order == "random" else None)
    for _ in range(step):
        next(steps)
    found = line_run.reached(state)
    assert (found["a"], found["b"], found["step"]) == (model.a.data, model.b.data, step)
    assert (found["epochs"], found["place"]) == divmod(step, len(examples))


def test_a_run_that_diverges_ends_there_and_what_cannot_be_done_again_is_said():
    state = dict(defaults("line"), eta=10.0, step=500)
    found = line_run.reached(state)
    assert found["diverged"] and found["step"] < 50
    assert line_run.reached(dict(state, points=[]))["step"] == 0
    with pytest.raises(ValueError, match="500 steps are more than the 400"):
        line_run.reached(state, most=400)
    with pytest.raises(ValueError, match="cannot be done again"):
        line_run.reached(dict(state, now=(0, 0, 1.0, 1.0, 0.0, 0.0)))


def test_a_journey_is_put_where_it_was_and_knows_that_it_cannot_be_done_again():
    journey = Journey((0.0, 1.0))
    journey.disturb()
    assert journey.known
    journey.put((7, 2, 0.5, 0.25, 1.0, -1.0), 67, 5)
    assert (journey.a, journey.b, journey.place, journey.epochs, journey.steps, journey.known) == (0.5, 0.25, 4, 2, 67, False)
    assert len(journey.ahead(9, 5)) == 1
    journey.reset()
    assert journey.known and journey.steps == 0
