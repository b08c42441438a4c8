"""A line fitted by gradient descent, as a visitor takes it along; the cell "From the page" is written by scripts.py."""
# ruff: noqa: I001

from ui.yours.alone.network_alone import Random
from ui.yours.alone.value_alone import Value

# %% A line, and one step
class Line:
    """a * x + b."""

    def __init__(self, a, b):
        self.a, self.b = Value(a), Value(b)

    def __call__(self, x):
        return self.a * x + self.b


def step(line, x, y, eta):
    """One example: the gradient of its squared error, and a step down along it."""
    line.a.grad = line.b.grad = 0.0
    loss = (line(x) - y) ** 2
    loss.backward()
    line.a.data -= eta * line.a.grad
    line.b.data -= eta * line.b.grad


def mean_loss(line, points):
    """The mean squared error over all points."""
    return sum([(line.a.data * x + line.b.data - y) ** 2 for x, y in points]) / len(points)


# %% From the page
POINTS = [(-1.0, -1.0), (0.0, 0.5), (1.0, 2.0)]
START = -0.5, 2.0
ETA = 0.03
ORDER = None
STEPS = 30
AT_THE_PAGE = -0.5, 2.0
SHOWN = None


# %% Descent
def descend(line, points, eta, steps, seed=None):
    """So many steps, one example each; seed: of the random order of each epoch, None: as they come."""
    for number in range(steps):
        epoch, place = divmod(number, len(points))
        if place == 0:
            order = range(len(points)) if seed is None else Random(seed + epoch).shuffled(len(points))
        step(line, *points[order[place]], eta)
    return line


def told(line):
    """Print a line and its loss, to the digits of the page and in full."""
    a, b, loss = line.a.data, line.b.data, mean_loss(line, POINTS)
    short = ["%.4f" % x if abs(x) < 1e4 else "%.1e" % x for x in (a, b, loss)]
    print("a = %s, b = %s, mean loss %s  (in full: %r, %r, %r)" % (*short, a, b, loss))
    return short


def main():
    print("At the page, after %d steps:" % STEPS)
    shown = told(Line(*AT_THE_PAGE))
    if SHOWN:
        print("The page shows a = %s, b = %s, mean loss %s: %s." % (*SHOWN, "the same" if shown == SHOWN else "others"))
    print("From the start, a = %r and b = %r, %d steps with eta = %r:" % (*START, STEPS, ETA))
    line = descend(Line(*START), POINTS, ETA, STEPS, ORDER)
    told(line)
    if (line.a.data, line.b.data) == AT_THE_PAGE:
        print("That is the page's line, to the last bit.")
    else:
        print("That is another line: on the page, points or settings were changed on the way.")


# %% As a program
if __name__ == "__main__":
    main()
