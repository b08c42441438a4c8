"""What the benchmark does in Pyodide, on the page that page.js belongs to."""

import itertools
import time

from pyodide.ffi import to_js

from engine.compiler.compiler import compile
from engine.compiler.machine import Machine
from engine.compiler.scores import grid, scorer
from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import constant
from engine.train import take
from tests.bench.measure import per_call
from tests.bench.steps import POINTS, RATE, compiled, compiled_many, micrograd, values
from ui.work.browser_host import BrowserHost
from ui.work.picture import palette

SIDE = 200  # columns and rows of the picture
DOMAIN = (-1.5, 2.5, -1.5, 2.0)
LEVELS = (-1.0, 0.0, 1.0)
calls = {}  # what can be timed, by name
steps = {}  # how many steps such a call does, if not one
numbers = itertools.count()


class OpenHost(BrowserHost):
    """Lets JavaScript have the module's exports."""

    @property
    def exports(self):
        return self._exports


class FreshHost(BrowserHost):
    """Never loads the same bytes twice, because a browser remembers what it made of them."""

    def __init__(self, binary, imports):
        custom = bytes([0, 6, 1]) + b"n" + next(numbers).to_bytes(4, "little")  # a section that says nothing
        super().__init__(binary + custom, imports)


def prepare():
    """Make the candidates of this side."""
    net = Net()
    weights = [p.data for p in net.parameters()]
    scores = scorer(net)
    places = [place for row in grid(DOMAIN, SIDE, SIDE) for place in row]
    calls["compiled"] = compiled(BrowserHost)
    calls["compiled, many"], steps["compiled, many"] = compiled_many(BrowserHost)
    calls["Value"] = values()
    calls["micrograd"] = micrograd()
    calls["plain floats"] = lambda: scores(weights, places)


def measure(name):
    """Microseconds that one call takes, or one step of those it does."""
    return per_call(calls[name]) / steps.get(name, 1)


def machine(width, count):
    """The exports of a compiled 2-width-width-1 net without biases that has done one step on `count` points."""
    machine = Machine(Net(hidden=(width, width)), hinge, OpenHost)
    take(machine.train(moons(count, 0.1, 0), constant(RATE)), 1)
    return machine.host.exports


def picture():
    """Draw a picture, so that there is room for it; returns what JavaScript needs to draw it again.

    The exports, where the register of the score is written, the addresses of the values, the image and the lines, the side,
    the corners of the plane, and the levels.
    """
    machine = Machine(Net(), hinge, OpenHost)
    machine.hold(POINTS)
    shades = palette((0, 90, 181), (255, 255, 255), (220, 50, 32))
    calls["Machine.picture"] = lambda: machine.picture(SIDE, SIDE, DOMAIN, shades, LEVELS)
    calls["Machine.picture"]()
    table = machine.compiled.points + len(POINTS) * machine.compiled.width
    target = table + 8
    image = target + 8 * SIDE * SIDE
    lines = image + 4 * SIDE * SIDE
    return to_js([machine.host.exports, table, target, image, lines, SIDE, DOMAIN, LEVELS])


def task():
    """What the step begins with, for others to do: weights by layer and neuron, points, rate, and the loss."""
    net = Net()
    layers = [[[w.data for w in neuron.weights] for neuron in layer.neurons] for layer in net.layers]
    loss, _ = Machine(net, hinge, BrowserHost).evaluate(POINTS)
    return to_js([layers, POINTS, RATE, loss])


def start(width):
    """How long it takes from a 2-width-width-1 net to a trained one, once.

    Milliseconds to compile it, to have the browser load the module, and for all until the first step is done,
    each of them measured on its own; bytes of the module, and parameters.
    """
    net = Net(hidden=(width, width))
    times = [time.perf_counter()]
    result = compile(net, hinge)
    times.append(time.perf_counter())
    FreshHost(result.binary, result.imports)
    times.append(time.perf_counter())
    take(Machine(net, hinge, FreshHost).train(POINTS, constant(RATE)), 1)
    times.append(time.perf_counter())
    spans = [1000 * (after - before) for before, after in zip(times, times[1:])]
    return to_js([*spans, len(result.binary), len(result.parameters)])
