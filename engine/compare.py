"""One step in both engines, from the same parameters: how long each takes, and whether the gradients agree.

>>> comparison = take(compare(net, points, hinge, WasmtimeHost), 1)[0]
>>> comparison.identical == comparison.parameters
True
"""

import math
import struct
from collections import namedtuple
from time import perf_counter

from engine.layout import STEPS
from engine.machine import Machine
from engine.recipes import constant
from engine.train import train

ENOUGH = 0.02  # seconds of compiled steps, over which the mean of their time is taken

Comparison = namedtuple("Comparison", ("examples", "python", "compiled", "parameters", "identical", "difference"))
"""python, compiled: seconds of a step. identical: how many gradients are the same float; difference: the largest."""


def compare(model, points, loss, host, alpha=0.0, batch_size=None, seed=0, start=0):
    """Yields None between examples, then a Comparison; the parameters of `model` stay what they are.

    The options are those of `train`; the learning rate is 0, which makes a step that does all the work and
    changes nothing. Unknown if the model cannot be compiled.
    """
    options = dict(alpha=alpha, batch_size=batch_size, seed=seed, start=start)
    machine = Machine(model, loss, host)
    stepping = machine.train(points, constant(0.0), **options)
    next(stepping)
    gradients = list(machine.gradients())
    yield
    steps, begun = 0, perf_counter()
    while perf_counter() < begun + ENOUGH:
        steps = stepping.send(STEPS).number - start - 1
    compiled = (perf_counter() - begun) / steps
    yield
    python, step, training = 0.0, None, train(model, points, loss, constant(0.0), **options)
    while not step:
        begun = perf_counter()
        step = next(training)
        python += perf_counter() - begun
        yield
    pairs = [(p.grad, gradient) for p, gradient in zip(model.parameters(), gradients)]
    differences = [abs(one - other) for one, other in pairs if not _same(one, other)]
    yield Comparison(
        min(batch_size or len(points), len(points)),
        python,
        compiled,
        len(pairs),
        len(pairs) - len(differences),
        max([math.inf if d != d else d for d in differences], default=0.0),
    )


def _same(one, other):
    """Whether two floats have the same bits; all NaN count as the same."""
    return struct.pack("<d", one) == struct.pack("<d", other) or one != one and other != other
