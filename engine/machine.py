"""A compiled model at work: the same training as `train`, with the same floats, thousands of times as fast.

>>> machine = Machine(net, hinge, WasmtimeHost)
>>> take(machine.train(points, constant(0.1)), 1000)
"""

from array import array

from engine.compiler import compile
from engine.layout import LOSS
from engine.rng import Random
from engine.train import Step, check_points

PAGE = 65536  # bytes in a page of memory


class Machine:
    """Compiles `model` with `loss` and runs it on a host.

    host  a class that is called with the module's bytes and the names of the functions it needs; has
          call(name, *numbers), read(address, count) -> array of float64, write(address, array), size(),
          and grow(pages)
    Unknown if an operation cannot be compiled.
    """

    def __init__(self, model, loss, host):
        self.model, self.loss = model, loss
        self.compiled = compiled = compile(model, loss)
        self.host = host(compiled.binary, compiled.imports)
        self.host.write(compiled.table, array("i", compiled.parameters))
        self._first, self._span = min(compiled.parameters), max(compiled.parameters) - min(compiled.parameters) + 8
        self._held = None  # the points in memory
        self.load()

    def load(self):
        """Take the model's parameters over."""
        block = self.host.read(self._first, self._span // 8)
        for p, address in zip(self.model.parameters(), self.compiled.parameters):
            block[(address - self._first) // 8] = p.data
        self.host.write(self._first, block)
        self.host.call("refresh")

    def parameters(self):
        """The parameters as they are now, as an array of float64."""
        return self._pick(self._first)

    def gradients(self):
        """The gradient of the last step."""
        return self._pick(self._first + self.compiled.gradients)

    def store(self):
        """Hand the parameters and their gradients back to the model."""
        for p, data, grad in zip(self.model.parameters(), self.parameters(), self.gradients()):
            p.data, p.grad = data, grad

    def hold(self, points):
        """Have these points in memory; tuples of the model's inputs and y."""
        self._reach(self.compiled.points + len(points) * self.compiled.width)
        self.host.write(self.compiled.points, array("d", [number for point in points for number in point]))
        self._held = list(points)

    def evaluate(self, points):
        """Mean loss, without L2, and accuracy on all of `points`."""
        check_points(points, self.loss)
        self.hold(points)
        self.host.call("loss", 0, len(points))
        loss, correct = self.host.read(LOSS, 2)
        return loss, correct / len(points)

    def scores(self, columns, rows, domain):
        """The scores at the nodes of a grid over domain = (xmin, xmax, ymin, ymax), rows from the top."""
        xmin, xmax, ymin, ymax = map(float, domain)
        behind = self.compiled.points + len(self._held or ()) * self.compiled.width
        self._reach(behind + columns * rows * 8)
        self.host.call("scores", behind, columns, rows, xmin, xmax, ymax, ymin)
        scores = self.host.read(behind, columns * rows)
        return [scores[j * columns : (j + 1) * columns] for j in range(rows)]

    def train(self, points, rate, alpha=0.0, batch_size=None, seed=0, start=0):
        """As `engine.train.train`: a generator of Steps, for ever; it does not yield between examples."""
        number = start
        shuffled, order = None, None
        while True:
            check_points(points, self.loss)
            n = len(points)
            size = min(batch_size or n, n)
            epoch, index = divmod(number, -(-n // size))
            if size < n and shuffled != (epoch, n):
                order, shuffled = Random(seed + epoch).shuffled(range(n)), (epoch, n)
            wanted = [points[i] for i in order] if size < n else points
            if wanted != self._held:
                self.hold(wanted)
            first, count = (index * size, min(size, n - index * size)) if size < n else (0, n)
            eta = rate(number)
            loss = self.host.call("step", first, count, float(eta), float(alpha))
            number += 1
            yield Step(number, loss, self.host.call("correct") / count, eta)

    def _reach(self, address):
        """See to it that the memory goes as far as `address`."""
        if address > self.host.size():
            self.host.grow(-(-(address - self.host.size()) // PAGE))

    def _pick(self, first):
        block = self.host.read(first, self._span // 8)
        return array("d", [block[(address - self._first) // 8] for address in self.compiled.parameters])
