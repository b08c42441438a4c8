"""What is inside the net at this moment: its neurons at a point, at all points, and what the next step will change.

Everything is computed by the engine as it runs: numbers of one point by Values, numbers of all points by the module
where there is one.
"""

from engine.value import Value
from ui.work.network.net_pictures import wiring


def at_point(net, loss, point):
    """One example's way forward and back, by Values; the parameters' grads are left as they were.

    Returns a dict: score, margin, loss; values and grads, a list by layer of a list by neuron; shares, the grad of
    this example's loss by each parameter.
    """
    *x, y = point
    kept = [p.grad for p in net.parameters()]
    net.zero_grad()
    layers, values = [], [Value(v) for v in x]
    for layer in net.layers:
        values = layer(values)
        layers.append(values)
    result = loss(values[0], y)
    result.backward()
    found = {
        "score": values[0].data,
        "margin": y * values[0].data,
        "loss": result.data,
        "values": [[v.data for v in layer] for layer in layers],
        "grads": [[v.grad for v in layer] for layer in layers],
        "shares": [p.grad for p in net.parameters()],
    }
    for p, grad in zip(net.parameters(), kept):
        p.grad = grad
    return found


def switched_on(machine, points):
    """How many of the points switch each neuron on, that is give it an output above 0: a list by layer."""
    layers = machine.inside(points, machine.compiled.layers)
    return [[sum([value > 0 for value in neuron]) for neuron in layer] for layer in layers]


def next_step(machine, points, rate, options):
    """What the next step will do: (gradients, parameters before, parameters after), arrays; nothing is changed.

    options  as Machine.train takes them
    """
    before = machine.parameters()
    next(machine.train(points, rate, **options))
    gradients, after = machine.gradients(), machine.parameters()
    for p, data in zip(machine.model.parameters(), before):
        p.data = data
    machine.load()
    return gradients, before, after


def formula(net, layer, index):
    """What a neuron computes, as [(place of the weight among the parameters, number, name), ...], bias and activation.

    layer, index  which neuron: layers count from 1, neurons from 0
    Returns a dict: terms, bias (its place and number, or None), relu (whether it ends in one).
    """
    neuron, places = net.layers[layer - 1].neurons[index], wiring(net)
    names = ["x%d" % (i + 1) if layer == 1 else "n%d" % (i + 1) for i in range(len(neuron.weights))]
    weights = places[layer - 1][index]
    terms = [(place, w.data, name) for place, w, name in zip(weights, neuron.weights, names)]
    bias = getattr(neuron, "bias", None)
    spot = None
    if bias is not None:
        spot = [i for i, p in enumerate(net.parameters()) if p is bias][0], bias.data
    return {"terms": terms, "bias": spot, "relu": bool(getattr(neuron, "relu", False))}
