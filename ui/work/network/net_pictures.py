"""The pictures of the net of glass: each neuron's output over the plane, and the edges by the size of their weights."""

MOST = 600  # edges that are drawn; of wider nets the largest only


def wiring(net):
    """The places in net.parameters() of the weights, by layer, neuron and source; None if it has no such layers."""
    places = {id(p): i for i, p in enumerate(net.parameters())}
    try:
        [(neuron.bias, neuron.relu) for layer in net.layers for neuron in layer.neurons]
        return [[[places[id(w)] for w in neuron.weights] for neuron in layer.neurons] for layer in net.layers]
    except (AttributeError, KeyError, TypeError):
        return None


class NetPictures:
    """Draws `net` as the page has laid it out.

    wanted  what the page's view of the net asks for, as a dict: tile, sizes, side, and places; gradients and creases,
            whether they are to be shown; neuron, the (layer, index) whose output the plane shows, or None;
            share, the index of the point whose share of the gradient the edges show, or None
    fits    whether the net has layers of the widths that the page expects
    """

    def __init__(self, net, wanted):
        self.tile, self._sizes = wanted["tile"], wanted["sizes"]
        self.gradients, self.creases = wanted["gradients"], wanted["creases"]
        self.neuron, self.share = wanted["neuron"], wanted["share"]
        places, side = wanted["places"], wanted["side"]
        layers = wiring(net)
        shape = [len(layer) for layer in places[1:]]
        self.fits = layers is not None and [len(layer) for layer in layers] == shape
        self.edges = []  # (place of the weight among the parameters, SVG path)
        if self.fits:
            for before, here, layer in zip(places, places[1:], layers):
                for (x1, y1), weights in zip(here, layer):
                    for (x0, y0), weight in zip(before, weights):
                        self.edges.append((weight, _path(x0 + side, y0 + side / 2, x1, y1 + side / 2)))

    def paths(self, numbers):
        """SVG paths of the edges: the negative ones from thin to thick, then the positive ones.

        numbers  a weight or a gradient for each parameter: w has |w| / (|w| + 1) of the largest size; gradients, which
                 may be small altogether, have a third of the largest of them in place of 1
        """
        sizes, reach = self._sizes, 1.0
        if self.gradients or self.share is not None:
            finite = [abs(numbers[place]) for place, _ in self.edges if abs(numbers[place]) < 1e300]
            reach = max(finite, default=0.0) / 3 or 1.0
        found = [[] for _ in range(2 * sizes)]
        least = 0.0
        if len(self.edges) > MOST:
            least = sorted([abs(numbers[place]) for place, _ in self.edges])[-MOST]
        for place, path in self.edges:
            w = numbers[place]
            strength = abs(w)
            if strength >= least and strength > 0:
                size = min(sizes - 1, int(sizes * strength / (strength + reach))) if strength < 1e300 else sizes - 1
                found[size + (sizes if w > 0 else 0)].append(path)
        return ["".join(paths) for paths in found]


def _path(x0, y0, x1, y1):
    bend = max(10.0, (x1 - x0) / 2)
    return "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" % (x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1)
