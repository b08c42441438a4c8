"""Where a run leaves the finite numbers: at which step, and which number of the engine's own graph is the first."""

from math import isfinite

from engine.check import first_not_finite
from engine.engines import Values
from engine.recipes import schedule
from engine.train import train
from engine.value import Value, topological_order
from ui.work.network.comparing import learnt, loss_of, net_of, put
from ui.work.network.compiling import Compiling
from ui.work.network.inside import parts
from ui.work.registry import entry

SLICE = 50  # steps between two looks at the clock


class Found(Exception):
    """A number that is not finite: `what` is it, as the entry says."""

    def __init__(self, **what):
        super().__init__()
        self.what = what


@entry("divergence")
def divergence(state, parameters=None):
    """A task that goes on from a finite state until a number is not finite; None if that does not happen soon.

    Returns a dict: step, the one that was begun and could not be finished; number, "data", "grad", "sum", "l2" or
    "update"; layer and neuron, from 1 and 0, or None where it is in no layer; parameter, its index, if it is one,
    and place, its (layer, neuron, source) as `parts` has it;
    point, (x..., y), if it was one point's; why, a part of a sentence, perhaps ""; layers, how many neurons each has.
    """
    net, loss, points = net_of(state, parameters), loss_of(state), learnt(state)
    rate = schedule(state["rate"], state["falls"])
    options = dict(alpha=state["alpha"], batch_size=state["batch"], seed=state["seed"])
    engine = Values(net, loss)
    if state["backend"] == "compiled":
        try:
            engine = yield from Compiling().machine(net, (tuple(state["hidden"]), state["bias"]), loss)
        except Exception:  # an operation without a formula
            pass
    number = state["steps"]
    training, before = engine.train(points, rate, start=number, **options), engine.parameters()
    while number < state["steps"] + 1_000_000:
        step = next(training)
        if step:
            after = engine.parameters()
            if not (isfinite(step.loss) and all(map(isfinite, after))):
                break
            number, before = step.number, after
        if not step or number % SLICE == 0:
            yield
    else:
        return None
    put(net, before)
    found = yield from _first(net, points, loss, rate, number, options)
    places = parts(net)
    layers = None if places is None else [len(layer.neurons) for layer in net.layers]
    if "parameter" in found:
        found["place"] = places and places[found["parameter"]]
    return dict({"step": number + 1, "layer": None, "neuron": None, "point": None, "why": "", "layers": layers}, **found)


def _first(net, points, loss, rate, number, options):
    """A generator that does the step with a look at every number, and returns what was found."""
    watched = _Watched(net)
    training = train(watched, points, watched.watching(loss), rate, start=number, **options)
    try:
        step = None
        while not step:
            step = next(training)
            yield
    except Found as found:
        return found.what
    for index, p in enumerate(net.parameters()):
        if not isfinite(p.grad):
            l2 = options["alpha"] and not isfinite(2 * options["alpha"] * watched.before[index])
            return {"number": "l2" if l2 else "grad", "parameter": index}
    if not isfinite(step.loss):
        return {"number": "sum"}
    for index, p in enumerate(net.parameters()):
        if not isfinite(p.data):
            why = "%r - %r * %r is beyond the largest float" % (watched.before[index], rate(number), p.grad)
            return {"number": "update", "parameter": index, "why": why}
    return {"number": "sum"}


class _Watched:
    """A net whose neurons' values are kept, so that a number can be found in them."""

    def __init__(self, net):
        self._net = net
        self.parameters, self.zero_grad = net.parameters, net.zero_grad
        self.before = [p.data for p in net.parameters()]

    def __call__(self, x):
        self._x, self._layers = x, []
        if parts(self._net) is None:
            return self._net(x)
        values = [Value(v) for v in x]
        for layer in self._net.layers:
            values = layer(values)
            self._layers.append(values)
        return values[0]

    def watching(self, loss):
        """A loss that raises Found where its graph has a number that is not finite; leaves grads as they are."""

        def watched(score, y):
            kept = [p.grad for p in self.parameters()]
            self.zero_grad()
            root = loss(score, y)
            root.backward()
            found = first_not_finite(root)
            for p, grad in zip(self.parameters(), kept):
                p.grad = grad
            if found:
                raise Found(point=(*self._x, y), number=found.what, why=found.why, **self._place(found.node))
            return loss(score, y)

        return watched

    def _place(self, node):
        """In which neuron of which layer a node is computed, or which parameter it is."""
        for index, p in enumerate(self.parameters()):
            if p is node:
                return {"parameter": index}
        for number, layer in enumerate(self._layers):
            for index, value in enumerate(layer):
                if any(node is inner for inner in topological_order(value)[1]):
                    return {"layer": number + 1, "neuron": index}
        return {}
