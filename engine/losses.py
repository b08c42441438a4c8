"""How wrong a score is: losses of one example, as Values that can be differentiated.

A score is what the model says, y what the label says. To classify, y is +1 or -1, the sign of the
score is the answer and y * score is the margin: how far on the right side the score is.
"""

from engine.value import Value


def hinge(score, y):
    """max(0, 1 - y * score): nothing to pay from margin 1 on."""
    return (1 - _margin(score, y)).relu()


def logistic(score, y):
    """log(1 + exp(-y * score)): always a little to pay, ever less as the margin grows.

    Written so that exp never overflows: for a negative margin m it is -m + log(1 + exp(m)).
    """
    margin = _margin(score, y)
    positive = margin.relu()
    return positive - margin + (1 + (margin - 2 * positive).exp()).log()


def squared(score, y):
    """(score - y) ** 2: for regression, where y is any number; it can serve to classify too."""
    return (_value(score) - y) ** 2


LOSSES = {"hinge": hinge, "squared": squared, "logistic": logistic}


def l2(parameters, alpha):
    """alpha * the sum of the squares of all parameters: large weights cost."""
    total = Value(0.0)
    for p in parameters:
        total = total + p**2
    return alpha * total


def needs_sign(loss):
    """True if labels must be +1 or -1 for this loss."""
    return loss in (hinge, logistic)


def check_labels(labels):
    """ValueError that names the first label that is neither +1 nor -1."""
    for i, y in enumerate(labels):
        if y != 1 and y != -1:
            raise ValueError("label %d of the data is %r: to classify, labels are +1 or -1" % (i, y))


def _margin(score, y):
    if not isinstance(y, Value) and y not in (1, -1):
        raise ValueError("the label is %r: to classify, labels are +1 or -1" % (y,))
    return y * _value(score)


def _value(score):
    """The score, if it is one to be differentiated."""
    if not isinstance(score, Value):
        raise TypeError("the score is %r, which cannot be differentiated: a model computes it from Values" % (score,))
    return score
