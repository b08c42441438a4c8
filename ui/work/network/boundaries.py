"""Where the score of a net is 0, for parameters that it does not have at present."""

from engine.compiler.painter import Painter
from engine.compiler.scores import grid, scorer
from ui.work.browser_host import BrowserHost
from ui.work.network.net_pictures import wiring
from ui.work.network.painting import CHUNK, COMPILED, FINE
from ui.work.network.session import session
from ui.work.picture import palette


def boundary(net, parameters, state, progress):
    """A generator of `progress`, again and again, that returns {"line": an SVG path, "grid": [columns, rows]}, of the domain of a state."""
    shades = palette(*state["palette"])
    machine, shape = session.machine, [len(layer) for layer in wiring(net) or ()]
    if machine and shape and [len(layer) for layer in machine.compiled.layers] == shape:
        return _by_machine(machine, parameters, state["domain"], shades)
    scores, rows, chunk = scorer(net), [], max(1, CHUNK // len(parameters))
    for row in grid(state["domain"], *FINE):
        line = []
        for i in range(0, len(row), chunk):
            line += scores(parameters, row[i : i + chunk])
            yield progress
        rows.append(line)
    _, (line,) = Painter(BrowserHost).picture(rows, shades, (0.0,))
    return {"line": joined(line), "grid": list(FINE)}


def joined(segments):
    """An SVG path of segments as `Machine.picture` has them, end to end where they meet, so that it can be dashed."""
    ends, lines = {}, []
    for i in range(0, len(segments), 4):
        a, b = ("%.2f %.2f" % tuple(segments[j : j + 2]) for j in (i, i + 2))
        ends.setdefault(a, []).append(b)
        ends.setdefault(b, []).append(a)
    for start in sorted(ends, key=lambda end: len(ends[end])):  # from loose ends first, then around what is closed
        while ends[start]:
            line = [start]
            while ends[line[-1]]:
                after = ends[line[-1]].pop()
                ends[after].remove(line[-1])
                line.append(after)
            lines.append("M" + "L".join(line))
    return "".join(lines)


def _by_machine(machine, parameters, domain, shades):
    """The machine has its own parameters again afterwards, and so has its model."""
    held, model = machine.parameters(), [p.data for p in machine.model.parameters()]
    try:
        _load(machine, parameters)
        _, (line,) = machine.picture(*COMPILED, domain, shades, (0.0,))
    finally:
        _load(machine, held)
        for p, number in zip(machine.model.parameters(), model):
            p.data = number
    return {"line": joined(line), "grid": list(COMPILED)}


def _load(machine, parameters):
    for p, number in zip(machine.model.parameters(), parameters):
        p.data = number
    machine.load()
