"""Both engines by a word: "python" trains with Value objects, "compiled" with a WebAssembly module.

>>> engine = ENGINES["compiled"](net, hinge, WasmtimeHost)
>>> take(engine.train(points, constant(0.1)), 1000)
>>> engine.store()
"""

from array import array

from engine.compiler.machine import Machine
from engine.compiler.scores import grid, scorer
from engine.train import evaluate, train


class Values:
    """What a Machine does, by Value objects: the same calls, and the same floats. It needs no host."""

    def __init__(self, model, loss, host=None):
        self.model, self.loss = model, loss

    def load(self):
        """Take the model's parameters over: they are at work already."""

    def store(self):
        """Hand the parameters and their gradients back to the model: it has them."""

    def parameters(self):
        """The parameters as they are now, as an array of float64."""
        return array("d", [p.data for p in self.model.parameters()])

    def gradients(self):
        """The gradient of the last step."""
        return array("d", [p.grad for p in self.model.parameters()])

    def evaluate(self, points):
        """Mean loss, without L2, and accuracy on all of `points`."""
        return evaluate(scorer(self.model)(self.parameters(), points), points, self.loss)

    def scores(self, columns, rows, domain):
        """The scores at the nodes of a grid over domain = (xmin, xmax, ymin, ymax), rows from the top."""
        scores, parameters = scorer(self.model), self.parameters()
        return [array("d", scores(parameters, places)) for places in grid(domain, columns, rows)]

    def train(self, points, rate, alpha=0.0, batch_size=None, seed=0, start=0):
        """As `engine.train.train`."""
        return train(self.model, points, self.loss, rate, alpha, batch_size, seed, start)


ENGINES = {"python": Values, "compiled": Machine}
