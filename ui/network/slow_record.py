"""A step that the worker has taken apart, and whether it is the one that the page is before."""

from ui.page.browser import window

LEFT = ("net", "palette", "backend", "domain")  # of the page's state, what makes no other step
# How many numbers of two arrays are the same to the bit, and by how much the others differ at most.
SAME = """let same = 0, far = 0; a.forEach((x, i) => {
  if (Object.is(x, b[i])) same++; else far = Math.max(far, Math.abs(x - b[i])) });
return [same, far]"""


class StepRecord:
    """found: the worker's answer, once it is there. done: whether the page has done this step."""

    def __init__(self, trainer):
        self._trainer = trainer
        self._compare = window.Function.new("a", "b", SAME)
        self.found, self.done = None, False
        self.state, arrays = trainer.state()
        self.arrays = [window.Float64Array.new(array) for array in arrays]
        self._essence = _essence(self.state)
        self.points = self._essence["points"]

    def reached(self):
        """Whether the page has done as many steps as after this one."""
        return self._trainer.steps >= self.found["number"]

    def in_time(self):
        """Whether the page has done as many steps as the record supposes."""
        return self._trainer.steps == self.found["number"] - (0 if self.done else 1)

    def fits(self):
        """Whether this is the step that comes next, or has come last."""
        if not self.in_time():
            return False
        if self.done:
            return True
        state, arrays = self._trainer.state()
        if _essence(state) != self._essence:
            return False
        return not (arrays and self.arrays) or self.same(arrays[0], self.arrays[0])[0] == self.found["parameters"]

    def finish(self):
        """The page has done the step: how many parameters are the same, and how far the others are off."""
        self.done = True
        self.found["agreement"] = self.same(self._trainer.parameters, self.found["after"])

    def same(self, a, b):
        """How many numbers of two Float64Arrays are the same to the bit, and by how much the others differ at most."""
        same, far = self._compare(a, b)
        return int(same), float(far)


def _essence(state):
    """What of a state of the page a step depends on."""
    kept = {key: state[key] for key in state if key not in LEFT}
    return dict(kept, points=[list(point) for point in state["points"]])
