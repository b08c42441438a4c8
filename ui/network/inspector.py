"""What is picked in the net of glass, in words and numbers: a neuron and its formula, a weight that can be changed."""

from pyscript import document

from ui.network import inside_words as words
from ui.page import numbers
from ui.page.browser import by_id, listen

SPAN = 4.0  # weights on the slider, from minus this to this; it grows with a larger weight
LARGEST = 1e6  # size of a weight that can be typed


class Inspector:
    """Shows what is picked; calls pick(part), set_weight(place, number, done), undo() and close().

    done  whether the hand has left the slider: one change then, as far as undo is concerned
    """

    def __init__(self, pick, set_weight, undo, close):
        self._pick, self._set_weight = pick, set_weight
        self._place = None  # of the weight that is shown, among the parameters
        self._span = SPAN
        listen(by_id("weight-slider"), "input", lambda event: self._slid(False))
        listen(by_id("weight-slider"), "change", lambda event: self._slid(True))
        listen(by_id("weight-value"), "change", lambda event: self._typed())
        listen(by_id("weight-undo"), "click", lambda event: undo())
        listen(by_id("unpick"), "click", lambda event: close())

    def hide(self):
        """Nothing is picked."""
        by_id("inspector").hidden = True

    def title(self, title):
        """Begin with what is picked; the rest is filled in by the other methods."""
        by_id("inspector").hidden = False
        by_id("picked-title").textContent = title
        for name in ("formula", "weight", "picked-point"):
            by_id(name).hidden = True
        by_id("picked-words").textContent = ""

    def neuron(self, layer, index, found, on, points, last):
        """A neuron: its formula with its numbers, and how many of the points switch it on (None: not known)."""
        formula = by_id("formula")
        formula.hidden = False
        pieces = ["relu(" if found["relu"] else ""]
        for i, weight in enumerate(found["weights"]):
            sign = MINUS_SIGN if weight < 0 else " + " if i else ""
            name = "x%s" % "₁₂"[i] if layer == 1 else "n%d" % (i + 1)
            pieces += [sign if i else sign.strip(), self._button(weight, ("edge", layer, index, i)), "\u202f" + name]
        if found["bias"] is not None:
            pieces.append("%s%s" % (MINUS_SIGN if found["bias"] < 0 else " + ", words.short(abs(found["bias"]))))
        pieces.append(")" if found["relu"] else "")
        formula.replaceChildren(*pieces)
        by_id("picked-words").textContent = "" if on is None else words.switched(on, points, last)

    def edge(self, place, weight, sentence):
        """A weight, which can be changed; place: where it is among the parameters."""
        by_id("weight").hidden = False
        self._place = place
        here = document.activeElement and document.activeElement.id
        if here == "weight-slider":
            by_id("weight-value").value = repr(weight)
        elif here != "weight-value":
            self._write(weight)
        by_id("weight-words").textContent = sentence

    def point(self, found, sentence):
        """A point: its score, margin and loss."""
        by_id("picked-point").hidden = False
        for name in ("score", "margin", "loss"):
            by_id("picked-" + name).textContent = "%.6g" % found[name]
        by_id("point-words").textContent = sentence

    def undoable(self, can):
        """Whether there is a change of a weight to take back."""
        by_id("weight-undo").disabled = not can

    def _button(self, weight, part):
        button = document.createElement("button")
        button.type = "button"
        button.textContent = words.short(abs(weight))
        button.title = "Pick this weight: %r" % weight
        listen(button, "click", lambda event: self._pick(part))
        return button

    def _write(self, weight):
        self._span = max(SPAN, 2 * abs(weight)) if abs(weight) < LARGEST else LARGEST
        slider = by_id("weight-slider")
        slider.min, slider.max, slider.step = str(-self._span), str(self._span), "any"
        slider.value = by_id("weight-value").value = repr(weight)

    def _slid(self, done):
        text = str(by_id("weight-slider").value)
        by_id("weight-value").value = text
        self._set_weight(self._place, float(text), done)

    def _typed(self):
        text = str(by_id("weight-value").value).strip()
        try:
            weight = numbers.number(text.replace(words.MINUS, "-"))
        except ValueError as error:
            weight, why = None, str(error)
        if weight is None:
            why = why or "a weight is a number such as 0.5"
        elif abs(weight) > LARGEST:
            weight, why = None, "a weight here is at most a million"
        if weight is None:
            by_id("weight-words").textContent = "%s: %s. The weight stays as it was." % (text or "Nothing", why)
            return
        self._set_weight(self._place, weight, True)
        self._write(weight)


MINUS_SIGN = " %s " % words.MINUS
