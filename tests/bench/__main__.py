"""How fast the engine is, beside others doing the same work in the same run: python3 -m tests.bench

Ratios count, times depend on the machine: the runs of all candidates take turns, and medians are shown.
"""

import gc
import os
import subprocess
import sys
import time
import tracemalloc

from engine.data import moons
from engine.field import scorer
from engine.host import WasmtimeHost
from engine.losses import hinge
from engine.machine import Machine
from engine.nn import Net
from engine.recipes import constant
from engine.train import take, train

ROUNDS = 7
POINTS = moons(100, 0.1, 0)


def main():
    print("One full-batch step: 100 points, 2-16-16-1 with biases, hinge loss, garbage collector on")
    candidates = {
        "compiled, wasmtime": step_of_the_compiled_engine(),
        "engine.Value": step_of_the_engine(),
        "micrograd (PyPI)": step_of_micrograd(),
    }
    times = interleaved(candidates)
    base = times["engine.Value"]
    print("%-20s %10s %8s" % ("", "median ms", "ratio"))
    for name, seconds in times.items():
        print("%-20s %10.3f %8.4f" % (name, 1000 * seconds, seconds / base))
    print()
    picture()
    memory()


def step_of_the_engine():
    training = train(Net(bias=True, seed=0), POINTS, rate=constant(0.01))
    return lambda: take(training, 1)


def step_of_the_compiled_engine():
    training = Machine(Net(bias=True, seed=0), hinge, WasmtimeHost).train(POINTS, constant(0.01))
    return lambda: take(training, 1)


def step_of_micrograd():
    from micrograd.nn import MLP

    model = MLP(2, [16, 16, 1])

    def step():
        scores = [model([x1, x2]) for x1, x2, _ in POINTS]
        losses = [(1 + -y * score).relu() for (_, _, y), score in zip(POINTS, scores)]
        loss = sum(losses) * (1.0 / len(losses))
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= 0.01 * p.grad

    return step


def interleaved(candidates):
    """The median time of each candidate, in seconds, over ROUNDS rounds in which each has its turn."""
    gc.enable()
    times = {name: [] for name in candidates}
    for step in candidates.values():
        step()
    for _ in range(ROUNDS):
        for name, step in candidates.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
    return {name: sorted(values)[ROUNDS // 2] for name, values in times.items()}


def picture():
    net = Net(bias=True, seed=0)
    scores, parameters = scorer(net), [p.data for p in net.parameters()]
    places = [(0.06 * i - 1.5, 0.05 * j - 1.5) for i in range(65) for j in range(61)]
    times = interleaved({"plain floats": lambda: scores(parameters, places)})
    print("Scores of 65 x 61 places in plain floats: %.1f ms" % (1000 * times["plain floats"]))


def memory():
    step = step_of_the_engine()
    step()
    tracemalloc.start()
    step()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(20):
        step()
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print("Memory: %+.1f kB after 20 steps, at most %.1f MB on the way" % ((after - before) / 1e3, peak / 1e6))


if __name__ == "__main__":
    try:
        import micrograd  # noqa: F401
    except ImportError:  # not in the tests' environment yet: set it up, and go on there
        from tests.setup import ROOT, environment

        python = environment()
        os.chdir(ROOT)
        sys.exit(subprocess.run([python, "-m", "tests.bench"]).returncode)
    main()
