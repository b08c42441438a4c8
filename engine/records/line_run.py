"""The run of chapter 2 done again from what a link says of it: the arithmetic of engine/linear.py without its graph.

>>> from engine.records.states import defaults
>>> state = dict(defaults("line"), start=(0.0, 0.0), points=[(1.0, 2.0)], eta=0.1, step=1)
>>> reached(state)["a"], reached(state)["b"]
(0.4, 0.4)
"""

from engine.data import line
from engine.exhibits.line_by_line import FAR
from engine.linear import order

COUNT, NOISE = 30, 0.2  # of points that are made


def made(seed):
    """The points (x, y) that the chapter makes with this seed, as exact as a hand would put them."""
    return [(round(x * 1000) / 1000, round(y * 1000) / 1000) for x, y in line(COUNT, NOISE, seed)]


def descend(base, eta, examples):
    """What engine.exhibits.line_by_line.run says of whole examples, at least one; base: a, b and both grads."""
    a, b, a_grad, b_grad = base
    trace, near = [], True
    for x, y in examples:
        residual = a * x + b - y
        b_grad = 2 * residual
        a_grad = x * b_grad
        a -= eta * a_grad
        b -= eta * b_grad
        trace.append((a, b, residual * residual))
        near = abs(a) < FAR and abs(b) < FAR
        if not near:
            break
    return {"a": a, "b": b, "grads": [a_grad, b_grad], "trace": trace, "seen": [None], "diverged": not near}


def reached(state, most=1_000_000):
    """Where a state of the chapter is: a dict with a, b, step, epochs, place (examples done of the next), diverged.

    ValueError with a sentence if that takes more than `most` steps, or if `now` says where and nobody knows how.
    """
    if state["now"]:
        raise ValueError("settings or points were others during this run, so it cannot be done again")
    if state["step"] > most:
        raise ValueError("%d steps are more than the %d that are done again" % (state["step"], most))
    examples = made(state["data"]) if state["points"] is None else state["points"]
    seed = state["seed"] if state["order"] == "random" else None
    found = {"a": state["start"][0], "b": state["start"][1], "grads": [0.0, 0.0], "diverged": False}
    steps = epochs = place = 0
    while examples and steps < state["step"] and not found["diverged"]:
        turn = order(len(examples), epochs, seed)[: state["step"] - steps]
        found = descend([found["a"], found["b"]] + found["grads"], state["eta"], [examples[i] for i in turn])
        steps, place = steps + len(found["trace"]), len(found["trace"])
        if place == len(examples):
            epochs, place = epochs + 1, 0
    return {"a": found["a"], "b": found["b"], "step": steps, "epochs": epochs, "place": place, "diverged": found["diverged"]}
