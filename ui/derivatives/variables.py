"""The variables of the function: a value to be typed or slid, and the grad that the walk has found so far."""

import math

from pyscript import document

from engine.records.numbers import number as typed
from ui.page.browser import by_id, listen, on_entered
from ui.page.trace import short

NEAR, STEP, KEY_STEP = 10, 0.01, 0.1  # a slider runs from -NEAR to NEAR
FAR = 1e12  # a value beyond it is shown, but no slider reaches as far
FIRST = 1.0  # where a variable starts that nothing is known of
NO_NUMBER = "%s is not changed: “%s” is no number. Write one such as 5, −2.5 or 1e-3."
NOT_FINITE = "%s is not changed: “%s” is beyond the largest float, about 1.8e308."
ROW = """<div class="variable">
<label for="value-NAME"><var>NAME</var> =</label>
<input id="value-NAME" data-at="NAME" inputmode="text" autocomplete="off" spellcheck="false">
<input id="variable-NAME" type="range" data-variable="NAME" min="%d" max="%d" step="%g" aria-label="NAME">
<p><code>NAME.grad</code> <output data-derivative="NAME">0</output></p>
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
        before = dict(self.values)
        self.values.update(zip(names, self.of(names, defaults)))
        self.defaults.update(defaults)
        built = names != self.names
        if built:
            self.names = names
            self._build()
        for name in names:
            if built or before.get(name) != self.values[name]:  # what is being typed stays
                self._show(name)

    def start(self, values, defaults=None):
        """Where the variables of an example start, or where they were, and the defaults that their text gave."""
        self.values.update(values)
        for name in values:
            self.defaults.pop(name, None)
            if name in self.names:
                self._show(name)
        self.defaults.update(defaults or {})

    def list(self):
        """The values, in the order of the names."""
        return [self.values[name] for name in self.names]

    def show_grads(self, trace, state):
        """The grad of each variable as far as the walk has come: 0 before anything was handed to it, as Python has it.

        So the answer appears when the walk finds it; once it is at its end, a variable that is moved shows the new
        answer at once, because the walk stays where it is.
        """
        grads = trace.grads(state)
        found = {trace.nodes[i]["name"]: grads[i] for i in range(trace.leaves)}
        for name in self.names:
            self._part("output[data-derivative=%s]", name).textContent = written(self._grad(found, name))

    def _grad(self, found, name):
        """Of a variable that the result does not depend on, there is no node."""
        return found.get(name) or "0.0"

    def _build(self):
        by_id("variables").innerHTML = "".join([ROW.replace("NAME", name) for name in self.names])
        by_id("variables-trouble").textContent = ""
        for name in self.names:
            slider, field = self._part("input[data-variable=%s]", name), self._part("input[data-at=%s]", name)
            listen(slider, "input", lambda event, name=name: self._moved(name))
            listen(slider, "keydown", lambda event, name=name: self._key(event, name), passive=False)
            listen(field, "input", lambda event, name=name: self._typed(name))
            on_entered(field, lambda event, name=name: self._entered(name))

    def _show(self, name):
        text = short(repr(self.values[name]))
        field = self._part("input[data-at=%s]", name)
        field.value = text.replace("-", "−")
        field.title = repr(self.values[name])
        self._say(name, "")
        self._slide(name)

    def _slide(self, name):
        slider, value = self._part("input[data-variable=%s]", name), self.values[name]
        if float(slider.max) < abs(value) <= FAR or abs(value) <= NEAR < float(slider.max) and not slider.matches(":active"):
            most = float(max(math.ceil(abs(value)), NEAR))  # whole numbers are cut to 32 bits on their way to JavaScript
            slider.max, slider.min = most, -most
        if abs(value) <= FAR and float(slider.value) != value:
            slider.value = value
        slider.setAttribute("aria-valuetext", "%s = %s" % (name, short(repr(value))))

    def _moved(self, name):
        self.values[name] = float(self._part("input[data-variable=%s]", name).value)
        self._show(name)
        self._changed()

    def _typed(self, name):
        """A value counts while it is typed, as soon as it is a number."""
        number, trouble = read(name, self._part("input[data-at=%s]", name).value)
        if trouble:
            return
        self._say(name, "")
        if number != self.values[name]:
            self.values[name] = number
            self._slide(name)
            self._changed()

    def _entered(self, name):
        """What is no number is left where it is, and said when the field is left."""
        number, trouble = read(name, self._part("input[data-at=%s]", name).value)
        self._say(name, trouble)

    def _say(self, name, trouble):
        field = self._part("input[data-at=%s]", name)
        if trouble:
            field.setAttribute("aria-invalid", "true")
            field.setAttribute("aria-describedby", "variables-trouble")
            by_id("variables-trouble").textContent = trouble
        elif field.hasAttribute("aria-invalid"):
            field.removeAttribute("aria-invalid")
            field.removeAttribute("aria-describedby")
            by_id("variables-trouble").textContent = ""

    def _key(self, event, name):
        """The arrows move by a tenth, with Shift by a hundredth."""
        way = {"ArrowLeft": -1, "ArrowDown": -1, "ArrowRight": 1, "ArrowUp": 1}.get(event.key)
        if way:
            event.preventDefault()
            moved = self.values[name] + way * (STEP if event.shiftKey else KEY_STEP)
            most = float(self._part("input[data-variable=%s]", name).max)
            if abs(self.values[name]) <= most:
                moved = min(max(moved, -most), most)
            self.values[name] = float("%.12g" % moved)
            self._show(name)
            self._changed()

    def _part(self, selector, name):
        return document.querySelector("#variables " + selector % ('"%s"' % name))


def read(name, text):
    """The number that was typed for a variable, and "", or None and a sentence that says what is wrong."""
    try:
        number = typed(text.replace("−", "-"))
    except ValueError as error:
        words = str(error)
        return None, "%s is not changed: %s." % (name, words) if words else NO_NUMBER % (name, text.strip())
    return (None, NOT_FINITE % (name, text.strip())) if abs(number) == math.inf else (number, "")


def written(text):
    """A number, given as text, in full unless it is long."""
    text = text[:-2] if text.endswith(".0") else text if len(text) <= 12 else "%.9g" % float(text)
    return text.replace("-", "−")
