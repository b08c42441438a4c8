"""The derivative of a function that is written in Python, found without running it as Python: only assignments and
arithmetic are understood, so that nobody's code runs because a link has it. CPython and Pyodide.

>>> derivative("def f(x, y):\\n    s = x * y\\n    return s + s**2", {"x": 1.5, "y": 2.0}, "x")
14.0
"""

import ast
import math
from functools import reduce

from engine.rules import RULES
from engine.value import Value, apply

MOST = 2000  # operations; a text has fewer, but a loop repeats them
LONGEST = 1000  # characters
ROUNDS = 200  # of a loop
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
CONSTANTS = {"pi": math.pi, "e": math.e}
UNKNOWN = "line %d has something other than assignments, arithmetic and the engine’s functions"


def derivative(text, at, name):
    """The derivative with respect to `name`, at these values (name -> number), by one walk back through the graph.

    ValueError with a sentence if the text is no such function, or has no finite derivative there.
    """
    if len(text) > LONGEST:
        raise ValueError("the function has more than %d characters" % LONGEST)
    variables = {key: Value(float(value)) for key, value in at.items()}
    if name not in variables:
        raise ValueError("%s is no variable of the function" % name[:20])
    try:
        root = _Reading(variables).value_of(ast.parse(text))
        if not isinstance(root, Value):
            raise ValueError("the function does not depend on its variables")
        root.backward()
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("Python cannot read the function") from None
    except (ArithmeticError, TypeError):
        raise ValueError("the function has no value there") from None
    if not (math.isfinite(variables[name].grad) and math.isfinite(root.data)):
        raise ValueError("the function has no finite derivative there")
    return variables[name].grad


class _Reading:
    """Goes through a text's statements; `names` are the values by now: floats, Values, and tuples of them."""

    def __init__(self, variables):
        self._variables, self.names, self._done = variables, dict(variables), 0

    def value_of(self, tree):
        """The value of a text: an expression, a lambda, or one function."""
        body = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            value = body[0].value
            return self._of(value.body if isinstance(value, ast.Lambda) else value)
        functions = [node for node in body if isinstance(node, ast.FunctionDef)]
        if len(functions) != 1 or len(body) != 1:
            raise ValueError("the text is not one function")
        given = {argument.arg for argument in functions[0].args.args}
        if given - set(self._variables):
            raise ValueError("a variable of the function has no value")
        return self._run(functions[0].body)

    def _run(self, statements):
        """Do statements; the value that is returned, or None."""
        for node in statements:
            self._count()
            if isinstance(node, ast.Return) and node.value:
                return self._of(node.value)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._put(node.targets[0], self._of(node.value), node)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                self.names[node.target.id] = self._operate(node, self._name(node.target), self._of(node.value))
            elif isinstance(node, ast.For) and not node.orelse:
                for value in self._turns(node):
                    self._put(node.target, value, node)
                    result = self._run(node.body)
                    if result is not None:
                        return result
            elif not (isinstance(node, ast.Pass) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                raise ValueError(UNKNOWN % node.lineno)
        return None

    def _turns(self, node):
        """The values that the variable of a loop takes."""
        call = node.iter
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range":
            bounds = [self._of(argument) for argument in call.args]
            if 1 <= len(bounds) <= 3 and all(isinstance(b, float) and b == int(b) and abs(b) < 1e6 for b in bounds):
                turns = range(*map(int, bounds))
                if len(turns) <= ROUNDS:
                    return [float(i) for i in turns]
                raise ValueError("line %d has a loop of more than %d rounds" % (node.lineno, ROUNDS))
        raise ValueError(UNKNOWN % node.lineno)

    def _put(self, target, value, node):
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple) and isinstance(value, tuple) and len(target.elts) == len(value):
            for part, one in zip(target.elts, value):
                self._put(part, one, node)
        else:
            raise ValueError(UNKNOWN % node.lineno)

    def _of(self, node):
        """The value of an expression."""
        self._count()
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return float(node.value)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Tuple):
            return tuple(self._of(part) for part in node.elts)
        if isinstance(node, ast.BinOp):
            return self._operate(node, self._of(node.left), self._of(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            value = self._of(node.operand)
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.Call) and not node.keywords:
            return self._call(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            if node.attr in CONSTANTS:
                return CONSTANTS[node.attr]
        raise ValueError(UNKNOWN % node.lineno)

    def _name(self, node):
        if node.id not in self.names:
            raise ValueError("line %d uses %s, which has no value" % (node.lineno, node.id[:20]))
        return self.names[node.id]

    def _operate(self, node, a, b):
        symbol = OPERATORS.get(type(node.op))
        if symbol is None or not isinstance(a, (float, Value)) or not isinstance(b, (float, Value)):
            raise ValueError(UNKNOWN % node.lineno)
        if isinstance(a, Value) or isinstance(b, Value):
            return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}.get(symbol, lambda: a**b)()
        return RULES[symbol].forward(a, b) if symbol in RULES else a**b

    def _call(self, node):
        """relu(a), math.exp(a), a.relu(), max(a, b, ...), abs(a)."""
        function, operands = node.func, [self._of(argument) for argument in node.args]
        name = getattr(function, "id", None) or getattr(function, "attr", None)
        if isinstance(function, ast.Attribute) and not (isinstance(function.value, ast.Name) and function.value.id == "math"):
            operands.insert(0, self._of(function.value))
        rule = RULES.get(name) if name and name.isidentifier() else None
        wanted = 1 if rule and name not in ("max", "min") else len(operands)
        if not rule or not operands or len(operands) != wanted or not all(isinstance(a, (float, Value)) for a in operands):
            raise ValueError(UNKNOWN % node.lineno)
        if name in ("max", "min"):
            return reduce(lambda a, b: _applied(name, a, b), operands)
        return _applied(name, *operands)

    def _count(self):
        self._done += 1
        if self._done > MOST:
            raise ValueError("the function has more than %d operations" % MOST)


def _applied(name, *operands):
    if any(isinstance(a, Value) for a in operands):
        return apply(name, *operands)
    return float(RULES[name].forward(*operands))
