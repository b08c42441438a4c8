"""The variables of the function: a slider each, and the derivative by it."""

import math

from pyscript import document

from ui.page.browser import by_id, listen
from ui.page.trace import short

NEAR, STEP, KEY_STEP = 10, 0.01, 0.1  # a slider runs from -NEAR to NEAR
FAR = 1e12  # a value beyond it is shown, but no slider reaches as far
FIRST = 1.0  # where a variable starts that nothing is known of
ROW = """<div class="variable">
<label for="variable-NAME"><var>NAME</var> = <output data-at="NAME"></output></label>
<input id="variable-NAME" type="range" data-variable="NAME" min="%d" max="%d" step="%g">
<p><span class="key">d result / d NAME</span> <output data-derivative="NAME">–</output></p>
</div>""" % (-NEAR, NEAR, STEP)


class Variables:
    """values: name -> number, also of variables that the function does not have at present; defaults: name -> number
    that the texts have given last."""

    def __init__(self, changed):
        self._changed = changed
        self.names = []
        self.values = {}
        self.defaults = {}

    def of(self, names, defaults):
        """Where the variables of another text are: those that it gives no other default than one before it stay."""
        return [
            self.values[name]
            if name in self.values and defaults.get(name) in (None, self.defaults.get(name))
            else defaults.get(name, FIRST)
            for name in names
        ]

    def take(self, names, defaults):
        """The variables of another text, and its defaults, name -> number."""
        self.values.update(zip(names, self.of(names, defaults)))
        self.defaults.update(defaults)
        if names != self.names:
            self.names = names
            self._build()
        for name in names:
            self._show(name)

    def start(self, values, defaults=None):
        """Where the variables of an example start, or where they were, and the defaults that their text gave."""
        self.values.update(values)
        for name in values:
            self.defaults.pop(name, None)
        self.defaults.update(defaults or {})

    def list(self):
        """The values, in the order of the names."""
        return [self.values[name] for name in self.names]

    def show_derivatives(self, derivatives):
        """The engine's derivatives, as texts, in the order of the names."""
        for name, derivative in zip(self.names, derivatives):
            self._part("output[data-derivative=%s]", name).textContent = written(derivative)

    def _build(self):
        by_id("variables").innerHTML = "".join([ROW.replace("NAME", name) for name in self.names])
        for name in self.names:
            slider = self._part("input[data-variable=%s]", name)
            listen(slider, "input", lambda event, name=name: self._moved(name))
            listen(slider, "keydown", lambda event, name=name: self._key(event, name), passive=False)

    def _show(self, name):
        slider, value = self._part("input[data-variable=%s]", name), self.values[name]
        if float(slider.max) < abs(value) <= FAR:
            most = float(math.ceil(abs(value)))  # whole numbers are cut to 32 bits on their way to JavaScript
            slider.max, slider.min = most, -most
        if abs(value) <= FAR and float(slider.value) != value:
            slider.value = value
        self._part("output[data-at=%s]", name).textContent = short(repr(value))
        slider.setAttribute("aria-valuetext", "%s = %s" % (name, short(repr(value))))

    def _moved(self, name):
        self.values[name] = float(self._part("input[data-variable=%s]", name).value)
        self._show(name)
        self._changed()

    def _key(self, event, name):
        """The arrows move by a tenth, with Shift by a hundredth."""
        way = {"ArrowLeft": -1, "ArrowDown": -1, "ArrowRight": 1, "ArrowUp": 1}.get(event.key)
        if way:
            event.preventDefault()
            moved = self.values[name] + way * (STEP if event.shiftKey else KEY_STEP)
            most = float(self._part("input[data-variable=%s]", name).max)
            self.values[name] = round(min(max(moved, -most), most), 2)
            self._show(name)
            self._changed()

    def _part(self, selector, name):
        return document.querySelector("#variables " + selector % ('"%s"' % name))


def written(text):
    """A number, given as text, in full unless it is long."""
    return text[:-2] if text.endswith(".0") else text if len(text) <= 12 else "%.9g" % float(text)
