"""One step of gradient descent taken apart: done by engine/train.py itself on a copy of the net, and looked at.

A second copy goes through the same examples one by one, so that each one's share of the gradient is known; whether the
shares add up to the gradient of the step, to the last bit, is found out and said.
"""

import math
from array import array

from engine import losses, train
from engine.data import held_out
from engine.recipes import schedule
from engine.value import Value
from ui.work.failures import Wrong
from ui.work.network.boundaries import boundary
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.inside import parts
from ui.work.network.net_pictures import wiring
from ui.work.network.step_lines import step_lines
from ui.work.network.watched import Marked, Watched
from ui.work.registry import WithArrays, entry

MOST = 4_000_000  # numbers that are kept: shares of points in parameters
CHUNK = 256  # parameters in one graph of the L2 penalty
TELLING = 6  # parameters of which the update is written out
NOTHING_YET = "there is no step in slow motion: the engine has been started again since"


class Record:
    """The step that a state of the page (settings, points, steps done, parameters) is before.

    state["forget"]  whether zero_grad is forgotten; pile is then what the step before has left in the grads
    """

    def __init__(self, state, parameters, pile):
        self._state, self.loss = state, loss_of(state)
        self.points, held = [], held_out(len(state["points"]), state.get("share", 0), state.get("seed", 0))
        for i, point in enumerate(state["points"]):
            self.points.append(Marked(point))
            self.points[-1].index = i
        self.learnt = [point for point in self.points if not held[point.index]]
        self.net, self.probe = net_of(state, parameters), net_of(state, parameters)
        self.before = _data(self.net)
        self.alpha = state["alpha"]
        self.penalty = self.pile = array("d", bytes(8 * len(self.before)))
        if state.get("forget") and pile is not None and len(pile) == len(self.before):
            self.pile = array("d", pile)
        for p, grad in zip(self.net.parameters(), self.pile):
            p.grad = grad

    def take(self):
        """A generator that does the step; yields how many examples of how many are done."""
        state = self._state
        model = Watched(self.net, state.get("forget"))
        rate = schedule(state["rate"], state["falls"])
        options = self.alpha, state["batch"], state["seed"], state["steps"]
        expected = min(state["batch"] or len(self.learnt), len(self.learnt))
        training, self.step = train.train(model, self.learnt, self.loss, rate, *options), None
        while not self.step:
            self.step = next(training)
            yield {"done": min(len(model.order), expected), "examples": 2 * expected}
        self.order = model.order
        if None in self.order:
            raise Wrong(0, "Which points a step takes cannot be told of train.py as it is here, so it cannot be slowed down.")
        self.after = _data(self.net)
        self.gradients = array("d", [p.grad for p in self.net.parameters()])
        yield from self._shares()
        self.lines = self._lines(rate)

    def _shares(self):
        """Each point by itself: its score, its loss, and its share of the gradient."""
        places, count = range(len(self.before)), len(self.order)
        if count * len(places) > MOST:
            places = sorted({place for row in (wiring(self.net) or [[[]]])[-1] for place in row})
        self.kept = {place: i for i, place in enumerate(places)}
        self.scores, self.losses = array("d"), array("d")
        self.shares, sums, self.fresh = [], self.pile, array("d", bytes(8 * len(self.before)))
        for done, index in enumerate(self.order):
            *x, y = self.points[index]
            self.probe.zero_grad()
            score = self.probe(x)
            loss = self.loss(score, y)
            self.scores.append(score.data)
            self.losses.append(loss.data)
            (loss / count).backward(keep=False)
            grads = array("d", [p.grad for p in self.probe.parameters()])
            sums, self.fresh = _sum(sums, grads), _sum(self.fresh, grads)
            self.shares.append(array("d", [grads[place] for place in places]))
            yield {"done": count + done + 1, "examples": 2 * count}
        if self.alpha:
            self.probe.zero_grad()
            parameters = self.probe.parameters()
            for i in range(0, len(parameters), CHUNK):
                losses.l2(parameters[i : i + CHUNK], self.alpha).backward(keep=False)
                yield {"done": 2 * count, "examples": 2 * count}
            self.penalty = array("d", [p.grad for p in parameters])
            sums, self.fresh = _sum(sums, self.penalty), _sum(self.fresh, self.penalty)
        self.exact = sums == self.gradients

    def _lines(self, rate):
        state = dict(self._state, hidden=[2] * min(2, len(self._state["hidden"])))
        point = tuple(self.points[self.order[0]])
        return step_lines(net_of(state, None), [point], self.loss, rate, self.alpha)

    def answer(self, lines):
        """What the page is told of it at first; lines are the boundary before and after, and, where grads have piled up,
        after a step with the gradient of its own."""
        arrays = {"scores": self.scores, "losses": self.losses, "after": self.after, "gradients": self.gradients}
        largest = sorted(self.kept, key=lambda place: -abs(self.gradients[place]))
        answer = {
            "number": self.step.number,
            "rate": self.step.rate,
            "loss": self.step.loss,
            "order": self.order,
            "exact": self.exact,
            "telling": [self.weight(place) for place in largest[:TELLING]],
            "lines": self.lines,
            "boundaries": lines,
            "parameters": len(self.before),
            "norms": [_norm(column) for column in (self.pile, self.fresh, self.gradients)],
            "layers": [len(layer) for layer in wiring(self.net) or ()],
        }
        return WithArrays(answer, arrays)

    def weight(self, place):
        """A parameter before and after the step, its gradient, the parts of it that are L2's and were there before, all as
        texts; and its name."""
        numbers = {"before": self.before, "grad": self.gradients, "after": self.after, "penalty": self.penalty, "pile": self.pile}
        found = {name: _text(column[place]) for name, column in numbers.items()}
        return dict(found, place=place, name=name_of(self.net, place))

    def place(self, part):
        """The place of what is picked among the parameters: of an edge, or, for anything else, of the largest gradient."""
        place = part if isinstance(part, int) else _place(self.net, part)
        if place not in self.kept:
            place = max(self.kept, key=lambda place: abs(self.gradients[place]))
        return place

    def share_of(self, place):
        """The shares of the points in one parameter's gradient, in the order of the batch, and the sums so far."""
        column, sums, total = array("d"), array("d"), self.pile[place]
        for row in self.shares:
            column.append(row[self.kept[place]])
            total += column[-1]
            sums.append(total)
        return column, sums

    def point(self, position):
        """One point's way forward and back: of its share of the mean loss, as the step has it."""
        *x, y = self.points[self.order[position]]
        net = self.probe
        net.zero_grad()
        layers, values = None, [Value(v) for v in x]
        if wiring(net):
            layers = []
            for layer in net.layers:
                values = layer(values)
                layers.append(values)
            score = values[0]
        else:
            score = net(x)
        loss = self.loss(score, y)
        share = loss / len(self.order)
        share.backward()
        return {
            "index": self.order[position],
            "x": x,
            "y": y,
            "score": _text(score.data),
            "margin": _text(y * score.data),
            "loss": _text(loss.data),
            "share": _text(share.data),
            "score_grad": _text(score.grad),
            "values": layers and [[v.data for v in layer] for layer in layers],
            "grads": layers and [[v.grad for v in layer] for layer in layers],
            "pulling": sum([p.grad != 0 for p in net.parameters()]),
        }


class Present:
    """The record that the page looks at."""

    record = None

    def take(self, state, parameters=None, pile=None):
        """Take the step of a state apart, see `Record`; yields how many examples of how many are done."""
        self.record = None
        record = Record(state, parameters, pile)
        yield from record.take()
        lines, sets = [], [record.before, record.after]
        if any(record.pile):
            eta = record.step.rate
            sets.append(array("d", [p - eta * grad for p, grad in zip(record.before, record.fresh)]))
        for parameters in sets:
            lines.append((yield from boundary(record.net, parameters, state, {"done": 1, "examples": 1})))
        for p, number in zip(record.net.parameters(), record.after):
            p.data = number
        self.record = record
        return record.answer(lines)

    def point(self, position):
        """See `Record.point`; position: in the batch."""
        return self.there().point(position)

    def weight(self, part):
        """The parameter that is picked (["edge", layer, neuron, source], or its place), or else the one with the largest
        gradient: see `Record.weight`, with the arrays shares and sums."""
        record = self.there()
        place = record.place(part)
        shares, sums = record.share_of(place)
        return WithArrays(record.weight(place), {"shares": shares, "sums": sums})

    def there(self):
        """The record; Wrong if there is none."""
        if not self.record:
            raise Wrong(0, NOTHING_YET)
        return self.record


def name_of(net, place):
    """What a parameter is called on the page, such as "the weight from x₁ to neuron 3 of layer 1"."""
    if not parts(net):
        return "parameter %d" % place
    layer, index, source = parts(net)[place]
    here = "the score" if layer == len(net.layers) else "neuron %d of layer %d" % (index + 1, layer)
    if source is None:
        return "the bias of " + here
    there = "x₁x₂"[2 * source : 2 * source + 2] if layer == 1 else "neuron %d of layer %d" % (source + 1, layer - 1)
    return "the weight from %s to %s" % (there, here)


def _place(net, part):
    known = [list(place) for place in parts(net) or ()]
    wanted = list(part[1:]) if part and part[0] == "edge" else None
    return known.index(wanted) if wanted in known else None


def _sum(a, b):
    return array("d", map(float.__add__, a, b))


def _norm(numbers):
    return math.hypot(*numbers)


def _data(net):
    return array("d", [p.data for p in net.parameters()])


def _text(number):
    return repr(float(number))


present = Present()
entry("slow_motion")(present.take)
entry("slow_motion_point")(present.point)
entry("slow_motion_weight")(present.weight)
