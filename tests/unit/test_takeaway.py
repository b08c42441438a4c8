"""What visitors take along as a script or a notebook: run by a bare Python in an empty folder, to the page's bits."""

import ast
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import line as line_points
from engine.engines import ENGINES
from engine.exhibits.bowl import Bowl
from engine.linear import line_at, order, step
from engine.losses import LOSSES
from engine.nn import Net
from engine.records import runs
from engine.records.packed import pack
from engine.records.replay import points_of, put, replay
from engine.records.settings import SETTINGS, defaults
from engine.train import evaluate
from tests.setup import ROOT
from ui.work.derivatives.function import Functions
from ui.yours import scripts

SAME, BITS = "The page shows %s: the same.", "All %d weights are those of the page, to the last bit."
OWN = [(1.0, 0.5, 1), (-0.25, 0.1, -1), (0.5, -1.0, 1), (1 / 3, -2.0, -1), (0.1, 0.2, 1)]


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.chdir(ROOT)


def bare(folder, text, *options):
    """What a script prints in a bare Python, which has nothing but its standard library."""
    (folder / "taken.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-S", "taken.py", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    ast.parse(text, feature_version=(3, 8))
    return done.stdout


def code_of(notebook):
    """The code of a notebook, whose structure is checked, one cell after the other."""
    book = json.loads(notebook)
    assert (book["nbformat"], set(book)) == (4, {"nbformat", "nbformat_minor", "metadata", "cells"})
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    for cell in book["cells"]:
        more = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "metadata", "source"} | more and isinstance(cell["source"], str)
        assert cell["cell_type"] in ("code", "markdown") and cell.get("outputs", []) == []
    return "\n".join([cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"])


def on_the_page(run, backend="compiled"):
    """The weights that the page has after a run, its points, and the loss that it shows."""

    def engine_of(net, loss, values):
        return ENGINES[backend](net, loss, WasmtimeHost)
        yield

    doing = replay(run, engine_of)
    while True:
        try:
            next(doing)
        except StopIteration as end:
            weights = list(end.value[1])
            break
    last = run.phases[-1]
    net, points = Net(hidden=last.values["hidden"], bias=last.values["bias"]), points_of(last)
    put(net, weights)
    loss, _ = evaluate([net(point[:2]).data for point in points], points, LOSSES[last.values["loss"]])
    return weights, points, ("%.4f" if loss == 0 or 5e-5 <= loss < 1e4 else "%.1e") % loss


def taken(run, **others):
    weights, points, shown = on_the_page(run)
    return scripts.network(run, points, weights, shown, **others), shown, len(weights)


def phase(start=0, items=None, by_hand=None, **values):
    return runs.Phase(start, dict(defaults(), **values), items, by_hand or {})


RUNS = {
    "untrained": runs.Run([phase(hidden=(3,))], 0, None),
    "the page's start": runs.Run([phase(count=30)], 4, None),
    "no bias, constant rate": runs.Run([phase(bias=False, alpha=0.0, falls=False, rate=0.3, hidden=(5, 2))], 12, None),
    "past the fall of the rate": runs.Run([phase(hidden=(2,), count=6)], 130, None),
    "batches": runs.Run([phase(hidden=(4, 3), batch=7, seed=5, dataset="spiral", count=40)], 30, None),
    "squared": runs.Run([phase(hidden=(4,), loss="squared", rate=0.1, dataset="circles")], 9, None),
    "logistic": runs.Run([phase(hidden=(4,), loss="logistic", dataset="xor", batch=30)], 9, None),
    "more than a chunk of L2": runs.Run([phase(hidden=(24, 24), count=4, alpha=0.01)], 5, None),
    "own points": runs.Run([phase(hidden=(4,), dataset="own", items=OWN)], 20, None),
    "changes": runs.Run(
        [
            phase(hidden=(4,), count=20),
            phase(7, hidden=(4,), count=20, rate=0.25, batch=10),
            phase(9, hidden=(4,), rate=0.25, dataset="own", items=OWN, by_hand={3: pack([0.1]), 11: pack([-1 / 3])}),
            phase(9, hidden=(4,), rate=0.25, dataset="own", items=OWN[:2] + [(0.75, 0.5, -1)] + OWN[3:]),
            phase(10, hidden=(4,), alpha=0.0, dataset="own", loss="squared", items=OWN[:1] + OWN[2:]),
        ],
        12,
        None,
    ),
    "set by hand at the start": runs.Run([phase(hidden=(2,), count=8, by_hand={0: pack([2.0])})], 6, None),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_script_has_the_pages_loss_and_trains_to_its_weights(name, tmp_path):
    run = RUNS[name]
    text, shown, count = taken(run)
    printed = bare(tmp_path, text.script())
    assert SAME % shown in printed
    if run.step:
        assert BITS % count in printed
        assert printed.count("step %d: loss %s," % (run.step, shown)) == 2
    assert bare(tmp_path, code_of(text.notebook())).startswith(printed.partition("There is no matplotlib")[0])


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_any_settings_and_changes_are_done_again_to_the_same_bits(data, tmp_path_factory):
    draw = data.draw
    coordinate = st.floats(-3, 3)
    some = st.lists(st.tuples(coordinate, coordinate, st.sampled_from((1, -1))), min_size=1, max_size=9)
    varying = st.fixed_dictionaries(
        {
            "loss": st.sampled_from(("hinge", "squared", "logistic")),
            "rate": st.floats(1e-4, 0.3),
            "falls": st.booleans(),
            "alpha": st.sampled_from((0.0, 1e-4, 0.03)),
            "batch": st.sampled_from((None, 1, 3, 8)),
            "seed": st.integers(0, 9999),
        }
    )
    lasting = {
        "hidden": tuple(draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))),
        "bias": draw(st.booleans()),
        "weights": draw(st.integers(0, 9999)),
    }
    starts = [0] + sorted(draw(st.sets(st.integers(1, 12), max_size=3)))
    phases = [phase(start, items=draw(some), dataset="own", **lasting, **draw(varying)) for start in starts]
    run = runs.Run(phases, max(starts) + draw(st.integers(0, 5)), None)
    text, shown, count = taken(run)
    printed = bare(tmp_path_factory.mktemp("any"), text.script())
    assert SAME % shown in printed
    assert not run.step or BITS % count in printed


def test_a_script_keeps_the_points_of_the_test_out_of_training(tmp_path):
    run = runs.Run([phase(hidden=(4,), count=20, share=30), phase(5, hidden=(4,), count=20, share=50)], 9, None)
    text, shown, count = taken(run)
    printed = bare(tmp_path, text.script())
    assert SAME % shown in printed and BITS % count in printed
    assert printed.count("on the 10 points of the test: loss ") == 2


def test_a_script_trains_on_from_the_weights(tmp_path):
    values = {"hidden": (4,), "count": 20, "batch": 6}
    run, later = runs.Run([phase(**values)], 10, None), runs.Run([phase(**values)], 17, None)
    printed = bare(tmp_path, taken(run)[0].script(), "--from-weights", "--go-on", "7")
    assert "Trained from" not in printed
    assert "step 17: loss %s," % on_the_page(later)[2] in printed


def test_a_run_whose_beginning_is_not_known_begins_with_the_weights_that_were_given(tmp_path):
    before, whole = phase(hidden=(3,), count=12), phase(hidden=(3,), count=12, rate=0.2)
    weights, _, _ = on_the_page(runs.Run([before], 5, None))
    run = runs.Run([before, whole._replace(start=7)], 9, (5, pack(weights)))
    wanted, points, shown = on_the_page(runs.Run([before, whole._replace(start=7)], 9, None))
    text = scripts.network(run, points, wanted, shown)
    assert scripts.GIVEN % 5 in text.notes
    printed = bare(tmp_path, text.script())
    assert "Trained from step 5 to step 9:" in printed and BITS % len(wanted) in printed


def test_a_script_of_a_changed_engine_says_so_and_that_the_weights_differ(tmp_path):
    run = RUNS["batches"]
    weights, points, shown = on_the_page(run)
    other = [weight + 0.25 for weight in weights]
    text = scripts.network(run, points, other, "", changed=["engine/nn.py"])
    assert "engine/nn.py" in text.script() and "engine/nn.py" in text.notebook()
    printed = bare(tmp_path, text.script())
    assert "The weights differ from the page's by at most 2.5e-01." in printed and "The page shows" not in printed


def test_a_script_of_a_net_as_large_as_the_page_has_them_needs_no_recursion(tmp_path):
    text, shown, count = taken(runs.Run([phase(hidden=(60, 60), count=2, rate=0.01)], 1, None))
    assert BITS % count in bare(tmp_path, text.script())


FUNCTIONS = [
    ("x**2 + 3*x  # by hand", {"x": 0.1}),
    ("exp(-x) * sin(y) / (1 + x**2)", {"x": 0.3, "y": -1.5}),
    ("lambda x: x**3 - 2**x", {"x": 1.25}),
    ("def f(x):\n    return (x + 2)**2 + x**3", {"x": 5.0}),
    ("def g(x):\n    return x * x\n\ndef f(x, y):\n    return g(x) + abs(y) + x", {"x": 5.0, "y": -0.1}),
    ("def g(x):\n    return h(x) * x\n\ndef h(x):\n    return tanh(x) + sqrt(x)", {"x": 0.7}),
    ("import math\n\ndef f(x):\n    return math.exp(x) * math.pi + math.log(x, 2)", {"x": 0.7}),
    ("from math import cos\nf = lambda x: cos(x).relu() ** 0.5", {"x": 0.7}),
    ("max(x, -x, 0.5) + min([x, y]) + relu(y) + sigmoid(x * y)", {"x": 0.5, "y": 0.5}),
    ("def f(x):\n    s = x * x\n    print(s)\n    for _ in range(3):\n        s = s + s * x\n    return s", {"x": -0.9}),
    ("sum([x**k for k in range(4)]) - x**-2", {"x": 1.7}),
    ("def power(a, b):\n    return a * b\n\ndef f(x):\n    return power(x, 3) + x**2.5", {"x": 1.7}),
    ("def main(a):\n    return 1 / a", {"a": 3.0}),
    ("x * 0 + 1e308 * x * x", {"x": 10.0}),
]


@pytest.mark.parametrize("text, values", FUNCTIONS, ids=[text for text, _ in FUNCTIONS])
def test_a_function_has_the_pages_value_and_derivatives(text, values, tmp_path):
    functions = Functions()
    names = functions.read(text)["names"]
    numbers = [values[name] for name in names]
    answer = functions.graph(text, numbers, "")
    shown = [answer["data"][-1]] + answer["derivatives"]
    export = scripts.derivatives(text, answer["form"], list(zip(names, numbers)), shown)
    printed = bare(tmp_path, export.script())
    assert printed.count("(the page: the same)") == len(shown)
    assert printed.endswith(bare(tmp_path, code_of(export.notebook())))


@pytest.mark.parametrize("seed, steps", [(None, 0), (None, 47), (3, 100)])
def test_a_line_has_the_pages_slope_intercept_and_loss(seed, steps, tmp_path):
    points, model = line_points(30, 0.2, 1), line_at(-0.5, 2.0)
    for number in range(steps):
        epoch, place = divmod(number, len(points))
        step(model, *points[order(len(points), epoch, seed)[place]], 0.03)
    a, b = model.a.data, model.b.data
    shown = ["%.4f" % x for x in (a, b, Bowl(points).loss(a, b))]
    state = {"points": points, "start": (-0.5, 2.0), "eta": 0.03, "seed": seed, "steps": steps, "a": a, "b": b, "shown": shown}
    export = scripts.line(state)
    for text in (export.script(), code_of(export.notebook())):
        printed = bare(tmp_path, text)
        assert "%s: the same." % shown[2] in printed and "That is the page's line, to the last bit." in printed
    state["a"] += 0.5
    printed = bare(tmp_path, scripts.line(state).script())
    assert "others." in printed and "That is another line" in printed


def test_the_settings_that_a_run_may_change_are_those_that_a_script_knows():
    data = {"dataset", "count", "noise", "share"}  # which a script has as points
    known = {*scripts.VARYING, *data, "hidden", "weights", "bias", "backend"}
    assert {key for key in SETTINGS if key[:5] != "stop_"} == known
