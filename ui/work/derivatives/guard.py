"""Runs the visitor's function so that it cannot do harm: an endless loop and a graph that grows too large are stopped.

It watches the interpreter (sys.settrace), so that the stop has a line, and the engine need not know of it.
"""

import sys
from time import perf_counter

from engine import value
from engine.exhibits import tutorial_value
from ui.work.graph import NODES

SECONDS = 1.0  # that the visitor's code may take, at most
FILE = "<function>"  # the name that the visitor's text goes by


class Stopped(BaseException):
    """The guard's sentence; not an Exception, so that an `except` in the visitor's code does not end it."""


class Guard:
    """Watches while a function runs, and takes apart afterwards what was made.

    >>> with Guard() as guard:
    ...     root = guard.run(f, arguments)
    """

    def __enter__(self):
        self._made = []
        return self

    def __exit__(self, *trouble):
        for node in self._made:  # link by link: a browser cannot free a deep graph at once
            node._prev = ()
            if isinstance(node, tutorial_value.Value):
                node._backward = None  # a closure, which holds the node and its operands

    def run(self, function, *arguments):
        """function(*arguments); Stopped if it takes too long or makes too many nodes."""
        self._deadline = perf_counter() + SECONDS
        sys.settrace(self._enter)
        try:
            return function(*arguments)
        finally:
            sys.settrace(None)

    def _enter(self, frame, event, argument):
        code = frame.f_code
        if code is value.apply.__code__ or code is tutorial_value.Value.__init__.__code__:
            if len(self._made) >= NODES:
                raise Stopped("the graph grows beyond %s nodes, which is more than can be drawn" % format(NODES, ","))
            if code is not value.apply.__code__:
                self._made.append(frame.f_locals["self"])
                return None
            frame.f_trace_lines = False
            return self._leave_apply
        if code.co_filename != FILE:
            return None
        frame.f_trace_opcodes = True  # a loop within one line is no event otherwise
        return self._look

    def _leave_apply(self, frame, event, argument):
        if event == "return" and argument is not None:
            self._made.append(argument)
        return self._leave_apply

    def _look(self, frame, event, argument):
        if perf_counter() > self._deadline:
            raise Stopped("still running after %g second, so it was stopped: is this loop endless?" % SECONDS)
        return self._look
