"""Makes the files that visitors take along from chapter 3, and the whole state."""

import asyncio

from engine.nn import Net
from engine.records.packed import unpack
from engine.records.runs import Run
from ui.page.browser import by_id
from ui.page.packing import pack
from ui.yours import scripts, svg_charts, svg_copies
from ui.yours.making_chapters import CHAPTERS, picture, told
from ui.yours.tables import csv, state

LOSS, ACCURACY, TEST_LOSS, TEST_ACCURACY, GRADIENT = 1, 2, 3, 4, 5  # places in a row of a curve


async def make(page, kind):
    """A file of the chapter that is open: (its name, its text or a Blob). Nothing if there is nothing to take."""
    if kind == "json":
        return "glassgrad-state.json", await whole_state(page)
    if page.chapter == "network":
        return await _NETWORK[kind](page)
    return await CHAPTERS[page.chapter][kind](page)


async def _csv(page):
    return "glassgrad-points.csv", csv(("x", "y", "label"), page.points.items)


async def _png(page):
    return scripts.file_name("plane", page.trainer.steps) + ".png", await picture(page.plane, page.plane.canvas)


async def _svg(page):
    """The net, where it is to be seen, and the curves of training."""
    rows, ghosts = page.curve.series.rows, page.curve.ghosted.rows if page.curve.ghosted else []
    log_x, log_loss = by_id("log-steps").checked, by_id("log-loss").checked
    parts = [part for part in [svg_copies.net(svg_charts.WIDTH)] if part]
    for title, places, options in (
        ("Loss", (LOSS, TEST_LOSS), {"log_y": True} if log_loss else {"low": 0.0}),
        ("Accuracy", (ACCURACY, TEST_ACCURACY), {"high": 1.0, "percent": True}),
        ("Norm of the gradient", (GRADIENT,), {"log_y": True}),
    ):
        lines = []
        for name, place, colour, dash in zip(("training", "test"), places, (svg_charts.ACCENT, svg_charts.INK), ("", "5 4")):
            for more, series, width in ((" before", ghosts, 1), ("", rows, 2)):
                if [row for row in series if row[place] is not None]:
                    shown = [(row[0], row[place]) for row in series]
                    lines.append(svg_charts.curve(name + more, colour if not more else svg_charts.QUIET, shown, width, dash))
        parts.append(svg_charts.chart(title, "steps", lines, log_x=log_x, **options))
    title = "A net in training at step %d" % page.trainer.steps
    return scripts.file_name("network", page.trainer.steps) + ".svg", svg_charts.drawing(title, parts)


async def _script(page):
    text, name = await _network(page)
    return name + ".py", text.script()


async def _notebook(page):
    text, name = await _network(page)
    return name + ".ipynb", text.notebook()


async def _network(page):
    run, weights, shown = await _now(page)
    text = scripts.network(run, list(page.points.items), weights, shown and shown[0], list(page.bridge.changed))
    return text, scripts.file_name("network", run.step)


async def _now(page):
    """The run, the weights of its step, and loss and accuracy as they are shown, None while they may be of another."""
    trainer = page.trainer
    while trainer.goal is not None or page.reopening.run:  # the step that is shown is on its way
        await asyncio.sleep(0.02)
    shown = by_id("loss").textContent, by_id("accuracy").textContent
    return _run(page), _weights(page), None if trainer.training or shown[0] == "–" else shown


def _run(page):
    """How the net came to be as it is: a Run, also where that is more than a link would do again."""
    run = page.state()[3]
    known = page.scrubber and page.scrubber.history.first == 0 and not page.bridge.changed
    return Run(run.phases, run.step, None) if known else run


def _weights(page):
    """The weights of now, as a list."""
    if page.trainer.parameters is not None:
        return unpack(pack(page.trainer.parameters))
    values = page.values
    return [p.data for p in Net(hidden=values["hidden"], bias=values["bias"], seed=values["weights"]).parameters()]


async def whole_state(page):
    """The whole state of the page, as JSON."""
    run, weights, shown = await _now(page)
    changed = dict(page.bridge.changed)
    return state(page.chapter, page.values, page.points.items, run, weights, shown, told(page), changed)


_NETWORK = {"csv": _csv, "png": _png, "svg": _svg, "script": _script, "notebook": _notebook}
