"""The mean squared loss of a line a * x + b, as a function of a and b: a bowl, whose level lines are ellipses.

>>> bowl = Bowl([(-1.0, 0.0), (0.0, 1.0), (1.0, 2.0)])
>>> bowl.a, bowl.b, bowl.least
(1.0, 1.0, 0.0)
"""

from math import atan2, cos, inf, sin, sqrt

STABLE = 1.0 + 1e-12  # the largest growth of an epoch that does not diverge, with room for rounding


class Bowl:
    """Loss over (a, b) = least + (far along `angle`)^2 * steep / 2 + (far across it)^2 * flat / 2.

    a, b    the least-squares solution; where many are (all x the same), the one nearest the origin
    least   the mean squared loss there
    steep   the largest eigenvalue of the Hessian, the matrix of the loss's second derivatives; never 0
    flat    the other eigenvalue; 0 where many solutions are
    angle   the direction in which the loss is steepest, in radians from the axis of a
    """

    def __init__(self, points):
        """`points` is a list of at least one (x, y)."""
        n = len(points)
        x = sum([p[0] for p in points]) / n
        y = sum([p[1] for p in points]) / n
        spread = sum([(p[0] - x) ** 2 for p in points]) / n
        together = sum([(p[0] - x) * (p[1] - y) for p in points]) / n
        if spread > 0:
            self.a = together / spread
            self.b = y - self.a * x
        else:
            spread = 0.0
            self.a, self.b = x * y / (x * x + 1.0), y / (x * x + 1.0)
        self.least = sum([(self.a * p[0] + self.b - p[1]) ** 2 for p in points]) / n
        aa, ab, bb = 2.0 * (spread + x * x), 2.0 * x, 2.0  # the Hessian
        self.steep = (aa + bb) / 2 + sqrt(((aa - bb) / 2) ** 2 + ab * ab)
        self.flat = 4.0 * spread / self.steep  # the product of the eigenvalues is the determinant
        self.angle = atan2(2.0 * ab, aa - bb) / 2
        self._far = max([abs(p[0]) for p in points])

    def loss(self, a, b):
        """The mean squared loss of the line a * x + b."""
        da, db = a - self.a, b - self.b
        along = da * cos(self.angle) + db * sin(self.angle)
        across = db * cos(self.angle) - da * sin(self.angle)
        return self.least + (self.steep * along * along + self.flat * across * across) / 2

    def radii(self, loss):
        """How far the line of this loss is from the middle, along `angle` and across it; inf where it never closes."""
        excess = 2.0 * (loss - self.least)
        return sqrt(excess / self.steep), sqrt(excess / self.flat) if self.flat > 0 else inf

    def largest_full(self):
        """From this eta on, gradient descent on all points at once does not converge: 2 / largest eigenvalue."""
        return 2.0 / self.steep

    def largest_single(self):
        """Up to this eta, no step on a single example leaves it with a larger error than before, of the other sign.

        A step multiplies the error of its own example by 1 - 2 * eta * (x * x + 1); here that is -1 for the
        outermost point.
        """
        return 1.0 / (self._far * self._far + 1.0)


def growth(points, eta):
    """By how much an epoch of single examples, in this order, stretches what it stretches most in the long run.

    An epoch is an affine map of (a, b), the product of one matrix for each example; this is its spectral radius.
    Above 1 the epochs diverge.
    """
    p, q, r, s = 1.0, 0.0, 0.0, 1.0
    for x, _ in points:
        first, second = 2.0 * eta * (x * p + r), 2.0 * eta * (x * q + s)
        p, q, r, s = p - x * first, q - x * second, r - first, s - second
    half, product = (p + s) / 2, p * s - q * r
    inside = half * half - product
    return abs(half) + sqrt(inside) if inside > 0 else sqrt(max(product, 0.0))


def largest_in_order(points):
    """Up to this eta, to three digits, no epochs of single examples in this order diverge; just above it they do.

    Larger ones need not: for some points, intervals of eta beyond it converge again.
    """
    low = Bowl(points).largest_single()  # up to there no step stretches anything
    high = low
    while growth(points, high) <= STABLE:
        low, high = high, high * 1.02
    while high - low > 1e-4 * low:
        middle = (low + high) / 2
        if growth(points, middle) <= STABLE:
            low = middle
        else:
            high = middle
    return low
