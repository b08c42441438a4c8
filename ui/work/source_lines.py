"""Which lines of value.py and rules.py do what: found by watching them run, so that they are right in a changed file too."""

import ast
import inspect
import sys
import textwrap

from engine import rules, value


class Lines:
    """Line numbers, as [the function of value.py, the lines in it that count, the line of the rule in rules.py]."""

    def forward(self, node):
        """Of the call of `apply` that made a node like this one."""
        ran = _ran(value.apply, lambda: value.apply(node._op, *node._prev))
        kept = [n for n in ran if n in assignments(value.apply, "data")]
        return ["apply", kept, _first(rules.rule_of(node._op).forward)]

    def backward(self, node):
        """Of the call of `_backward` on this node, whose operands keep their grads."""
        before = [operand.grad for operand in node._prev]
        ran = _ran(value.Value._backward, node._backward)
        for operand, grad in zip(node._prev, before):
            operand.grad = grad
        kept = [n for n in ran if n in assignments(value.Value._backward, "grad")]
        return ["_backward", kept, _first(rules.rule_of(node._op).derivatives)]

    def excerpts(self):
        """The functions that are shown, name -> [number of the first line, lines], and all lines of the table's file."""
        found = {"rules": inspect.getsource(rules).split("\n")}
        for function in (value.Value.__init__, value.apply, value.Value._backward, value.Value.backward):
            found[function.__name__] = excerpt(function)
        found["leaf"] = ["__init__", body_of(value.Value.__init__), 0]
        found["start"] = ["backward", assignments(value.Value.backward, "grad", start=True), 0]
        return found


def excerpt(function):
    """A function as it is shown: [number of its first line, lines]."""
    lines, first = inspect.getsourcelines(function)
    return [first, textwrap.dedent("".join(lines)).rstrip().split("\n")]


def body_of(function):
    """The numbers of all lines of a function but its head."""
    first, lines = excerpt(function)
    return list(range(first + 1, first + len(lines)))


def _ran(function, call):
    """The numbers of the lines of `function` that run during call()."""
    numbers, code = set(), function.__code__

    def line(frame, event, argument):
        if event == "line":
            numbers.add(frame.f_lineno)
        return line

    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: line if frame.f_code is code else None)
    try:
        call()
    finally:
        sys.settrace(before)
    return sorted(numbers)


def assignments(function, attribute, start=False, added=False):
    """The numbers of the lines of `function` that set or add to an attribute; start: that set it to 1; added: that add."""
    lines, first = inspect.getsourcelines(function)
    numbers = []
    for node in ast.walk(ast.parse(textwrap.dedent("".join(lines)))):
        if added and not isinstance(node, ast.AugAssign):
            continue
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(isinstance(t, ast.Attribute) and t.attr == attribute for t in targets):
            if not start or getattr(node.value, "value", None) == 1:
                numbers.append(first + node.lineno - 1)
    return sorted(numbers)


def calls_of(function, name):
    """The numbers of the lines of `function` that call a method of this name."""
    lines, first = inspect.getsourcelines(function)
    calls = [node for node in ast.walk(ast.parse(textwrap.dedent("".join(lines)))) if isinstance(node, ast.Call)]
    return sorted({first + call.lineno - 1 for call in calls if getattr(call.func, "attr", "") == name})


def _first(function):
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code and code.co_filename == rules.__file__ else 0
