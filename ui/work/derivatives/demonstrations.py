"""The side of the worker of two parts of the chapter "derivatives": the wrong order, and what a gradient costs."""

import inspect

from engine.data import moons
from engine.exhibits.cost import cost
from engine.exhibits.wrong_order import layer_errors, short_backward
from engine.losses import hinge
from engine.nn import Net
from engine.value import Value, topological_order
from ui.work import graph
from ui.work.registry import entry

CASES = {
    "shared": (1.5, lambda s: s + s**2, True),
    "swapped": (1.5, lambda s: s**2 + s, True),
    "tutorial": (5.0, lambda x: (x + 2) ** 2 + x**3, False),
}
EXAMPLES = 100  # of the two moons, on which the net's gradients are compared


@entry("order")
def order(case):
    """A small graph and both walks back through it.

    {"shape", "data", "right", "short", "order", "forms", "listings"}: right and short are steps as in
    graph.numbers; order is that of the short listing.
    """
    start, function, shared = CASES[case]
    x = Value(start)
    root = function(x * 2 if shared else x)
    nodes, leaves = graph.ordered(root)
    answer = graph.numbers(nodes, leaves)
    way, steps = _short(nodes)
    rules = graph.rules(nodes)["ops"]
    return {
        "shape": graph.shape(nodes, leaves, {id(x): "x"}),
        "data": answer["data"],
        "right": answer["steps"],
        "short": steps,
        "order": way,
        "forms": {op: rules[op]["forms"] for op in rules},
        "listings": [inspect.getsource(topological_order), inspect.getsource(short_backward)],
    }


@entry("order_net")
def order_net(seed):
    """Compare both orders on the tutorial's net with the weights of a seed; yields how many examples of how many
    are done, and returns the errors of the layers."""
    done = 0
    for errors in layer_errors(Net(seed=seed), moons(EXAMPLES, 0.1, 0), hinge):
        if errors is not None:
            return errors
        done += 1
        yield {"done": done, "examples": EXAMPLES}


@entry("cost")
def measured_cost(width):
    """Count and measure for a net of this width; yields the share that is done, and returns the Cost as a dict."""
    for found in cost(width):
        if not isinstance(found, float):
            return found._asdict()
        yield found


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
