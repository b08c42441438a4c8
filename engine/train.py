"""Gradient descent: one step, as the tutorial has it; and training, which can be paused after every example.

>>> net, points = Net(seed=0), moons(100, 0.1, 0)
>>> losses = [step(net, points, hinge, 0.5) for _ in range(10)]
>>> take(train(net, points, rate=constant(0.5)), 10)[-1].number
10
"""

from collections import namedtuple

from engine.losses import check_labels, hinge, l2, needs_sign
from engine.nn import check_model
from engine.recipes import constant
from engine.rng import Random
from engine.value import Value

CHUNK = 512  # parameters in one graph of the L2 penalty

Step = namedtuple("Step", ("number", "loss", "accuracy", "rate"))
"""A finished step: how many there are now, the mean loss of its batch with l2 and the share of it that had
the right sign, both before the update, and the learning rate of the update."""


def step(model, points, loss=hinge, eta=0.1):
    """One step downhill on the mean loss of all `points`, in place; returns that loss, as it was before."""
    model.zero_grad()
    shares = [add_gradient(model, point, loss, len(points)) for point in points]
    update(model, eta)
    return sum([share for share, right in shares])


def add_gradient(model, point, loss, n):
    """Add the gradient of a point's share of the mean loss of n points; returns the share, and if the sign is right.

    The gradient of a sum is the sum of the gradients, so each point has a small graph of its own: memory does not
    grow with their number.
    """
    score, y = model(point[:-1]), point[-1]
    share = loss(score, y) / n
    if not isinstance(share, Value):
        raise TypeError("the loss of %r is %r, which cannot be differentiated: compute it from Values" % (point, share))
    share.backward(keep=False)
    return share.data, score.data * y > 0


def update(model, eta):
    """Move the parameters downhill, in place: rebinding them to expressions would grow the graph for ever."""
    for p in model.parameters():
        p.data -= eta * p.grad


def train(model, points, loss=hinge, rate=constant(0.1), alpha=0.0, batch_size=None, seed=0, start=0):
    """Train `model` for ever, in place; yields None between examples and a Step after each update.

    points      a list of tuples (x..., y), read anew at every step: it may be edited meanwhile
    loss        a function (score, y) -> Value, averaged over the batch
    rate        a function from the number of steps done to the learning rate
    alpha       weight of the L2 penalty over all parameters
    batch_size  examples in a step; None for all of them
    seed        of the shuffle that begins each epoch (a full batch needs none)
    start       steps done before: training that is interrupted goes on as if it had not been

    ValueError, before anything has changed, for an empty data set, for a batch size that is none and, if
    the loss is for classification, for labels other than +1 and -1. TypeError for a model whose parameters are no
    list of Values.
    """
    if batch_size is not None and not (isinstance(batch_size, int) and batch_size >= 1):
        raise ValueError("a batch has at least 1 example, and a whole number of them, not %r" % (batch_size,))
    check_model(model)
    order, shuffled = [], None
    number = start
    while True:
        check_points(points, loss)
        n = len(points)
        size = min(batch_size or n, n)
        if size == n:
            batch = list(points)
        else:
            epoch, index = divmod(number, -(-n // size))
            if shuffled != (epoch, n):
                order, shuffled = Random(seed + epoch).shuffled(range(n)), (epoch, n)
            batch = [points[i] for i in order[index * size : (index + 1) * size]]
        eta = rate(number)
        mean_loss, accuracy = yield from gradient(model, batch, loss, alpha)
        update(model, eta)
        number += 1
        yield Step(number, mean_loss, accuracy, eta)


def gradient(model, batch, loss=hinge, alpha=0.0):
    """Leave the gradient of the batch's mean loss, plus L2, in the parameters; returns loss and accuracy.

    A generator, which yields between examples.
    """
    model.zero_grad()
    total, correct = 0.0, 0
    for point in batch:
        share, right = add_gradient(model, point, loss, len(batch))
        total += share
        correct += right
        yield
    if alpha:
        parameters = model.parameters()
        for i in range(0, len(parameters), CHUNK):
            penalty = l2(parameters[i : i + CHUNK], alpha)
            penalty.backward(keep=False)
            total += penalty.data
            yield
    return total, correct / len(batch)


def check_points(points, loss=hinge):
    """ValueError if `points` is empty or has labels that `loss` cannot use."""
    if not points:
        raise ValueError("the data set is empty: there is nothing to learn from")
    if needs_sign(loss):
        check_labels([point[-1] for point in points])


def evaluate(scores, points, loss=hinge):
    """Mean loss, without L2, and accuracy of `scores`: floats, one for each of `points`, at least one."""
    check_points(points, loss)
    total, correct = 0.0, 0
    for score, point in zip(scores, points):
        total += loss(Value(score), point[-1]).data / len(points)
        correct += score * point[-1] > 0
    return total, correct / len(points)


def take(training, steps):
    """The next `steps` Steps of a training, as a list."""
    taken = []
    while len(taken) < steps:
        step = next(training)
        if step:
            taken.append(step)
    return taken
