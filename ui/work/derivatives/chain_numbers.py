"""The chain rule for two variables, with the numbers of a graph."""

from ui.work.graph import text


def chain(nodes, leaves, variables):
    """The node w nearest to the result that is computed from two others, u and v, which both depend on a variable.

    {"w", "u", "v": indices of nodes, "outer": [dw/du, dw/dv], "inner": [[du/dx, dv/dx, dw/dx] for each variable]},
    or None if the graph has no such node. If no variable reaches both, it is enough that one reaches one.
    The derivatives are those of `backward` from u, from v and from w. The grads of `nodes` are changed.
    """
    node = _meeting(nodes, leaves, variables)
    if node is None:
        return None
    places = {id(other): i for i, other in enumerate(nodes)}
    u, v = node._prev
    by_node = [_derivatives(root, nodes, variables) for root in (u, v, node)]
    _derivatives(node, nodes, [])
    for other in (u, v):
        other.grad = 0.0
    node.grad = 1.0
    node._backward()
    return {
        "w": places[id(node)],
        "u": places[id(u)],
        "v": places[id(v)],
        "outer": [text(u.grad), text(v.grad)],
        "inner": [list(numbers) for numbers in zip(*by_node)],
    }


def _meeting(nodes, leaves, variables):
    reach = {id(node): 0 for node in nodes}  # a bit for each variable that the node depends on
    for i, variable in enumerate(variables):
        reach[id(variable)] = 1 << i
    for node in nodes[leaves:]:
        for operand in node._prev:
            reach[id(node)] |= reach[id(operand)]
    pairs = [n for n in reversed(nodes[leaves:]) if len(n._prev) == 2 and n._prev[0] is not n._prev[1]]
    both = [n for n in pairs if reach[id(n._prev[0])] & reach[id(n._prev[1])]]
    one = [n for n in pairs if reach[id(n)]]
    return (both or one or [None])[0]


def _derivatives(root, nodes, variables):
    for node in nodes:
        node.grad = 0.0
    root.backward()
    return [text(v.grad) for v in variables]
