"""A weight of the net that a hand changes: by slider or by digits, while the boundary follows, and back again."""

from pyscript import document

from engine.records import numbers
from ui.network import inside_words as words
from ui.page.browser import by_id, listen, on_entered, window

SPAN = 4.0  # weights on the slider, from minus this to this; it grows with a larger weight
LARGEST = 1e6  # size of a weight that can be typed
COPY = "const copy = numbers.slice(); copy[place] = number; return copy"  # in JavaScript, which copies at once


class Weight:
    """Shows one weight, and sets it through `trainer`; while the slider moves, no faster than it is seen."""

    def __init__(self, trainer):
        self._trainer = trainer
        self._copy = window.Function.new("numbers", "place", "number", COPY)
        self._place = self._name = self._parameters = None
        self._setting = False  # what was set has not been shown yet
        self._waiting = None  # a weight that is to be set then
        self._trouble = ""  # what is wrong with what was typed: it stays until something else is done
        listen(by_id("weight-slider"), "input", lambda event: self._slid(False))
        listen(by_id("weight-slider"), "change", lambda event: self._slid(True))
        listen(by_id("weight-value"), "input", lambda event: self._forgive())
        on_entered(by_id("weight-value"), lambda event: self._typed())
        listen(by_id("weight-undo"), "click", lambda event: self._undo())

    def show(self, place, name, parameters, sentence):
        """Show the weight at this place among the parameters; sentence: what is said of it."""
        by_id("weight").hidden = False
        if place != self._place:
            self._forgive()
        self._place, self._name, self._parameters = place, name, parameters
        weight = parameters[place]
        here = document.activeElement and document.activeElement.id
        if here == "weight-slider":
            by_id("weight-value").value = repr(weight)
        elif here != "weight-value":
            self._write(weight)
        by_id("weight-words").textContent = self._trouble or sentence
        by_id("weight-undo").disabled = not self._trainer.can_undo_parameters()

    def shown(self):
        """A frame was painted: what was set can be seen."""
        self._setting = False
        if self._waiting:
            waiting, self._waiting = self._waiting, None
            self._set(*waiting)

    def reset(self):
        """The net is another one."""
        self._forgive()
        self._waiting, self._setting = None, False

    def _write(self, weight):
        span = max(SPAN, 2 * abs(weight)) if abs(weight) < LARGEST else LARGEST
        slider = by_id("weight-slider")
        slider.min, slider.max, slider.step = str(-span), str(span), "any"
        slider.value = by_id("weight-value").value = repr(weight)

    def _slid(self, done):
        text = str(by_id("weight-slider").value)
        by_id("weight-value").value = text
        self._set(self._place, self._name, float(text), done)

    def _forgive(self):
        self._trouble = ""

    def _typed(self):
        text, why = str(by_id("weight-value").value).strip(), ""
        try:
            weight = numbers.number(text.replace(words.MINUS, "-"))
        except ValueError as error:
            why = str(error) or "a weight is a number such as 0.5"
        if not why and abs(weight) > LARGEST:
            why = "a weight is at most a million here"
        if why:
            self._trouble = "%s: %s. The weight stays as it was." % (text or "Nothing", why)
            by_id("weight-words").textContent = self._trouble
            return
        self._set(self._place, self._name, weight, True)
        self._write(weight)

    def _set(self, place, name, number, done):
        self._forgive()
        if self._setting and not done:
            self._waiting = place, name, number, done
            return
        self._waiting, self._setting = None, True
        parameters = self._trainer.parameters
        changed = self._copy(self._parameters if parameters is None else parameters, place, number)
        said = "%s is %s now." % (words.first_capital(name), words.exact(number))
        self._trainer.take_parameters(changed, said, done)
        by_id("weight-undo").disabled = not self._trainer.can_undo_parameters()

    def _undo(self):
        self._forgive()
        self._trainer.undo_parameters()
        by_id("weight-undo").disabled = not self._trainer.can_undo_parameters()
