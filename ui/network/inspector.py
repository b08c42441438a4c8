"""What is picked, in words and numbers: a neuron and its formula, a weight that can be changed, a point."""

from pyscript import document

from ui.network import inside_words as words
from ui.network.weight import Weight
from ui.page.browser import by_id, listen

SIGN = " %s " % words.MINUS


class Inspector:
    """Shows what the worker's "inspect" has found of what is picked; calls pick(part) and close()."""

    def __init__(self, trainer, pick, close):
        self._pick = pick
        self.weight = Weight(trainer)
        self._shown = None  # what is shown, and may be left as it is
        listen(by_id("unpick"), "click", lambda event: close())

    def show(self, found, part, places, point, alpha):
        """Show `part` of the net and a point, as far as they are picked.

        found   the worker's "inspect"; places: (layer, neuron, source) -> the place among the parameters
        point   (index, (x1, x2, y)), or None
        alpha   of L2
        """
        layers = found["layers"]
        part = part if part and layers and part[1] <= len(layers) else None
        by_id("inspector").hidden = not (part or point)
        by_id("formula").hidden = not (part and part[0] == "neuron" and found.get("part"))
        by_id("weight").hidden = not (part and part[0] == "edge" and part[1:] in places)
        by_id("picked-point").hidden = not (point and found.get("point"))
        by_id("picked-words").textContent = ""
        if not by_id("formula").hidden:
            self._neuron(found, part[1], part[2], found["count"])
        elif not by_id("weight").hidden:
            self._edge(found, part[1:], places[part[1:]], alpha)
        if not by_id("picked-point").hidden:
            self._point(found, point, part)

    def hide(self):
        """Nothing is picked."""
        by_id("inspector").hidden = True

    def _neuron(self, found, layer, index, points):
        """A neuron: its formula with its numbers, and how many of the points switch it on."""
        layers = found["layers"]
        by_id("picked-title").textContent = words.first_capital(words.neuron(layer, index, layers))
        if found["on"]:
            on = words.switched(found["on"][layer - 1][index], points, layer == len(layers))
            by_id("picked-words").textContent = on
        if self._shown == (layer, index, found["part"]):
            return
        self._shown = layer, index, found["part"]
        relu, bias = found["part"]["relu"], found["part"]["bias"]
        pieces = ["relu(" if relu else ""]
        for i, weight in enumerate(found["part"]["weights"]):
            sign = SIGN if weight < 0 else " + " if i else ""
            name = "x%s" % "₁₂"[i] if layer == 1 else "n%d" % (i + 1)
            pieces += [sign if i else sign.strip(), self._button(weight, ("edge", layer, index, i)), "\u202f" + name]
        if bias is not None:
            pieces += [SIGN if bias < 0 else " + ", self._button(bias, ("edge", layer, index, None))]
        by_id("formula").replaceChildren(*pieces, ")" if relu else "")

    def _edge(self, found, edge, place, alpha):
        """A weight, which can be changed."""
        name = words.parameter(edge, found["layers"])
        by_id("picked-title").textContent = words.first_capital(name)
        weight, gradients, after = found["parameters"][place], found.get("gradients"), found.get("after")
        sentence = ""
        if gradients is not None:
            penalty = 2 * alpha * weight if alpha else None
            sentence = words.step(gradients[place], weight, None if after is None else after[place], penalty)
        if found.get("shares") is not None:
            sentence += " The picked point’s share: %s." % words.exact(found["shares"][place])
        self.weight.show(place, name, found["parameters"], sentence)

    def _point(self, found, point, part):
        """A point: its score, margin and loss, and whether it pulls."""
        index, spot = point
        title = words.point(index, *spot)
        if not part:
            by_id("picked-title").textContent = title
        for name in ("score", "margin", "loss"):
            by_id("picked-" + name).textContent = "%.6g" % found["point"][name]
        sentence = words.HELD_OUT
        if not found["held"]:
            sentence = words.pull(found["point"]["loss"], found["slopes"][index], found["count"])
        by_id("point-words").textContent = (title + ". " if part else "") + sentence

    def _button(self, weight, part):
        button = document.createElement("button")
        button.type = "button"
        button.textContent = words.short(abs(weight))
        button.title = "Pick it: %r" % weight
        listen(button, "click", lambda event: self._pick(part))
        return button
