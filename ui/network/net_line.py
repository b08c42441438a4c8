"""The line of text about the whole net, computed from what is on the screen, whose words light what they speak of."""

from pyscript import document

from ui.network import inside_words as words
from ui.network.lights import speaks
from ui.page.browser import by_id

NO_LAYERS = "This version of the net has no layers of neurons that could be drawn."


class NetLine:
    """Calls light(kinds) when words of some kinds, or with None no more, are pointed at, and follow(kinds) when they are
    pressed; the kinds are those of `inside_words.summary`."""

    def __init__(self, light, follow):
        self._light, self._follow = light, follow
        self._place = by_id("net-words")
        self._pieces = None

    def show(self, found, places):
        """Say what the worker's "inspect" has found; places: (layer, neuron, source) of each parameter."""
        if found["layers"] is None:
            pieces = [(NO_LAYERS, "")]
        else:
            pieces = words.summary(found, places, found.get("gradients"))
        if [kind for _, kind in pieces] != [kind for _, kind in self._pieces or ()]:
            self._place.replaceChildren(*[self._made(text, kind) for text, kind in pieces])
        else:
            for node, (text, _), (before, _) in zip(self._place.childNodes, pieces, self._pieces or ()):
                if text != before:
                    node.textContent = text
        self._pieces = pieces

    def clear(self):
        """Say nothing until something is known."""
        self._place.replaceChildren()
        self._pieces = None

    def lit(self, kinds):
        """Light the words of these kinds, because what they speak of is picked."""
        for word in self._place.querySelectorAll("[data-kind]"):
            word.classList.toggle("lit", str(word.getAttribute("data-kind")) in kinds)

    def _made(self, text, kind):
        if not kind:
            return document.createTextNode(text)
        word = document.createElement("span")  # a button would not be broken into lines as text is
        word.className, word.textContent, word.tabIndex = "word", text, 0
        word.setAttribute("role", "button")
        word.setAttribute("data-kind", kind)
        speaks(word, [kind], self._light, self._follow)
        return word
