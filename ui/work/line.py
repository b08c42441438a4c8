"""The side of the chapter "line" in the worker: steps with changed engine files, and the three paths of descent."""

import math

from engine.exhibits.bowl import Bowl, largest_in_order
from engine.exhibits.line_by_line import FAR, run
from engine.linear import descend, line_at
from engine.nn import Linear
from ui.work.registry import entry

OUT = 300.0  # a slope or intercept so large is far out of the picture, and the path ends there
DRAWN = 800  # places of a path that are drawn, about


@entry("line_paths")
def paths(task):
    """The paths of a task: a dict of start, points, eta, epochs, sizes of batches and the order's seed. Yields None
    between examples.

    Returns {"paths": [...], "stable": eta}. Each path has steps, a, b, loss (the mean over all points), diverged,
    and line, an SVG path over (a, b).
    """
    points, epochs, found = [tuple(point) for point in task["points"]], task["epochs"], []
    bowl = Bowl(points)
    for size in task["sizes"]:
        size = min(size, len(points))
        model = line_at(*task["start"])
        every = 1 + epochs * -(-len(points) // size) // DRAWN
        places, steps, out = [(model.a.data, model.b.data)], 0, False
        for _ in descend(model, points, task["eta"], epochs, size, task["seed"]):
            steps += 1
            here = model.a.data, model.b.data
            near = all(math.isfinite(p) and abs(p) < FAR for p in here)
            if not near:
                break
            if steps % every == 0 and not out:
                out = max(map(abs, here)) > OUT
                places.append(here)
            yield
        line = "M" + "L".join(["%.5g %.5g" % place for place in places + ([here] if near and not out else [])])
        end = {"steps": steps, "diverged": not near, "line": line}
        if near:
            end.update(a=here[0], b=here[1], loss=bowl.loss(*here))
        found.append(end)
    return {"paths": found, "stable": largest_in_order(points)}


@entry("line_start")
def line_start(seed):
    """Slope and intercept with which the class begins."""
    model = Linear(seed=seed)
    return [model.a.data, model.b.data]


@entry("line_run")
def line_run(task):
    """What `run` makes of a task, with the engine's files as they are here."""
    return run(task)
