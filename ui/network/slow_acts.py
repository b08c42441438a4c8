"""The moments of a step in slow motion, and what is said of each: plain text, without a browser.

Numbers come from the worker (ui.work.network.step_record); those that may be long as texts.
"""

ACTS = ("forward", "backward", "add", "update")
FINE = 3  # points that come one by one; then come more and more of them
WRITTEN = 3  # shares of which the sum is written out
NEURONS = 4  # neurons of a layer whose grads are written out


def moments(count, layers, alpha):
    """All moments of a step, in their order: a list of (name, detail).

    count   points in the batch; layers: widths of the net's layers, the score's 1 included; alpha: of L2
    detail  how many points are done, or the layer that has its grads, from 1 on
    """
    marks = marks_of(count)
    found = [("zero", 0)] + [("forward", mark) for mark in marks]
    found += [("backward", 0)] + [("layer", layer) for layer in range(len(layers) - 1, 0, -1)] + [("weights", 0)]
    found += [("add", mark) for mark in marks]
    return found + ([("l2", 0)] if alpha else []) + [("update", 0), ("done", 0)]


def marks_of(count):
    """After how many points there is a moment: 1, 2, 3, 10, 30, and so on to all of them."""
    marks, mark = list(range(1, min(FINE, count) + 1)), 10
    while mark < count:
        marks.append(mark)
        mark = mark * 3 if str(mark)[0] == "1" else mark // 3 * 10
    return marks if marks[-1] == count else marks + [count]


def act_of(name):
    """The act that a moment belongs to."""
    return {"zero": "forward", "layer": "backward", "weights": "backward", "l2": "add", "done": "update"}.get(name, name)


def lines_of(name):
    """The key of a moment's lines in the record."""
    return {"layer": "backward", "weights": "backward", "done": "update"}.get(name, name)


def title(moment, count, point, number):
    """The moment's title; point: what the worker says of the point that is looked at, or None; number: of the step."""
    name, detail = moment
    which = "point %d" % (point["index"] + 1) if point else "the point"
    if name in ("forward", "add"):
        marks = marks_of(count)
        before = ([0] + marks)[marks.index(detail)]
        some = "%d" % detail if detail == before + 1 else "%d to %d" % (before + 1, detail)
        return ("Forward: %s of %d" if name == "forward" else "Add up: %s of %d") % (some, count)
    return {
        "zero": "Before all: gradients are forgotten",
        "backward": "Backward: from the loss of %s to its score" % which,
        "layer": "Backward: to the neurons of layer %d" % detail,
        "weights": "Backward: to the weights, the share of %s" % which,
        "l2": "Add up: L2’s share",
        "update": "Update: every parameter moves downhill",
        "done": "Done: this was step %d" % number,
    }[name]


def forward_rows(point, loss, count):
    """One point's way forward; loss: the name of the loss. Rows, here and below, are (what it is about, what is
    computed, result), and results are numbers or texts of them."""
    y = "%+d" % point["y"] if point["y"] == int(point["y"]) else short(point["y"])
    return [
        ("", "score = net(%s)" % ", ".join([short(x) for x in point["x"]]), point["score"]),
        ("", "margin = y * score = %s * %s" % (inside(y), inside(short(point["score"]))), point["margin"]),
        ("", "loss = %s(score, y)" % loss, point["loss"]),
        ("", "share = loss / %d" % count, point["share"]),
    ]


def backward_rows(point):
    """From the share of the mean loss to the score."""
    return [("", "share.grad", 1.0), ("", "score.grad", point["score_grad"])]


def layer_rows(point, layer):
    """The neurons of a layer with the largest grads, as rows, and a sentence on those that let nothing through."""
    values, grads = point["values"][layer - 1], point["grads"][layer - 1]
    order = list(range(len(grads)))
    order.sort(key=lambda i: (-abs(grads[i]), i))
    rows = [("Neuron %d" % (i + 1), "output %s, grad" % short(values[i]), grads[i]) for i in order[:NEURONS]]
    silent = len([value for value in values if value == 0])
    words = "%d of %d put out 0 here: their ReLU hands nothing on to what is before them." % (silent, len(values))
    return rows, words if silent else "All %d are switched on, and hand their grads on." % len(values)


def add_rows(weight, shares, sums, done):
    """The first shares of a weight's gradient and the sum so far."""
    first = [short(shares[i]) for i in range(min(done, WRITTEN))]
    if float(weight["pile"]):
        first = [short(weight["pile"])] + first
    terms = " + ".join([first[0]] + [inside(number) for number in first[1:]])
    if done > WRITTEN:
        terms += " + … (%d shares)" % done
    if float(weight["pile"]):
        terms = "left over: " + terms
    return [(_title(weight), terms, sums[done - 1])]


def l2_rows(weight, total, alpha):
    """What L2 adds: d alpha * w**2 / dw, as long as that is what losses.py says."""
    before, penalty = float(weight["before"]), float(weight["penalty"])
    usual = abs(2 * before * alpha - penalty) <= 1e-12 * abs(penalty)
    term = "2 * %s * %s" % (inside(short(before)), short(alpha)) if usual else "what l2 in losses.py hands to it"
    return [
        (_title(weight), "its share by L2: " + term, weight["penalty"]),
        ("", "%s + %s" % (short(total), inside(short(penalty))), weight["grad"]),
    ]


def update_rows(weights, rate):
    """Parameters before and after, by the usual update as long as that is what train.py does."""
    rows = []
    for weight in weights:
        before, grad, after = float(weight["before"]), float(weight["grad"]), float(weight["after"])
        usual = abs(before - rate * grad - after) <= 1e-12 * (abs(before) + abs(rate * grad))
        formula = "%s - %s * %s" % (short(before), short(rate), inside(short(grad)))
        formula = formula if usual else "%s, and what train.py as it is here makes of the grad %s" % (short(before), short(grad))
        rows.append((_title(weight), formula, weight["after"]))
    return rows


def _title(weight):
    return weight["name"][0].upper() + weight["name"][1:]


def piles(norms):
    """What has piled up in the grads: norms of what was left over, of this step's own gradient, and of what is used."""
    left, own, used = norms
    if not left:
        return "zero_grad is forgotten, but nothing has piled up yet: the grads are 0. They will be left as they are. "
    words = "zero_grad is forgotten: the grads still hold a gradient of norm %s from before. This step’s own has norm %s, "
    return (words + "and what moves the parameters is the sum of both, of norm %s. ") % (short(left), short(own), short(used))


def agreement(same, count, number, far, loss):
    """What is said once the page has done the step: `same` of its parameters are as they are shown, to the last bit;
    far: the largest difference of the others."""
    if same == count:
        return "The page has done step %d. Its %d parameters are, bit for bit, those shown here." % (number, count)
    why = "; exp and log of the browser and of Python may differ in the last digit" if loss == "logistic" else ""
    return "The page has done step %d. %d of %d parameters are, bit for bit, those shown here; others differ by up to %.1e%s." % (
        number, same, count, far, why,
    )  # fmt: skip


def short(number):
    """A number, or a text of one, to six digits."""
    number = float(number)
    return "%.6g" % (number + 0.0 if number else 0.0)


def inside(text):
    """A written number as a term of a formula."""
    return "(%s)" % text if text[0] == "-" else text
