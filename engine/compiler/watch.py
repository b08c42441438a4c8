"""Sees to it that a tape tells all: while it is recorded, the numbers in Values are there for the rules alone.

A model or a loss that looks at one by itself, to decide what to do next or to compute with it outside of the
graph, would be recorded as if it did the same for every example.
"""

from contextlib import contextmanager
from threading import RLock

from engine import value
from engine.rules import Rule, rule_of
from engine.value import Value


class Looked(ValueError):
    """The model or the loss looks at a number, of which the tape knows nothing."""


def _decides(*_):
    raise Looked("the model or the loss decides by its numbers which operations to do")


def _computes(*_):
    raise Looked("the model or the loss computes with the numbers of Values outside of the graph")


class Number:
    """A number that only rules can compute with; it can be printed."""

    __slots__ = ("plain",)

    def __init__(self, plain):
        self.plain = plain

    def __repr__(self):
        return repr(self.plain)

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = __hash__ = _decides
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _computes
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _computes
    __neg__ = __pos__ = __abs__ = __int__ = __float__ = __complex__ = __index__ = _computes
    __round__ = __floor__ = __ceil__ = __trunc__ = _computes


def plain(number):
    """The float in a Number; a float itself."""
    return number.plain if isinstance(number, Number) else number


class Input(Value):
    """A number of the example. In a training it is a plain number, which could be compared."""

    __slots__ = ()
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = _decides

    def __hash__(self):
        return _decides() if isinstance(self.data, Number) else Value.__hash__(self)


def _watching(rule):
    """A rule, for as long as numbers are watched: it gets plain floats, and what it gives is watched.

    Numbers that are not watched stay so: they may be another thread's, which trains meanwhile.
    """

    def forward(*numbers):
        for number in numbers:
            if isinstance(number, Number):
                return Number(rule.forward(*map(plain, numbers)))
        return rule.forward(*numbers)

    def derivatives(*numbers):
        for number in numbers:
            if isinstance(number, Number):
                _computes()
        return rule.derivatives(*numbers)

    return Rule(forward, derivatives)


_one_at_a_time = RLock()


@contextmanager
def watched(leaves):
    """While it lasts, Looked is raised where anything but a rule looks at numbers of `leaves` or computed from them."""
    data, rules = [leaf.data for leaf in leaves], {}

    def watching(symbol):
        if symbol not in rules:
            rules[symbol] = _watching(rule_of(symbol))
        return rules[symbol]

    with _one_at_a_time:
        value.rule_of = watching
        try:
            for leaf in leaves:
                leaf.data = Number(leaf.data)
            yield
        finally:
            value.rule_of = rule_of
            for leaf, number in zip(leaves, data):
                leaf.data = number
