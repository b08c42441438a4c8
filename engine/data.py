"""Toy data to learn from.

Every generator has the signature (n, noise, rng): n points, Gaussian noise of that standard
deviation, and a Random or a seed for one. Points are tuples (x1, x2, y), with y = +1 or -1; those of
`line`, which is for regression, are (x, y). ValueError if n is below 1 or noise is negative.
"""

from math import cos, pi, sin

from engine.rng import Random, generator

SLOPE, INTERCEPT = 1.5, 0.5  # of the line under `line`


def moons(n=100, noise=0.1, rng=0):
    """Two interleaving half circles, as scikit-learn's make_moons defines them.

    The first n // 2 points lie on the upper half of the unit circle (label -1), the others on the
    lower half of a unit circle around (1, 0.5) (label +1), at equal angles from 0 to pi.
    """
    upper = n // 2
    points = [(cos(t), sin(t), -1) for t in _evenly(pi, upper)]
    points += [(1.0 - cos(t), 0.5 - sin(t), 1) for t in _evenly(pi, n - upper)]
    return _noisy(points, n, noise, rng)


def circles(n=100, noise=0.1, rng=0):
    """A circle of radius 1 (label -1) around one of radius 0.4 (label +1)."""
    outer = n // 2
    points = [(cos(t), sin(t), -1) for t in _around(outer)]
    points += [(0.4 * cos(t), 0.4 * sin(t), 1) for t in _around(n - outer)]
    return _noisy(points, n, noise, rng)


def xor(n=100, noise=0.1, rng=0):
    """Uniform in four squares about the origin; +1 where the coordinates have the same sign."""
    rng = generator(rng)
    points = []
    for i in range(n):
        right, up = (1, 1, -1, -1)[i % 4], (1, -1, -1, 1)[i % 4]
        points.append((right * rng.uniform(0.1, 1.1), up * rng.uniform(0.1, 1.1), right * up))
    return _noisy(points, n, noise, rng)


def gaussians(n=100, noise=0.1, rng=0):
    """Two round clouds, about (-0.6, -0.5) with label -1 and (0.9, 0.8) with label +1.

    Their standard deviation is 0.25, and noise comes on top.
    """
    rng = generator(rng)
    points = []
    for i in range(n):
        x1, x2, y = (-0.6, -0.5, -1) if i < n // 2 else (0.9, 0.8, 1)
        points.append((x1 + 0.25 * rng.gauss(), x2 + 0.25 * rng.gauss(), y))
    return _noisy(points, n, noise, rng)


def spiral(n=100, noise=0.1, rng=0):
    """Two arms that wind once around the origin, half a turn apart; a third of the noise is added."""
    arm = n // 2
    points = []
    for y, count in ((-1, arm), (1, n - arm)):
        for s in _evenly(1.0, count):
            radius, angle = 0.15 + 1.1 * s, 2.0 * pi * s
            points.append((y * radius * cos(angle), y * radius * sin(angle), y))
    return _noisy(points, n, noise / 3.0, rng)


def line(n=100, noise=0.1, rng=0):
    """x uniform in [-1, 1], y on the line SLOPE * x + INTERCEPT; noise moves y alone."""
    rng = generator(rng)
    points = [rng.uniform(-1.0, 1.0) for _ in range(n)]
    points = [(x, SLOPE * x + INTERCEPT) for x in points]
    _check(n, noise)
    return [(_rounded(x), _rounded(y + noise * rng.gauss())) for x, y in points]


TEST_SEED = 20_000  # is added to the seed of the data: no seed of the page is as large
_last = None  # the question and answer of `held_out`, which the page asks at every picture


def held_out(count, share, seed):
    """Which of `count` points are for the test, a list of bools; share: percent of them, rounded down.

    Each place in the list draws a number, and the smallest are for the test: one more point at the end, or another
    share, leaves all others but one where they were.
    """
    global _last
    if _last and _last[0] == (count, share, seed):
        return _last[1]
    number = count * share // 100
    held = [False] * count
    if number:
        rng = Random(seed + TEST_SEED)
        drawn = [rng.random() for _ in range(count)]
        highest = sorted(drawn)[number - 1]
        held = [x <= highest for x in drawn]
    _last = (count, share, seed), held
    return held


def split(points, share, seed):
    """(points to train on, points for the test), both in their order: see `held_out`."""
    if not share:
        return list(points), []
    held = held_out(len(points), share, seed)
    return [point for i, point in enumerate(points) if not held[i]], [point for i, point in enumerate(points) if held[i]]


CLASSIFICATION = {"moons": moons, "circles": circles, "xor": xor, "gaussians": gaussians, "spiral": spiral}


def _noisy(points, n, noise, rng):
    """`points` with Gaussian noise on both coordinates."""
    _check(n, noise)
    rng = generator(rng)
    return [
        (_rounded(x1 + noise * rng.gauss()), _rounded(x2 + noise * rng.gauss()), y) for x1, x2, y in points
    ]


def _check(n, noise):
    if n < 1:
        raise ValueError("a data set has at least 1 point, not %r" % (n,))
    if not noise >= 0:
        raise ValueError("noise is a standard deviation, 0 or more, not %r" % (noise,))


def _rounded(x):
    """x to nine decimals: sin and log differ between platforms in the last bit, the data must not.

    Floats beyond a million have fewer decimals.
    """
    return round(x * 1e9) / 1e9 if abs(x) < 1e6 else x


def _evenly(stop, count):
    """`count` numbers from 0 to `stop`, both included."""
    return [stop * i / max(count - 1, 1) for i in range(count)]


def _around(count):
    """`count` angles, evenly around the circle."""
    return [2.0 * pi * i / count for i in range(count)]
