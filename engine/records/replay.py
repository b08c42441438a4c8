"""Does a run again, step for step: to the same bits, whichever engine did it.
"""

from array import array
from math import isfinite

from engine.data import CLASSIFICATION, split
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import schedule
from engine.records.packed import unpack


class Diverged(Exception):
    """The loss is no number any more; args[0] is how many steps were done before."""


def points_of(phase):
    """The points that a phase trains on, as a list of (x1, x2, y)."""
    return split(all_points_of(phase), phase.values["share"], phase.values["seed"])[0]


def all_points_of(phase):
    """The points of a phase with those that are held out for the test, as a list of (x1, x2, y)."""
    if phase.items is not None:
        return [tuple(point) for point in phase.items]
    values = phase.values
    return CLASSIFICATION[values["dataset"]](values["count"], values["noise"], values["seed"])


def net_at_start(values):
    """The net that a run with these settings begins with."""
    return Net(hidden=values["hidden"], bias=values["bias"], seed=values["weights"])


def replay(run, engine_of):
    """A generator that does a run again. It yields None between steps, and where a phase begins (phase, trained, begun): the
    parameters to which training came there, and those with what a hand set; at last it returns (engine, parameters),
    the engine that did the last steps. Parameters are arrays of float64.

    engine_of  a generator function (net, loss, values) that returns Values, or a Machine, for the net
    ValueError for points that nothing can be learnt from and for a weight that the net has not; Diverged.
    """
    net = net_at_start(run.phases[0].values)
    stops = [phase.start for phase in run.phases[1:]] + [run.step]
    for phase, stop in zip(run.phases, stops):
        trained = array("d", [p.data for p in net.parameters()])
        _set_by_hand(net, phase.weights)
        engine = yield from engine_of(net, LOSSES[phase.values["loss"]], phase.values)
        engine.load()
        yield phase, trained, engine.parameters()
        if phase.start < stop:
            yield from _train(engine, phase, stop)
            put(net, engine.parameters())
    return engine, engine.parameters()


def _train(engine, phase, stop):
    """Train from the beginning of a phase up to a step; yields None as often as there is time for it."""
    values, number = phase.values, phase.start
    options = dict(alpha=values["alpha"], batch_size=values["batch"], seed=values["seed"], start=number)
    training = engine.train(points_of(phase), schedule(values["rate"], values["falls"]), **options)
    step = next(training)
    while True:
        if step:
            number = step.number
            if not isfinite(step.loss):
                raise Diverged(number - 1)
        if number == stop:
            break
        yield
        step = training.send(stop - number)


def _set_by_hand(net, weights):
    all_of_them = net.parameters()
    for place, packed in weights.items():
        if place >= len(all_of_them):
            raise ValueError("weight %d is none of this net, which has %d" % (place, len(all_of_them)))
        all_of_them[place].data = unpack(packed)[0]


def put(net, numbers):
    """Have the net's parameters be these numbers, as many as there are."""
    for p, number in zip(net.parameters(), numbers):
        p.data = number
