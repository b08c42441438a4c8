"""One step of gradient descent taken apart: done by engine/train.py itself on a copy of the net, and looked at.

A second copy goes through the same examples one by one, so that each one's share of the gradient is known; whether the
shares add up to the gradient of the step, to the last bit, is found out and said.
"""

from array import array

from engine import losses, train
from engine.recipes import schedule
from engine.value import Value
from ui.work.failures import Wrong
from ui.work.network.boundaries import boundary
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.net_pictures import wiring
from ui.work.network.step_lines import step_lines
from ui.work.registry import WithArrays, entry

MOST = 4_000_000  # numbers that are kept: shares of points in parameters
CHUNK = 256  # parameters in one graph of the L2 penalty
TELLING = 6  # parameters of which the update is written out
NOTHING_YET = "there is no step in slow motion: the engine has been started again since"


class Marked(tuple):
    """A point that knows which it is, and so does what is cut from it."""

    index = None

    def __getitem__(self, key):
        part = tuple.__getitem__(self, key)
        if isinstance(key, slice):
            part = Marked(part)
            part.index = self.index
        return part


class Watched:
    """A model that notes which points it is asked about."""

    def __init__(self, model):
        self._model = model
        self.order = []

    def __call__(self, x):
        self.order.append(getattr(x, "index", None))
        return self._model(x)

    def __getattr__(self, name):
        return getattr(self._model, name)


class Record:
    """The step that a state of the page (settings, points, steps done, parameters) is before."""

    def __init__(self, state, parameters):
        self._state, self.loss = state, loss_of(state)
        self.points = []
        for i, point in enumerate(state["points"]):
            self.points.append(Marked(point))
            self.points[-1].index = i
        self.net, self.probe = net_of(state, parameters), net_of(state, parameters)
        self.before = _data(self.net)
        self.alpha = state["alpha"]
        self.penalty = array("d", bytes(8 * len(self.before)))

    def take(self):
        """A generator that does the step; yields how many examples of how many are done."""
        state, model = self._state, Watched(self.net)
        rate = schedule(state["rate"], state["falls"])
        options = self.alpha, state["batch"], state["seed"], state["steps"]
        expected = min(state["batch"] or len(self.points), len(self.points))
        training, self.step = train.train(model, self.points, self.loss, rate, *options), None
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
        self.shares, sums = [], array("d", bytes(8 * len(self.before)))
        for done, index in enumerate(self.order):
            *x, y = self.points[index]
            self.probe.zero_grad()
            score = self.probe(x)
            loss = self.loss(score, y)
            self.scores.append(score.data)
            self.losses.append(loss.data)
            (loss / count).backward(keep=False)
            grads = array("d", [p.grad for p in self.probe.parameters()])
            sums = array("d", map(float.__add__, sums, grads))
            self.shares.append(array("d", [grads[place] for place in places]))
            yield {"done": count + done + 1, "examples": 2 * count}
        if self.alpha:
            self.probe.zero_grad()
            parameters = self.probe.parameters()
            for i in range(0, len(parameters), CHUNK):
                losses.l2(parameters[i : i + CHUNK], self.alpha).backward(keep=False)
                yield {"done": 2 * count, "examples": 2 * count}
            self.penalty = array("d", [p.grad for p in parameters])
            sums = array("d", map(float.__add__, sums, self.penalty))
        self.exact = sums == self.gradients

    def _lines(self, rate):
        state = dict(self._state, hidden=[2] * min(2, len(self._state["hidden"])))
        point = tuple(self.points[self.order[0]])
        return step_lines(net_of(state, None), [point], self.loss, rate, self.alpha)

    def answer(self, lines):
        """What the page is told of it at first; lines are the boundary before and after."""
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
            "layers": [len(layer) for layer in wiring(self.net) or ()],
        }
        return WithArrays(answer, arrays)

    def weight(self, place):
        """A parameter before and after the step, its gradient, the part of it that is L2's, all as texts; its name."""
        numbers = {"before": self.before, "grad": self.gradients, "after": self.after, "penalty": self.penalty}
        found = {name: _text(column[place]) for name, column in numbers.items()}
        return dict(found, place=place, name=name_of(self.net, place))

    def share_of(self, place):
        """The shares of the points in one parameter's gradient, in the order of the batch, and the sums so far."""
        column, sums, total = array("d"), array("d"), 0.0
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

    def take(self, state, parameters=None):
        """Take the step of a state apart; yields how many examples of how many are done."""
        self.record = None
        record = Record(state, parameters)
        yield from record.take()
        lines = []
        for parameters in record.before, record.after:
            lines.append((yield from boundary(record.net, parameters, state)))
        for p, number in zip(record.net.parameters(), record.after):
            p.data = number
        self.record = record
        return record.answer(lines)

    def point(self, position):
        """See `Record.point`; position: in the batch."""
        return self._there().point(position)

    def weight(self, part):
        """The parameter that is picked (["edge", layer, neuron, source], or its place), or else the telling one:
        see `Record.weight`, with the arrays shares and sums."""
        record = self._there()
        place = part if isinstance(part, int) else _place(record.net, part)
        if place not in record.kept:
            place = max(record.kept, key=lambda place: abs(record.gradients[place]))
        shares, sums = record.share_of(place)
        return WithArrays(record.weight(place), {"shares": shares, "sums": sums})

    def _there(self):
        if not self.record:
            raise Wrong(0, NOTHING_YET)
        return self.record


def name_of(net, place):
    """What a parameter is called on the page, such as "the weight from x₁ to neuron 3 of layer 1"."""
    wires = wiring(net) or []
    for layer, neurons in enumerate(wires):
        for neuron, weights in enumerate(neurons):
            here = "the score" if layer == len(wires) - 1 else "neuron %d of layer %d" % (neuron + 1, layer + 1)
            if place in weights:
                source = weights.index(place)
                there = "x₁x₂"[2 * source : 2 * source + 2] if layer == 0 else "neuron %d" % (source + 1)
                return "the weight from %s to %s" % (there, here)
            if place == weights[-1] + 1 and getattr(net.layers[layer].neurons[neuron], "bias", None) is not None:
                return "the bias of %s" % here
    return "parameter %d" % place


def _place(net, part):
    if not part or part[0] != "edge":
        return None
    _, layer, neuron, source = part
    try:
        return wiring(net)[layer - 1][neuron][source]
    except (IndexError, TypeError):
        return None


def _data(net):
    return array("d", [p.data for p in net.parameters()])


def _text(number):
    return repr(float(number))


present = Present()
entry("slow_motion")(present.take)
entry("slow_motion_point")(present.point)
entry("slow_motion_weight")(present.weight)
