"""Steps in both engines, from the same parameters: how long they take, and whether the numbers agree.

>>> comparison = take(compare(net, points, hinge, WasmtimeHost), 1)[0]
>>> comparison.identical == comparison.parameters
True
"""

import math
import struct
from collections import namedtuple
from time import perf_counter

from engine.compiler.machine import Machine
from engine.compiler.memory import STEPS
from engine.data import moons
from engine.engines import ENGINES, Values
from engine.nn import Net
from engine.recipes import constant, falling
from engine.train import take

ENOUGH = 0.02  # seconds of compiled steps, over which the mean of their time is taken
FEW = 3  # steps that show whether both engines train alike: momentum shows at the second

Comparison = namedtuple("Comparison", ("examples", "python", "compiled", "parameters", "identical", "difference"))
"""python, compiled: seconds of a step. identical: how many gradients are the same float; difference: the largest."""


def compare(model, points, loss, host, alpha=0.0, batch_size=None, seed=0, start=0):
    """Yields None between examples, then a Comparison; the parameters of `model` stay what they are.

    The options are those of `train`; the learning rate is 0, which makes a step that does all the work and
    changes nothing. Unknown if the model cannot be compiled.
    """
    options = dict(alpha=alpha, batch_size=batch_size, seed=seed, start=start)
    parameters, data = model.parameters(), [p.data for p in model.parameters()]
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
    python, step, training = 0.0, None, Values(model, loss).train(points, constant(0.0), **options)
    while not step:
        begun = perf_counter()
        step = next(training)
        python += perf_counter() - begun
        yield
    for p, number in zip(parameters, data):
        p.data = number  # a step of 0 times an infinite gradient is no number
    pairs = [(p.grad, gradient) for p, gradient in zip(parameters, gradients)]
    differences = [abs(one - other) for one, other in pairs if not _same(one, other)]
    yield Comparison(
        min(batch_size or len(points), len(points)),
        python,
        compiled,
        len(pairs),
        len(pairs) - len(differences),
        max([math.inf if d != d else d for d in differences], default=0.0),
    )


Agreement = namedtuple("Agreement", ("parameters", "identical", "difference"))
"""How many parameters there are, how many are the same float, and the largest relative difference of the others."""


def agreement(loss, host):
    """An Agreement between two small nets, trained from the same weights, one in each engine: a few
    steps on all points, with L2, and a few on batches of them.

    It shows what a compiler that has been changed does otherwise.
    """
    trained = []
    for engine in ENGINES.values():
        engine = engine(Net(hidden=(3,), bias=True, seed=1), loss, host)
        take(engine.train(moons(4, 0.2, 1), constant(0.3), alpha=0.01), FEW)
        take(engine.train(moons(4, 0.2, 1), falling(0.3, 0.1, FEW), batch_size=3), FEW)
        trained.append(engine.parameters())
    pairs = list(zip(*trained))
    apart = [abs(a - b) / max(abs(a), abs(b)) for a, b in pairs if not _same(a, b)]
    return Agreement(len(pairs), len(pairs) - len(apart), max([math.inf if d != d else d for d in apart], default=0.0))


def _same(one, other):
    """Whether two floats have the same bits; all NaN count as the same."""
    return struct.pack("<d", one) == struct.pack("<d", other) or one != one and other != other
