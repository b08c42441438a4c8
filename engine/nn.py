"""Neurons, layers and nets, built from Values.

>>> net = Net(inputs=2, hidden=(16, 16), seed=0)
>>> len(net.parameters())
304
"""

from engine.rng import generator
from engine.value import Value


class Model:
    """Anything with parameters: a list of the Values that training may change."""

    def parameters(self):
        raise NotImplementedError("a model lists its parameters")

    def zero_grad(self):
        """Forget the gradients gathered so far."""
        for p in self.parameters():
            p.grad = 0.0


def check_model(model):
    """TypeError if model.parameters() is no list of Values that were made from numbers."""
    parameters = model.parameters()
    if not isinstance(parameters, (list, tuple)):
        raise TypeError("parameters() gives a %s: it has to give a list of Values" % type(parameters).__name__)
    for i, p in enumerate(parameters):
        if not isinstance(p, Value):
            raise TypeError("parameter %d is %r: parameters are Values" % (i, p))
        if p._prev:
            words = "parameter %d was computed, by '%s', so training cannot set it: make it from a number, Value(%.6g)"
            raise TypeError(words % (i, p._op, p.data))


class Neuron(Model):
    """w . x + b, then relu if asked. Weights uniform in [-1, 1]; the bias starts at 0."""

    def __init__(self, inputs, bias, relu, rng):
        self.weights = [Value(rng.uniform(-1.0, 1.0)) for _ in range(inputs)]
        self.bias = Value(0.0) if bias else None
        self.relu = relu

    def __call__(self, x):
        total = self.weights[0] * x[0]
        for i in range(1, len(x)):
            total = total + self.weights[i] * x[i]
        if self.bias is not None:
            total = total + self.bias
        return total.relu() if self.relu else total

    def parameters(self):
        return self.weights + ([] if self.bias is None else [self.bias])

    def __repr__(self):
        return "Neuron(%d inputs%s%s)" % (
            len(self.weights), ", relu" if self.relu else "", "" if self.bias is None else ", bias",
        )  # fmt: skip


class Layer(Model):
    """`outputs` neurons that look at the same `inputs`."""

    def __init__(self, inputs, outputs, bias, relu, rng):
        self.neurons = [Neuron(inputs, bias, relu, rng) for _ in range(outputs)]

    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]

    def __repr__(self):
        return "Layer(%d x %r)" % (len(self.neurons), self.neurons[0])


class Net(Model):
    """Fully connected layers with ReLU between them, and one score as output, without ReLU.

    inputs   how many numbers an example has
    hidden   the widths of the hidden layers
    bias     whether neurons have one: 2-16-16-1 has 304 parameters without, 337 with
    seed     a whole number or a Random; the same seed gives the same weights everywhere

    ValueError for a width below 1.
    """

    def __init__(self, inputs=2, hidden=(16, 16), bias=False, seed=0):
        rng = generator(seed)
        widths = [width("inputs", inputs)] + [width("a hidden layer", n) for n in hidden] + [1]
        last = len(widths) - 2
        self.inputs = inputs
        self.layers = [
            Layer(widths[i], widths[i + 1], bias, relu=i < last, rng=rng) for i in range(last + 1)
        ]

    def __call__(self, x):
        """The score of one example, a Value; x is a sequence of `inputs` numbers or Values."""
        if len(x) != self.inputs:
            raise ValueError("this net takes %d inputs, not %d" % (self.inputs, len(x)))
        x = [v if isinstance(v, Value) else Value(v) for v in x]
        for layer in self.layers:
            x = layer(x)
        return x[0]

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self):
        widths = [self.inputs] + [len(layer.neurons) for layer in self.layers]
        return "Net(%s, %d parameters)" % ("-".join([str(n) for n in widths]), len(self.parameters()))


class Linear(Model):
    """a * x + b, the line of the tutorial's first example; a and b start uniform in [0, 1]."""

    inputs = 1

    def __init__(self, seed=0):
        rng = generator(seed)
        self.a = Value(rng.random())
        self.b = Value(rng.random())

    def __call__(self, x):
        """The height of the line over x, a Value; x is a number or a sequence of one number."""
        return self.a * (x[0] if isinstance(x, (tuple, list)) else x) + self.b

    def parameters(self):
        return [self.a, self.b]


def width(what, n):
    """`n` if it is a whole number from 1 on, else an error that says so."""
    if not isinstance(n, int):
        raise TypeError("the width of %s is a whole number, not %r" % (what, n))
    if n < 1:
        raise ValueError("the width of %s is at least 1, not %d" % (what, n))
    return n
