"""The numbers in the text beside the plane, of the net and the points that are there. Pure text, without a browser.

Numbers that cannot be known yet are None; a formula is MathML.
"""

from engine.records.settings import plain
from ui.network.inside_words import short

COUNTS = ("no", "one", "two", "three", "four")
NAMES = (("x", 1), ("x", 2))


def layers(hidden):
    """The hidden layers in words: "two hidden layers of 16 neurons"."""
    if len(hidden) == 1:
        return "one hidden layer of %d neuron%s" % (hidden[0], "" if hidden[0] == 1 else "s")
    if min(hidden) == max(hidden):
        return "%s hidden layers of %d neuron%s" % (COUNTS[len(hidden)], hidden[0], "" if hidden[0] == 1 else "s")
    sizes = [str(width) for width in hidden]
    return "%s hidden layers, of %s and %s neurons" % (COUNTS[len(hidden)], ", ".join(sizes[:-1]), sizes[-1])


def weights(hidden):
    """How many weights a net with two inputs and one score has."""
    widths = (2,) + tuple(hidden) + (1,)
    return sum([a * b for a, b in zip(widths, widths[1:])])


def biases(hidden):
    """How many biases it has, if it has any."""
    return sum(hidden) + 1


def count(hidden):
    """The number of weights as a sum over the layers."""
    widths = (2,) + tuple(hidden) + (1,)
    products = ["<mn>%d</mn><mo>·</mo><mn>%d</mn>" % (a, b) for a, b in zip(widths, widths[1:])]
    return "<math>%s<mo>=</mo><mn>%d</mn></math>" % ("<mo>+</mo>".join(products), weights(hidden))


def neuron_sum(numbers, bias):
    """The weighted sum of a neuron of the first layer with its weights and its bias, None if it has none."""
    parts = []
    for i, number in enumerate(numbers):
        sign = "<mo>−</mo>" if number < 0 else "<mo>+</mo>" if i else ""
        parts.append("%s<mn>%s</mn><msub><mi>%s</mi><mn>%d</mn></msub>" % ((sign, short(abs(number))) + NAMES[i]))
    if bias is not None:
        parts.append("<mo>%s</mo><mn>%s</mn>" % ("−" if bias < 0 else "+", short(abs(bias))))
    return "<math><mi>z</mi><mo>=</mo>%s</math>" % "".join(parts)


def texts(values, points):
    """The numbers that follow from the settings, and from how many points there are, by name."""
    hidden, bias = values["hidden"], values["bias"]
    return {
        "layers": layers(hidden),
        "weights": count(hidden),
        "biases": (
            "Each neuron has a bias besides, %d in all." % biases(hidden) if bias else "This net has no biases."
        ),
        "parameters": str(weights(hidden) + (biases(hidden) if bias else 0)),
        "points": str(points),
        "rate": plain(values["rate"]) + (" at first, falling to a tenth" if values["falls"] else ""),
    }


def settings(values, steps, training):
    """What the net and its training are set to, and what to do next."""
    words = "%s biases, learning rate %s%s, L2 penalty %s, batch of %s." % (
        "With" if values["bias"] else "Without",
        plain(values["rate"]),
        " falling to a tenth" if values["falls"] else "",
        plain(values["alpha"]),
        "all points" if values["batch"] is None else "1 point" if values["batch"] == 1 else "%d points" % values["batch"],
    )
    return words + (" Training." if training else " At step %d: press Train." % steps)
