"""What words of the page light while they are pointed at: parts of the net, lines on the plane, controls and charts.

A kind is one of those below, or the id of an element. The line below the net and the text beside it use the same.
"""

from pyscript import document

from ui.network.inside_words import silent_neurons
from ui.page.browser import by_id, key_of, listen

LINES = ("boundary", "margin-lines")  # on the plane
FOLDED = {"settings-all": "all-settings"}  # what can be folded away -> what unfolds it
FRAMES = ".field, figure.curve"  # what is lit in place of a control or a picture in it


class Lights:
    """Lights the kinds it is told, and nothing else, of `page`'s plane and `glass`."""

    def __init__(self, page, glass):
        self._page, self._glass = page, glass
        self._elements = []

    def show(self, kinds, found, places):
        """found: the worker's "inspect" or None; places: (layer, neuron, source) of each parameter."""
        neurons, edges = self._parts(kinds, found, places)
        self._glass.light(neurons, edges)
        for span in document.querySelectorAll("#net-parts > span"):
            span.classList.toggle("lit", "inputs" in kinds)
        self._page.plane.light([line for line in LINES if line in kinds])
        for element in self._elements:
            element.classList.remove("lit-by-words")
        self._elements = sum([elements_of(kind) for kind in kinds if kind not in LINES], [])
        for element in self._elements:
            element.classList.add("lit-by-words")

    def sample(self, found):
        """(layer, index) of the neuron that stands for all: the picked one, or the first that some point switches on."""
        part = self._glass.part
        if part and part[0] in ("neuron", "edge") and part[1] < len(self._glass.widths) - 1:
            return tuple(part[1:3])
        on = found["on"][0] if found and found["on"] else ()
        return (1, next((i for i, count in enumerate(on) if count), 0))

    def _parts(self, kinds, found, places):
        """The neurons (layer, index) and the edges (layer, neuron, source) that are lit."""
        neurons, edges, widths = [], [], self._glass.widths
        last = len(widths) - 1
        for kind in kinds:
            if kind in ("neuron", "picture"):
                neurons.append(self.sample(found))
            elif kind == "edges-in":
                layer, index = self.sample(found)
                edges += [(layer, index, source) for source in range(widths[layer - 1])]
            elif kind.startswith("layer-"):
                layer = int(kind[6:])
                neurons += [(layer, index) for index in range(widths[layer])] if layer < last else []
            elif kind == "score":
                neurons.append((last, 0))
            elif kind == "silent" and found and found["on"]:
                neurons += silent_neurons(found["on"])
            elif kind == "largest" and found and found.get("largest") is not None and places:
                layer, index, source = places[found["largest"]]
                if source is None:
                    neurons.append((layer, index))
                else:
                    edges.append((layer, index, source))
        return neurons, edges


def elements_of(kind):
    """The elements of the page that a kind lights: lines of code for "code-" and what they do."""
    if kind.startswith("code-"):
        return list(document.querySelectorAll("#loop-code [data-code~=%s]" % kind[5:]))
    element = element_of(kind)
    return [element] if element else []


def element_of(kind):
    """The element of the page that a kind lights, or None; if it is folded away, what unfolds it."""
    element = by_id(kind)
    if not element:
        return None
    for folded, by in FOLDED.items():
        if by_id(folded).hidden and by_id(folded).contains(element):
            return by_id(by)
    return element.closest(FRAMES) or element


def speaks(word, kinds, light, follow):
    """Have a word call light(kinds) when it is pointed at, light(None) when it is left, and follow(kinds) when it is
    pressed."""
    for event, what in (("pointerenter", kinds), ("focus", kinds), ("pointerleave", None), ("blur", None)):
        listen(word, event, lambda event, what=what: light(what))
    listen(word, "click", lambda event: follow(kinds))
    if str(word.tagName) != "BUTTON":
        listen(word, "keydown", lambda event: _key(event, kinds, follow), passive=False)


def _key(event, kinds, follow):
    if key_of(event) in ("enter", " "):
        event.preventDefault()
        follow(kinds)
