"""The graph of one example's loss as the page draws and walks it: folded, with each fold's arithmetic written out.

The same plain data as ui.work.graph has for a function; nodes that are folds have more (see `_drawn`).
"""

import inspect
import textwrap

from engine import value
from ui.work import graph
from ui.work.failures import Wrong
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.folding import Folded
from ui.work.registry import entry
from ui.work.source_lines import calls_of

TERMS = 4  # of a sum that are written out
HANDED = 4  # operands of a fold whose grads are written out
DRAWN = 160  # nodes that are drawn, at most


@entry("point_graph")
def point_graph(state, index, opened, parameters=None):
    """The graph of the loss of the point `index` of a state with these parameters: {"shape", "data", "steps", "rules"}.

    opened  keys of the folds that are open, see `Folded`
    Wrong if there is nothing to fold, or if more would be drawn than can be read.
    """
    folded = Folded(net_of(state, parameters), loss_of(state), tuple(state["points"][index]), opened)
    if len(folded.groups) > DRAWN:
        raise Wrong(0, "With this open, %d nodes would be drawn: fold something first." % len(folded.groups))
    return Picture(folded, state["loss"]).answer()


class Picture:
    """What the page is told of a Folded."""

    def __init__(self, folded, loss):
        self._folded, self._loss = folded, loss
        self._places = {id(group): i for i, group in enumerate(folded.groups)}
        self._names = self._name_all()

    def answer(self):
        folded = self._folded
        nodes = [self._drawn(group) for group in folded.groups]
        steps = self._steps(nodes)
        return {
            "shape": {"nodes": nodes, "leaves": folded.leaf_groups},
            "data": [self._text(group, "data") for group in folded.groups],
            "steps": steps,
            "rules": self._rules(),
        }

    def _drawn(self, group):
        """op, of and name, as in ui.work.graph; and key; of a fold also `fold`, its key, `sign` and `below`, what is drawn of op and name, `says`, how it is computed,
        `size`, how many operations it has, and the rows of its arithmetic, forward and backward."""
        of = [self._places[id(operand)] for operand in group.operands]
        if group.single:
            return {"op": group.single._op, "of": of, "name": self._names[id(group)], "key": group.key}
        kind = _kind(group.key)
        return {
            "op": kind,
            "sign": {"product": "w·x", "sum": "Σ"}.get(kind, kind),
            "below": {"layer": group.key[1:], "loss": "", "sum": ""}.get(kind, self._names[id(group)]),
            "of": of,
            "name": self._names[id(group)],
            "key": group.key,
            "fold": group.key,
            "says": self._formula(group, kind)[0],
            "size": len([v for v in group.values if v._prev]),
            "forward": [self._formula(group, kind) + [self._text(group, "data")]],
        }

    def _name_all(self):
        names, unnamed = {}, 0
        for group in self._folded.groups:
            single, key = group.single, group.key
            if single and id(single) in self._folded.names:
                name = self._folded.names[id(single)]
            elif single and not single._prev:
                name = self._leaf(single)
            elif single is self._folded.root or key == "loss" and not single:
                name = "loss"
            elif single and single is self._folded.score:
                name = "score"
            elif single and not self._is_out(single):
                unnamed += 1
                name = "v" + graph.subscript(unnamed)
            else:
                name = self._called(key)
            names[id(group)] = name
        return names

    def _is_out(self, single):
        return any(single is out for _, _, _, out in self._folded.neurons.values())

    def _leaf(self, leaf):
        """The name of a parameter: w with the numbers of layer, neuron and source, or b; "" of a constant."""
        for layer, index, x, out in self._folded.neurons.values():
            neuron = self._folded.net.layers[layer - 1].neurons[index]
            for i, weight in enumerate(getattr(neuron, "weights", None) or ()):
                if weight is leaf:
                    return "w%s.%s" % (_place(layer, index), graph.subscript(i + 1))
            if getattr(neuron, "bias", None) is leaf:
                return "b%s" % _place(layer, index)
        return ""

    def _name_of(self, single):
        """The name of a Value that is not drawn by itself."""
        folded = self._folded
        outs = [key for key, (_, _, _, out) in folded.neurons.items() if out is single]
        return folded.names.get(id(single)) or (self._called(outs[0]) if outs else self._leaf(single) or "v")

    def _called(self, key):
        """The name of a fold, or of what is left of it."""
        kind = _kind(key)
        if kind == "layer":
            return "layer %s" % key[1:]
        if kind == "loss":
            return "loss"
        if kind == "product":
            return "p" + graph.subscript(int(key.split("*")[1]) + 1)
        if kind == "sum":
            return "sum"
        layer, index, _, out = self._folded.neurons[key]
        return "score" if out is self._folded.score else "n" + _place(layer, index)

    def _formula(self, group, kind):
        """How a fold is computed: [in letters, with numbers]."""
        folded = self._folded
        if kind == "layer":
            some = {key for v in group.values for key in folded.paths.get(id(v), ()) if key in folded.neurons}
            on = len([v for v in group.outs if v.data > 0])
            return ["%d neurons" % len(some), "%d of %d hand on more than 0" % (on, len(group.outs))]
        if kind == "neuron":
            layer, index, x, out = folded.neurons[group.key]
            weights = getattr(folded.net.layers[layer - 1].neurons[index], "weights", None) or []
            terms = ["%s * %s" % (_short(w), _short(v)) for w, v in zip(weights, x)]
            bias = getattr(folded.net.layers[layer - 1].neurons[index], "bias", None)
            terms = terms[:TERMS] + (["…"] if len(terms) > TERMS else []) + ([_short(bias)] if bias else [])
            letters, numbers = "w · x" + (" + b" if bias else ""), " + ".join(terms)
            return ["relu(%s)" % letters, "relu(%s)" % numbers] if out._op == "relu" else [letters, numbers]
        if kind == "loss":
            return ["%s(score, y)" % self._loss, "%s(%s, %+g)" % (self._loss, _short(folded.score), folded.y)]
        if kind == "product":
            (node,) = [v for v in group.values if v._prev]
            return ["%s * %s" % tuple(map(self._name_of, node._prev)), "%s * %s" % tuple(map(_short, node._prev))]
        terms = [self._names_of(operand) for operand in group.operands]
        inside = {id(v) for v in group.values}
        given = [o for v in group.values for o in v._prev if not (o._prev and id(o) in inside)]
        numbers = [_short(v) for v in given]
        return [_cut(terms + ["b"] * (len(given) > len(terms))), _cut(numbers)]

    def _names_of(self, group):
        return self._called(group.key) if not group.single else "x"

    def _steps(self, nodes):
        """As in ui.work.graph, of the walk back; the rows of the folds' arithmetic are written into `nodes`."""
        steps, before = [], None
        for group, done in self._folded.walk_back():
            if not done:
                before = [self._grad(operand) for operand in group.operands]
                local = [graph.text(d) for d in graph.local_derivatives(group.single)] if group.single else []
                continue
            steps.append([local, [self._text(operand, "grad") for operand in group.operands]])
            if not group.single:
                nodes[self._places[id(group)]]["backward"] = self._handed(group, before)
        return steps

    def _handed(self, group, before):
        """What a fold has handed on: to what it is computed from, and to its own parameters."""
        rows = []
        for operand, earlier in list(zip(group.operands, before))[:HANDED]:
            name = self._names[id(operand)]
            if earlier is None:
                on = len([v for v in operand.outs if v.grad])
                rows.append(["%d grads of %s" % (len(operand.outs), name), "", "%d are not 0 now" % on])
            else:
                gained = "" if not earlier else "%s + …" % _six(earlier)
                rows.append(["%s.grad" % name, gained, _six(self._grad(operand))])
        if len(group.operands) > HANDED:
            rows.append(["… and to %d more" % (len(group.operands) - HANDED), "", ""])
        own = [v for v in group.values if not v._prev and self._leaf(v)]
        if len(own) == 1:
            rows.append(["%s.grad" % self._leaf(own[0]), "", _six(own[0].grad)])
        elif own:
            rows.append(["its %d parameters" % len(own), "", "%d grads are not 0 now" % len([v for v in own if v.grad])])
        return rows

    def _grad(self, group):
        return group.outs[0].grad if len(group.outs) == 1 else None

    def _text(self, group, what):
        """The data or the grad of what a group hands on; of several, how many."""
        if len(group.outs) == 1:
            return graph.text(getattr(group.outs[0], what))
        return "%d %s" % (len(group.outs), "values" if what == "data" else "grads")

    def _rules(self):
        """As ui.work.graph.rules, and for the kinds of folds the functions that make them, and the line that goes back."""
        rules = graph.rules([group.single for group in self._folded.groups if group.single])
        back = ["backward", calls_of(value.Value.backward, "_backward"), 0]
        layer = self._folded.net.layers[0]
        functions = {"layer": type(layer).__call__, "loss": self._folded.loss}
        functions["neuron"] = functions["product"] = functions["sum"] = type(layer.neurons[0]._neuron).__call__
        for kind, function in functions.items():
            source = _source(function)
            if source:
                rules["excerpts"]["fold " + kind] = source
            name = "fold " + kind if source else "apply"
            rules["ops"][kind] = {"forms": [], "forward": [name, [], 0], "backward": back}
        return rules


def _kind(key):
    return {"L": "layer", "l": "loss"}.get(key[0]) or ("product" if "*" in key else "sum" if "+" in key else "neuron")


def _place(layer, index):
    return "%s.%s" % (graph.subscript(layer), graph.subscript(index + 1))


def _short(node):
    written = _six(node.data)
    return "(%s)" % written if written[0] == "-" else written


def _six(number):
    return "%.6g" % (number + 0.0 if number else 0.0)


def _cut(terms):
    return " + ".join(terms if len(terms) <= TERMS + 1 else terms[: TERMS - 1] + ["…", terms[-1]])


def _source(function):
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        return None
    return [first, textwrap.dedent("".join(lines)).rstrip().split("\n")]
