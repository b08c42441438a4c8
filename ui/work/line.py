"""The side of the chapter "line" in the worker: steps with changed engine files, and the three paths of descent."""

import json
import math
from time import perf_counter

from engine.exhibits.bowl import Bowl, largest_in_order
from engine.linear import descend, line_at
from ui.line.example import FAR, run_text
from ui.work.failures import sentence

OUT = 300.0  # a slope or intercept so large is far out of the picture, and the path ends there
DRAWN = 800  # places of a path that are drawn, about


class Paths:
    """One set of paths at a time, a bit of it at every call."""

    def begin(self, task):
        """Begin the paths of a task: JSON of start, points, eta, epochs and sizes of batches; answers as `go_on`."""
        task = json.loads(task)
        self._task, self._work, self._found = task, self._follow(task), []
        return self.go_on(0)

    def go_on(self, budget):
        """Work for some milliseconds. JSON: {} if there is more to do, else {"paths": [...], "stable": eta}.

        Each path has steps, a, b, loss (the mean over all points), diverged, and line, an SVG path over (a, b).
        """
        deadline = perf_counter() + budget / 1000.0
        try:
            for _ in self._work:
                if perf_counter() > deadline:
                    return "{}"
            return json.dumps({"paths": self._found, "stable": largest_in_order(self._task["points"])})
        except BaseException as error:  # the visitor has changed the engine
            return json.dumps({"trouble": sentence(error)})

    def _follow(self, task):
        points, epochs = task["points"], task["epochs"]
        bowl = Bowl(points)
        for size in task["sizes"]:
            size = min(size, len(points))
            model = line_at(*task["start"])
            every = 1 + epochs * -(-len(points) // size) // DRAWN
            places, steps, out = [(model.a.data, model.b.data)], 0, False
            for _ in descend(model, points, task["eta"], epochs, size):
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
            found = {"steps": steps, "diverged": not near, "line": line}
            if near:
                found.update(a=here[0], b=here[1], loss=bowl.loss(*here))
            self._found.append(found)


def register(sync):
    """Let the page call what this chapter needs."""
    paths = Paths()
    sync.line_run = run_text
    sync.line_paths = paths.begin
    sync.line_paths_on = paths.go_on
