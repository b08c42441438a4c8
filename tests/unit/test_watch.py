"""What a recording could not know is noticed: decisions, numbers kept from before, other threads; all of it refused in words."""

import math
import threading

import pytest

from engine.compiler.machine import Machine
from engine.compiler.tape import record
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge, squared
from engine.nn import Net
from engine.train import take, train
from engine.value import Value
from tests.unit.test_compiler import both


class Changed(Net):
    """A net with something done to its score by `change(score, x, parameters)`."""

    change = None

    def __call__(self, x):
        return type(self).change(super().__call__(x), x, self.parameters())


LOOKING_MODELS = {
    "at the score": lambda score, x, p: score if score.data > 0 else 0.1 * score,
    "at an input": lambda score, x, p: score * 2 if x[0] != 0 else score,
    "which input is larger": lambda score, x, p: score * x[0] if getattr(x[0], "data", x[0]) > 0.1 else score,
    "at a parameter": lambda score, x, p: score + sum([v if v.data > 0 else -v for v in p], Value(0.0)),
    "whether a parameter is zero": lambda score, x, p: score * 2 if p[0].data else score,
    "by taking a parameter out of the graph": lambda score, x, p: score * Value(p[0].data),
    "by computing with a parameter": lambda score, x, p: score / (p[0].data ** 2 + 1),
    "by the sign of a parameter": lambda score, x, p: score * math.copysign(1.0, p[0].data),
    "whether parameters are near": lambda score, x, p: score * (1 + math.isclose(p[0].data, p[1].data, abs_tol=0.3)),
    "by what a parameter looks like": lambda score, x, p: score * float(repr(p[0].data)),
    "by taking the score out of the graph": lambda score, x, p: score * math.exp(score.data),
}
LOOKING_LOSSES = {
    "whether y is 1": lambda score, y: score if y == 1 else -score,
    "whether y is in a list": lambda score, y: score if y in (1, 2) else -score,
    "whether y is positive": lambda score, y: score if y > 0 else -score,
    "how large the error is": lambda score, y: score if abs((score - y).data) < 9 else -score,
    "by a dictionary": lambda score, y: {1.0: score, -1.0: -score}.get((score - y).data, score),
    "whether the error is large": lambda score, y: score if (score - y).data < 900 else -score,
}


@pytest.mark.parametrize("where", LOOKING_MODELS)
def test_a_model_that_looks_at_numbers_is_not_compiled_as_if_it_did_not(where):
    model = type("Looking", (Changed,), {"change": LOOKING_MODELS[where]})(hidden=(3,), bias=True, seed=1)
    before = [(p.data, type(p.data)) for p in model.parameters()]
    with pytest.raises(ValueError, match="the model or the loss (decides by|computes with|does something else)"):
        Machine(model, hinge, WasmtimeHost)
    assert [(p.data, type(p.data)) for p in model.parameters()] == before
    x = Value(2.0)
    assert (x * x).data > 3  # nobody watches any more


@pytest.mark.parametrize("what", LOOKING_LOSSES)
def test_a_loss_that_looks_at_numbers_is_not_compiled_as_if_it_did_not(what):
    with pytest.raises(ValueError, match="the model or the loss (decides by|computes with|does something else)"):
        Machine(Net(hidden=(3,)), LOOKING_LOSSES[what], WasmtimeHost)


def test_a_model_that_some_numbers_have_no_result_for_is_compiled():
    for change in (
        lambda score, x, p: score * (p[0] * 0 + x[0]).log(),
        lambda score, x, p: score * (x[0] / (x[0] - x[1])),
        lambda score, x, p: (score + 9).log(),
    ):
        record(type("Partial", (Changed,), {"change": change})(hidden=(2,), seed=1), hinge)
    with pytest.raises(ZeroDivisionError):
        record(Net(hidden=(2,)), lambda score, y: score / (y - y))


ONE = 1


def _sine_or(score, x):
    try:
        return score * math.sin(x[0])
    except TypeError:
        return score


BY_TYPE = {
    "a float": (lambda score, x, p: score * 2 if isinstance(x[0], float) else score, squared),
    "a whole number": (lambda score, x, p: score * 2 if isinstance(x[0], int) else score, squared),
    "no Value": (lambda score, x, p: score if isinstance(x[0], Value) else score + 1, hinge),
    "what can be handed to math": (lambda score, x, p: _sine_or(score, x), hinge),
    "the type of y": (None, lambda score, y: score * y if type(y) is int else score),
    "whether y is a float": (None, lambda score, y: score * y if isinstance(y, float) else score),
    "which object y is": (None, lambda score, y: score if y is ONE else score * y * 2),
}


@pytest.mark.parametrize("what", BY_TYPE)
def test_what_decides_by_the_types_of_numbers_is_not_compiled_as_if_it_did_not(what):
    change, loss = BY_TYPE[what]
    change = change or (lambda score, x, p: score)
    model = type("Deciding", (Changed,), {"change": change})(hidden=(3,), bias=True, seed=1)
    with pytest.raises(ValueError, match="decides by the types of numbers"):
        Machine(model, loss, WasmtimeHost)


class Keeping(Net):
    """A net that keeps something from when it was made; `kept(parameters)` says what."""

    kept = None

    def __init__(self):
        super().__init__(hidden=(3,), seed=1)
        self.extra = type(self).kept(super().parameters())

    def __call__(self, x):
        return super().__call__(x) * self.extra


def test_what_a_model_has_computed_from_its_parameters_before_is_not_recomputed_in_silence():
    with pytest.raises(ValueError, match="keeps a result of '\\*', which was computed before"):
        Machine(type("Stale", (Keeping,), {"kept": lambda p: p[0] * 2})(), hinge, WasmtimeHost)
    values, compiled = both(type("Fixed", (Keeping,), {"kept": lambda p: Value(3.0) * 2}), moons(4), hinge)
    assert values == compiled


def test_a_parameter_is_a_value_of_its_own():
    class Odd(Net):
        def parameters(self):
            return [make(p) for p in super().parameters()]

    class Own(Value):
        pass

    for make, words in (
        (lambda p: (p * 0 - 1.0), "parameter 0 was computed, by '-'"),
        (lambda p: p.data, "parameters are Values"),
        (lambda p: Own(p.data), "parameter 0 of the model is a Own, not a Value"),
    ):
        with pytest.raises((TypeError, ValueError), match=words):
            Machine(Odd(hidden=(2,)), hinge, WasmtimeHost)

    class Given(Net):
        def parameters(self):
            yield from super().parameters()

    with pytest.raises(TypeError, match="gives a generator"):
        Machine(Given(hidden=(2,)), hinge, WasmtimeHost)

    class Without(Net):
        def __call__(self, x):
            return 0.5

    with pytest.raises(ValueError, match="score is a float, not a Value"):
        Machine(Without(hidden=(2,)), hinge, WasmtimeHost)


def test_a_net_can_be_trained_while_another_thread_compiles():
    stop, failures = threading.Event(), []

    def training():
        net = Net(hidden=(2,), seed=3)
        try:
            while not stop.is_set():
                take(train(net, moons(4)), 1)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=training)
    thread.start()
    for _ in range(30):
        record(Net(hidden=(8, 8), seed=1), hinge)
    stop.set()
    thread.join()
    assert failures == []
