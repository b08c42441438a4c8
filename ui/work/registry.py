"""What the page may ask of the worker, by name: functions that answer at once, and tasks, which are generators.

>>> @entry("line_paths")
... def paths(task):
...     yield "half"       # progress, as often as possible
...     return [1, 2]      # the answer

Whatever a function raises, the visitor's own version of the engine perhaps, is an answer too.
"""

from collections import namedtuple
from contextlib import suppress
from inspect import isgeneratorfunction
from time import perf_counter

from ui.page import wire
from ui.work.failures import Wrong, sentence

BUDGET = 0.04  # seconds that an answer may take, about

WithArrays = namedtuple("WithArrays", ("answer", "arrays"))
"""An answer that is a dict, and more of its values, by key: typed arrays, buffers or long texts, which cross beside it."""

_entries = {}
_tasks = {}  # name -> (the run, its generator), of those that are unfinished


def entry(name):
    """Let the page ask for the decorated function by this name. It is given plain data, and arrays of float64 behind
    them; what it returns, and what it yields, is plain data too, or WithArrays."""

    def register(function):
        if name in _entries:
            raise ValueError("there are two entries %r" % name)
        _entries[name] = function
        return function

    return register


def ask(name, text, *arrays):
    """Call an entry. Answers, like the others here, a JSON text, or a list of one and of the arrays that it names.

    The text holds "answer"; or "progress", of a task that is unfinished; or "failed", what was raised and where.
    """
    return _guarded(lambda: {"answer": _entry(name, False)(*wire.decode(text), *arrays)})


def begin(name, run, text, *arrays):
    """Begin a task and work on it for the budget; `run` tells this run of it from others, which end."""

    def first():
        cancel(name)
        _tasks[name] = run, _entry(name, True)(*wire.decode(text), *arrays)
        return _advance(name)

    return _guarded(first)


def go_on(name, run):
    """Work on a task for the budget."""
    if _tasks.get(name, (None,))[0] != run:
        return wire.encode({"answer": None})
    return _guarded(lambda: _advance(name))


def cancel(name):
    """End a task."""
    if name in _tasks:
        _, task = _tasks.pop(name)
        with suppress(BaseException):  # of the visitor's code, which may have a `finally`
            task.close()


def is_task(name):
    """Whether an entry is a task."""
    return isgeneratorfunction(_entries[name])


def _entry(name, task):
    if is_task(name) != task:
        raise TypeError("%r is %s" % (name, "no task" if task else "a task"))
    return _entries[name]


def _advance(name):
    _, task = _tasks[name]
    deadline = perf_counter() + BUDGET
    try:
        while True:
            progress = next(task)
            if perf_counter() >= deadline:
                return {"progress": progress}
    except StopIteration as end:
        del _tasks[name]
        return {"answer": end.value}
    except BaseException:
        del _tasks[name]
        raise


def _guarded(run):
    try:
        return _packed(run())
    except Wrong as wrong:
        failed = {"words": wrong.words, "line": wrong.line, "numeric": wrong.numeric, "ours": False}
    except BaseException as error:  # SystemExit and KeyboardInterrupt too: the worker goes on
        failed = {"words": sentence(error), "line": 0, "numeric": False, "ours": True}
    return wire.encode({"failed": failed})


def _packed(message):
    for key, value in message.items():
        if isinstance(value, WithArrays):
            names = list(value.arrays)
            text = wire.encode({key: value.answer, "arrays": names})
            return [text] + [value.arrays[name] for name in names]
    return wire.encode(message)
