"""The same step by different engines: functions that do one full-batch step each time they are called.

100 points, a 2-16-16-1 ReLU net without biases, hinge loss, plain gradient descent. The rate is so small that
the net hardly changes: every step is as much work as the first. micrograd's neurons always have a bias, which
makes 337 parameters of 304, and `values(bias=True)` is the same work with Value objects.
"""

from engine.compiler.machine import Machine
from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import constant
from engine.train import take, train

POINTS = moons(100, 0.1, 0)
RATE = 1e-6
MANY = 1_000  # steps to ask for at once


def compiled(host):
    """The compiled module, by way of Machine.train, one step at a time."""
    training = Machine(Net(), hinge, host).train(POINTS, constant(RATE))
    return lambda: take(training, 1)


def compiled_many(host):
    """The same, as many steps at a time as the module does in one call; with their number."""
    training = Machine(Net(), hinge, host).train(POINTS, constant(RATE))
    first = next(training).number
    many = training.send(MANY).number - first
    return lambda: training.send(MANY), many


def values(bias=False):
    """Value objects, by way of engine.train."""
    training = train(Net(bias=bias), POINTS, rate=constant(RATE))
    return lambda: take(training, 1)


def micrograd():
    """PyPI's micrograd, as its own demo uses it."""
    from micrograd.nn import MLP

    model = MLP(2, [16, 16, 1])

    def step():
        scores = [model([x1, x2]) for x1, x2, _ in POINTS]
        losses = [(1 + -y * score).relu() for (_, _, y), score in zip(POINTS, scores)]
        loss = sum(losses) * (1.0 / len(losses))
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= RATE * p.grad

    return step


def pytorch():
    """PyTorch, eager, with 64-bit floats; ImportError without it."""
    import torch

    x = torch.tensor([point[:2] for point in POINTS], dtype=torch.float64)
    y = torch.tensor([point[2:] for point in POINTS], dtype=torch.float64)
    layers = [torch.nn.Linear(i, j, bias=False, dtype=torch.float64) for i, j in ((2, 16), (16, 16), (16, 1))]
    model = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])
    descent = torch.optim.SGD(model.parameters(), lr=RATE)

    def step():
        descent.zero_grad()
        torch.relu(1 - y * model(x)).mean().backward()
        descent.step()

    return step
