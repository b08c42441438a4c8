"""What a Value holds, with the numbers of the node of the present step, and the walk as a program."""

from ui.page.browser import by_id
from ui.page.trace import short

MOST = 3  # operands, or terms, that are written out


def show_held(trace, state, names):
    """Follow the walk; names: of the variables of the function."""
    _, node = trace.event(state)
    node = _first_variable(trace) if node is None else node
    name, grad = trace.name(node), trace.grads(state)[node] or "0.0"
    by_id("holds-node").textContent = name
    by_id("holds-data").textContent = "%s.data = %s" % (name, _shown(trace.data[node]))
    by_id("holds-grad").textContent = "%s.grad = %s" % (name, _shown(grad))
    found = trace.nodes[node]
    operands = [trace.name(operand) for operand in found["of"]]
    listed = ", ".join(operands) + ("," if len(operands) == 1 else "")
    by_id("holds-prev").textContent = "%s._prev = (%s)" % (name, listed)
    by_id("holds-backward").textContent = _handed_on(trace, node)
    by_id("as-program").textContent = program(trace, state, names)


def program(trace, state, names):
    """The walk as a session at Python's prompt: the grads are those that have been found so far."""
    grads = trace.grads(state)
    lines, places = [], {trace.nodes[i]["name"]: i for i in range(trace.leaves)}
    known = [name for name in names if name in places]
    for name in known:
        lines.append(">>> %s = Value(%s)" % (name, trace.data[places[name]]))
    wanted = ", ".join(["%s.grad" % name for name in known])
    lines += [">>> " + wanted, _answer(["0.0"] * len(known))]
    lines.append(">>> f(%s).backward()" % ", ".join(names))
    if state == trace.last:
        lines += [">>> " + wanted, _answer([grads[places[name]] or "0.0" for name in known])]
    else:
        lines += [">>> " + wanted, "…  (the walk is not at its end yet)"]
    return "\n".join(lines)


def _answer(numbers):
    return numbers[0] if len(numbers) == 1 else "(%s)" % ", ".join(numbers)


def _first_variable(trace):
    return [i for i in range(trace.leaves) if trace.nodes[i]["name"]][0] if trace.leaves else 0


def _handed_on(trace, node):
    if node < trace.leaves:
        return "That of a leaf adds nothing."
    steps = zip(trace.steps[trace.order.index(node)][0], trace.nodes[node]["of"])
    terms = ["%s × %s.grad to %s" % (_shown(d), trace.name(node), trace.grad_of(operand)) for d, operand in steps]
    return "It adds %s." % " and ".join(terms[:MOST])


def _shown(text):
    return short(text).replace("-", "−")
