"""The passes of forward mode over the graph of the visitor's function, with their numbers and what they cost."""

from engine.exhibits.cost import counted, counted_forward_mode
from engine.exhibits.forward_mode import one_pass
from engine.value import topological_order
from ui.work.graph import text

MOST = 40  # nodes of a graph whose tangents are all shown; of larger ones it is that of the result


def passes(root, variables):
    """{"tangents": for each variable those of its pass, as texts, a node each, and of the result at the end,
    "operations": [of all these passes, of one pass forward and one back]}
    """
    leaves, inner = order = topological_order(root)
    nodes = leaves + inner
    shown = nodes if len(nodes) <= MOST else [root]
    tangents = []
    for variable in variables:
        duals = one_pass(order, variable)
        tangents.append([text(duals[node].tangent or 0.0) for node in shown])
    return {"tangents": tangents, "operations": [counted_forward_mode(root, variables), counted(root)[1]]}
