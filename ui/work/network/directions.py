"""Directions in the space of a net's parameters, along which its loss is drawn, and the path of training seen along them.

A direction is an array of float64, a number for each parameter; `parameters` are such an array, too.
"""

from array import array
from math import hypot, sqrt
from operator import mul

from engine.rng import Random

try:
    from math import sumprod as dot
except ImportError:  # Python 3.11

    def dot(p, q):
        return sum(map(mul, p, q))


ROUNDS = 60  # of the iteration that finds the main directions


def neurons(net):
    """The places of each neuron's parameters among the net's; of a model without neurons, all of them together."""
    places = {id(p): i for i, p in enumerate(net.parameters())}
    try:
        groups = [[places.pop(id(p)) for p in neuron.parameters()] for layer in net.layers for neuron in layer.neurons]
    except (AttributeError, KeyError, TypeError):
        return [list(range(len(net.parameters())))]
    return groups + ([list(places.values())] if places else [])


def gaussians(count, seed):
    """Two random directions: normal numbers to nine decimals, in whose last bits platforms could differ."""
    rng = Random(seed)
    return [array("d", [round(rng.gauss() * 1e9) / 1e9 for _ in range(count)]) for _ in range(2)]


def by_neuron(direction, parameters, groups):
    """A direction whose part in each neuron is as long as that neuron's own parameters: filter-normalised.

    Li, Xu, Taylor, Studer & Goldstein, "Visualizing the loss landscape of neural nets" (2018), section 4.
    """
    found = array("d", direction)
    for group in groups:
        length = hypot(*[direction[i] for i in group])
        scale = hypot(*[parameters[i] for i in group]) / length if length else 0.0
        for i in group:
            found[i] = scale * direction[i]
    return found


def as_long(direction, parameters):
    """A direction as long as the parameters are; as it is if it has no length, or no finite one."""
    length, wanted = hypot(*direction), hypot(*parameters) or 1.0
    return array("d", [x * (wanted / length) for x in direction]) if 0 < length < float("inf") else array("d", direction)


def main_directions(path, parameters):
    """The two main directions of a path as seen from `parameters`, by principal component analysis.

    path  parameters on the way
    Returns (u, v), as long as the parameters, and the share of the squared distances of the path from here that lies
    in the plane of both; None where the path spans no plane.
    """
    ways = [array("d", [x - y for x, y in zip(place, parameters)]) for place in path]
    gram = [[dot(p, q) for q in ways] for p in ways]
    total = sum([gram[i][i] for i in range(len(ways))])
    found, held = [], 0.0
    for number in range(2):
        weights, size = _largest(gram)
        if not size > 1e-12 * total:
            return None
        held += size
        gram = [[x - size * a * b for x, b in zip(row, weights)] for row, a in zip(gram, weights)]
        direction = array("d", bytes(8 * len(parameters)))
        for weight, way in zip(weights, ways):
            direction = array("d", [x + weight * y for x, y in zip(direction, way)])
        found.append(as_long(direction, parameters))
    return found[0], found[1], min(1.0, held / total)


def _largest(gram):
    """The unit eigenvector of the largest eigenvalue of a symmetric matrix, and that, by power iteration."""
    largest = max(range(len(gram)), key=lambda i: gram[i][i], default=None)
    if largest is None:
        return [], 0.0
    vector, size = list(gram[largest]), 0.0
    for _ in range(ROUNDS):
        length = sqrt(dot(vector, vector))
        if not 0 < length < float("inf"):
            return vector, 0.0
        vector = [x / length for x in vector]
        moved = [dot(row, vector) for row in gram]
        size, vector = dot(moved, vector), moved
    length = sqrt(dot(vector, vector)) or 1.0
    return [x / length for x in vector], size


def projected(places, parameters, u, v):
    """Where places (parameters) are seen in the plane through `parameters` along u and v: [(a, b), ...].

    p + a * u + b * v is the place of the plane nearest to each. None where u and v span no plane.
    """
    uu, uv, vv = dot(u, u), dot(u, v), dot(v, v)
    area = uu * vv - uv * uv
    if not area > 1e-12 * uu * vv:
        return None
    at_u, at_v = dot(parameters, u), dot(parameters, v)
    found = []
    for place in places:
        along_u, along_v = dot(place, u) - at_u, dot(place, v) - at_v
        found.append(((along_u * vv - along_v * uv) / area, (along_v * uu - along_u * uv) / area))
    return found


def place_at(parameters, u, v, a, b):
    """The parameters at a place of the plane, as Machine.landscape goes there."""
    return array("d", [(p + a * x) + b * y for p, x, y in zip(parameters, u, v)])
