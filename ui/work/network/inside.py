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


def switched_on(layers):
    """How many points switch each neuron on, that is give it an output above 0, of numbers as `Machine.inside` gives."""
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


def shares(machine, net, loss, point):
    """The gradient of the loss of one point by each parameter, by the module where there is one."""
    if machine:
        return next_step(machine, [point], lambda step: 0.0, {})[0]
    return at_point(net, loss, point)["shares"]


def parts(net):
    """(layer, neuron, source) of each parameter, layers from 1; the source of a bias is None. None without such layers."""
    if wiring(net) is None:
        return None
    spots = {}
    for depth, layer in enumerate(net.layers, 1):
        for index, neuron in enumerate(layer.neurons):
            spots.update({id(w): (depth, index, source) for source, w in enumerate(neuron.weights)})
            bias = getattr(neuron, "bias", None)
            if bias is not None:
                spots[id(bias)] = depth, index, None
    found = [spots.get(id(p)) for p in net.parameters()]
    return None if None in found else found


def formula(net, layer, index):
    """What a neuron computes: its weights, its bias or None, and whether it ends in relu, as a dict.

    layer, index  which neuron: layers count from 1, neurons from 0
    """
    neuron = net.layers[layer - 1].neurons[index]
    bias = None if neuron.bias is None else neuron.bias.data
    return {"weights": [w.data for w in neuron.weights], "bias": bias, "relu": bool(neuron.relu)}
