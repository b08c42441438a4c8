"""Makes the files that visitors take along from chapters 1 and 2."""

from ui.page.browser import by_id, window
from ui.yours import scripts, svg_charts, svg_copies
from ui.yours.nothing import Nothing
from ui.yours.tables import csv

SCALE = 2.0  # pixels of a picture for each CSS pixel
BLOB = "return new Promise(done => canvas.toBlob(done, 'image/png'))"
NO_GRAPH = "There is no graph of this function yet, so there is nothing to take."
NO_LINE = "The chapter is still being opened."
UNDER_WAY = "On the page an example is under way; this is the line before it."


async def picture(drawn, canvas):
    """A PNG, as a Blob, of a canvas at SCALE; `drawn` draws it."""
    found, blob = [], window.Function.new("canvas", BLOB)
    drawn.at(SCALE, lambda: found.append(blob(canvas)))
    return await found[0]


def told(page):
    """What chapters 1 and 2 show, as far as they were opened, for the whole state."""
    found = {}
    graph = page.chapters.opened("derivatives")
    if graph and graph.computed():
        text, names, numbers, answer = graph.computed()
        derivatives = dict(zip(names, [float(x) for x in answer["derivatives"]]))
        found["derivatives"] = {
            "function": text,
            "variables": dict(zip(names, numbers)),
            "result": float(answer["data"][-1]),
            "derivatives": derivatives,
        }
    line = page.chapters.opened("line")
    if line:
        found["line"] = dict(_state(line), settings=line.fields.values)
    return found


def _graph(page):
    chapter = page.chapters.opened("derivatives")
    computed = chapter and chapter.computed()
    if not computed:
        raise Nothing(NO_GRAPH)
    return chapter, computed


def _function(page):
    _, (text, names, numbers, answer) = _graph(page)
    shown = [answer["data"][-1]] + answer["derivatives"]
    return scripts.derivatives(text, answer["form"], list(zip(names, numbers)), shown, list(page.bridge.changed))


async def _function_script(page):
    return scripts.file_name("derivatives") + ".py", _function(page).script()


async def _function_notebook(page):
    return scripts.file_name("derivatives") + ".ipynb", _function(page).notebook()


async def _function_csv(page):
    """The nodes of the graph, each after those that it is computed from."""
    chapter, (_, _, _, answer) = _graph(page)
    trace = chapter.stepping.trace
    rows = []
    for i, node in enumerate(trace.nodes):
        operands = " ".join([trace.name(operand) for operand in node["of"]])
        rows.append((trace.name(i), node["op"], operands, float(trace.data[i]), float(answer["grads"][i])))
    return "glassgrad-graph.csv", csv(("node", "operation", "operands", "data", "grad"), rows)


async def _function_svg(page):
    _graph(page)
    return "glassgrad-graph.svg", svg_copies.copied(by_id("graph").querySelector("svg.graph"), "The graph of a function")


def _line(page):
    line = page.chapters.opened("line")
    if not line:
        raise Nothing(NO_LINE)
    return line


def _state(line):
    """The line's state, before the example under way if there is one; `shown`, as the page shows it."""
    journey = line.journey
    a, b = journey.base[:2] if journey.lines else (journey.a, journey.b)
    return {
        "points": line.examples(),
        "start": journey.start,
        "eta": line.fields.values["eta"],
        "seed": journey.seed,
        "steps": journey.steps,
        "a": a,
        "b": b,
    }


def _descent(page):
    line = _line(page)
    if not line.points.items:
        raise Nothing("There are no points, so there is no line to take.")
    shown = None
    if not line.journey.lines:
        shown = [str(by_id(name).textContent).replace("−", "-") for name in ("slope", "intercept", "line-loss")]
    state = dict(_state(line), shown=shown)
    text = scripts.line(state, list(page.bridge.changed))
    if line.journey.lines:
        text.notes.append(UNDER_WAY)
    return text, scripts.file_name("line", state["steps"])


async def _line_script(page):
    text, name = _descent(page)
    return name + ".py", text.script()


async def _line_notebook(page):
    text, name = _descent(page)
    return name + ".ipynb", text.notebook()


async def _line_csv(page):
    return "glassgrad-line-points.csv", csv(("x", "y"), _line(page).examples())


async def _line_png(page):
    sheet = _line(page).scatter.sheet
    return scripts.file_name("line", _line(page).journey.steps) + ".png", await picture(sheet, sheet.canvas)


async def _line_svg(page):
    line = _line(page)
    journey, bowl = line.journey, line.bowl
    lines = [("the line", svg_charts.ACCENT, journey.a, journey.b, "")]
    if bowl and bowl.flat > 0:
        lines.insert(0, ("least squares", svg_charts.INK, bowl.a, bowl.b, "2 5"))
    plane = svg_charts.scatter("The line", line.scatter.sheet.domain, line.examples(), lines)
    singles = [(when, loss) for when, loss, _ in journey.curve if loss is not None]
    means = [(when, mean) for when, _, mean in journey.curve if mean is not None]
    curves = [
        svg_charts.curve("one example", svg_charts.NEGATIVE, singles, width=1),
        svg_charts.curve("all points", svg_charts.ACCENT, means, width=2.5, dots=3),
    ]
    chart = svg_charts.chart("Squared error", "epochs", curves, log_y=True)
    title = "A line after %d steps" % journey.steps
    return scripts.file_name("line", journey.steps) + ".svg", svg_charts.drawing(title, [plane, chart])


CHAPTERS = {
    "derivatives": {
        "csv": _function_csv,
        "svg": _function_svg,
        "script": _function_script,
        "notebook": _function_notebook,
    },
    "line": {
        "csv": _line_csv,
        "png": _line_png,
        "svg": _line_svg,
        "script": _line_script,
        "notebook": _line_notebook,
    },
}
