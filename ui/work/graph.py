"""A graph as the page draws and steps it: its shape, its numbers, and what each node's step back did.

Numbers are texts, as Python writes them: MicroPython, which reads them, writes floats less exactly.
"""

from engine import value
from engine.compiler.formulas import Symbol, Unknown
from engine.rules import rule_of
from ui.work.source_lines import Lines

NODES = 2000  # of a graph that is drawn node by node, at most


class TooMany(Exception):
    """More nodes than can be drawn."""


def ordered(root):
    """All nodes of the graph of `root`: the leaves, then the inner nodes, and how many leaves there are."""
    leaves, inner = value.topological_order(root)
    if len(leaves) + len(inner) > NODES:
        found = format(len(leaves) + len(inner), ",")
        raise TooMany("the graph has %s nodes, and at most %s can be drawn" % (found, format(NODES, ",")))
    return leaves + inner, len(leaves)


def shape(nodes, leaves, names):
    """What stays while the variables move: {"nodes": [{op, of, name}], "leaves": n}.

    names   of the variables, by the id of their Values
    of      the indices of a node's operands
    """
    places = {id(node): i for i, node in enumerate(nodes)}
    drawn = []
    for i, node in enumerate(nodes):
        name = names.get(id(node), "") if i < leaves else "v" + subscript(i - leaves + 1)
        drawn.append({"op": node._op, "of": [places[id(operand)] for operand in node._prev], "name": name})
    return {"nodes": drawn, "leaves": leaves}


def numbers(nodes, leaves):
    """The data of every node, and of every step back, last node first, what it handed on.

    {"data": [...], "steps": [[[local derivatives], [grad of each operand afterwards]], ...]}

    The steps are the engine's own: each is one call of `_backward`. The grads of `nodes` are set by it.
    """
    for node in nodes:
        node.grad = 0.0
    nodes[-1].grad = 1.0
    steps = []
    for node in reversed(nodes[leaves:]):
        local = local_derivatives(node)
        node._backward()
        steps.append([[text(d) for d in local], [text(operand.grad) for operand in node._prev]])
    return {"data": [text(node.data) for node in nodes], "steps": steps}


def local_derivatives(node):
    """d node / d operand for each operand."""
    operands = [operand.data for operand in node._prev]
    return rule_of(node._op).derivatives(*operands, node.data)


def rules(nodes):
    """For each operation of the graph, its formulas and the lines of value.py and rules.py that do it.

    {op: {"forms": [the local derivatives in letters], "forward": [...], "backward": [...]}}
    """
    lines, found = Lines(), {}
    for node in nodes:
        if node._op and node._op not in found:
            found[node._op] = {
                "forms": formulas(node._op, len(node._prev)),
                "forward": lines.forward(node),
                "backward": lines.backward(node),
            }
    return {"ops": found, "excerpts": lines.excerpts()}


def formulas(op, operands):
    """The local derivatives of an operation, written with a.data, b.data and out.data."""
    letters = [Symbol("%s.data" % letter) for letter in "abcdefgh"[:operands]]
    try:
        return [_factor(d) for d in rule_of(op).derivatives(*letters, Symbol("out.data"))]
    except (Unknown, TypeError, AttributeError, ValueError):
        return ["d out / d %s" % letter for letter in "abcdefgh"[:operands]]


def _factor(formula):
    """A formula as a factor: what binds less than * in parentheses."""
    return write(formula, isinstance(formula, Symbol) and formula.op in ("+", "-", ">", ">=", "<", "<="))


def write(formula, inside=False):
    """A Symbol, or a number, as Python would have it."""
    if not isinstance(formula, Symbol):
        return "%r" % float(formula)
    if not formula.op:
        return str(formula.leaf)
    arguments = [write(argument, True) for argument in formula.arguments]
    if formula.op == "neg":
        return "-" + arguments[0]
    written = (" %s " % formula.op).join(arguments)
    return "(%s)" % written if inside else written


def text(number):
    """A number as Python writes it; True and False, which rules may return, as 1.0 and 0.0."""
    return repr(float(number))


def subscript(n):
    return "".join(["₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(n)])
