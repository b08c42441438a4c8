"""What is said beside the loss landscape. Pure text, without a browser."""


def words_of(picture, places, values):
    """What a picture shows.

    picture  an answer of the worker, with its kind and seed
    places   how many places of the path of training are known
    """
    along = {
        "random": "along two random directions, which in each neuron are as long as its own weights",
        "gradient": "across along the gradient, so that the loss first falls to the left; upwards in a random direction",
        "path": "along the two main directions of the path of training",
    }[picture["kind"]]
    words = "The plane goes through the present weights, %s. 1 is the length of all weights together." % along
    if len(picture["path"]) > 1:
        if picture["held"] is None:
            words += " The path is only projected onto it: on its way training had other losses than those drawn below it."
        else:
            words += " It holds %.3g%% of the path, measured by squared distances from here; the rest is projected onto it."
            words %= 100 * picture["held"]
    if picture["values"]:
        words += " This net cannot be compiled, so plain floats compute it, which takes longer."
    return words


def taken(a, b, loss):
    """Weights of the landscape have been taken."""
    return "The weights are now those at (%.4g, %.4g) of the landscape, where the loss is %.4g. Undo brings the others back." % (
        a, b, float(loss),
    )  # fmt: skip


def said(a, b, loss):
    """A place of the landscape, for those who do not see it."""
    return "At (%.3g, %.3g) the loss is %.4g." % (a, b, float(loss))
