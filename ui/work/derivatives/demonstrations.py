"""The side of the worker of two parts of the chapter "derivatives": the wrong order, and what a gradient costs.

Every answer is JSON, {"wrong": words} where the engine, which may be the visitor's own, fails.
"""

import inspect
import json
from time import perf_counter

from engine.data import moons
from engine.exhibits.cost import cost
from engine.exhibits.wrong_order import layer_errors, short_backward
from engine.losses import hinge
from engine.nn import Net
from engine.value import Value, topological_order
from ui.work.derivatives import graph
from ui.work.failures import answering

CASES = {
    "shared": (1.5, lambda s: s + s**2, True),
    "swapped": (1.5, lambda s: s**2 + s, True),
    "tutorial": (5.0, lambda x: (x + 2) ** 2 + x**3, False),
}
EXAMPLES = 100  # of the two moons, on which the net's gradients are compared


class Exhibits:
    """One long computation of each kind at a time, a bit of it at every call."""

    @answering
    def order(self, case):
        """A small graph and both walks back through it, JSON.

        {"shape", "data", "right", "short", "order", "forms", "listings"}: right and short are steps as in
        derivatives_graph.numbers; order is that of the short listing.
        """
        start, function, shared = CASES[case]
        x = Value(start)
        root = function(x * 2 if shared else x)
        nodes, leaves = graph.ordered(root)
        answer = graph.numbers(nodes, leaves)
        order, steps = _short(nodes)
        rules = graph.rules(nodes)["ops"]
        return json.dumps(
            {
                "shape": graph.shape(nodes, leaves, {id(x): "x"}),
                "data": answer["data"],
                "right": answer["steps"],
                "short": steps,
                "order": order,
                "forms": {op: rules[op]["forms"] for op in rules},
                "listings": [inspect.getsource(topological_order), inspect.getsource(short_backward)],
            }
        )

    @answering
    def begin_net(self, seed):
        """Begin to compare both orders on the tutorial's net with the weights of a seed; answers as `net`."""
        self._net = layer_errors(Net(seed=seed), moons(EXAMPLES, 0.1, 0), hinge)
        self._done = 0
        return self.net(0)

    @answering
    def net(self, budget):
        """For some milliseconds: {"done", "examples"}, or at the end {"errors"} of the layers, JSON."""
        deadline = perf_counter() + budget / 1000.0
        while True:
            errors = next(self._net)
            if errors is not None:
                return json.dumps({"errors": errors})
            self._done += 1
            if perf_counter() > deadline:
                return json.dumps({"done": self._done, "examples": EXAMPLES})

    @answering
    def begin_cost(self, width):
        """Begin to count and measure for a net of this width; answers as `cost`."""
        self._cost = cost(width)
        return self.cost(0)

    @answering
    def cost(self, budget):
        """For some milliseconds: {"share"} that is done, or at the end the Cost, JSON."""
        deadline = perf_counter() + budget / 1000.0
        while True:
            found = next(self._cost)
            if not isinstance(found, float):
                return json.dumps(found._asdict())
            if perf_counter() > deadline:
                return json.dumps({"share": found})


def _short(nodes):
    """The walk of the short listing through a graph: the inner nodes in its order, and its steps."""
    places = {id(node): i for i, node in enumerate(nodes)}
    for node in nodes:
        node.grad = 0.0
    order, steps = [], []
    for node in short_backward(nodes[-1]):
        if node._prev:
            local = [graph.text(d) for d in graph.local_derivatives(node)]
            order.append(places[id(node)])
            steps.append([local, [graph.text(operand.grad) for operand in node._prev]])
    return order, steps


def register(sync):
    """Let the page call Exhibits."""
    exhibits = Exhibits()
    sync.order_exhibit = exhibits.order
    sync.order_net = exhibits.begin_net
    sync.order_net_on = exhibits.net
    sync.cost = exhibits.begin_cost
    sync.cost_on = exhibits.cost
