"""Under the hood, as far as it needs no browser: files and drafts, tracebacks, checks, experiments, the console."""

import traceback
from pathlib import Path

import pytest

from engine import losses, nn, rules, train
from engine.compiler.scores import scorer
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.nn import Net
from engine.rules import RULES, Named, Rule, rule
from engine.value import Value
from ui.code.files import Files, line_of, listed
from ui.code.trouble import headline, place, tidy
from ui.work.code.checks import checks
from ui.work.code.console import MOST, Console
from ui.work.code.goals import EXPERIMENTS


def test_files_know_what_differs_from_the_originals_and_from_what_runs():
    files = Files({"engine/nn.py": "n", "engine/value.py": "v"}, {"engine/value.py": "w", "engine/gone.py": "g"})
    assert files.paths() == ["engine/value.py", "engine/nn.py"]
    assert files.changed() == {"engine/value.py": "w"} and files.waiting() == ["engine/value.py"]
    files.running = files.changed()
    assert files.differs("engine/value.py") and files.waiting() == []
    files.write("engine/value.py", "v")
    assert files.changed() == {} and files.waiting() == ["engine/value.py"]
    assert listed(["a", "b", "c"]) == "a, b and c" and listed(["a"]) == "a"
    assert (line_of("a\nb\nb", "b"), line_of("a", "x")) == (2, 1)


def test_a_traceback_is_about_the_innermost_line_of_a_changed_file(tmp_path):
    (tmp_path / "engine").mkdir()
    path = str(tmp_path / "engine" / "mine.py")
    other = str(tmp_path / "engine" / "other.py")
    space = {}
    exec(compile("\ndef f():\n    return g()\n", path, "exec"), space)
    exec(compile("def g():\n    return 1 / 0\n", other, "exec"), space)
    with pytest.raises(ZeroDivisionError) as caught:
        space["f"]()
    text = "".join(traceback.format_exception(caught.value))
    assert place(text, {"engine/mine.py": ""}) == ("engine/mine.py", 3)
    assert place(text, {}) == ("engine/other.py", 2)
    assert headline(text) == "ZeroDivisionError: division by zero"
    assert '  File "engine/other.py", line 2, in g' in tidy(text)


def test_a_syntax_error_is_at_its_line_and_the_import_machinery_is_left_out():
    text = (
        'Traceback (most recent call last):\n  File "<frozen importlib._bootstrap>", line 1, in _find\n    x\n'
        '  File "/home/pyodide/engine/nn.py", line 7\n    def f(:\n          ^\nSyntaxError: invalid syntax\n'
    )
    assert place(text, {"engine/nn.py": ""}) == ("engine/nn.py", 7)
    assert "importlib" not in tidy(text) and "    def f(:" in tidy(text)
    assert place("nothing of the kind", {}) is None


def failing():
    return [result for result in checks(WasmtimeHost) if result and result.good is False]


def test_all_checks_pass_on_the_engine_as_it_is():
    results = [result for result in checks(WasmtimeHost) if result]
    assert all(result.good for result in results)
    named = " ".join(result.name for result in results)
    assert all(symbol in named for symbol in list(RULES)) and "89" in named and "compiled" in named


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (Rule(lambda a: 0.0 if a <= 1 else a, lambda a, out: (out > 0,)), "relu(0.5) is 0.5, and the rule says 0"),
        (Rule(lambda a: 0.0 if a <= 0 else a, lambda a, out: (1.0,)), "relu(-2.25) by operand 1 is 0 by central"),
        (Rule(lambda a: 0.0 if a <= 0 else a, lambda a, out: (1.0, 1.0)), "1 operands, and 2 derivatives"),
        (Rule(lambda a: a.positive, lambda a, out: (1.0,)), "raises AttributeError: 'float' object"),
    ],
)
def test_a_broken_relu_is_named_with_what_was_expected_and_what_came(monkeypatch, broken, words):
    monkeypatch.setitem(RULES, "relu", broken)
    first = failing()[0]
    assert first.name == "rule relu" and words in first.words


def test_a_broken_rule_is_named_with_its_file_and_line(monkeypatch):
    monkeypatch.setitem(RULES, "tanh", Rule(rules._exp, RULES["tanh"].derivatives))
    first = failing()[0]
    assert (first.name, first.path) == ("rule tanh", "engine/rules.py")
    source = Path(rules.__file__).read_text().split("\n")
    assert source[first.line - 1].startswith("def _exp")


def test_the_short_listing_of_the_tutorial_fails_where_an_inner_node_is_shared(monkeypatch):
    def backward(self, keep=True, visited=None):
        if visited is None:
            visited = {self}
            self.grad = 1.0
        self._backward()
        for child in self._prev:
            if child not in visited:
                visited.add(child)
                child.backward(True, visited)

    monkeypatch.setattr(Value, "backward", backward)
    names = [result.name for result in failing()]
    assert "a shared inner node" in names and "the tutorial's 89" not in names


def goals(name):
    return [goal for goal in EXPERIMENTS[name]() if goal]


def missing(name):
    return [goal.words for goal in goals(name) if goal.good is False]


@pytest.fixture
def leaky():
    """A leaky_relu as a visitor may write it, taken away after all that a test has put in its place."""
    rule("leaky_relu", lambda a: a if a > 0 else 0.1 * a, lambda a, out: (1.0 if a > 0 else 0.1,))
    with pytest.MonkeyPatch.context() as patch:
        yield patch
    del RULES["leaky_relu"], Named.leaky_relu


def use_it(self, x):
    total = sum([w * v for w, v in zip(self.weights, x)], Value(0.0))
    total = total if self.bias is None else total + self.bias
    return total.leaky_relu() if self.relu else total


def test_the_experiment_with_leaky_relu_says_what_is_missing_until_nothing_is(leaky):
    assert "The net does not use it" in missing("leaky-relu")[0]
    leaky.setattr(nn.Neuron, "__call__", use_it)
    assert missing("leaky-relu") == []
    assert "has no formula" in goals("leaky-relu")[-1].words
    leaky.setitem(RULES, "leaky_relu", Rule(RULES["leaky_relu"].forward, lambda a, out: (out > 0,)))
    assert "At -2 the central difference is 0.1" in missing("leaky-relu")[0]
    leaky.setitem(RULES, "leaky_relu", RULES["relu"])
    assert "a small share" in missing("leaky-relu")[0]


def test_scores_in_plain_floats_follow_an_operation_that_cannot_be_compiled(leaky):
    leaky.setattr(nn.Neuron, "__call__", use_it)
    net, places = Net(bias=True, seed=3), [(0.1 * i - 1, 0.5 - 0.07 * i) for i in range(20)]
    assert scorer(net)([p.data for p in net.parameters()], places) == [net(place).data for place in places]


def with_momentum(model, eta):
    parameters = model.parameters()
    if not hasattr(model, "velocities"):
        model.velocities = [0.0] * len(parameters)
    for i, p in enumerate(parameters):
        model.velocities[i] = 0.9 * model.velocities[i] + p.grad
        p.data -= eta * model.velocities[i]


def with_one_velocity_for_all(model, eta):
    for p in model.parameters():
        model.velocity = 0.9 * getattr(model, "velocity", 0.0) + p.grad
        p.data -= eta * model.velocity


def test_the_experiment_with_momentum_says_what_is_missing_until_nothing_is(monkeypatch):
    assert "all steps are still the same" in missing("momentum")[0]
    monkeypatch.setattr(train, "update", with_one_velocity_for_all)
    assert "share one velocity" in missing("momentum")[0]
    speeds = {}

    def with_speeds_of_all_models(model, eta):
        for i, p in enumerate(model.parameters()):
            speeds[i] = 0.9 * speeds.get(i, 0.0) + p.grad
            p.data -= eta * speeds[i]

    monkeypatch.setattr(train, "update", with_speeds_of_all_models)
    assert "the speed of the first" in missing("momentum")[0]
    monkeypatch.setattr(train, "update", with_momentum)
    assert missing("momentum") == []
    (compiled,) = [result for result in checks(WasmtimeHost) if result and result.name.startswith("compiled")]
    assert compiled.good is None and "not compared: Value objects train, because update in train.py" in compiled.words


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (lambda score, y: (1 - y * score).relu() ** 2, None),
        (lambda score, y: (1 - y * score).relu(), "same numbers as hinge"),
        (lambda score, y: max(0.0, 1 - y * score.data), "should be a Value"),
        (lambda score, y: (1 + y * score).relu() ** 2, "should cost more"),
        (lambda score, y: Value((1 - y * score.data) ** 2), "by back-propagation"),
    ],
)
def test_the_experiment_with_a_loss_says_what_is_wrong_with_it(monkeypatch, loss, words):
    assert "still lists only" in missing("loss")[0]
    monkeypatch.setitem(losses.LOSSES, "mine", loss)
    assert missing("loss") == [] if words is None else words in missing("loss")[0]


STATE = {"steps": 3, "points": [(0.5, -1, 1), (1, 2, -1)], "weights": 0}


@pytest.fixture
def console():
    made = Console(lambda state, parameters: Net(seed=state["weights"]))
    return lambda source, force=False, state=STATE: made.run(source, force, state)


def kinds(answer, kind):
    return [text for found, text in answer["pieces"] if found == kind]


def test_the_console_has_the_net_and_the_points_and_shows_results(console):
    answer = console("net(X[0])\nY")
    assert kinds(answer, "result") == [repr(Net(seed=0)((0.5, -1))), "[1, -1]"]
    assert kinds(answer, "note") == ["net, X, Y: the playground's, after 3 steps, 2 points"]
    assert kinds(console("_"), "result") == ["[1, -1]"]
    assert kinds(console("print('a'); 2; import sys; print('b', file=sys.stderr)"), "err") == ["b\n"]


def test_names_the_visitor_has_taken_over_are_not_touched_when_the_playground_gets_further(console):
    console("net = 'mine'")
    answer = console("net, len(X)", state=dict(STATE, steps=4))
    assert kinds(answer, "result") == ["('mine', 2)"]
    assert kinds(answer, "note") == ["X, Y: the playground's, after 4 steps, 2 points"]


def test_blocks_go_on_until_an_empty_line_and_one_liners_do_not(console):
    assert console("for i in range(2):") == {"more": "    "}
    assert console("for i in range(2):\n    print(i)") == {"more": "    "}
    assert kinds(console("for i in range(2):\n    print(i)\n    "), "out") == ["0\n1\n"]
    assert kinds(console("for i in range(2): print(i)"), "out") == ["0\n1\n"]
    assert kinds(console("for i in range(2):\n    print(i)", force=True), "out") == ["0\n1\n"]
    assert console("f(1,")["more"] == ""


def test_errors_name_the_line_that_was_typed_and_exit_does_not_end_the_console(console):
    (text,) = kinds(console("a = 0\n1 / a"), "err")
    assert text.startswith("Traceback") and "1 / a" in text and "console.py" not in text
    assert "SyntaxError" in kinds(console("1 +* 2"), "err")[0]
    assert "SystemExit" in kinds(console("raise SystemExit"), "err")[0]
    assert kinds(console("a"), "result") == ["0"]


def test_long_output_is_cut_with_a_note(console):
    answer = console("for i in range(30000): print('x')", True)
    assert len(kinds(answer, "out")[0]) == MOST
    assert kinds(answer, "note")[-1] == "… %d more characters are not shown." % (60000 - MOST)
    assert len(kinds(console("'y' * 50000"), "result")[0]) == MOST


def test_pictures_are_handed_on_as_such(console):
    answer = console("class P:\n    def _repr_svg_(self): return '<svg/>'\nP()", True)
    assert kinds(answer, "svg") == ["<svg/>"]


def test_names_are_completed():
    console = Console(lambda state, parameters: None)
    assert "hinge(" in console.complete("x = hin")[1]
    length, names = console.complete("Net.param")
    assert length == 9 and names == ["Net.parameters("]
    assert console.complete("1 + ") == [0, []]


def test_a_draft_that_lacks_what_other_files_need_is_named_with_it():
    text = "Traceback (most recent call last):\nImportError: cannot import name 'rule_of' from 'engine.rules' (/x/rules.py)\n"
    assert headline(text).startswith("rules.py has no 'rule_of', which another file needs")
