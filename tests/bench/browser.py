"""The part of the benchmark that runs in Chromium: its page, and the tables of what only the page measures."""

import importlib.util
import os
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.measure import ROUNDS, medians, show
from tests.e2e.conftest import serving
from tests.e2e.launch import arguments
from tests.setup import ROOT, variable
from ui.site.build import files as site_files

FILES = (
    "engine/**/*.py",
    "ui/__init__.py",
    "ui/work/__init__.py",
    "ui/work/browser_host.py",
    "ui/work/picture.py",
    "tests/__init__.py",
    "tests/bench/*.py",
)
OWN = (
    Path("tests/bench/page.html"),
    Path("tests/bench/page.js"),
    Path("ui/node_modules/convnetjs/build/convnet.js"),
)
WIDTHS = (16, 32, 64)  # of both hidden layers
COUNTS = (10, 100, 1_000, 10_000, 100_000)  # points


@contextmanager
def opened():
    """The page in Chromium, with Python running."""
    server = serving(ROOT, lambda: [*site_files(), *OWN])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**arguments("chromium", os.environ.get(variable("chromium"), "")))
        page = browser.new_page()
        page.goto(server.url + "tests/bench/page.html")
        page.evaluate("files => bench.start(files)", files())
        yield page
        browser.close()
    server.shutdown()
    server.server_close()


def files():
    """What Pyodide needs, path -> text: the engine, this benchmark, and micrograd from where it is installed."""
    paths = {path.relative_to(ROOT).as_posix(): path for pattern in FILES for path in ROOT.glob(pattern)}
    micrograd = Path(importlib.util.find_spec("micrograd").origin).parent
    paths.update({"micrograd/" + path.name: path for path in micrograd.glob("*.py")})
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


def candidate(page, name):
    """A candidate that page.js or inside.py know by this name."""
    return lambda: page.evaluate("name => bench.measure(name)", name)


def step(page, width, count):
    """A candidate, a full-batch step called from JavaScript, and the bytes of its module's memory."""
    name = "step %d %d" % (width, count)
    size = page.evaluate("([name, width, count]) => bench.prepareStep(name, width, count)", [name, width, count])
    return candidate(page, name), size


def pictures(page):
    """The 200 x 200 picture, by its parts and as a whole, beside the same scores in plain floats."""
    names = {
        "field, from JavaScript": "field",
        "colours, from JavaScript": "colours",
        "contour, 3 levels, from JavaScript": "contours",
        "Machine.picture, all of these, in Pyodide": "Machine.picture",
        "plain-float scores alone, in Pyodide": "plain floats",
    }
    times = medians({label: candidate(page, name) for label, name in names.items()})
    base = times["Machine.picture, all of these, in Pyodide"]
    show(
        "Pictures in Chromium: 200 x 200 nodes, 2-16-16-1 without biases",
        ["", "median ms", "ratio"],
        [(label, (time / 1000, "{:.3f}"), (time / base, "{:.3f}")) for label, time in times.items()],
    )


def starts(page):
    """From a net to its first step, 100 points, in Pyodide; widths take turns. What is timed: see inside.start."""
    rounds = {width: [] for width in WIDTHS}
    for _ in range(ROUNDS):
        for width in WIDTHS:
            rounds[width].append(page.evaluate("width => bench.timeStart(width)", width))
    rows, first = [], None
    for width, values in rounds.items():
        compiling, loading, total, size, parameters = map(median, zip(*values))
        each = compiling / parameters
        first = first or each
        rows.append(
            (
                "%d-%d" % (width, width),
                (parameters, "{:,}"),
                (compiling, "{:.1f}"),
                (loading, "{:.1f}"),
                (total, "{:.1f}"),
                (size, "{:,}"),
                (each / first, "{:.2f}"),
            )
        )
    show(
        "Compiling in Pyodide, median ms; the ratio is that of trace + emit per parameter",
        ["hidden", "parameters", "trace + emit", "instantiate", "net to first step", "module bytes", "ratio"],
        rows,
    )


def growth(page):
    """How the time of a step grows with the net, 1,000 points."""
    times = medians({width: step(page, width, 1_000)[0] for width in WIDTHS})
    rows, first = [], None
    for width, time in times.items():
        parameters = 2 * width + width * width + width
        each = 1000 * time / 1_000 / parameters
        first = first or each
        rows.append(("%d-%d" % (width, width), (time, "{:,.1f}"), (each, "{:.3f}"), (each / first, "{:.2f}")))
    show(
        "Larger nets in Chromium: full-batch step, 1,000 points, from JavaScript",
        ["hidden", "median µs", "ns per example and parameter", "ratio"],
        rows,
    )


def batches(page):
    """How time and memory grow with the number of points; memory comes in pages of 64 KiB."""
    steps = {count: step(page, 16, count) for count in COUNTS}
    times = medians({count: candidate for count, (candidate, _) in steps.items()})
    least = steps[COUNTS[0]][1]
    rows = []
    for count, time in times.items():
        more = steps[count][1] - least
        each = 1000 * time / count
        rows.append(("{:,}".format(count), (each, "{:.1f}"), (more, "{:,}"), (more / count, "{:.1f}")))
    show(
        "More points in Chromium: full-batch step, 2-16-16-1 without biases, from JavaScript",
        ["points", "ns per example", "memory beyond that for 10, bytes", "bytes per point"],
        rows,
    )
