"""The side of the chapter "code" in the worker: differences, checks, experiments, and the console."""

from difflib import unified_diff

from engine.losses import LOSSES
from ui.work.browser_host import BrowserHost
from ui.work.code.checks import checks
from ui.work.code.console import Console
from ui.work.code.goals import EXPERIMENTS
from ui.work.failures import place_of
from ui.work.network.comparing import net_of
from ui.work.registry import entry


@entry("checks")
def all_checks():
    """Check the engine; yields how many checks are done, and returns their Results, as dicts."""
    return (yield from _collected(checks(BrowserHost)))


@entry("experiment")
def experiment(name):
    """Look how far an experiment is; yields how many Goals are judged, and returns them, as dicts."""
    return (yield from _collected(EXPERIMENTS[name]()))


@entry("code_diff")
def diff(pairs):
    """The unified differences of files, a list of [path, original, text]."""
    parts = []
    for path, original, text in pairs:
        parts += unified_diff(original.splitlines(), text.splitlines(), path, path + ", changed", lineterm="")
    return "\n".join(parts)


@entry("losses")
def losses():
    """The names of all losses."""
    return [str(name) for name in LOSSES]


def _collected(work):
    results = []
    try:
        for result in work:
            if result:
                results.append(result._asdict())
            yield len(results)
    except BaseException as error:  # in the visitor's code, where an experiment calls it
        path, line = place_of(error)
        words = "%s: %s" % (type(error).__name__, error)
        results.append({"good": False, "words": words, "path": path, "line": line})
    return results


_console = Console(net_of)
entry("console_run")(_console.run)
entry("console_complete")(_console.complete)
