"""Where everything of a compiled model lies in memory, and which of it needs gradients.

From low to high addresses: a few numbers, the parameters, their gradients, the weights once more with
neurons side by side, the table of addresses, the palette,
learning rates, the frames of a block of examples, the points.
"""

from engine.compiler.plan import Dense, Map, plan
from engine.compiler.tape import INPUT, PARAMETER, REGISTER

BLOCK = 32  # examples that go through the layers together
COUNT, LOSS, CORRECT, ONE = 0, 8, 16, 24  # addresses: examples in the batch, two results, the number 1
SHADES = 256  # colours in the palette
STEPS = 64  # as many may be done in one call
FIRST = 64  # the address of the first parameter


class Layout:
    """The plan of a tape, laid out.

    parameters  the address of each parameter; `gradients` bytes behind it is its gradient
    slots       how far behind the beginning of its frame a register lies; `grads` behind it is its gradient
    active      the references through which a parameter acts on the loss
    """

    def __init__(self, tape, parameters):
        self.tape, self.plan = tape, plan(tape)
        self.layers = [item for item in self.plan if isinstance(item, Dense)]
        self._place_parameters(parameters)
        self._place_frames()
        self._find_what_needs_gradients()

    def _place_parameters(self, count):
        """Weights of a layer in rows, one for each neuron, padded to an even length; behind them its biases."""
        self.parameters = [None] * count
        address = FIRST
        for layer in self.layers:
            layer.columns, layer.rows = len(layer.xs), len(layer.outs)
            layer.row = 8 * even(layer.columns)
            layer.matrix = address
            for j, weights in enumerate(layer.weights):
                for k, parameter in enumerate(weights):
                    self.parameters[parameter] = address + j * layer.row + 8 * k
            address += layer.rows * layer.row
            layer.bias = None
            if layer.biases:
                layer.bias = address
                for j, parameter in enumerate(layer.biases):
                    self.parameters[parameter] = address + 8 * j
                address += 8 * even(layer.rows)
        self.loose = [p for p in range(count) if self.parameters[p] is None]
        for parameter in self.loose:
            self.parameters[parameter] = address
            address += 8
        self.end = address = rounded(address, 16)
        self.gradients = self.end - FIRST
        address += self.gradients
        for layer in self.layers:
            layer.transposed = address  # [input][neuron], for the way forward
            address += layer.columns * 8 * even(layer.rows)
        self.table = address  # of the parameters' addresses, in their own order
        self.palette = self.table + 4 * count  # RGBA bytes of the shades of a picture
        self.rates = rounded(self.palette + 4 * SHADES, 16)  # of steps that are done in one call
        self.frames = self.rates + 8 * STEPS

    def _place_frames(self):
        """An example's registers: first what lies side by side, the inputs and the layers, then the others."""
        self.slots = {}
        size = 0
        vectors = [[(INPUT, i) for i in range(self.tape.inputs - 1)]]
        vectors += [[(REGISTER, out) for out in item.outs] for item in self.plan if isinstance(item, (Dense, Map))]
        vectors += [layer.xs for layer in self.layers]  # where they are the results of single instructions
        for vector in vectors:
            if vector and vector[0] in self.slots:
                continue
            for i, reference in enumerate(vector):
                self.slots[reference] = size + 8 * i
            size += 8 * even(len(vector))
        others = [(INPUT, self.tape.inputs - 1)] + [(PARAMETER, p) for p in self.loose]
        others += [(REGISTER, r) for r in range(len(self.tape.instructions))]
        inside = set([r for layer in self.layers for r in layer.registers])
        for reference in others:
            if reference not in self.slots and not (reference[0] == REGISTER and reference[1] in inside):
                self.slots[reference] = size
                size += 8
        self.grads = rounded(size, 16)  # bytes from a register to its gradient
        self.frame = 2 * self.grads
        self.points = self.frames + BLOCK * self.frame

    def _find_what_needs_gradients(self):
        """References through which a parameter acts on the loss."""
        self.active = set([(PARAMETER, p) for p in range(len(self.parameters))])
        for register, instruction in enumerate(self.tape.instructions):
            if any([operand in self.active for operand in instruction.operands]):
                self.active.add((REGISTER, register))


def even(n):
    """n, or n + 1 if n is odd: layers are done two numbers at a time."""
    return n + n % 2


def rounded(n, to):
    """The first multiple of `to` that is not below n."""
    return -(-n // to) * to
