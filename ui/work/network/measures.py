"""What is measured of a net beside the loss on its points: the loss on points it has never seen, and its gradient."""

from math import hypot

from engine.data import CLASSIFICATION

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
