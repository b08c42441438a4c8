"""The visitor's text: a Python function, or an expression whose names become the variables.

>>> program = Program("(x + 2)**2 + x**3")
>>> program.names
['x']
"""

import ast
import builtins
import math
import re
import symtable
from types import FunctionType

from engine.value import Value
from ui.work.depth import too_deep
from ui.work.derivatives.guard import FILE, Guard, Stopped
from ui.work.derivatives.names import Printed, functions, names
from ui.work.failures import Wrong

MOST = 4  # variables
LARGEST = 1e300  # number that is taken as a default, about
OPERATORS = "+ - * / and **"
HUGE = "a whole number here is larger than the largest float, about 1.8e308"
ADD = "; chapter 4 shows how one line in rules.py adds an operation"
_COMPARE = "; to decide by a number, compare its data: x.data > 0"
HINTS = {  # by the operation that is lacking
    "^": "; a power is written x**2",
    **dict.fromkeys((">", "<", ">=", "<="), _COMPARE),
}


OF_MATH = {  # functions of the module math that can be had otherwise
    "pow": HINTS["^"],
    "tan": "; a tangent is sin(x) / cos(x)",
}


class Program:
    """names: of the variables, in order. defaults: name -> number, where the text gives one. line: of the function.
    form: "expression", "lambda", or the name of the function.

    printed   what it has printed, when it was read or when it ran last
    kind      the class of its Values
    Wrong if it is wrong.
    """

    def __init__(self, text, printed=None, kind=Value):
        self._text, self.printed, self._kind = text, printed or Printed(), kind
        self._known = names(self.printed, kind)
        self._has_run = False  # what is printed while it is read stays for the first run
        tree = self._parsed(text)
        if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            self._function = self._of_expression(tree.body[0].value)
        else:
            self._function = self._of_module(tree)
        code = self._function.__code__
        self.line = code.co_firstlineno
        if code.co_flags & 0x0C or code.co_kwonlyargcount:
            raise Wrong(self.line, "the variables are plain parameters: no * or **")
        self.names = list(code.co_varnames[: code.co_argcount])
        if not 1 <= len(self.names) <= MOST:
            found = "has none" if not self.names else "has %d" % len(self.names)
            raise Wrong(self.line, "a function here has one to four variables, and this one %s" % found)
        given = self._function.__defaults__ or ()
        self.defaults = {}
        for name, default in zip(self.names[len(self.names) - len(given) :], given):
            if isinstance(default, (int, float)) and abs(default) < LARGEST:
                self.defaults[name] = float(default)

    def run(self, guard, variables):
        """The result for these Values, a Value that was computed; Wrong if there is none."""
        if self._has_run:
            self.printed.clear()
        self._has_run = True
        result = self._guarded(lambda: guard.run(self._function, *variables))
        if isinstance(result, self._kind):
            return result
        if result is None:
            raise Wrong(self.line, "the function returns nothing: is a 'return' missing?")
        if isinstance(result, (int, float)):
            words = "the result is the plain number %r: it does not depend on %s"
            raise Wrong(self.line, words % (result, self._listed()))
        raise Wrong(self.line, "the result is a %s, and back-propagation begins at one number" % type(result).__name__)

    def _parsed(self, text):
        deep = too_deep(text)
        if deep:
            raise Wrong(deep[0], "this is too deep for Python in a browser: " + deep[1])
        try:
            tree = ast.parse(text, FILE)
            compile(tree, FILE, "exec")  # finds what the parser does not, such as a lone `return`
        except SyntaxError as error:
            if "digits" in error.msg:  # more than Python reads
                raise Wrong(error.lineno or 1, HUGE) from None
            hint = "; a product needs its sign: 3*x, not 3x" if "decimal literal" in error.msg else ""
            raise Wrong(error.lineno or 1, "Python cannot read this: %s%s" % (error.msg, hint)) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise Wrong(1, "Python cannot read this: %s" % error) from None
        if not tree.body:
            raise Wrong(1, "there is nothing here yet: write a function, or an expression such as x**2 + 1")
        return tree

    def _of_expression(self, expression):
        names = []
        self.form = "lambda" if isinstance(expression, ast.Lambda) else "expression"
        if self.form == "expression":
            called = [node.func for node in ast.walk(expression) if isinstance(node, ast.Call)]
            found = [n for n in ast.walk(expression) if isinstance(n, ast.Name) and n not in called]
            try:
                free = _free(ast.unparse(expression)) - set(self._known) - set(dir(builtins))
            except ValueError:
                raise Wrong(expression.lineno, HUGE) from None
            for name in sorted(found, key=lambda n: (n.lineno, n.col_offset)):
                if name.id not in names and name.id in free:
                    names.append(name.id)
            parameters = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
            expression = ast.copy_location(ast.Lambda(parameters, expression), expression)
        code = compile(ast.fix_missing_locations(ast.Expression(expression)), FILE, "eval")
        return eval(code, dict(self._known))

    def _of_module(self, tree):
        namespace = dict(self._known)
        code = compile(tree, FILE, "exec")
        with Guard() as guard:
            self._guarded(lambda: guard.run(exec, code, namespace))
        mine = [v for v in namespace.values() if isinstance(v, FunctionType) and v.__code__.co_filename == FILE]
        if not mine:
            raise Wrong(tree.body[-1].lineno, "write a function, def f(x): ..., or one expression")
        function = namespace["f"] if namespace.get("f") in mine else mine[-1]
        self.form = [name for name, v in namespace.items() if v is function][-1]
        return function

    def _guarded(self, run):
        """run(), with what it raises made Wrong, at the last line of the visitor's that was on the way."""
        try:
            return run()
        except BaseException as error:
            line, place, trace = 0, None, error.__traceback__
            while trace:
                if trace.tb_frame.f_code.co_filename == FILE:
                    line, place = trace.tb_lineno, trace
                trace = trace.tb_next
            called = _called(self._text, place) if place else ""
            words, numeric = self._explain(error, called), isinstance(error, (ArithmeticError, ValueError))
            error.__traceback__ = None  # it holds the graph, which the guard takes apart
        raise Wrong(line, words, numeric)

    def _explain(self, error, called):
        """An exception in words; called: what was called there, as it is written."""
        message = str(error)
        if isinstance(error, Stopped):
            return message
        if isinstance(error, NameError):
            name = getattr(error, "name", None) or message
            add = OF_MATH.get(name, ADD) if hasattr(math, name) else ""
            return "'%s' is not known here: known are %s, and the functions %s%s" % (name, self._listed(), _known(), add)
        if isinstance(error, RecursionError):
            return "the function calls itself without end"
        lacking = _lacking(message)
        if lacking == "+" and message.startswith("bad operand type for unary"):
            return "a + in front of a Value is no operation of the engine: leave it out"
        if isinstance(error, (TypeError, AttributeError)) and lacking:
            words = "the engine has no operation '%s': it has %s, and %s%s"
            return words % (lacking, OPERATORS, _known(), HINTS.get(lacking, ""))
        if isinstance(error, TypeError) and "must be real number, not Value" in message:
            return _plain_only(called)
        if isinstance(error, TypeError) and re.match(r"(int|float)\(\) argument .*'Value'", message):
            return "%s() takes plain numbers only: x.data is one, and no derivative goes through it" % message.split("(")[0]
        if isinstance(error, OverflowError) and message.startswith("int too large") or "set_int_max_str_digits" in message:
            return HUGE
        return message or type(error).__name__

    def _listed(self):
        names = getattr(self, "names", [])
        if len(names) < 2:
            return "the variable %s" % names[0] if names else "no variables"
        return "the variables %s and %s" % (", ".join(names[:-1]), names[-1])


def _free(text):
    """The names in an expression that it does not bind itself, as comprehensions and lambdas do."""
    tables, found = [symtable.symtable(text, FILE, "eval")], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and not symbol.is_assigned()}
    return found


def _known():
    return ", ".join(sorted([name for name in functions() if name != "Value"]))


def _plain_only(called):
    """What to say of a function, as it is called, that takes no Values."""
    module, _, name = called.rpartition(".")
    if name in functions():
        own = "write %s, which is the engine's own" % name if module else "without its import, it is the engine's own"
        return "%s takes plain numbers only: %s" % (called, own)
    if hasattr(math, name):
        words = "%s takes plain numbers only, and the engine has no operation '%s': it has %s, and %s%s"
        return words % (called, name, OPERATORS, _known(), OF_MATH.get(name, ADD))
    return "this function takes plain numbers only: use the engine's own, %s%s" % (_known(), ADD)


def _called(text, trace):
    """The function that a frame of the visitor's text has called last, as it is written there; "" if it is none."""
    line, end, start, stop = list(trace.tb_frame.f_code.co_positions())[trace.tb_lasti // 2]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (node.lineno, node.end_lineno) == (line, end):
            if (node.col_offset, node.end_col_offset) == (start, stop):
                return ast.unparse(node.func)
    return ""


def _lacking(message):
    """The operation that Python says Values do not have, "" if it says something else."""
    for pattern in (
        r"unsupported operand type\(s\) for (\S+?):? (?:or pow\(\): )?'.*Value'",
        r"unsupported operand type\(s\) for (\S+?): '",
        r"'(\S+)' not supported between instances of",
        r"bad operand type for (?:unary )?([^: ]+): 'Value'",
        r"'Value' object has no attribute '(\w+)'",
        r"type Value doesn't define __(\w+)__ method",
    ):
        found = re.search(pattern, message)
        if found and ("Value" in message):
            return found.group(1).removesuffix("()")
    return ""
