"""A compiled model at work: the same training as `train`, with the same floats, thousands of times as fast.

>>> machine = Machine(net, hinge, WasmtimeHost)
>>> take(machine.train(points, constant(0.1)), 1000)
"""

from array import array

from engine.compiler.compiler import compile
from engine.compiler.formulas import Unknown
from engine.compiler.memory import FIRST, LOSS, STEPS, rounded
from engine.compiler.painter import paint, reach, room
from engine.compiler.plan import sums_of_products_are_as_usual
from engine.compiler.replaced import refuse
from engine.rng import Random
from engine.train import Step, check_points

WORK = 2_000_000  # examples times parameters in one call of the module, which are about a millisecond


class Machine:
    """Compiles `model` with `loss` and runs it on a host.

    host  a class that is called with the module's bytes and the names of the functions it needs; has
          call(name, *numbers), read(address, count) -> array of float64, bytes(address, count),
          write(address, array), size(), and grow(pages), and says whether it has SIMD, as `simd`
    compiled  what `compile` makes of both, if that is done already
    Unknown if an operation cannot be compiled, or if a training that has been changed would not do what it says
    (see `refuse`); ValueError if the model cannot be compiled (see `record`).
    """

    def __init__(self, model, loss, host, compiled=None):
        refuse()
        if not model.parameters():
            raise ValueError("the model has no parameters: there is nothing to learn")
        self.model, self.loss = model, loss
        self.compiled = compiled = compiled or compile(model, loss, host.simd)
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
        """Have these points in memory: a list, not to be changed, of tuples of the model's inputs and y."""
        inputs = self.compiled.width // 8 - 1
        for point in points:
            if len(point) != inputs + 1:
                raise ValueError("this model takes %d inputs, not %d" % (inputs, len(point) - 1))
        reach(self.host, self.compiled.points + len(points) * self.compiled.width)
        self.host.write(self.compiled.points, array("d", [number for point in points for number in point]))
        self._held = points

    def evaluate(self, points):
        """Mean loss, without L2, and accuracy on all of `points`."""
        points = list(map(tuple, points))
        check_points(points, self.loss)
        if points != self._held:
            self.hold(points)
        self.host.call("loss", 0, len(points))
        loss, correct = self.host.read(LOSS, 2)
        return loss, correct / len(points)

    def scores(self, columns, rows, domain, register=None):
        """The scores at the nodes of a grid over domain = (xmin, xmax, ymin, ymax), rows from the top.

        register  one of compiled.layers, for the values of that neuron instead
        """
        values = self._field(columns, rows, domain, [register], 8 * columns * rows)
        scores = self.host.read(values, columns * rows)
        return [scores[j * columns : (j + 1) * columns] for j in range(rows)]

    def picture(self, columns, rows, domain, shades, levels, register=None):
        """The same in colours, with lines at `levels`: see `paint`, of which shades and the result are."""
        values = self._field(columns, rows, domain, [register], room(columns, rows))
        return paint(self.host, self.compiled.palette, values, columns, rows, shades, levels)

    def inside(self, points, layers):
        """What every neuron has at `points`: a list for each of `layers` (compiled.layers, or compiled.sums) of an
        array of float64 for each neuron, with a number for each point."""
        if points != self._held:
            self.hold(list(points))
        registers = [register for layer in layers for register in layer]
        if not points or not registers:
            return [[array("d") for _ in layer] for layer in layers]
        values = self._behind(registers, 8 * len(points) * len(registers))
        self.host.call("inside", values - self._table_size(registers), len(registers), values, 0, len(points))
        numbers = iter([self.host.read(values + 8 * i * len(points), len(points)) for i in range(len(registers))])
        return [[next(numbers) for _ in layer] for layer in layers]

    def landscape(self, points, u, v, columns, rows, extent):
        """A generator of the mean losses, without L2, at p + a * u + b * v for the present parameters p, row by row.

        u, v    a number for each parameter
        extent  (a of the first column, a of the last, b of the first row, b of the last)
        Yields an array of float64 for each row; between two rows, and afterwards, the parameters are as they were.
        """
        left, right, first, last = map(float, extent)
        check_points(points, self.loss)
        block = self.host.read(FIRST, self.compiled.gradients // 8)
        directions = [self._spread(numbers, len(block)) for numbers in (u, v)]
        for j in range(rows):
            if points != self._held:
                self.hold(list(points))
            base = self.compiled.points + len(points) * self.compiled.width
            reach(self.host, base + 8 * (3 * len(block) + columns))
            now = self.host.read(FIRST, self.compiled.gradients // 8)
            self.host.write(base, block + directions[0] + directions[1])
            losses = base + 8 * 3 * len(block)
            across = first + (last - first) * j / (rows - 1)
            self.host.call("row", base, losses, columns, left, right, across, len(points))
            row = self.host.read(losses, columns)
            self.host.write(FIRST, now)
            self.host.call("refresh")
            yield row

    def _spread(self, numbers, count):
        """A number for each parameter, in the order in which parameters lie in memory."""
        block = array("d", bytes(8 * count))
        for number, address in zip(numbers, self.compiled.parameters):
            block[(address - FIRST) // 8] = number
        return block

    def tiles(self, columns, rows, domain, shades):
        """Small pictures of what every neuron hands on, layer by layer, from one pass: RGBA bytes, one behind the other."""
        registers = [register for layer in self.compiled.layers for register in layer]
        count = columns * rows * len(registers)
        values = self._field(columns, rows, domain, registers, (8 + 4) * count)
        self.host.write(self.compiled.palette, array("B", b"".join(shades)))
        self.host.call("colours", values, values + 8 * count, count)
        return self.host.bytes(values + 8 * count, 4 * count)

    def creases(self, columns, rows, domain):
        """Where each neuron switches: the zero lines of the sums of all layers but the last, as `picture` gives lines.

        Returns a list for each layer of an array for each neuron, from one pass.
        """
        layers = self.compiled.sums[:-1]
        registers = [register for layer in layers for register in layer]
        if not registers:
            return []
        size = 8 * columns * rows
        values = self._field(columns, rows, domain, registers, size * len(registers) + 64 * (columns - 1) * (rows - 1))
        lines, found = values + size * len(registers), []
        for i in range(len(registers)):
            end = self.host.call("contour", values + i * size, columns, rows, 0.0, lines)
            found.append(self.host.read(lines, (end - lines) // 8))
        return [[found.pop(0) for _ in layer] for layer in layers]

    def _field(self, columns, rows, domain, registers, room):
        """Have the values of registers (None: the score) over a grid written behind the points, where there is `room`.

        Returns where they are.
        """
        if self.compiled.score is None:
            raise ValueError("only a score that is computed from two inputs can be drawn")
        if columns < 2 or rows < 2:
            raise ValueError("a grid has at least 2 columns and 2 rows, not %r and %r" % (columns, rows))
        xmin, xmax, ymin, ymax = map(float, domain)
        registers = [self.compiled.score if register is None else register for register in registers]
        values = self._behind(registers, room)
        table = values - self._table_size(registers)
        self.host.call("field", table, len(registers), values, columns, rows, xmin, xmax, ymax, ymin)
        return values

    def _behind(self, registers, room):
        """Have a table of registers written behind the points, and `room` behind it; returns where that begins."""
        behind = self.compiled.points + len(self._held or ()) * self.compiled.width
        values = behind + self._table_size(registers)
        reach(self.host, values + room)
        self.host.write(behind, array("i", registers))
        return values

    def _table_size(self, registers):
        return rounded(4 * len(registers), 8)

    def train(self, points, rate, alpha=0.0, batch_size=None, seed=0, start=0):
        """As `engine.train.train`: a generator of Steps, for ever; it does not yield between examples.

        It can be sent how many steps to do before the next Step: fewer are done where they would take long,
        and at the end of an epoch of batches.
        """
        if batch_size is not None and not (isinstance(batch_size, int) and batch_size >= 1):
            raise ValueError("a batch has at least 1 example, and a whole number of them, not %r" % (batch_size,))
        if alpha and not sums_of_products_are_as_usual():
            raise Unknown("L2 is compiled for the usual derivatives of '+' and '*' only")
        number, alpha, wanted = start, float(alpha), 1
        seen = shuffled = None
        while True:
            now = list(map(tuple, points))
            if seen != now:
                check_points(now, self.loss)
                batch = seen = now
                n = len(seen)
                size, shuffled = min(batch_size or n, n), None
            first, count, ahead = 0, n, 0
            many = max(1, min(wanted, STEPS, WORK // (size * len(self.compiled.parameters))))
            if size < n:
                epoch, index = divmod(number, -(-n // size))
                if shuffled != epoch:
                    batch, shuffled = [seen[i] for i in Random(seed + epoch).shuffled(range(n))], epoch
                first, count, ahead = index * size, min(size, n - index * size), size
                many = max(1, min(many, n // size - index))
            if self._held is not batch:
                self.hold(batch)
            rates = _rates(rate, number, many)
            many = len(rates)
            self.host.write(self.compiled.rates, rates)
            loss = self.host.call("steps", first, count, ahead, alpha, many)
            number += many
            wanted = (yield Step(number, loss, self.host.call("correct") / count, rates[-1])) or 1

    def _pick(self, first):
        block = self.host.read(first, self._span // 8)
        return array("d", [block[(address - self._first) // 8] for address in self.compiled.parameters])


def _rates(rate, number, many):
    """The learning rates of the next steps: fewer than `many` if a later one cannot be had, which is then its step's."""
    rates = array("d", [rate(number)])
    try:
        for i in range(1, many):
            rates.append(rate(number + i))
    except Exception:
        pass
    return rates
