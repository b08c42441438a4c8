"""What the page may ask of the worker, and how it crosses: without a browser, in one process."""

import re

import pytest

from tests.setup import ROOT
from tests.unit.asking import asked
from ui.page import wire
from ui.page.wire import Failed
from ui.work import registry
from ui.work.failures import Wrong
from ui.work.registry import WithArrays, entry

NUMBERS = [0, 0.0, -0.0, 2**31, 2**53 + 1, 1e21, 5e-324, 1 / 3, float("nan"), float("inf"), float("-inf"), True, None]


@pytest.fixture(autouse=True)
def own_entries(monkeypatch):
    """Each test may make entries of its own."""
    monkeypatch.setattr(registry, "_entries", dict(registry._entries))
    monkeypatch.setattr(registry, "_tasks", {})
    monkeypatch.setattr(registry, "BUDGET", 0)  # an answer for each `yield`


def test_numbers_and_texts_cross_as_they_are():
    thing = {"numbers": NUMBERS, "texts": ["nan", "NaN", "-Infinity", '{"not finite": "nan"}', "\u00a0é\n", ""]}
    assert repr(wire.decode(wire.encode(thing))) == repr(thing)
    assert repr(wire.decode(wire.encode(["nan of Infinity"]))) == "['nan of Infinity']"
    assert wire.decode(wire.encode((1, (2.0,)))) == [1, [2.0]]


@pytest.mark.parametrize("raised", [ValueError("no"), SystemExit(3), KeyboardInterrupt(), RecursionError("deep")])
def test_whatever_an_entry_raises_is_an_answer(raised):
    @entry("raises")
    def raises():
        raise raised

    @entry("raises_later")
    def raises_later():
        yield 1
        raise raised

    for name in "raises", "raises_later":
        with pytest.raises(Failed, match=type(raised).__name__) as failed:
            asked(name)
        assert failed.value.ours and failed.value.line == 0


def test_what_is_wrong_with_the_visitors_text_has_its_line():
    @entry("wrong")
    def wrong():
        raise Wrong(7, "no such name", numeric=True)

    with pytest.raises(Failed, match="^no such name$") as failed:
        asked("wrong")
    assert (failed.value.line, failed.value.numeric, failed.value.ours) == (7, True, False)


def test_an_answer_that_cannot_cross_is_said_and_not_sent():
    entry("odd")(lambda: {"a": object()})
    with pytest.raises(Failed, match="not JSON serializable"):
        asked("odd")


def test_arrays_cross_beside_the_text():
    entry("picture")(lambda: WithArrays({"rows": 2}, {"image": b"abcd"}))
    answer = registry.ask("picture", "[]")
    assert answer[1] == b"abcd" and wire.unpacked(answer) == ({"rows": 2, "image": b"abcd"}, True)


def counting(closed):
    @entry("count")
    def count(most):
        try:
            for number in range(most):
                yield number
            return "all"
        finally:
            closed.append(most)


def test_a_task_tells_its_progress_and_then_its_answer():
    counting([])
    answers = [wire.unpacked(registry.begin("count", "1", "[2]"))]
    while not answers[-1][1]:
        answers.append(wire.unpacked(registry.go_on("count", "1")))
    assert answers == [(0, False), (1, False), ("all", True)]
    assert wire.unpacked(registry.go_on("count", "1")) == (None, True)


def test_a_task_that_is_begun_anew_ends_the_run_before():
    closed = []
    counting(closed)
    registry.begin("count", "1", "[5]")
    assert wire.unpacked(registry.begin("count", "2", "[6]")) == (0, False) and closed == [5]
    assert wire.unpacked(registry.go_on("count", "1")) == (None, True)
    assert wire.unpacked(registry.go_on("count", "2")) == (1, False)
    registry.cancel("count")
    assert closed == [5, 6]


def test_a_task_that_refuses_to_end_does_not_keep_the_next_one_from_beginning():
    @entry("stubborn")
    def stubborn():
        try:
            yield 1
        finally:
            raise ValueError("not me")

    registry.begin("stubborn", "1", "[]")
    assert wire.unpacked(registry.begin("stubborn", "2", "[]")) == (1, False)
    registry.cancel("stubborn")


def test_a_function_is_no_task_and_a_name_belongs_to_one():
    counting([])
    with pytest.raises(Failed, match="is a task"):
        wire.unpacked(registry.ask("count", "[1]"))
    with pytest.raises(Failed, match="KeyError"):
        wire.unpacked(registry.ask("unknown", "[]"))
    with pytest.raises(ValueError, match="two entries"):
        counting([])


def named(pattern, folder, but="none"):
    paths = [path for path in (ROOT / folder).rglob("*.py") if not {"node_modules", but} & set(path.relative_to(ROOT).parts)]
    return {name for path in paths for name in re.findall(pattern, path.read_text())}


def test_the_page_asks_for_what_there_is_and_for_all_of_it():
    asked_for = named(r'(?:bridge\.(?:ask|run)\(\s*|proving\("begin", )"(\w+)"', "ui", but="work")
    offered = named(r'(?m)^@?entry\("(\w+)"\)', "ui/work")
    assert len(asked_for) > 15 and asked_for == offered
