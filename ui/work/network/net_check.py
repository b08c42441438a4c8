"""The gradient of one parameter of the net by a small difference of the mean loss, and the kinks in between."""

from engine import losses
from engine.value import topological_order
from ui.work.network.step_record import CHUNK, present
from ui.work.registry import entry


@entry("slow_motion_check")
def slow_motion_check(part, exponent):
    """Compare the gradient of the step in slow motion, for one parameter, with a central difference; h = 10**exponent.

    part  see `Present.weight`; yields between examples
    Returns {"name", "weight", "above", "below", "quotient", "grad", "relus", "switched"}, numbers as texts: the mean loss
    with L2 at both ends, and how many ReLUs there are over all points, and let something through at one end only.
    """
    record = present.there()
    place, h = record.place(part), 10.0**exponent
    weight = record.probe.parameters()[place]
    middle = weight.data
    ends = []
    try:
        for end in middle + h, middle - h:
            weight.data = end
            ends.append((yield from _mean_loss(record)))
            weight.data = middle
    finally:
        weight.data = middle
    (above, relus), (below, others) = ends
    return {
        "name": record.weight(place)["name"],
        "weight": repr(middle),
        "above": repr(above),
        "below": repr(below),
        "quotient": repr((above - below) / (2.0 * h)),
        "grad": repr(record.fresh[place]),
        "relus": len(relus),
        "switched": sum([a != b for a, b in zip(relus, others)]),
    }


def _mean_loss(record):
    """A generator that returns the loss of the step's batch, added up as train.py does, and which ReLUs let through."""
    total, on, net = 0.0, [], record.probe
    for index in record.order:
        *x, y = record.points[index]
        share = record.loss(net(x), y) / len(record.order)
        total += share.data
        on += [node.data > 0 for node in topological_order(share)[1] if node._op == "relu"]
        yield
    if record.alpha:
        parameters = net.parameters()
        for i in range(0, len(parameters), CHUNK):
            total += losses.l2(parameters[i : i + CHUNK], record.alpha).data
            yield
    return total, on
