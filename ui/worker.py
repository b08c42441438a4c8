"""The engine's side of the page: runs on Pyodide in a worker, does what it is asked, and keeps no secret.

The page may stop this worker at any time and tell another one the same state.
"""

import traceback
from array import array
from functools import wraps
from importlib import import_module
from pathlib import Path

import js
from pyodide.ffi import to_js
from pyscript import sync

from ui.page import wire
from ui.work.depth import too_deep
from ui.work.library import fetch_rest

PARTS = (  # of ui.work
    "network.session",
    "network.replaying",
    "network.comparing",
    "network.diverging",
    "network.other_branch",
    "network.surface",
    "network.loss_shape",
    "network.step_record",
    "network.point_graph",
    "network.net_check",
    "network.inspecting",
    "derivatives.function",
    "derivatives.demonstrations",
    "line",
    "yours.bringing",
    "yours.task_derivative",
    "yours.formula",
    "code.workbench",
    "code.machine_code",
    "code.trial",
)
DEEP = '  File "%s", line %d\nSyntaxError: this is too deep for Python in a browser: %s'  # as a traceback ends
KINDS = {array: js.Float64Array, bytes: js.Uint8ClampedArray}


def load(changed):
    """Put the files that the visitor has changed, path -> text, in place, and load everything.

    Answers as the registry does, with "" or, if anything fails, the traceback. To be called once, before anything else.
    """
    files = wire.decode(changed)
    originals = {path: Path(path).read_text() for path in files if Path(path).exists()}
    trouble = ""
    try:
        for path, text in files.items():
            deep = too_deep(text)
            if deep:
                return wire.encode({"answer": DEEP % (path, *deep)})
            Path(path).write_text(text)
        import_module("engine.compiler.replaced").originals.update(originals)
        for part in PARTS:
            import_module("ui.work." + part)
        registry = import_module("ui.work.registry")
        for function in registry.ask, registry.begin, registry.go_on:
            setattr(sync, function.__name__, crossing(function))
    except BaseException:
        trouble = traceback.format_exc()
    return wire.encode({"answer": trouble})


def crossing(function):
    """The function, given arrays and giving them as JavaScript has them."""

    @wraps(function)
    def crossed(*arguments):
        answer = function(*[a if isinstance(a, str) else array("d", a.to_py()) for a in arguments])
        return answer if isinstance(answer, str) else to_js([typed(part) for part in answer])

    return crossed


def typed(part):
    """A Python buffer as a typed array of its own; anything else as it is."""
    kind = KINDS.get(type(part))
    if not kind:
        return part
    copy = kind.new(len(part))
    copy.assign(part)
    return copy


fetch_rest()
sync.load = load
sync.ping = lambda: wire.encode({"answer": None})
