"""How fast the engine is, beside others doing the same work in the same run: python3 -m tests.bench [here]

`python3 -m tests.bench soak --minutes 30` uses the page for so long instead, and prints what it holds: see soak.py;
`python3 -m tests.bench visits` prints how long visits take, and what they transfer: see visits.py.
It runs in the tests' environment; `here` is for a Python that has the requirements, and perhaps PyTorch, itself.
Ratios count, times depend on the machine: the runs of all candidates take turns, and medians are shown.
The full-batch step is that of steps.py. ConvNetJS comes closest to it with its own layers and Trainer, and with
a hinge loss put on its regression layer, because its svm layer wants a score for each of two classes. Neither
it nor micrograd can do without biases. Python's garbage collector is on.
"""

import os
import subprocess
import sys
import tracemalloc

from tests.bench.measure import medians, per_call, show

CHROMIUM = "compiled, Chromium, from JavaScript"


def main():
    from tests.bench import browser
    from tests.bench.timeline import timeline
    from tests.bench.views import views

    with browser.opened() as page:
        full_batch_step(page)
        browser.pictures(page)
        browser.starts(page)
        browser.growth(page)
        browser.batches(page)
        timeline(page.context.browser)
        views(page.context.browser)
    memory()


def full_batch_step(page):
    """All engines, in Chromium and in CPython, taking turns."""
    from engine.compiler.wasmtime_host import WasmtimeHost
    from tests.bench import steps
    from tests.bench.browser import candidate, step

    candidates = {
        CHROMIUM: step(page, 16, 100)[0],
        "compiled, Chromium, from Pyodide": candidate(page, "compiled"),
        "compiled, Chromium, from Pyodide, many at once": candidate(page, "compiled, many"),
        "ConvNetJS, Chromium *": candidate(page, "ConvNetJS"),
        "Value, Pyodide": candidate(page, "Value"),
        "micrograd, Pyodide *": candidate(page, "micrograd"),
        "compiled, CPython, wasmtime": timed(steps.compiled(WasmtimeHost)),
        "compiled, CPython, wasmtime, many at once": timed(*steps.compiled_many(WasmtimeHost)),
        "Value, CPython": timed(steps.values()),
        "Value, CPython *": timed(steps.values(bias=True)),
        "micrograd, CPython *": timed(steps.micrograd()),
    }
    try:
        candidates["PyTorch eager, CPython"] = timed(steps.pytorch())
    except ImportError:
        print("PyTorch is not installed for %s: its row is left out.\n" % sys.executable)
    times = medians(candidates)
    show(
        "Full-batch step: 100 points, 2-16-16-1 without biases (* with biases), hinge",
        ["", "median µs", "ratio"],
        [(name, (time, "{:,.1f}"), (time / times[CHROMIUM], "{:,.2f}")) for name, time in times.items()],
    )


def timed(call, steps=1):
    """The candidate that times this function, which does so many steps."""
    return lambda: per_call(call) / steps


def memory():
    """Bytes that steps with Value objects leave behind and need on the way."""
    from tests.bench.steps import values

    step = values(bias=True)
    step()
    tracemalloc.start()
    step()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(20):
        step()
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print("Memory of Value in CPython: %+.1f kB after 20 steps, at most %.1f MB" % ((after - before) / 1e3, peak / 1e6))


def soak(words):
    """The long use, with the words after `soak`."""
    from tests.bench.soak import soak

    soak(float(words[1]) if words[:1] == ["--minutes"] else 30.0)


if __name__ == "__main__":
    if sys.argv[1:] == ["here"]:
        main()
    elif sys.argv[1:3] == ["here", "soak"]:
        soak(sys.argv[3:])
    elif sys.argv[1:3] == ["here", "visits"]:
        from tests.bench import visits

        visits.main(sys.argv[3:])
    else:
        from tests.setup import ROOT, ready
        from ui.site.runtimes import Missing

        try:
            python, told = ready(() if sys.argv[1:2] == ["visits"] else ["chromium"])
        except Missing as missing:
            sys.exit(str(missing))
        sys.exit(subprocess.run([python, "-m", "tests.bench", "here", *sys.argv[1:]], cwd=ROOT, env={**os.environ, **told}).returncode)
