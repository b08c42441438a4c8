"""A line through points by gradient descent: the tutorial's first example of training.

>>> model = line_at(0.0, 0.0)
>>> step(model, 1.0, 2.0, 0.1).data
4.0
>>> model.a.data, model.b.data
(0.4, 0.4)
"""

from engine.losses import squared
from engine.nn import Linear
from engine.rng import Random
from engine.train import gradient, update


def step(model, x, y, eta):
    """One example: the gradient of its squared error, and a step down along it. Returns the loss before."""
    model.zero_grad()
    loss = (model(x) - y) ** 2
    loss.backward()
    model.a.data -= eta * model.a.grad
    model.b.data -= eta * model.b.grad
    return loss


def line_at(a, b):
    """The line a * x + b, as a model."""
    model = Linear()
    model.a.data, model.b.data = a, b
    return model


def order(n, epoch, seed=None):
    """In which order an epoch takes n examples: as they come or, with a seed, in a random order of its own."""
    return list(range(n)) if seed is None else Random(seed + epoch).shuffled(range(n))


def descend(model, points, eta, epochs, size, seed=None):
    """Train in place on batches of `size` points (x, y), in the order of `order`; yields after each step.

    The gradient is that of the mean squared error of the batch; a batch of one is what `step` does.
    """
    for epoch in range(epochs):
        turn = order(len(points), epoch, seed)
        for first in range(0, len(points), size):
            batch = [points[i] for i in turn[first : first + size]]
            if size == 1:
                step(model, *batch[0], eta)
            else:
                for _ in gradient(model, batch, squared):
                    pass
                update(model, eta)
            yield
