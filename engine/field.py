"""The scores of a net over the plane, in plain floats: no graph, because nothing is differentiated.

The net is written out once as the source of one Python function, a line for each neuron, with the
parameters as its local variables. It does what the Values do in the same order, so the scores are the
same to the last bit, and dozens of times as fast.
"""


def scorer(net):
    """A function (parameters, places) -> the scores at `places`, as a list of floats.

    parameters  as many floats as the net has, in the order of net.parameters()
    places      tuples that begin with the net's inputs; what follows (a label) is ignored
    The function fits every net with the same inputs, hidden layers and bias as `net`.
    """
    names = iter(["p%d" % i for i in range(len(net.parameters()))])
    inputs, body = ["x%d" % (i + 1) for i in range(net.inputs)], []
    place = ", ".join(inputs)
    for depth, layer in enumerate(net.layers):
        outputs = []
        for i, neuron in enumerate(layer.neurons):
            terms = ["%s * %s" % (next(names), x) for x in inputs]
            if neuron.bias is not None:
                terms.append(next(names))
            out = "h%d_%d" % (depth, i)
            body.append("%s = %s" % (out, " + ".join(terms)))
            if neuron.relu:
                body.append("if %s <= 0.0: %s = 0.0" % (out, out))
            outputs.append(out)
        inputs = outputs
    body.append("append(%s)" % inputs[0])
    source = [
        "def scores(parameters, places):",
        "    %s, = parameters" % ", ".join("p%d" % i for i in range(len(net.parameters()))),
        "    out = []",
        "    append = out.append",
        "    for %s, *_ in places:" % place,
    ]
    source += ["        " + line for line in body]
    source.append("    return out")
    namespace = {}
    exec("\n".join(source), namespace)
    return namespace["scores"]
