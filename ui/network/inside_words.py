"""What is said of the net's inside: numbers of the engine put into words. Pure text, without a browser."""

MINUS = "\u2212"
HELD_OUT = "It is held out for the test, so it does not pull."


def short(number):
    """A number with about three digits, as a reader of a formula wants it."""
    size = abs(number)
    text = "%.2f" % size if size == 0 or 0.01 <= size < 1000 else "%.2g" % size
    return (MINUS if number < 0 else "") + text


def tiny(number):
    """A number that fits into a neuron's tile: about two digits."""
    size = abs(number)
    text = "%.0f" % size if size >= 9.95 else "%.1f" % size if size >= 0.995 else ("%.2f" % size)[1:]
    return (MINUS if number < 0 else "") + (text if size < 1000 else "%.0e" % size)


def exact(number):
    """A number with six digits."""
    return ("%.6g" % number).replace("-", MINUS)


def neuron(layer, index, layers):
    """The name of a neuron; `layers`: how many neurons each layer has."""
    return "the score" if layer == len(layers) else "neuron %d of layer %d" % (index + 1, layer)


def source(layer, index):
    """The name of what neuron's input `index` is: layers count from 1."""
    return "x%s" % "₁₂"[index] if layer == 1 else "neuron %d of layer %d" % (index + 1, layer - 1)


def parameter(place, layers):
    """The name of a parameter at (layer, neuron, source), of which the source of a bias is None."""
    layer, index, came = place
    if came is None:
        return "the bias of " + neuron(layer, index, layers)
    return "the weight from %s to %s" % (source(layer, came), neuron(layer, index, layers))


def first_capital(words):
    return words[0].upper() + words[1:]


def switched(on, points, last):
    """How many of the points switch a neuron on; last: it is the score."""
    if last:
        return "Above 0 for %d of %d points." % (on, points)
    if not points:
        return ""
    if not on:
        return (
            "Silent: no point switches it on, so no gradient comes back through it, and the points cannot teach it "
            "anything any more."
        )
    everywhere = on == points
    return "On for %s." % ("every point: here it is only a sum" if everywhere else "%d of %d points" % (on, points))


def step(gradient, weight, after, penalty):
    """What one step does to a weight; penalty: the share of L2 in its gradient, None without L2."""
    words = "Gradient %s" % exact(gradient)
    if penalty is not None:
        words += " (of which L2: %s)" % exact(penalty)
    if after is None:
        return words + ", of the last step."
    return words + ". One step takes it from %s to %s." % (exact(weight), exact(after))


def point(number, x1, x2, label):
    """The name of a point."""
    return "Point %d, %s, at (%s, %s)" % (number + 1, "+1" if label > 0 else MINUS + "1", short(x1), short(x2))


def pull(loss, slope, count):
    """Whether a point pulls, and which way; slope: the derivative of its loss by its score."""
    if not loss > 0 or not slope:
        return "It does not pull: its loss is %s, and so is its gradient." % ("0" if not loss else "flat")
    way = "up" if slope < 0 else "down"
    return "It pulls its score %s, with slope %s; in the mean over %d points that counts %s." % (
        way, exact(slope), count, exact(slope / count),
    )  # fmt: skip


def summary(found, places, gradients):
    """The line about the whole net, as [(words, kind)]: a kind other than "" names what the words speak of.

    found  the worker's "inspect"; places: (layer, neuron, source) of each parameter; gradients by parameter, or None
    """
    pulling, points = len([loss for loss in found["losses"] if loss > 0]), found["count"]
    words = []
    if points:
        words += [("%s of %d points pull" % (pulling or "none", points), "pull")]
    if found["on"] and points:
        silent = silent_neurons(found["on"])
        hidden = sum([len(layer) for layer in found["on"][:-1]])
        words += [("; ", ""), ("%s of %d neurons %s silent everywhere" % (
            len(silent) or "none", hidden, "is" if len(silent) == 1 else "are",
        ), "silent")]  # fmt: skip
    if gradients is not None and found.get("largest") is not None:
        largest = found["largest"]
        if gradients[largest]:
            name = parameter(places[largest], found["layers"])
            words += [("; the largest gradient, ", ""), (exact(gradients[largest]) + ",", "largest"), (" belongs to ", "")]
            words += [(name, "largest")]
        else:
            words += [("; every gradient is 0", "")]
    if words:
        words[0] = first_capital(words[0][0]), words[0][1]
        words += [(".", "")]
    return words


def silent_neurons(on):
    """The (layer, index) of hidden neurons that no point switches on."""
    return [(depth, i) for depth, layer in enumerate(on[:-1], 1) for i, count in enumerate(layer) if not count]
