"""A net in training as a visitor takes it along; the cell "From the page" is written by scripts.py."""
# ruff: noqa: I001

from ui.yours.alone.value_alone import Value

# %% Random numbers
class Random:
    """The page's random numbers (SplitMix64): the same seed gives the same weights."""

    def __init__(self, seed):
        self.state = seed

    def random(self):
        """From 0 to 1, 1 not included."""
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53

    def shuffled(self, count):
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = int(self.random() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order


# %% A net of neurons
from time import time


class Neuron:
    """w . x + bias, then relu in hidden layers. Weights begin from -1 to 1, the bias at 0."""

    def __init__(self, inputs, bias, hidden, random):
        self.weights = [Value(-1.0 + 2.0 * random.random()) for _ in range(inputs)]
        self.bias, self.hidden = Value(0) if bias else None, hidden

    def __call__(self, x):
        total = self.weights[0] * x[0]
        for w, value in zip(self.weights[1:], x[1:]):
            total = total + w * value
        if self.bias is not None:
            total = total + self.bias
        return total.relu() if self.hidden else total

    def parameters(self):
        return self.weights + ([] if self.bias is None else [self.bias])


class Net:
    """Layers of neurons; the last has one, whose output is the score."""

    def __init__(self, hidden, bias, seed):
        random, widths = Random(seed), [2] + list(hidden) + [1]
        self.layers = [
            [Neuron(inputs, bias, i < len(hidden), random) for _ in range(outputs)]
            for i, (inputs, outputs) in enumerate(zip(widths, widths[1:]))
        ]

    def __call__(self, x):
        x = [Value(v) for v in x]
        for layer in self.layers:
            x = [neuron(x) for neuron in layer]
        return x[0]

    def parameters(self):
        """All weights and biases, neuron by neuron, as the page numbers them."""
        return [p for layer in self.layers for neuron in layer for p in neuron.parameters()]

    def put(self, numbers):
        """Have other weights."""
        for p, number in zip(self.parameters(), numbers):
            p.data = number
        return self


# %% The loss, and training
def hinge(score, y):
    return (1 - y * score).relu()


def squared(score, y):
    return (score - y) ** 2


def logistic(score, y):
    margin = y * score
    positive = margin.relu()  # so that exp stays small
    return positive - margin + (1 + (margin - 2 * positive).exp()).log()


def measured(net, points, loss):
    """The mean loss, without L2, and the share of points with the right sign, as the page shows them."""
    total, right = 0.0, 0
    for x1, x2, y in points:
        score = net((x1, x2))
        total += loss(score, y).data / len(points)
        right += score.data * y > 0
    return total, right / len(points)


def train(net, points, begin, end, loss, rate, falls, alpha, batch, seed, **_):
    """Gradient descent from step `begin` to step `end`, in place."""
    size, began, parameters = min(batch or len(points), len(points)), time(), net.parameters()
    for step in range(begin, end):
        chosen = points
        if size < len(points):  # each epoch goes once through all points, in an order of its own
            epoch, part = divmod(step, -(-len(points) // size))
            order = Random(seed + epoch).shuffled(len(points))
            chosen = [points[i] for i in order[part * size : (part + 1) * size]]
        for p in parameters:
            p.grad = 0.0
        for x1, x2, y in chosen:
            (loss(net((x1, x2)), y) / len(chosen)).backward()
        if alpha:
            (alpha * sum([p**2 for p in parameters])).backward()
        eta = rate + (rate / 10.0 - rate) * min(step / 100, 1.0) if falls else rate
        for p in parameters:
            p.data -= eta * p.grad
        if step == begin + 2 and (end - step) * (time() - began) / 3 > 10:
            seconds = (end - begin) * (time() - began) / 3
            print("%d steps take about %d min %d s here." % (end - begin, seconds // 60, seconds % 60), flush=True)
    return net


# %% From the page
LOSS = hinge
SHAPE = dict(hidden=(4,), bias=True, seed=0)
POINTS = [(0.5, 1.0, 1), (-0.5, 0.25, -1), (1.0, -1.0, 1)]
RUN = [dict(step=0, loss=hinge, rate=1.0, falls=True, alpha=0.0001, batch=None, seed=0, points=POINTS)]
GIVEN = None
STEP = 3
WEIGHTS = [p.data for p in Net(**SHAPE).parameters()]
SHOWN = None
TEST = []


# %% What the page did, and on from there
def told(step, net, points, loss):
    """Print a loss as the page shows it, and in full."""
    mean, accuracy = measured(net, points, loss)
    plain = mean == 0 or 5e-5 <= mean < 1e4
    shown = ("%.4f" if plain else "%.1e") % mean
    print("step %d: loss %s, accuracy %.1f%%  (loss in full: %r)" % (step, shown, 100 * accuracy, mean), flush=True)
    if TEST:
        mean, accuracy = measured(net, TEST, loss)
        print("on the %d points of the test: loss %.4g, accuracy %.1f%%" % (len(TEST), mean, 100 * accuracy))
    return shown


def last():
    """Settings and points at the page's step."""
    state = {}
    for change in RUN:
        state.update(change, points=edited(state.get("points"), change.get("points")))
    return state


def edited(points, change):
    """Points after a change: all of them anew, or (how many stay at the beginning, at the end, those between)."""
    if not isinstance(change, tuple):
        return points if change is None else change
    first, end, between = change
    return points[:first] + between + points[len(points) - end :]


def from_the_start():
    """Do again what the page did, from the weights of the seed, or from those that were given, to its step."""
    net, state = Net(**SHAPE), {}
    if GIVEN:
        net.put(GIVEN)
    for change, end in zip(RUN, [later["step"] for later in RUN[1:]] + [STEP]):
        state.update(change, points=edited(state.get("points"), change.get("points")))
        for place, number in change.get("weights", {}).items():
            net.parameters()[place].data = number
        train(net, begin=change["step"], end=end, **state)
    return net


def at_the_page():
    """Print loss and accuracy with the page's weights."""
    print("With the weights of the page:")
    shown = told(STEP, Net(**SHAPE).put(WEIGHTS), last()["points"], last()["loss"])
    if SHOWN:
        print("The page shows %s: %s." % (SHOWN, "the same" if shown == SHOWN else "another loss"))


def again():
    """Print loss and accuracy after training from the start."""
    print("Trained from step %d to step %d:" % (RUN[0]["step"], STEP))
    net = from_the_start()
    told(STEP, net, last()["points"], last()["loss"])
    apart = [abs(p.data - weight) for p, weight in zip(net.parameters(), WEIGHTS)]
    if max(apart) == 0:
        print("All %d weights are those of the page, to the last bit." % len(WEIGHTS))
    else:
        print("The weights differ from the page's by at most %.1e." % max(apart))


def go_on(steps):
    """Train on from the page's weights; returns the net."""
    net, state = Net(**SHAPE).put(WEIGHTS), last()
    train(net, begin=STEP, end=STEP + steps, **state)
    told(STEP + steps, net, state["points"], state["loss"])
    return net


def picture(net, name=None, cells=40):
    """Draw where the score is positive, with matplotlib; into a file, if it has a name."""
    try:
        import matplotlib
    except ImportError:
        print("There is no matplotlib here, so there is no picture of the boundary.")
        return
    if name:
        matplotlib.use("Agg")
    from matplotlib import pyplot

    points = last()["points"]
    low, high = min([min(p[:2]) for p in points]) - 0.5, max([max(p[:2]) for p in points]) + 0.5
    ticks = [low + (high - low) * i / cells for i in range(cells + 1)]
    scores = [[net((x1, x2)).data for x1 in ticks] for x2 in ticks]
    limit = max([abs(score) for row in scores for score in row]) or 1.0
    pyplot.figure(figsize=(6, 6))
    colours = matplotlib.colors.LinearSegmentedColormap.from_list("page", ["tab:orange", "white", "tab:blue"])
    pyplot.contourf(ticks, ticks, scores, 20, cmap=colours, vmin=-limit, vmax=limit)
    pyplot.contour(ticks, ticks, scores, [0.0], colors="black")
    for label, colour in ((1, "tab:blue"), (-1, "tab:orange")):
        chosen = [point for point in points if point[2] == label]
        pyplot.scatter([p[0] for p in chosen], [p[1] for p in chosen], c=colour, edgecolors="white", zorder=2)
    pyplot.xlabel("x1"), pyplot.ylabel("x2")
    if name:
        pyplot.savefig(name, dpi=150)
        print("The boundary is drawn in", name)
    else:
        pyplot.show()


# %% As a program
def main():
    from argparse import ArgumentParser
    from pathlib import Path

    parser = ArgumentParser(description="A net in training, from the page at step %d." % STEP)
    parser.add_argument("--from-weights", action="store_true", help="do not train from the start")
    parser.add_argument("--go-on", type=int, metavar="N", default=0, help="train on for N steps from the page's weights")
    parser.add_argument("--no-picture", action="store_true", help="do not draw the boundary")
    options = parser.parse_args()
    if options.go_on < 0:
        parser.error("--go-on takes a number of steps, from 0 on")
    at_the_page()
    if STEP > RUN[0]["step"] and not options.from_weights:
        again()
    net = Net(**SHAPE).put(WEIGHTS)
    if options.go_on:
        print("Trained on from there:")
        net = go_on(options.go_on)
    if not options.no_picture:
        picture(net, str(Path(__file__).with_suffix(".png")))


if __name__ == "__main__":
    main()
