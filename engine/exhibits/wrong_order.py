"""An exhibit, which the engine never uses: back-propagation in the order of the tutorial's short listing.

That listing was meant to fit in a blog post, and it is right for its own example. It hands a node's grad on
when the walk first comes by, even if the node has not got all of it yet: wrong where an inner node is shared.
"""

import math

from engine.value import topological_order


def short_backward(node, visited=None):
    """Like `node.backward()` on a graph whose grads are 0, in pre-order; yields each node when it is done."""
    if visited is None:
        visited = {node}
        node.grad = 1.0
    node._backward()
    yield node
    for operand in node._prev:
        if operand not in visited:
            visited.add(operand)
            yield from short_backward(operand, visited)


def layer_errors(net, points, loss):
    """How wrong each layer's gradient of the mean loss is in that order: |wrong - right| / |right|, of vectors.

    A generator: yields None after each of the points, [(x, y), ...], then the list of errors, first layer first.
    An error is 0.0 where both gradients are zero.
    """
    layers = [layer.parameters() for layer in net.layers]
    right, wrong = ([[0.0] * len(layer) for layer in layers] for _ in range(2))
    for point in points:
        result = loss(net(point[:-1]), point[-1]) / len(points)
        net.zero_grad()
        result.backward()
        _add(layers, right)
        leaves, inner = topological_order(result)
        for node in leaves + inner:
            node.grad = 0.0
        for _ in short_backward(result):
            pass
        _add(layers, wrong)
        yield None
    yield [_relative(w, r) for w, r in zip(wrong, right)]


def _add(layers, sums):
    for layer, total in zip(layers, sums):
        for i, parameter in enumerate(layer):
            total[i] += parameter.grad


def _relative(wrong, right):
    difference = math.hypot(*[w - r for w, r in zip(wrong, right)])
    return difference / math.hypot(*right) if difference else 0.0
