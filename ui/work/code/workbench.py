"""The side of the chapter "code" in the worker: differences, checks, experiments, and the console."""

import json
from difflib import unified_diff
from time import perf_counter

from engine.losses import LOSSES
from ui.work.browser_host import BrowserHost
from ui.work.code.checks import checks
from ui.work.code.console import Console
from ui.work.code.goals import EXPERIMENTS
from ui.work.failures import place_of
from ui.work.network.comparing import net_of


class Work:
    """Checks and experiments, each a generator, of which every call does a bit."""

    def __init__(self):
        self._running = {}  # name -> generator

    def begin(self, name):
        """Begin anew: "checks", or the name of an experiment."""
        self._running[name] = checks(BrowserHost) if name == "checks" else EXPERIMENTS[name]()

    def go_on(self, name, budget):
        """For some milliseconds; JSON of what is new: {"results": [...], "done": whether that was all}."""
        deadline, results, done = perf_counter() + budget / 1000.0, [], True
        try:
            for result in self._running[name]:
                if result:
                    results.append(result._asdict())
                if perf_counter() > deadline:
                    done = False
                    break
        except BaseException as error:  # in the visitor's code, where an experiment calls it
            path, line = place_of(error)
            words = "%s: %s" % (type(error).__name__, error)
            results.append({"good": False, "words": words, "path": path, "line": line})
        return json.dumps({"results": results, "done": done})


def diff(pairs):
    """The unified differences of files, given as JSON: a list of [path, original, text]."""
    parts = []
    for path, original, text in json.loads(pairs):
        parts += unified_diff(original.splitlines(), text.splitlines(), path, path + ", changed", lineterm="")
    return "\n".join(parts)


def register(sync):
    """Let the page call what this chapter needs."""
    work, console = Work(), Console(net_of)
    sync.hood_diff = diff
    sync.hood_begin = work.begin
    sync.hood_go_on = work.go_on
    sync.hood_losses = lambda: json.dumps(list(LOSSES))
    sync.hood_run = console.run
    sync.hood_complete = console.complete
