"""The goals of the three experiments, verified: each yields what is reached, up to the first thing that is missing.

Imports nothing of the browser. A goal is a generator of Goals, with None between two bits of work.
"""

from collections import namedtuple

from engine.check import central_difference, relative_error
from engine.compiler.compiler import compile
from engine.compiler.formulas import Unknown
from engine.data import gaussians, moons
from engine.losses import LOSSES, hinge
from engine.nn import Model, Net
from engine.recipes import constant
from engine.records.settings import LOSS_NAMES
from engine.rules import RULES
from engine.train import gradient, train
from engine.value import Value, topological_order

Goal = namedtuple("Goal", ("good", "words"))
"""good: True, False for what is missing, None for a remark."""

SCORES = (-2.3, -0.4, 0.6, 1.7)


def leaky_relu():
    """An operation called leaky_relu in the table, right in both directions, and at work in the net."""
    if "leaky_relu" not in RULES:
        yield Goal(False, "The table in rules.py has no operation 'leaky_relu' yet.")
        return
    rule = RULES["leaky_relu"]
    if rule.forward(2.0) != 2.0 or rule.forward(0.5) != 0.5:
        yield Goal(False, "leaky_relu(2) should be 2: positive numbers pass. It is %.6g." % rule.forward(2.0))
        return
    slope = rule.forward(-1.0) / -1.0
    if not 0 < slope < 1 or relative_error(rule.forward(-3.0), -3.0 * slope) > 1e-9:
        words = "leaky_relu(-1) and leaky_relu(-3) should be a small share of -1 and -3. They are %.6g and %.6g."
        yield Goal(False, words % (rule.forward(-1.0), rule.forward(-3.0)))
        return
    yield Goal(True, "leaky_relu is in the table; a negative number leaves %.3g of itself." % slope)
    for number in (-2.0, -0.5, 0.5, 2.0):
        a = Value(number)
        a.leaky_relu().backward()
        numeric = central_difference(lambda: a.leaky_relu(), a)
        if relative_error(a.grad, numeric) > 1e-6:
            words = "At %g the central difference is %.6g, but the rule's derivative is %.6g."
            yield Goal(False, words % (number, numeric, a.grad))
            return
    yield Goal(True, "Its derivative agrees with central differences.")
    operations = {node._op for node in topological_order(Net(hidden=(2, 2))((0.5, 0.5)))[1]}
    if "leaky_relu" not in operations:
        yield Goal(False, "The net does not use it yet: see where Neuron in nn.py ends.")
        return
    if "relu" in operations:
        yield Goal(False, "Some neurons of the net still use relu.")
        return
    yield Goal(True, "The neurons of the hidden layers use it.")
    yield (yield from _trains(hinge, moons(12), (0.2,), 20))
    try:
        compile(Net(hidden=(2,)), hinge)
        yield Goal(None, "The compiler takes your rule, too: it is a formula.")
    except Unknown as reason:
        yield Goal(None, "Value objects train it, because %s." % reason)


def momentum():
    """Steps that remember the steps before: with a constant gradient they grow, each by a constant share."""
    moves = _moves(One())
    changes = [after - before for before, after in zip(moves, moves[1:])]
    if max(map(abs, changes)) < 1e-12:
        yield Goal(False, "Where the gradient is always 1, all steps are still the same: %.3g each." % moves[0])
        return
    shares = [after / before if before else 0.0 for before, after in zip(changes, changes[1:])]
    if not 0 < shares[0] < 1 or max(shares) - min(shares) > 1e-6:
        words = "Where the gradient is always 1, the steps are %s: each should add a fixed share of the one before."
        yield Goal(False, words % ", ".join(["%.3g" % move for move in moves]))
        return
    yield Goal(True, "With a constant gradient the steps grow; %.3g of each is kept." % shares[0])
    if _moves(One()) != moves:
        yield Goal(False, "A second net starts with the speed of the first: keep the velocity with the model.")
        return
    yield Goal(True, "Each net has a velocity of its own.")
    both = Two()
    _moves(both)
    if abs(both.p.data + both.q.data) > 1e-12:
        yield Goal(False, "Two parameters share one velocity: each needs its own.")
        return
    yield Goal(True, "Each parameter has a velocity of its own.")
    yield (yield from _trains(hinge, moons(12), (0.05,), 20))
    yield None
    plain = yield from _plain(hinge, moons(12), 0.05, 20)
    yield Goal(None, "Without momentum, the same 20 steps end at %.3f." % plain)


def own_loss():
    """A loss of one's own in LOSSES, differentiable, that pulls towards the right sign and trains a net."""
    new = [name for name in LOSSES if name not in LOSS_NAMES]
    if not new:
        yield Goal(False, "LOSSES in losses.py still lists only the losses that it came with.")
        return
    loss, name = LOSSES[new[-1]], new[-1]
    for y in (1, -1):
        for number in SCORES:
            score = Value(number)
            out = loss(score, y)
            if not isinstance(out, Value):
                yield Goal(False, "%s(%g, %d) should be a Value, not %r." % (name, number, y, out))
                return
            out.backward()
            numeric = central_difference(lambda: loss(score, y), score)
            if relative_error(score.grad, numeric) > 1e-5:
                words = "The derivative of %s(%g, %d) is %.6g by central difference, but %.6g by back-propagation."
                yield Goal(False, words % (name, number, y, numeric, score.grad))
                return
    yield Goal(True, "%s is in LOSSES, and can be differentiated." % name)
    for other in LOSS_NAMES:
        if other in LOSSES and all([_pays(loss, s) == _pays(LOSSES[other], s) for s in SCORES]):
            yield Goal(False, "It gives the same numbers as %s: change something in it." % other)
            return
    if not _pays(loss, -2.0) > _pays(loss, 1.0):
        words = "A score of -2 for a label of +1 should cost more than a score of 1: it costs %.4g, not more than %.4g."
        yield Goal(False, words % (_pays(loss, -2.0), _pays(loss, 1.0)))
        return
    yield Goal(True, "The wrong sign costs more than the right one: %.3g and %.3g." % (_pays(loss, -2.0), _pays(loss, 1.0)))
    yield (yield from _trains(loss, gaussians(12), (0.1, 0.01, 0.001), 20))
    yield Goal(None, "The playground offers it under Loss.")


class One(Model):
    """One parameter, whose gradient is 1."""

    inputs = 1

    def __init__(self):
        self.p = Value(0.0)

    def __call__(self, x):
        return self.p * x[0]

    def parameters(self):
        return [self.p]


class Two(One):
    """Two parameters, whose gradients are 1 and -1."""

    def __init__(self):
        self.p, self.q = Value(0.0), Value(0.0)

    def __call__(self, x):
        return self.p * x[0] - self.q * x[0]

    def parameters(self):
        return [self.p, self.q]


def _moves(model, steps=5, eta=0.125):
    """How far the parameter p has moved downhill in each step."""
    places, training = [model.p.data], train(model, [(1.0, 1)], lambda score, y: score, constant(eta))
    while len(places) <= steps:
        if next(training):
            places.append(model.p.data)
    return [before - after for before, after in zip(places, places[1:])]


def _pays(loss, score):
    return loss(Value(score), 1).data


def _trains(loss, points, rates, steps):
    """Returns a Goal: whether the loss falls, at one of these rates at least."""
    for rate in rates:
        losses, training = [], train(Net(hidden=(6,), bias=True, seed=2), points, loss, constant(rate))
        while len(losses) <= steps:
            step = next(training)
            if step:
                losses.append(step.loss)
            yield None
        if losses[-1] < 0.9 * losses[0]:
            words = "A small net learns with it: in %d steps the loss falls from %.3f to %.3f."
            return Goal(True, words % (steps, losses[0], losses[-1]))
    words = "A small net does not learn with it: after %d steps the loss is %.3f, and it was %.3f."
    return Goal(False, words % (steps, losses[-1], losses[0]))


def _plain(loss, points, eta, steps):
    """Returns the loss after steps that are plain gradient descent, whatever `update` does."""
    net = Net(hidden=(6,), bias=True, seed=2)
    for _ in range(steps):
        yield from gradient(net, points, loss)
        for p in net.parameters():
            p.data -= eta * p.grad
    mean_loss, _ = yield from gradient(net, points, loss)
    return mean_loss


EXPERIMENTS = {"leaky-relu": leaky_relu, "momentum": momentum, "loss": own_loss}
