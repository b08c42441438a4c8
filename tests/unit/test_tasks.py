"""Tasks and hand-ins as text, judged, and checked by the terminal: honest ones, forged ones, and any text at all."""

import io
import json
import math
import sys
from collections import Counter
from random import Random
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.__main__ import main
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.engines import ENGINES
from engine.records import again, checking, hand_in, judging, links, runs, tasks
from engine.records.found_links import find
from engine.records.packed import pack, to_text
from engine.records.replay import points_of, replay
from engine.records.settings import defaults
from engine.records.written_function import derivative

TASK = {
    "title": "Rings",
    "text": "Separate the circles.\nUse few neurons.",
    "may": ["hidden", "rate"],
    "ask": {"text": "Which part will be hardest?", "choices": ["inside", "outside"], "right": 1},
    "goal": {"accuracy": 90, "steps": 60, "neurons": 12},
}


def pairs(text):
    return parse_qsl(text, keep_blank_values=True)


def settings_of(**others):
    return dict(defaults(), **others)


def link_of(values, step=0, items=None, changes=(), given=None):
    """A link's text from # on; changes: (step, values, items, weights), the earlier phases."""
    phases = [runs.Phase(*phase) for phase in changes] or [runs.Phase(0, values, items, {})]
    run = runs.Run(phases, step, given)
    last = phases[-1]
    return links.write("network", last.values, last.items or [], run)


def replayed(link, backend="compiled"):
    """(engine, parameters) after the run of a link."""

    def engine_of(net, loss, values):
        return ENGINES[backend](net, loss, WasmtimeHost)
        yield

    doing = replay(links.Link(link[1:], pairs).run, engine_of)
    while True:
        try:
            next(doing)
        except StopIteration as end:
            return end.value


def done(link):
    """(loss, accuracy) of the run of a link, as the page finds them."""
    return replayed(link)[0].evaluate(points_of(links.Link(link[1:], pairs).run.phases[-1]))


def handed_in(link, start, task=TASK, answer="1", result=True, **others):
    """The link of a hand-in, with what came out."""
    numbers = done(link) if result is True else result
    begun = hand_in.start_text(start[1:])
    return hand_in.with_parts(link, hand_in.of_task(tasks.write(task), begun, answer=answer, result=numbers, **others))


def checked(link, teachers=None, seconds=5.0, name=""):
    teachers = teachers and checking.Teachers(teachers, pairs)
    return checking.Checker(pairs, seconds, teachers).check(find(link)[1], name)


CIRCLES = settings_of(dataset="circles", hidden=(8,), rate=0.5)
START = link_of(CIRCLES)
GOOD = link_of(CIRCLES, 60)


def test_a_task_comes_back_from_its_text_and_says_its_goal():
    task = tasks.read(tasks.write(TASK))
    assert task["title"] == "Rings" and task["may"] == ("hidden", "rate") and task["text"].count("\n") == 1
    assert tasks.read(tasks.write(task)) == task
    words = "Accuracy of at least 90%, within 60 steps, with at most 12 hidden neurons."
    assert judging.goal_words(task) == words


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"titel": "x"}, "the task says “titel”, which this page does not know"),
        ({"title": 5}, "the title of the task is not text"),
        ({"text": "x" * 501}, "the text of the task has more than 500 characters"),
        ({"v": 2}, "the task was made by another version"),
        ({"may": ["rate", "everything"]}, "“may” of the task has a name"),
        ({"show": ["<b>"]}, "“show” of the task has a name"),
        ({"may": "rate"}, "“may” of the task is not a list"),
        ({"goal": {"accuracy": 101}}, "accuracy in the task must be 0 to 100"),
        ({"goal": {"accuracy": True}}, "accuracy in the task is not a number"),
        ({"goal": {"loss": math.inf}}, "loss in the task must be 0 to"),
        ({"goal": {"loss": math.nan}}, "loss in the task must be 0 to"),
        ({"goal": {"accuracy": 50, "steps": 1.5}}, "steps in the task is not a whole number"),
        ({"goal": {"neurons": 3}}, "says nothing that can be reached"),
        ({"goal": {"accuracy": 5, "on": "holdout"}}, "is on training or test points"),
        ({"goal": {"derivative": "x", "accuracy": 5}}, "not both"),
        ({"goal": []}, "the goal is not whole"),
        ({"ask": {"choices": ["a", "b"]}}, "has no text"),
        ({"ask": {"text": "?", "choices": ["a"]}}, "2 to 6 choices"),
        ({"ask": {"text": "?", "choices": ["a", "a"]}}, "not all different"),
        ({"ask": {"text": "?", "choices": ["a", "b"], "right": 3}}, "right answer in the task must be 1 to 2"),
    ],
)
def test_what_is_no_task_is_named(change, why):
    text = to_text(json.dumps(dict(TASK, **change)).encode())
    with pytest.raises(ValueError, match=why):
        tasks.read(text)
    with pytest.raises(ValueError, match=why):
        tasks.write(dict(TASK, **change))


def test_what_is_no_json_at_all_is_not_whole():
    for text in (
        "",
        "A",
        "!!!",
        to_text(b"\xff\xfe"),
        to_text(b"[" * 5000),
        to_text(b"[]"),
        to_text(b"1e9999"),
        "A" * 9000,
    ):
        with pytest.raises(ValueError, match="not whole|more than"):
            tasks.read(text)


def test_no_text_of_a_task_can_turn_the_direction_of_writing_or_end_a_line():
    task = tasks.read(tasks.write({"title": "a\u202eb\nc\x1b[31m", "text": "<img onerror=x>\u2028\ud800"}))
    assert task["title"] == "a b c [31m" and task["text"] == "<img onerror=x>"


def test_an_honest_hand_in_is_accepted_by_both_engines(monkeypatch):
    link = handed_in(GOOD, START, name="Ada")
    row = checked(link)
    assert (row.goal, row.why, row.name, row.task) == ("reached", "", "Ada", "Rings")
    assert (row.steps, row.prediction, row.right) == ("60", "inside", "yes")
    monkeypatch.setattr(again.importlib.util, "find_spec", lambda name: None)
    assert checked(link, seconds=600) == row
    assert checked(handed_in(link_of(CIRCLES, 60), START, answer="2"), name="Eve").right == "no"


@pytest.mark.parametrize(
    ("result", "what"),
    [((0.0, None), "a loss of 0,"), ((None, 1.0), "an? accuracy of 100"), ((1e-9, 1.0), "a loss of")],
)
def test_a_forged_result_is_refused(result, what):
    loss, accuracy = done(GOOD)
    forged = [loss if result[0] is None else result[0], accuracy if result[1] is None else result[1]]
    if forged == [loss, accuracy]:
        forged[1] = 0.5
    row = checked(handed_in(GOOD, START, result=forged))
    assert row.goal == "refused" and "done again it is" in row.why and "forged" in row.why
    assert checked(handed_in(GOOD, START, result=[loss * (1 + 1e-9), accuracy])).goal == "refused"


def test_the_last_place_of_a_logistic_loss_may_differ():
    values = dict(CIRCLES, loss="logistic")
    loss, accuracy = done(link_of(values, 60))
    task = dict(TASK, goal={"steps": 100})
    hand = handed_in(link_of(values, 60), link_of(values), task, result=[loss * (1 + 1e-9), accuracy])
    assert checked(hand).goal == "reached"
    hand = handed_in(link_of(values, 60), link_of(values), task, result=[loss * 1.001, accuracy])
    assert checked(hand).goal == "refused"


def test_forged_weights_are_refused_and_true_ones_are_taken():
    for step in (0, 30, 60):
        true = list(replayed(link_of(CIRCLES, step))[1])
        hand = handed_in(link_of(CIRCLES, 60, given=(step, pack(true))), START)
        assert checked(hand).goal == "reached"
        forged = handed_in(link_of(CIRCLES, 60, given=(step, pack([true[0] + 1e-9] + true[1:]))), START)
        assert "its weights are not what its recipe leads to" in checked(forged).why
        assert "its weights are not" in checked(handed_in(link_of(CIRCLES, 60, given=(step, pack(33 * [1.0]))), START)).why


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (link_of(dict(CIRCLES, rate=1.0), 60), ""),
        (link_of(dict(CIRCLES, seed=3), 60), "the seed of the data was changed, which this task does not allow"),
        (link_of(dict(CIRCLES, dataset="own"), 60, [(0.0, 1.0, 1), (1.0, 0.0, -1)]), "the data set was changed"),
        (link_of({}, 60, changes=[(0, CIRCLES, None, {}), (5, dict(CIRCLES, alpha=0.0), None, {3: pack([1.0])})]),
         "the L2 penalty and a weight were changed"),
        (link_of({}, 60, changes=[(0, dict(CIRCLES, batch=10), None, {}), (5, CIRCLES, None, {})]), "the batch size was"),
        (link_of(CIRCLES, 61), "it has 61 steps, more than 60"),
        (link_of(dict(CIRCLES, hidden=(8, 8)), 60), "it has 16 hidden neurons, more than 12"),
        (link_of(CIRCLES, 1), "below 90%"),
        (link_of(dict(CIRCLES, rate=1000.0), 60), None),
    ],
)  # fmt: skip
def test_what_does_not_reach_the_goal_is_told_why(link, why):
    row = checked(handed_in(link, START, result=None))
    if why is None:
        assert row.goal != "reached"
    elif why:
        assert row.goal == "not reached" and why in row.why
    else:
        assert row.goal == "reached"


def test_a_start_that_was_trained_or_changed_by_hand_may_be_gone_on_from_or_left():
    begun = [(0, CIRCLES, None, {2: pack([0.5])}), (10, dict(CIRCLES, alpha=0.0), None, {})]
    start = link_of({}, 20, changes=begun)
    assert checked(handed_in(link_of({}, 60, changes=begun), start)).goal == "reached"
    task = dict(TASK, goal={"steps": 60})
    assert checked(handed_in(link_of(dict(CIRCLES, alpha=0.0), 30), start, task)).goal == "reached"
    by_hand = begun + [(30, dict(CIRCLES, alpha=0.0), None, {5: pack([1.0])})]
    assert "a weight was changed" in checked(handed_in(link_of({}, 60, changes=by_hand), start)).why


def test_own_points_are_allowed_where_points_are():
    task = dict(TASK, may=["points"], goal={"steps": 60})
    link = link_of(dict(CIRCLES, dataset="own"), 10, [(0.0, 1.0, 1), (1.0, 0.0, -1)])
    assert checked(handed_in(link, START, task)).goal == "reached"


def test_without_an_answer_the_goal_is_not_reached():
    assert checked(handed_in(GOOD, START, answer="")).why == "the question is not answered"
    assert "“answer” cannot be read" in checked(handed_in(GOOD, START, answer="7")).why
    number = dict(TASK, ask={"text": "How many percent?", "right": 95, "within": 5})
    assert checked(handed_in(GOOD, START, number, answer="91,5")).right == "yes"
    assert checked(handed_in(GOOD, START, number, answer="80")).right == "no"


def test_the_hand_in_of_another_task_is_marked():
    teachers = hand_in.with_parts(START, ["task=" + tasks.write(TASK)])
    assert checked(handed_in(GOOD, START), teachers).goal == "reached"
    easier = dict(TASK, goal={"accuracy": 50, "steps": 60})
    row = checked(handed_in(GOOD, START, easier), teachers)
    assert row.goal == "refused" and "it is not your task" in row.why
    other = link_of(dict(CIRCLES, noise=0.0))
    assert "it began with other settings" in checked(handed_in(GOOD, other), teachers).why
    stripped = handed_in(GOOD, START).replace("start=", "starts=")
    assert "it began with other settings" in checked(stripped, teachers).why
    assert "what the task began with" in checked(stripped).why


FUNCTION = "def f(x, y):\n    s = x * y\n    return s + s**2"
CHAIN = {"title": "Chain", "goal": {"derivative": "x", "function": FUNCTION, "at": {"x": 1.5, "y": 2}}}


@pytest.mark.parametrize(
    ("typed", "goal", "why"),
    [
        ("14", "reached", ""),
        ("14,005", "refused", "14,005 could be"),
        ("13.995", "reached", ""),
        ("−14", "not reached", "the derivative that was typed is not right"),
        ("", "not reached", "no derivative has been typed"),
        ("x", "refused", "the derivative that was typed is not a number"),
    ],
)
def test_a_derivative_that_was_typed_is_checked(typed, goal, why):
    row = checked(handed_in("#derivatives", "#derivatives", CHAIN, "", None, typed=typed))
    assert row.goal == goal and why in row.why


def test_nobodys_function_is_run_as_python(tmp_path):
    file = tmp_path / "there"
    for text in ("__import__('pathlib').Path(%r).touch() or x" % str(file), "x.__class__", "10**10**10**x", "f(x)",
                 "def f(x):\n    while True:\n        pass",
                 "def f(x):\n    for i in range(90):\n        for k in range(90):\n            x += k\n    return x", "[x for x in (1, 2)]", "'x' * 10**9", "(" * 400 + "x"):  # fmt: skip
        task = {"title": "T", "goal": {"derivative": "x", "function": text, "at": {"x": 2.0}}}
        row = checked(handed_in("#derivatives", "#derivatives", task, "", None, typed="1"))
        assert row.goal == "refused" and row.why
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("x**2 * math.exp(-x)", 0.0),
        ("lambda x: max(x, 1, x * x) - min(x, 9.0)", 3.0),
        ("def f(x):\n    s = 0\n    for k in range(3):\n        s += x**k\n    return s.relu()", 5.0),
        ("from math import sin\ndef f(x):\n    a, b = x, 2\n    return a / b + abs(-x)", 1.5),
    ],
)
def test_a_written_function_has_the_derivative_that_python_gives_it(text, right):
    assert derivative(text, {"x": 2.0}, "x") == pytest.approx(right, abs=1e-12)


LINE = {"title": "Line", "may": ["line-eta"], "goal": {"loss": 0.1, "steps": 100}}


@pytest.mark.parametrize(
    ("start", "link", "result", "goal", "why"),
    [
        ("#line", "#line?line-eta=0.05&line-step=60", None, "reached", ""),
        ("#line", "#line?line-step=3", None, "not reached", "above 0.1"),
        ("#line", "#line?line-eta=0.05&line-step=101", None, "not reached", "more than 100"),
        ("#line", "#line?line-eta=0.05&line-step=60&line-start=1,0", None, "not reached", "the start of the line was"),
        ("#line", "#line?line-eta=0.05&line-step=60&line-points=0,1_1,2", None, "not reached", "the points of the line were"),
        ("#line", "#line?line-eta=0.05&line-step=60", [0.001], "refused", "done again it is"),
        ("#line", "#line?line-eta=9&line-step=100", None, "not reached", ""),
        ("#line", "#line?line-step=999999999", None, "refused", "more than"),
        ("#line", "#line?line-step=60&line-now=0.2." + pack([1.6, 0.5, 0.0, 0.0]), None, "refused", "forged"),
        ("#line", "#network?step=3", None, "refused", "another chapter"),
    ],
)  # fmt: skip
def test_a_line_is_fitted_again(start, link, result, goal, why):
    row = checked(handed_in(link, start, LINE, "", result))
    assert row.goal == goal and why in row.why


def test_time_is_bounded_whatever_the_link_says():
    far = link_of(dict(CIRCLES, hidden=(64, 64)), 999_999_999)
    row = checked(handed_in(far, START, dict(TASK, goal={"steps": 999_999_999}), result=None), seconds=0.3)
    assert row.goal == "refused" and "takes longer than 0.3 seconds" in row.why


LINK = "https://a.example/x/#network?hidden=8,4&points=a1,2b3,4&result=AAAA"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (LINK, ""),
        ("Ada Lovelace " + LINK, "Ada Lovelace"),
        ("Ada Lovelace: <%s>" % LINK, "Ada Lovelace"),
        ('Lovelace, Ada, "%s", 12:30' % LINK, "Lovelace, Ada"),
        ('"2026-11-26","Ada Lovelace","%s","ok"\n' % LINK, "2026-11-26 Ada Lovelace"),
        ("Ada;%s" % LINK, "Ada"),
        ("Ada\t%s\tdone" % LINK, "Ada"),
        ("%s,Ada" % LINK, ""),
        ("Ada %s." % LINK, "Ada"),
    ],
)
def test_a_link_is_found_in_a_line_of_any_list(line, name):
    assert find(line) == (name, LINK.partition("#")[2])


def test_the_terminal_prints_a_table_and_its_status(tmp_path, capsys, monkeypatch):
    good, bad = handed_in(GOOD, START), handed_in(GOOD, START, result=(0.0, 1.0))
    several = tmp_path / "hand-ins.txt"
    several.write_text("Ada: https://a.example/%s\n\nBob: %s\n=cmd() %s\nnothing here\n" % (good, bad, good))
    assert main(["verify", good]) == 0
    assert "1 of 1 hand-ins reaches the goal." in capsys.readouterr().out
    assert main(["verify", str(several), "--csv"]) == 1
    shown = capsys.readouterr()
    rows = shown.out.splitlines()
    assert rows[0] == "name,task,goal,why,steps,loss,accuracy,prediction,right"
    assert rows[1].startswith("Ada,Rings,reached,,60,") and rows[1].endswith(",inside,yes")
    assert rows[2].startswith("Bob,Rings,refused,") and rows[3].startswith("'=cmd(),")
    assert "line 5: there is no link" in shown.err and "2 of 3 hand-ins reach the goal" in shown.err
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(("Eve\x1b[2J " + good).encode())}))
    assert main(["verify", "-", "--task", START + "?task=" + "AAAA"]) == 2
    assert "--task:" in capsys.readouterr().err
    assert main(["verify", "-"]) == 0
    assert "Eve [2J" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert main(["verify", str(several), good.replace("rate=0.5", "rate=0.6")]) == 1


LETTERS = st.text(alphabet='{}[]",:0123456789.-eE+truefalsn vgoaltextaskmay', max_size=80)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ("v", "title", "text", "show", "hide", "may", "ask", "goal", "choices", "right", "within", "accuracy", "loss",
         "steps", "neurons", "on", "derivative", "slope", "x")), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(st.binary(max_size=60) | LETTERS.map(str.encode) | TREES.map(lambda tree: json.dumps(tree).encode()))
@settings(max_examples=1000, deadline=None)
def test_any_text_of_a_task_is_a_task_or_a_sentence(data):
    try:
        task = tasks.read(to_text(data))
    except ValueError as error:
        assert 5 < len(str(error)) < 200 and "\n" not in str(error)
    else:
        assert tasks.read(tasks.write(task)) == task
        assert isinstance(judging.goal_words(task), str) and len(judging.judge(task, {})) == 2


GOOD_HAND_IN = handed_in(link_of(dict(CIRCLES, hidden=(2,), count=10), 3), START, dict(TASK, goal={"steps": 5}))
DAMAGE = "=&%,;:#?~.-_0123456789eABtaskstartpointsgivenuntil\x00\u202e "


def damaged(random, text):
    """The text with a part of it left out and something else there, once or twice."""
    for _ in range(random.randint(1, 2)):
        at, length = random.randrange(len(text)), random.choice((0, 1, 5, 30))
        text = text[:at] + "".join(random.choices(DAMAGE, k=random.randint(0, 8))) + text[at + length :]
    return text


def test_ten_thousand_damaged_hand_ins_end_in_a_row_each():
    random, checker = Random(0), checking.Checker(pairs, 0.2)
    found = Counter()
    for _ in range(10_000):
        row = checker.check(damaged(random, GOOD_HAND_IN).lstrip("#"))
        assert row.goal == "reached" or (row.goal in ("not reached", "refused") and row.why)
        found[row.goal] += 1
    assert len(found) > 1 and sum(found.values()) == 10_000
