"""What a gradient costs: by one backward pass, by forward mode, and by finite differences, counted and measured.

>>> counted(Value(2) * 3 + 1)
(2, 8)
"""

from collections import namedtuple
from functools import reduce
from operator import or_
from statistics import median
from time import perf_counter

from engine.check import central_difference
from engine.exhibits.forward_mode import one_pass
from engine.losses import hinge
from engine.nn import Net
from engine.value import topological_order

EXAMPLE, LABEL = (0.5, -0.25), 1
ROUNDS = 3  # of each way, of which the median counts
ENOUGH = 0.01  # seconds over which the time of a short way is averaged in one round

COUNTS = ("forward", "backward", "forward_mode", "differences")
Cost = namedtuple("Cost", ("parameters", *COUNTS, *["%s_seconds" % count for count in COUNTS]))
"""Operations of one forward pass, and of a gradient by each way, forward passes included: by back-propagation, by n
passes of forward mode, by central differences, which take 2 n forward passes. Then the seconds that each takes."""


def counted(root):
    """Operations of the forward pass to `root`, one for each node computed; and of that and the way back, which
    multiplies and adds once for each operand."""
    _, inner = topological_order(root)
    return len(inner), len(inner) + 2 * sum(len(node._prev) for node in inner)


def counted_forward_mode(root, variables):
    """Operations of a pass of forward mode for each variable, counted alike: one for each node computed; and it
    multiplies and adds once for each operand that depends on the variable."""
    _, inner = topological_order(root)
    reached = {variable: 1 << i for i, variable in enumerate(variables)}  # a bit for each variable a node depends on
    total = len(variables) * len(inner)
    for node in inner:
        bits = [reached.get(operand, 0) for operand in node._prev]
        total += 2 * sum(map(int.bit_count, bits))
        reached[node] = reduce(or_, bits)
    return total


def cost(width):
    """Yields the share of it that is done between passes, then the Cost of a 2-width-width-1 net on one example.

    They take turns, so that a busy machine delays them all alike; the medians of ROUNDS count.
    """
    net = Net(hidden=(width, width))
    forward, backward = counted(hinge(net(EXAMPLE), LABEL))
    n, times = len(net.parameters()), ([], [], [], [])
    for i in range(ROUNDS):
        for way, found in zip((_pass, _both, _forward_mode, _differences), times):
            found.append((yield from way(net, lambda share: (i + share) / ROUNDS)))
    ahead = counted_forward_mode(hinge(net(EXAMPLE), LABEL), net.parameters())
    yield Cost(n, forward, backward, ahead, 2 * n * forward, *map(median, times))


def _pass(net, share):
    """The seconds of one forward pass; yields the share done."""
    yield share(0.0)
    return _mean(lambda: hinge(net(EXAMPLE), LABEL))


def _both(net, share):
    """The seconds of a gradient by back-propagation."""
    yield share(0.0)
    return _mean(lambda: hinge(net(EXAMPLE), LABEL).backward())


def _mean(run):
    """The seconds of run(), done so often that a clock with coarse ticks can tell."""
    passes, begun = 0, perf_counter()
    while True:
        run()
        passes += 1
        seconds = perf_counter() - begun
        if seconds > ENOUGH:
            return seconds / passes


def _forward_mode(net, share):
    """The seconds of a gradient by forward mode: the graph is made once, and walked once for each parameter."""
    made = perf_counter()
    root = hinge(net(EXAMPLE), LABEL)
    order = topological_order(root)
    made = perf_counter() - made
    walked = yield from _each(net.parameters(), lambda p: one_pass(order, p)[root], lambda done: share(done / 2))
    return made + walked


def _differences(net, share):
    """The seconds of a gradient by central differences."""

    def difference(p):
        central_difference(lambda: hinge(net(EXAMPLE), LABEL), p)

    return (yield from _each(net.parameters(), difference, lambda done: share((1 + done) / 2)))


def _each(parameters, run, share):
    """The seconds of run(p) for all parameters together, done so often that a clock with coarse ticks can tell; yields
    the share done now and then."""
    seconds, times = 0.0, 0
    while seconds < ENOUGH:
        begun = perf_counter()
        for i, p in enumerate(parameters):
            run(p)
            if perf_counter() - begun > ENOUGH:
                seconds += perf_counter() - begun
                yield share(i / len(parameters))
                begun = perf_counter()
        seconds += perf_counter() - begun
        times += 1
    return seconds / times
