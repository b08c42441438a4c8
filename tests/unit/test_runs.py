"""Runs of training as text, and done again: whatever was changed on the way, to the same bits."""

from array import array
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.engines import ENGINES
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import schedule
from engine.records import links, point_text, runs
from engine.records.packed import pack, unpack
from engine.records.replay import Diverged, replay
from engine.records.settings import SETTINGS, defaults
from engine.train import take

OWN = [(1.0, 0.5, 1), (-0.25, 0.1, -1), (0.5, -1.0, 1), (1 / 3, -2.0, -1)]


def settings_of(**others):
    return dict(defaults(), **others)


def link_of(run):
    last = run.phases[-1]
    text = links.write("network", last.values, last.items or [], run)
    return links.Link(text[1:], lambda query: parse_qsl(query, keep_blank_values=True))


def engines(backend):
    def engine_of(net, loss, values):
        return ENGINES[backend](net, loss, WasmtimeHost)
        yield

    return engine_of


def done_again(run, backend="compiled"):
    """Where phases begin, and the parameters at the end."""
    begun, doing = [], replay(run, engines(backend))
    while True:
        try:
            at = next(doing)
        except StopIteration as end:
            return begun, end.value[1]
        if at:
            begun.append((at[0].start, at[2]))


CHANGED = runs.Run(
    [
        runs.Phase(0, settings_of(), None, {}),
        runs.Phase(7, settings_of(rate=0.25, batch=10), None, {}),
        runs.Phase(9, settings_of(rate=0.25, dataset="own"), OWN, {3: pack([0.1]), 200: pack([-1 / 3])}),
        runs.Phase(10, settings_of(alpha=0.0, dataset="own", loss="squared"), OWN[:1] + OWN[2:] + [(0.0, 0.0, 1)], {}),
    ],
    12,
    None,
)


@pytest.mark.parametrize(
    "run",
    [
        runs.begun(settings_of(), None),
        runs.Run([runs.Phase(0, settings_of(seed=3, hidden=(4,)), None, {})], 120, None),
        runs.Run([runs.Phase(0, settings_of(dataset="own"), OWN, {0: pack([2.0])})], 5, (5, pack([0.5, 1e-300] + 335 * [0.0]))),
        CHANGED,
    ],
)
def test_a_run_comes_back_from_its_link(run):
    link = link_of(run)
    assert link.trouble == ""
    assert link.run == run


def test_a_run_with_changes_is_done_again_as_it_was_done_by_hand():
    net = Net(hidden=(16, 16), bias=True, seed=0)

    def go_on(points, start, steps, loss="hinge", rate=1.0, alpha=1e-4, batch=None):
        engine = ENGINES["python"](net, LOSSES[loss])
        take(engine.train(points, schedule(rate, True), alpha, batch, 0, start), steps)

    go_on(moons(100, 0.1, 0), 0, 7)
    go_on(moons(100, 0.1, 0), 7, 2, rate=0.25, batch=10)
    net.parameters()[3].data, net.parameters()[200].data = 0.1, -1 / 3
    at_nine = array("d", [p.data for p in net.parameters()])
    go_on(OWN, 9, 1, rate=0.25)
    go_on(OWN[:1] + OWN[2:] + [(0.0, 0.0, 1)], 10, 2, "squared", alpha=0.0)
    for backend in ENGINES:
        begun, parameters = done_again(link_of(CHANGED).run, backend)
        assert [start for start, _ in begun] == [0, 7, 9, 10]
        assert begun[2][1] == at_nine
        assert parameters == array("d", [p.data for p in net.parameters()])


def test_what_no_net_can_do_is_said():
    far = runs.Run([runs.Phase(0, settings_of(rate=1000.0, loss="squared"), None, {})], 200, None)
    with pytest.raises(Diverged):
        done_again(far)
    with pytest.raises(ValueError, match="weight 337 is none of this net, which has 337"):
        done_again(runs.Run([runs.Phase(0, settings_of(), None, {337: pack([1.0])})], 1, None))
    with pytest.raises(ValueError, match="empty"):
        done_again(runs.Run([runs.Phase(0, settings_of(dataset="own"), [], {})], 1, None))
    assert runs.work(runs.Run([runs.Phase(0, settings_of(batch=10), None, {})], 3, None)) == 3 * 10 * 337


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ("step=-1", "step=-1 ("),
        ("step=1e3", "step=1e3 ("),
        ("step=5&until=7:rate=1", "its steps do not rise"),
        ("step=9&until=5:rate=1;3:rate=2", "its steps do not rise"),
        ("step=9&until=5:hidden=3", "“hidden” is nothing that can change in a run"),
        ("step=9&until=5:rate=no", "must be above 0"),
        ("step=9&until=5:points=9.9.", "it does not fit the points"),
        ("step=9&until=5:w1=AAA", "it is not whole"),
        ("step=9&until=" + ";".join("%d:" % i for i in range(600)), "more than 500 changes"),
        ("step=9&until=x", "until=x ("),
        ("step=9&given=12.AAAAAAAAAAA", "it is of a later step than 9"),
        ("step=9&given=9.", "it has no weights"),
        ("step=9&given=9.AAAAAAAAAAA", "it has 1 weights, and this net 337"),
    ],
)
def test_a_run_that_cannot_be_read_is_named_and_the_settings_are_taken(parts, why):
    link = links.Link("network?noise=0.2&" + parts, lambda query: parse_qsl(query, keep_blank_values=True))
    assert why in link.trouble and "training begins anew" in link.trouble
    assert link.values["noise"] == 0.2 and link.run == runs.begun(link.values, None)


FINITE = st.floats(-1e5, 1e5)
POINTS = st.lists(st.tuples(FINITE.map(lambda x: x + 0.0), FINITE.map(lambda x: x + 0.0), st.sampled_from((1, -1))))


@given(POINTS, POINTS, st.lists(st.floats(allow_nan=False)))
@settings(deadline=None)
def test_points_and_numbers_come_back_bit_for_bit(some, others, numbers):
    assert point_text.read(point_text.write(some)) == some
    both = some + others
    assert point_text.apply_difference(some, point_text.difference(some, both)) == both
    assert point_text.apply_difference(both, point_text.difference(both, others)) == others
    assert unpack(pack(numbers)) == numbers


def test_three_hundred_points_of_all_digits_fit_in_eight_thousand_characters():
    points = [(x1 / 3, x2 / 7, y) for x1, x2, y in moons(300, 0.1, 0)]
    run = runs.Run([runs.Phase(0, settings_of(dataset="own"), points, {})], 100, None)
    text = links.write("network", settings_of(dataset="own"), points, run)
    assert len(text) < 8000
    assert link_of(run).items == points


@given(st.text(alphabet="0123456789.:;~=w%-ABpointsrae", max_size=60), st.text(alphabet="0123456789.-AB", max_size=20))
@settings(max_examples=500, deadline=None)
def test_any_text_of_a_run_ends_in_a_run(until, given_text):
    for parts in ("step=50&until=" + until, "step=50&given=" + given_text):
        link = links.Link("network?" + parts, lambda query: parse_qsl(query, keep_blank_values=True))
        assert link.run.step in (0, 50)


def test_what_varies_and_what_lasts_are_all_that_training_depends_on():
    assert set(runs.VARYING) | set(runs.LASTING) == {key for key in SETTINGS if not key.startswith("stop_")}
