"""The visitor's function in the tutorial's class: whether its numbers are the engine's, and the lines that run."""

import ast
import inspect
import textwrap
from inspect import isfunction

from engine.exhibits.tutorial_value import Value
from ui.work import graph
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.program import Program
from ui.work.failures import Wrong
from ui.work.source_lines import assignments, body_of, excerpt

METHODS = {"+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "neg": "__neg__", "abs": "__abs__"}
CANNOT = "The tutorial’s class cannot follow: %s."
TOO_DEEP = "its backward calls itself for each operand, and this graph is too deep for that"


def compared(text, values, data, grads):
    """Run the same text with the tutorial's class, forward and backward, and say how its numbers compare.

    data, grads  of all nodes of the engine's graph, as texts, in its order
    Returns {"same": whether all are equal to the last bit, "words": a sentence}.
    """
    try:
        with Guard() as guard:
            root = Program(text, kind=Value).run(guard, [Value(x) for x in values])
            root.backward()
            nodes = _ordered(root)
            found = [graph.text(node.data) for node in nodes], [graph.text(node.grad) for node in nodes]
    except RecursionError:
        return {"same": False, "words": CANNOT % TOO_DEEP}
    except Wrong as trouble:
        return {"same": False, "words": CANNOT % trouble.words.rstrip(".")}
    except BaseException as error:  # the visitor may have changed the file
        return {"same": False, "words": CANNOT % (str(error) or type(error).__name__).rstrip(".")}
    return _verdict(found, (data, grads))


def _verdict(found, wanted):
    count = len(wanted[0])
    if len(found[0]) != count:
        words = "The two codes differ: the tutorial’s graph has %d nodes, the engine’s %d." % (len(found[0]), count)
        return {"same": False, "words": words}
    for i in range(count):
        for what, mine, engines in zip(("data", "grad"), found, wanted):
            if mine[i] != engines[i]:
                words = "The two codes differ: a %s is %s in the engine and %s in the tutorial’s class."
                return {"same": False, "words": words % (what, engines[i], mine[i])}
    return {"same": True, "words": "Both have run: data and grad of all %d nodes agree to the last bit." % count}


def _ordered(root):
    """All nodes, the leaves first, in the engine's order; the class itself keeps no operation by which to tell them."""
    leaves, inner, seen = [], [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for operand in node._prev:
                visit(operand)
            (inner if node._prev else leaves).append(node)

    visit(root)
    return leaves + inner


def lines(operations):
    """For these operations the lines of tutorial_value.py that do them, in the form of ui.work.graph.rules.

    {"ops": {op: {"forward": [...], "backward": [...]}}, "excerpts": {...}}; what the class, as the visitor may have
    changed it, does not have is left out.
    """
    excerpts, ops = {}, {}
    if isfunction(vars(Value).get("__init__")):
        excerpts["__init__"] = excerpt(Value.__init__)
        excerpts["leaf"] = ["__init__", body_of(Value.__init__), 0]
    if isfunction(vars(Value).get("backward")):
        excerpts["backward"] = excerpt(Value.backward)
        excerpts["start"] = ["backward", assignments(Value.backward, "grad", start=True), 0]
    for op in operations:
        name = "__pow__" if op[:2] == "**" else METHODS.get(op, op)
        method = vars(Value).get(name)
        if not isfunction(method):
            continue
        excerpts[name] = excerpt(method)
        made = sorted(_made(method) + assignments(method, "_backward"))
        ops[op] = {"forward": [name, made, 0], "backward": [name, assignments(method, "grad"), 0]}
    return {"ops": ops, "excerpts": excerpts}


def _made(method):
    """The number of the line where a method makes the new node, as a list."""
    source, first = inspect.getsourcelines(method)
    tree = ast.parse(textwrap.dedent("".join(source)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return [first + n.lineno - 1 for n in found if getattr(n.targets[0], "id", "") == "out"]
