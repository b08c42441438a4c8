"""What the page asks of the inside of the net in training: of all its parts, of the one that is picked, and of a point.

Everything belongs to one step: what the module knows is taken at once, the rest is computed on a copy of the net,
which stays as it is while training goes on.
"""

from array import array

from engine.value import Value
from ui.work.network.comparing import net_of
from ui.work.network.inside import at_point, formula, next_step, parts, switched_on
from ui.work.network.session import session
from ui.work.registry import WithArrays, entry

ARROWS = 300  # points whose pull is shown with its direction, at most
SLICE = 20  # points between two looks at the clock


@entry("inspect")
def inspect(wanted):
    """A task that returns what is inside the net now, as a dict with arrays, or None while there is no net to look at.

    wanted  part ("neuron", layer, index), ("edge", layer, neuron, source) or None; point, the index of one or None;
            pulls, whether to say where each point that pulls moves the boundary; places, the kind of net whose places are known
    steps       after how many steps
    layers      how many neurons each layer has, None if the net has no layers of neurons
    count       of the points that are trained on; on: how many of them switch each neuron on, a list by layer
    losses      on each point; slopes: of its loss by its score; both 0 for points held out for the test, which do not pull
    scores      of each point (array)
    parameters, gradients, after: as they are, of the next step, and after it (arrays; gradients are those of the last
                step and there is no `after` where no module can look ahead)
    kind        of the net: its hidden widths, and whether it has biases
    largest     the place of the largest gradient among the parameters; places: (layer, neuron, source) of each, where the
                source is None for a bias
    arrows      [x1, x2] of the score's derivative at each of the first points that pull
    part, point what was asked for; held: whether that point is held out for the test
    """
    if session.preparing or session.error or not session.engine or session.trouble:
        return None
    state, points, engine, machine = session.state, list(session.points), session.engine, session.machine
    learnt, held = list(session.learnt), list(session.held)
    found, arrays = {"steps": session.steps}, {"parameters": engine.parameters()}
    net = net_of(state, arrays["parameters"])
    places = parts(net)
    kind = [list(state["hidden"]), state["bias"]]
    shape = None if places is None else [len(layer.neurons) for layer in net.layers]
    found.update(layers=shape, places=places if wanted["places"] != kind else None, kind=kind)
    if machine:
        session.follow()
        arrays["scores"], found["on"] = _by_machine(machine, points, learnt, shape)
        if learnt:
            ahead = next_step(machine, learnt, session.rate, dict(session.options, start=session.steps))
            arrays["gradients"], _, arrays["after"] = ahead
    else:
        arrays["gradients"] = engine.gradients()
        arrays["scores"], found["on"] = yield from _by_values(net, points, held, shape)
    yield
    if "gradients" in arrays and places:
        found["largest"] = max(range(len(places)), key=lambda place: abs(arrays["gradients"][place]))
    found["count"] = len(learnt)
    found["losses"], found["slopes"] = yield from _losses(session.loss, arrays["scores"], points, held)
    part, point = wanted["part"], wanted["point"]
    if part and places and part[0] == "neuron" and part[1] <= len(shape) and part[2] < shape[part[1] - 1]:
        found["part"] = formula(net, part[1], part[2])
    if point is not None and point < len(points) and places:
        found["point"] = at_point(net, session.loss, points[point])
        found["held"] = held[point]
        arrays["shares"] = array("d", found["point"].pop("shares"))
        yield
    if wanted["pulls"]:
        pulling = [i for i, loss in enumerate(found["losses"]) if loss > 0][:ARROWS]
        found["arrows"] = yield from _arrows(net, [points[i] for i in pulling])
    return WithArrays(found, arrays)


def _by_machine(machine, points, learnt, shape):
    """The scores of all points, and how many of those that are trained on switch each neuron on."""
    layers = machine.inside(learnt, machine.compiled.layers)
    known = [len(layer) for layer in layers] == shape
    if known and len(points) == len(learnt):
        return layers[-1][0], switched_on(layers)
    return machine.inside(points, [[machine.compiled.score]])[0][0], switched_on(layers) if known else None


def _by_values(net, points, held, shape):
    scores, on = array("d"), shape and [[0] * width for width in shape]
    for (*x, _), left_out in zip(points, held):
        values = [Value(v) for v in x]
        if shape:
            for layer, counts in zip(net.layers, on):
                values = layer(values)
                for i, value in enumerate(values):
                    counts[i] += value.data > 0 and not left_out
        scores.append(values[0].data if shape else net(values).data)
        yield
    return scores, on


def _losses(loss, scores, points, held):
    lost, slopes = [], []
    for i, (score, point) in enumerate(zip(scores, points)):
        if held[i]:
            lost.append(0.0)
            slopes.append(0.0)
            continue
        value = Value(score)
        result = loss(value, point[-1])
        result.backward()
        lost.append(result.data)
        slopes.append(value.grad)
        if i % SLICE == 0:
            yield
    return lost, slopes


def _arrows(net, points):
    arrows = []
    for *x, _ in points:
        place = [Value(v) for v in x]
        net(place).backward()
        arrows.append([v.grad for v in place])
        yield
    return arrows
