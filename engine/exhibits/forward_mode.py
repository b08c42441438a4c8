"""An exhibit, which the engine never uses: forward mode, which carries derivatives along with the values.

Each node of a graph becomes a dual number, its value and its tangent d node / d input. One walk forward gives the
derivatives of all nodes by one input; n inputs take n walks.

>>> x = Value(5)
>>> gradient((x + 2) ** 2 + x**3, [x])
[89.0]
"""

from collections import namedtuple

from engine.rules import rule_of
from engine.value import topological_order

Dual = namedtuple("Dual", ("value", "tangent"))
"""A number, and how fast it changes with the input; None instead of a tangent if it does not depend on the input."""


def apply(symbol, operands):
    """The rule `symbol` applied to Duals: a Dual, its tangent by the chain rule.

    An operand that does not depend on the input adds nothing, even where the derivative by it is infinite.
    """
    rule, values = rule_of(symbol), [operand.value for operand in operands]
    out = rule.forward(*values)
    tangent = None
    if any([operand.tangent is not None for operand in operands]):
        tangent = 0.0
        for derivative, operand in zip(rule.derivatives(*values, out), operands):
            if operand.tangent is not None:
                tangent += derivative * operand.tangent
    return Dual(out, tangent)


def one_pass(order, variable):
    """The Dual of every node, node -> Dual, for the derivatives by `variable`, a leaf.

    order   of the nodes, as topological_order has it
    """
    leaves, inner = order
    duals = {leaf: Dual(leaf.data, 1.0 if leaf is variable else None) for leaf in leaves}
    for node in inner:
        duals[node] = apply(node._op, [duals[operand] for operand in node._prev])
    return duals


def gradient(root, variables):
    """d root / d variable for each of the variables, a list of floats: as many passes as variables."""
    order = topological_order(root)
    return [one_pass(order, variable)[root].tangent or 0.0 for variable in variables]
