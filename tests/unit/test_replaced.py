"""Changed files of the engine are compiled right, or not at all: never as if they had not been changed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine import nn, train, value
from engine.compiler.formulas import Unknown
from engine.compiler.machine import Machine
from engine.compiler.replaced import REPLACED, differences, refuse, same
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.losses import hinge
from engine.nn import Net
from tests.setup import ROOT

SCRIPT = """
import json, sys
from pathlib import Path
before, after = json.loads(sys.argv[1])
from engine.compiler.replaced import originals
originals.update(before)
for path, text in after.items():
    Path(path).write_text(text)
"""
TRAINING = """
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.engines import ENGINES
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import schedule
from engine.train import take
for word in json.loads(sys.argv[2]):
    try:
        net = Net(hidden=(3,), bias=True, seed=1)
        engine = ENGINES[word](net, hinge, WasmtimeHost)
        take(engine.train(moons(12, 0.1, 1), schedule(0.5, True), alpha=0.01, batch_size=5), 8)
        engine.store()
        print(json.dumps([p.data.hex() for p in net.parameters()]))
    except Exception as error:
        print(json.dumps("%s: %s" % (type(error).__name__, error)))
"""


def outcomes(folder, path, pairs, engines=("python", "compiled"), script=TRAINING):
    """What comes of a training in each engine, with replacements in a file: parameters, or an exception as text."""
    shutil.copytree(ROOT / "engine", folder / "engine")
    before = after = (ROOT / path).read_text()
    for old, new in pairs:
        assert after.count(old) == 1, old
        after = after.replace(old, new)
    started = [sys.executable, "-c", SCRIPT.replace("from engine", "sys.path.insert(0, '.')\nfrom engine") + script]
    files = json.dumps([{path: before}, {path: after}])
    done = subprocess.run(
        [*started, files, json.dumps(engines)], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


UPDATE = "        p.data -= eta * p.grad\n"
LATER = "        eta = rate(number)\n"
TRAIN = {
    "the shuffle is taken out": [("Random(seed + epoch).shuffled(range(n))", "list(range(n))")],
    "gradients are clipped": [(UPDATE, "        p.data -= eta * max(-0.5, min(0.5, p.grad))\n")],
    "steps become longer later": [(LATER, LATER + "        eta *= 3 if number > 5 else 1\n")],
    "the penalty has another size": [("penalty = l2(parameters[i : i + CHUNK], alpha)", "penalty = l2(parameters, 2 * alpha)")],
    "another name stands for what it uses": [("\nCHUNK = 512", "\nRandom = lambda seed: __import__('random').Random(3)\nCHUNK = 512")],
    "functions are exchanged at the end": [("\ndef take(", "\ndef update(model, eta):\n    pass\n\n\ndef take(")],
}


@pytest.mark.parametrize("change", TRAIN)
def test_a_changed_training_is_done_by_values_and_said(change, tmp_path):
    values, compiled = outcomes(tmp_path, "engine/train.py", TRAIN[change])
    assert isinstance(values, list) or "Random" in values
    assert compiled.startswith("Unknown: ") and "in train.py has been changed" in compiled


def test_an_exception_or_an_endless_loop_after_some_steps_is_not_left_out(tmp_path):
    fails = [(LATER, LATER + "        assert number < 3, 'three steps are enough'\n")]
    values, compiled = outcomes(tmp_path / "fails", "engine/train.py", fails)
    assert values == "AssertionError: three steps are enough" and "train in train.py has been changed" in compiled
    hangs = [(LATER, LATER + "        while number > 2:\n            pass\n")]
    (compiled,) = outcomes(tmp_path / "hangs", "engine/train.py", hangs, engines=["compiled"])
    assert "train in train.py has been changed" in compiled


OTHERS = {
    "l2 is a sum of sizes": ("engine/losses.py", [("total = total + p**2", "total = total + (p**2) ** 0.5")], "l2 in losses.py"),
    "gradients are kept": ("engine/nn.py", [("p.grad = 0.0", "p.grad *= 0.9")], "Model.zero_grad in nn.py"),
    "Values train at half the rate": ("engine/engines.py", [("return train(", "rate = lambda n, r=rate: r(n) / 2\n        return train(")], "Values in engines.py"),
    "gradients are added up otherwise": ("engine/value.py", [("leaf.grad += grad", "leaf.grad = 0.5 * grad + leaf.grad")], "Value in value.py"),
    "results are rounded": ("engine/value.py", [("    out.grad = 0.0\n", "    out.grad = 0.0\n    out.data = round(out.data, 3)\n")], "apply in value.py"),
    "numbers are rounded": ("engine/rules.py", [("return float(data)", "return round(float(data), 3)")], "number in rules.py"),
}  # fmt: skip


@pytest.mark.parametrize("change", OTHERS)
def test_whatever_else_a_module_stands_for_is_not_taken_for_granted(change, tmp_path):
    path, pairs, words = OTHERS[change]
    values, compiled = outcomes(tmp_path, path, pairs)
    assert isinstance(values, list) and words + " has been changed" in compiled


FOLLOWED = {
    "a schedule": ("engine/recipes.py", [("min(step / steps, 1.0)", "min(step / steps, 1.0) ** 2 * (2 if step == 3 else 1)")]),
    "the numbers of the generator": ("engine/rng.py", [("0xBF58476D1CE4E5B9", "0xBF58476D1CE4E5BB")]),
    "the shuffle": ("engine/rng.py", [("        items = list(items)\n", "        items = list(items)\n        return items[::-1]\n")]),
    "a loss": ("engine/losses.py", [("return (1 - _margin(score, y)).relu()", "return (1 - _margin(score, y)).relu() ** 2")]),
    "a net": ("engine/nn.py", [("return total.relu() if self.relu", "return total * 0.1 + total.relu() if self.relu")]),
    "a neuron's power": ("engine/value.py", [("return apply(power(exponent), base)", "return base * base if exponent == 2 else apply(power(exponent), base)")]),
    "comments": ("engine/train.py", [('"""One step downhill', '"""A step downhill'), ("CHUNK = 512  #", "CHUNK = 512   #")]),
    "a helper that no training uses": ("engine/train.py", [("    taken = []\n", "    taken = list()\n")]),
}  # fmt: skip


@pytest.mark.parametrize("change", FOLLOWED)
def test_what_is_recorded_or_called_may_be_changed_and_is_compiled_to_the_same_bits(change, tmp_path):
    path, pairs = FOLLOWED[change]
    values, compiled = outcomes(tmp_path, path, pairs)
    assert isinstance(values, list) and values == compiled


def test_a_learning_rate_that_fails_later_fails_at_its_step():
    def rate(step):
        if step == 7:
            raise ValueError("no more")
        return 0.1

    training = Machine(Net(hidden=(3,)), hinge, WasmtimeHost).train([(0.5, 0.5, 1), (-0.5, 0.1, -1)], rate)
    next(training)
    assert training.send(50).number == 7
    with pytest.raises(ValueError, match="no more"):
        training.send(50)


@pytest.mark.parametrize(
    ("where", "name", "words"),
    [
        (train, "update", "update in train.py"),
        (train, "gradient", "gradient in train.py"),
        (train, "l2", "l2 in train.py"),
        (value, "apply", "apply in value.py"),
        (value, "topological_order", "topological_order in value.py"),
        (value.Value, "backward", "Value.backward in value.py"),
        (nn.Model, "zero_grad", "Model.zero_grad in nn.py"),
    ],
)
def test_what_is_put_in_place_of_a_function_while_the_engine_runs_is_noticed(where, name, words, monkeypatch):
    refuse()
    before = getattr(where, name)

    def other(*arguments):
        return before(*arguments)

    monkeypatch.setattr(where, name, other)
    with pytest.raises(Unknown, match=words + " has been changed"):
        Machine(Net(hidden=(3,)), hinge, WasmtimeHost)


def test_every_name_that_is_replaced_is_there_and_texts_are_compared_without_comments():
    for module, names in REPLACED.items():
        path = ROOT / (module.replace(".", "/") + ".py")
        for name in names:
            assert differences(path.read_text(), "", (name,)), name
    text = Path(train.__file__).read_text()
    assert same(text, text.replace("# parameters in one graph", "# how many")) and not same(text, text.replace("512", "511"))
