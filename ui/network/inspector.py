"""What is picked in the net of glass, in words and numbers: a neuron and its formula, a weight that can be changed."""

from pyscript import document

from ui.page.browser import by_id, listen

SPAN = 4.0  # weights on the slider, from minus this to this; it grows with a larger weight


class Inspector:
    """Shows answers of the worker's "inside"; calls pick(part) and set_weight(place, number, done).

    done  whether the hand has left the slider: one change then, as far as undo is concerned
    """

    def __init__(self, pick, set_weight, undo):
        self._pick, self._set_weight = pick, set_weight
        self._place = None  # of the weight that is shown, among the parameters
        self._span = SPAN
        self._busy = False  # the visitor is at the weight
        listen(by_id("weight-slider"), "input", lambda event: self._slid(False))
        listen(by_id("weight-slider"), "change", lambda event: self._slid(True))
        listen(by_id("weight-value"), "change", lambda event: self._typed())
        listen(by_id("weight-undo"), "click", lambda event: undo())

    def show(self, found):
        """Show what the worker has found about the picked part, or nothing."""
        kind = found.get("kind") if found else None
        by_id("inspector").hidden = not kind
        by_id("weight").hidden = kind != "edge"
        by_id("formula").hidden = kind != "neuron"
        if not kind:
            return
        by_id("picked-title").textContent = found["title"]
        by_id("picked-words").textContent = found["words"]
        if kind == "neuron":
            self._show_formula(found)
        elif kind == "edge":
            self._show_weight(found)

    def complain(self, words):
        """Say why a weight was not taken."""
        by_id("weight-words").textContent = words

    def _show_formula(self, found):
        formula = by_id("formula")
        parts = [found["before"]]
        for i, (sign, number, name) in enumerate(found["terms"]):
            button = document.createElement("button")
            button.type = "button"
            button.textContent = number
            button.title = "This weight: %s" % name
            part = ("edge", found["layer"], found["index"], i)
            listen(button, "click", lambda event, part=part: self._pick(part))
            parts += [sign, button, "\u202f" + name]
        parts.append(found["after"])
        formula.replaceChildren(*parts)

    def _show_weight(self, found):
        self._place = found["place"]
        if document.activeElement.id not in ("weight-value", "weight-slider"):
            self._write(found["number"])
        elif document.activeElement.id == "weight-slider":
            by_id("weight-value").value = found["short"]
        by_id("weight-words").textContent = found["step"]

    def _write(self, number):
        value = float(number)
        self._span = max(SPAN, 2 * abs(value)) if abs(value) < 1e9 else SPAN
        slider = by_id("weight-slider")
        slider.min, slider.max, slider.step = str(-self._span), str(self._span), str(self._span / 400)
        slider.value = number
        by_id("weight-value").value = number

    def _slid(self, done):
        text = str(by_id("weight-slider").value)
        by_id("weight-value").value = text
        self._set_weight(self._place, float(text), done)

    def _typed(self):
        text = str(by_id("weight-value").value).strip().replace("\u2212", "-")
        try:
            value = float(text if "," not in text else "?")
        except ValueError:
            value = None
        if value is None or not abs(value) < 1e300:
            self.complain("A weight is a number such as 0.5; %s is none, so it stays as it was." % (text or "nothing"))
        else:
            self._set_weight(self._place, value, True)
            self._write(text)
