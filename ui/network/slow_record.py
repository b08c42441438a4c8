"""A step that the worker has taken apart, and whether it is the one that the page is before."""

from ui.page.browser import window

LEFT = ("net", "palette", "backend", "domain", "forget")  # of the page's state, what makes no other step
# How many numbers of two arrays are the same to the bit, and by how much the others differ at most.
SAME = """let same = 0, far = 0; a.forEach((x, i) => {
  if (Object.is(x, b[i])) same++; else far = Math.max(far, Math.abs(x - b[i])) });
return [same, far]"""


class StepRecord:
    """found: the worker's answer, once it is there. done: whether the page has done this step.

    forget  whether zero_grad is forgotten; before: the record of the step before, or None
    """

    def __init__(self, trainer, forget, before):
        self._trainer = trainer
        self._compare = window.Function.new("a", "b", SAME)
        self.found, self.done = None, False
        self.state, arrays = trainer.state()
        self.state["forget"] = forget
        self.arrays = [window.Float64Array.new(array) for array in arrays]
        self._essence = _essence(self.state)
        self.points = self._essence["points"]
        if forget and before and before.done and arrays and self.all_same(arrays[0], before.found["after"]):
            self.arrays.append(before.found["gradients"])

    @property
    def piled(self):
        """Whether what an earlier step has left in the grads is part of this one."""
        return self.found["norms"][0] > 0

    def place_of(self, point):
        """The place in the batch of the point with this index; of the first one that has something to pay, if it is not
        there, or None."""
        order, losses = self.found["order"], self.found["losses"]
        if point in order:
            return order.index(point)
        paying = [i for i in range(len(order)) if losses[i] > 0]
        return paying[0] if paying else 0

    def reached(self):
        """Whether the page has done as many steps as after this one."""
        return self._trainer.steps >= self.found["number"]

    def in_time(self):
        """Whether the page has done as many steps as the record supposes."""
        return self._trainer.steps == self.found["number"] - (1 if self.piled or not self.done else 0)

    def fits(self):
        """Whether this is the step that comes next, or has come last."""
        if not self.in_time():
            return False
        if self.done:
            return True
        state, arrays = self._trainer.state()
        if _essence(state) != self._essence:
            return False
        return not (arrays and self.arrays) or self.all_same(arrays[0], self.arrays[0])

    def all_same(self, a, b):
        """Whether two Float64Arrays hold the same numbers, to the bit."""
        return a.length == b.length == self.same(a, b)[0]

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
