"""Points by a formula of the visitor's: +1 where it is true, -1 elsewhere, uniformly over the plane.

It runs under the guard that chapter 1's functions have; what no guard can stop ends the worker, and the page knows.
"""

import ast
import math
from time import perf_counter

from engine.rng import Random
from ui.work.depth import too_deep
from ui.work.derivatives.guard import FILE, Guard, Stopped
from ui.work.failures import Wrong
from ui.work.registry import entry

SLICE = 100  # points in one run of the guard
TOTAL = 10.0  # seconds that all points may take
BUILTINS = {f.__name__: f for f in (abs, all, any, bool, divmod, float, int, len, max, min, pow, range, round, sum)}
KNOWN = {name: thing for name, thing in vars(math).items() if name[:1] != "_"}
NOT_READ = "Python cannot read this: %s"
HINT = ": write an expression, such as y > sin(3*x)"


@entry("points_of_formula")
def points_of_formula(text, count, seed, domain):
    """A task that returns `count` points [x1, x2, label] for the formula in x and y (or x1 and x2), uniform over the
    domain (xmin, xmax, ymin, ymax), to three decimals. Wrong, with a sentence, if there are none."""
    formula, rng, points = _compiled(text), Random(seed), []
    xmin, xmax, ymin, ymax = domain
    begun = perf_counter()
    for _ in range(count):
        points.append([_thousandths(rng, xmin, xmax), _thousandths(rng, ymin, ymax), 0])
    for i in range(0, count, SLICE):
        _label(formula, points[i : i + SLICE])
        if perf_counter() - begun > TOTAL:
            raise Wrong(0, "this takes longer than %d seconds for all points, so it was stopped" % TOTAL)
        yield
    return points


def _thousandths(rng, low, high):
    return round(rng.uniform(low, high) * 1000) / 1000


def _compiled(text):
    """The formula as a code object."""
    if not text.strip():
        raise Wrong(0, "there is nothing here yet" + HINT)
    deep = too_deep(text)
    if deep:
        raise Wrong(0, "this is too deep for Python in a browser: " + deep[1])
    try:
        return compile(ast.parse(text.strip(), FILE, "eval"), FILE, "eval")
    except SyntaxError as error:
        raise Wrong(0, NOT_READ % error.msg + HINT) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Wrong(0, NOT_READ % error) from None


def _label(formula, points):
    """Give these points their labels, in place."""
    at = []

    def label():
        for point in points:
            x, y = at[:] = point[:2]
            names = dict(KNOWN, x=x, y=y, x1=x, x2=y, __builtins__=BUILTINS)
            point[2] = _sign(eval(formula, names))

    try:
        with Guard() as guard:
            guard.run(label)
    except BaseException as error:
        raise Wrong(0, _words(error, at)) from None


def _sign(result):
    """+1 where it is true, or a number above 0."""
    if isinstance(result, (bool, int)):
        return 1 if result > 0 else -1
    if not isinstance(result, float):
        raise TypeError("the result is a %s, and a truth or a number is needed" % type(result).__name__)
    if result != result:
        raise ValueError("the result is no number")
    return 1 if result > 0 else -1


def _words(error, at):
    if isinstance(error, Stopped):
        return str(error)
    if isinstance(error, NameError):
        return "'%s' is not known here: known are x, y and what the module math has" % error.name
    if isinstance(error, RecursionError):
        return "the formula calls itself without end"
    words = str(error) or type(error).__name__
    return ("at x = %g, y = %g: %s" % (*at, words)).replace("= -", "= −")
