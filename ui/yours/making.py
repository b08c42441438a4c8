"""Makes the files that visitors take along, from what the page shows."""

import asyncio
import json

from engine.nn import Net
from engine.records.packed import pack
from engine.records.runs import Phase, Run
from ui.page.browser import by_id, window
from ui.yours import scripts
from ui.yours.tables import csv, state

SCALE = 2.0  # pixels of a picture for each CSS pixel
BLOB = "return new Promise(done => canvas.toBlob(done, 'image/png'))"


async def make(page, kind):
    """A file of the chapter that is open: (its name, its text or a Blob). Nothing if there is nothing to take."""
    if page.chapter == "network":
        return await _NETWORK[kind](page)


async def _network_csv(page):
    return "glassgrad-points.csv", csv(("x", "y", "label"), page.points.items)


async def _network_json(page):
    return "glassgrad-state.json", await whole_state(page)


async def _network_png(page):
    canvas, found = page.plane.canvas, []
    step = page.trainer.steps
    page.plane.at(SCALE, lambda: found.append(window.Function.new("canvas", BLOB)(canvas)))
    return scripts.file_name("plane", step) + ".png", await found[0]


async def _network_script(page):
    text, name = await _network(page)
    return name + ".py", text.script()


async def _network_notebook(page):
    text, name = await _network(page)
    return name + ".ipynb", text.notebook()


async def _network(page):
    run, weights, shown = await _now(page)
    text = scripts.network(run, list(page.points.items), weights, shown and shown[0], list(page.bridge.changed))
    return text, scripts.file_name("network", run.step)


async def _now(page):
    """The run, the weights of its step, and loss and accuracy as they are shown, None while they may be of another."""
    trainer = page.trainer
    while trainer.goal is not None:  # the step that is shown is on its way
        await asyncio.sleep(0.02)
    shown = by_id("loss").textContent, by_id("accuracy").textContent
    return run_of(page), weights_of(page), None if trainer.training or shown[0] == "–" else shown


def run_of(page):
    """How the net came to be as it is: a Run."""
    phases, given = [], None
    for step, (values, items, _), parameters in page.trainer.history.timeline.phases(page.trainer.steps):
        if not phases and parameters is not None:
            given = step, pack(numbers(parameters))
        phases.append(Phase(step, values, items, {}))
    if phases[0].start > 0:
        phases[0] = phases[0]._replace(start=0)
    return Run(phases, page.trainer.steps, given)


def weights_of(page):
    """The weights of now, as a list."""
    if page.trainer.parameters is not None:
        return numbers(page.trainer.parameters)
    values = page.values
    return [p.data for p in Net(hidden=values["hidden"], bias=values["bias"], seed=values["weights"]).parameters()]


def numbers(array):
    """The numbers of a typed array: whole ones would be cut to 32 bits on their way from JavaScript."""
    return [float(x) for x in json.loads(str(window.JSON.stringify(window.Object.values(array))))]


async def whole_state(page):
    """The whole state of the page, as JSON."""
    run, weights, shown = await _now(page)
    changed = dict(page.bridge.changed)
    return state(page.chapter, page.values, page.points.items, run, weights, shown, {}, changed)


_NETWORK = {
    "csv": _network_csv,
    "json": _network_json,
    "png": _network_png,
    "script": _network_script,
    "notebook": _network_notebook,
}
