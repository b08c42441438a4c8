"""What a gradient costs: by one backward pass, and by finite differences, counted and measured.

>>> counted(Value(2) * 3 + 1)
(2, 8)
"""

from collections import namedtuple
from time import perf_counter

from engine.losses import hinge
from engine.nn import Net
from engine.value import topological_order

EXAMPLE, LABEL = (0.5, -0.25), 1
ENOUGH = 0.05  # seconds over which the time of a pass is averaged
STEP = 1e-6  # of the finite differences

Cost = namedtuple("Cost", ("parameters", "forward", "backward", "differences", "once", "both", "all"))
"""forward, backward: operations of one forward pass, and of a gradient by back-propagation, forward pass included.
differences: of a gradient by n + 1 forward passes. once, both, all: the seconds that each of the three takes."""


def counted(root):
    """Operations of the forward pass to `root`, one for each node computed; and of that and the way back, which
    multiplies and adds once for each operand."""
    _, inner = topological_order(root)
    return len(inner), len(inner) + 2 * sum(len(node._prev) for node in inner)


def cost(width):
    """Yields the share of it that is done between passes, then the Cost of a 2-width-width-1 net on one example."""
    net = Net(hidden=(width, width))
    parameters = net.parameters()
    forward, backward = counted(hinge(net(EXAMPLE), LABEL))
    once = yield from _mean(lambda: hinge(net(EXAMPLE), LABEL))
    both = yield from _mean(lambda: hinge(net(EXAMPLE), LABEL).backward())
    middle, everything, gradient = hinge(net(EXAMPLE), LABEL).data, once, []
    for i, p in enumerate(parameters):
        begun = perf_counter()
        before = p.data
        p.data = before + STEP
        gradient.append((hinge(net(EXAMPLE), LABEL).data - middle) / STEP)
        p.data = before
        everything += perf_counter() - begun
        yield i / len(parameters)
    n = len(parameters)
    yield Cost(n, forward, backward, (n + 1) * forward, once, both, everything)


def _mean(run):
    passes, total = 0, 0.0
    while total < ENOUGH or passes < 3:
        begun = perf_counter()
        run()
        total += perf_counter() - begun
        passes += 1
        yield 0.0
    return total / passes
