"""Which lines of the engine's files do what in a step of training: found by watching a small one run, so that they are
right in changed files too."""

import ast
import inspect
import sys
import textwrap

from engine import losses, nn, train, value
from ui.work.source_lines import assignments

MODULES = (train, nn, losses, value)


def step_lines(net, points, loss, rate, alpha):
    """Have `net` do a step, and tell which lines ran: {"functions": {key: [path, [[number, line], ...]]}, "acts": {...}}.

    Each act (zero, forward, backward, add, l2, update) has a list of [key of a function, numbers of its lines].
    """
    functions = _functions(loss)
    watch = _Watch(functions, rate)
    with watch:
        training = train.train(net, points, loss, watch.rate, alpha)
        while next(training) is None:
            pass
    acts = _acts(watch, type(net), loss, functions)
    acts = {name: [[key, sorted(lines)] for key, lines in parts.items() if lines] for name, parts in acts.items()}
    shown = {key for parts in acts.values() for key, _ in parts}
    return {"functions": {key: _source(functions[key]) for key in shown}, "acts": acts}


def _acts(watch, kind, loss, functions):
    """For each act the lines of functions, key -> set, in the order in which they are to be read."""
    names = {function.__code__: key for key, function in functions.items()}

    def key_of(function):
        return names.get(getattr(function, "__code__", None))

    zero, model, back = key_of(kind.zero_grad), key_of(kind.__call__), key_of(value.Value.backward)
    one, penalty, l2 = key_of(value.Value._backward), key_of(loss), key_of(losses.l2)
    penalised = {key for key, _ in watch.called.get(l2, ())}
    of_points = {(key, n) for key, n in watch.called.get(back, ()) if key not in penalised}
    of_l2 = {(key, n) for key, n in watch.called.get(back, ()) if key in penalised}
    changed = {key: set(assignments(functions[key], "data")) & watch.ran.get(key, set()) for key in watch.of("train")}
    moving = {key: lines for key, lines in changed.items() if lines}
    updates = [place for key in moving for place in watch.called.get(key, ())]
    adding = set(assignments(value.Value.backward, "grad", added=True)) if back else set()
    return {
        "zero": _joined(watch.called.get(zero, ()), {zero: watch.ran.get(zero)}),
        "forward": _joined(
            watch.called.get(model, set()) | watch.called.get(penalty, set()),
            {penalty: watch.ran.get(penalty)},
            *[{key: watch.ran[key]} for key in watch.of("nn") if key.endswith("__call__") and key != model],
        ),
        "backward": _joined(
            of_points, watch.called.get(one, ()), {one: assignments(value.Value._backward, "grad") if one else None}
        ),
        "add": _joined(
            [place for key, _ in of_points for place in watch.called.get(key, ())],
            {back: adding & watch.ran.get(back, set())},
        ),
        "l2": _joined(watch.called.get(l2, ()), of_l2, {l2: watch.ran.get(l2)}),
        "update": _joined(watch.rates, updates, moving),
    }


class _Watch:
    """While it is entered: which lines of `functions` run (ran, key -> numbers), and from where each of them is called
    (called, key -> {(key, number)}); rate, to be used in place of the given one, notes where that is asked."""

    def __init__(self, functions, rate):
        self._keys = {function.__code__: key for key, function in functions.items()}
        self.ran, self.called, self.rates = {}, {}, set()
        self._rate = rate

    def rate(self, number):
        frame = sys._getframe(1)
        if frame.f_code in self._keys:
            self.rates.add((self._keys[frame.f_code], frame.f_lineno))
        return self._rate(number)

    def of(self, module):
        """The keys of the functions of a module that ran."""
        return [key for key in self.ran if key.startswith("engine.%s:" % module)]

    def __enter__(self):
        self._before = sys.gettrace()
        sys.settrace(self._look)

    def __exit__(self, *trouble):
        sys.settrace(self._before)

    def _look(self, frame, event, argument):
        key = self._keys.get(frame.f_code)
        if key is None:
            return None
        if event == "call":
            caller = frame.f_back
            while caller and caller.f_code.co_name == "<listcomp>":
                caller = caller.f_back
            if caller and caller.f_code in self._keys:
                self.called.setdefault(key, set()).add((self._keys[caller.f_code], caller.f_lineno))
        elif event == "line":
            self.ran.setdefault(key, set()).add(frame.f_lineno)
        return self._look


def _functions(loss):
    """All functions and methods of MODULES, and the loss: "module:qualified name" -> function."""
    found = {}
    for module in MODULES:
        for thing in list(vars(module).values()):
            members = vars(thing).values() if inspect.isclass(thing) else [thing]
            for function in members:
                if inspect.isfunction(function) and function.__module__ == module.__name__:
                    found["%s:%s" % (module.__name__, function.__qualname__)] = function
    if inspect.isfunction(loss):
        found.setdefault("%s:%s" % (loss.__module__, loss.__qualname__), loss)
    return {key: function for key, function in found.items() if _source(function)}


def _source(function):
    """[path, [[number, line], ...]] of a function without its docstring; None if its text is not to be had."""
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        return None
    text = textwrap.dedent("".join(lines)).rstrip()
    numbered = [[first + i, line] for i, line in enumerate(text.split("\n"))]
    try:
        body = ast.parse(text).body[0].body
    except (SyntaxError, AttributeError, IndexError):  # a lambda in the middle of something
        body = []
    if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0], "value", None), ast.Constant):
        numbered[body[0].lineno - 1 : body[0].end_lineno] = []
    return [function.__module__.replace(".", "/") + ".py", numbered]


def _joined(*parts):
    """Places, (key, line), and dicts of key -> lines in one such dict; None for a key that is not there."""
    found = {}
    for part in parts:
        pairs = part.items() if isinstance(part, dict) else [(key, {line}) for key, line in sorted(part)]
        for key, lines in pairs:
            if key is not None and lines:
                found.setdefault(key, set()).update(lines)
    return found
