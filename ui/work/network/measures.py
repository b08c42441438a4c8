"""What is measured of a net: loss and accuracy, on its points and on points it has never seen, and its gradients."""

from math import hypot

from engine.data import CLASSIFICATION
from engine.train import evaluate
from ui.work.network.inside import next_step, shares

CHUNK = 20_000  # weights to go through between two looks at the clock
ROUNDING = 1e-12  # relative difference of scores that are the same
OTHER = 10_000  # is added to the seed of a data set for points to test with: no seed of the page is as large


def fresh_points(data):
    """Fresh points, as many and as noisy, of the data set that the points are; None where they are the visitor's own,
    or where the visitor's version of the data sets makes none to classify.

    data  the settings of the data set: dataset, count, noise, seed
    """
    if data["dataset"] not in CLASSIFICATION:
        return None
    try:
        points = CLASSIFICATION[data["dataset"]](data["count"], data["noise"], data["seed"] + OTHER)
        return points if {y for _, _, y in points} <= {1, -1} else None
    except Exception:
        return None


def norm(gradients):
    """The length of a gradient."""
    return hypot(*gradients)


def evaluation(session, steps, parameters):
    """A generator that finds loss and accuracy on the points, and returns them for a frame's answer."""
    points = list(session.learnt)
    if not points:
        return {}
    session.follow()
    test = (yield from _measured(session, session.test, parameters)) if session.test else None
    loss, accuracy = yield from _measured(session, points, parameters)
    flat = _tells_nothing_apart(session, points, accuracy, parameters)
    gradient = session.gradient[1] if session.gradient[0] == steps else None
    found = {"loss": loss, "accuracy": accuracy, "test": test, "gradient": gradient, "evaluated": steps}
    return dict(found, flat=flat)


def _tells_nothing_apart(session, points, accuracy, parameters):
    """Whether all points have the same score, though they are not all at the same place: then no gradient that tells
    them apart comes back."""
    positive = sum([y > 0 for _, _, y in points]) / len(points)
    if accuracy not in (positive, 1 - positive) or len({point[:2] for point in points}) < 2:
        return False
    if session.machine:
        scores = session.machine.inside(points, [[session.machine.compiled.score]])[0][0]
    else:
        scores = session.drawing.scores(parameters, points)
    return max(scores) - min(scores) <= ROUNDING * (1.0 + abs(scores[0]))


def _measured(session, points, parameters):
    """A generator that returns loss and accuracy on points."""
    if session.machine:
        return session.machine.evaluate(points)
    chunk, scores = max(1, CHUNK // len(parameters)), []
    for i in range(0, len(points), chunk):
        scores += session.drawing.scores(parameters, points[i : i + chunk])
        yield
    return evaluate(scores, points, session.loss)


def of_edges(session):
    """What the edges of the net show, by parameter: weights, gradients, or one point's share of them."""
    view = session.drawing.view
    if view.share is not None and view.share < len(session.points):
        return shares(session.machine, session.net, session.loss, session.points[view.share])
    if not view.gradients:
        return session.engine.parameters()
    if not (session.machine and session.learnt):
        return session.engine.gradients()  # of the last step
    return next_step(session.machine, session.learnt, session.rate, dict(session.options, start=session.steps))[0]
