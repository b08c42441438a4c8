"""The address without a browser: which entries of the history are links, and what a reload finds."""

import sys
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from engine.records.settings import defaults
from tests.unit.stand_in import Browser, Storage


class Params:
    """URLSearchParams."""

    def __init__(self, text):
        self._pairs = parse_qsl(text, keep_blank_values=True)

    def forEach(self, act):
        for key, value in self._pairs:
            act(value, key, self)


class Tab:
    """A tab's history: [hash, state] of each entry; and its session storage."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch
        self.entries, self.place, self.stored, self.events = [["", None]], 0, Storage(), []
        self.load()

    def load(self):
        """The page is loaded anew."""
        Browser().install(self.monkeypatch)
        for name in "ui.page.store", "ui.address":
            self.monkeypatch.delitem(sys.modules, name, raising=False)
        window = sys.modules["pyscript"].document.defaultView
        window.location, window.history = SimpleNamespace(), SimpleNamespace()
        window.history.replaceState = self._replace
        window.URLSearchParams = SimpleNamespace(new=Params)
        window.sessionStorage = self.stored
        window.Math = SimpleNamespace(random=iter((0.25, 0.5)).__next__)
        window.Event, window.dispatchEvent = SimpleNamespace(new=str), self.events.append
        self.window = window
        self._arrive()

    def open(self, hash):
        """Somebody opens an address, by a click or in the address field."""
        self.entries[self.place + 1 :] = [[hash, None]]
        self.go(1)

    def go(self, steps):
        self.place += steps
        self._arrive()

    def read(self, era=""):
        from ui.address import Address

        return Address(era)

    def _arrive(self):
        self.window.location.hash, self.window.history.state = self.entries[self.place]

    def _replace(self, state, title, hash=None):
        self.entries[self.place] = [self.entries[self.place][0] if hash is None else hash, state]
        self._arrive()


@pytest.fixture
def tab(monkeypatch):
    return Tab(monkeypatch)


CHANGED = dict(defaults(), rate=0.5)
PAST = [[[[0.5, 1.0, 1]], None]]  # what Undo would bring back


def test_an_entry_is_a_link_only_when_it_is_first_seen(tab):
    tab.open("#network?noise=0.2")
    assert tab.read().fresh
    tab.open("#line")
    assert tab.read().fresh and not tab.read().fresh
    tab.go(-1)
    assert not tab.read().fresh
    tab.go(1)
    assert not tab.read().fresh
    tab.open("#network?noise=0.2")
    assert tab.read().fresh


def test_an_entry_from_before_another_link_was_opened_says_what_is_to_be_shown(tab):
    tab.open("#network?noise=0.2")
    first = tab.read()
    first.begin()
    tab.open("#line")
    assert not tab.read(first.era).other  # a chapter of the same
    tab.open("#network?noise=0.3")
    second = tab.read(first.era)
    second.begin()
    tab.go(-1)
    back = tab.read(second.era)
    assert back.other and not back.fresh and back.era == first.era
    tab.go(-1)
    assert not tab.read(back.era).other
    tab.go(2)
    assert tab.read(back.era).other


def test_the_address_is_written_over_the_entry_that_was_read_and_over_no_other(tab):
    address = tab.read()
    address.write("network", CHANGED, [])
    assert tab.entries == [["#network?rate=0.5", "own"]]
    tab.open("#line")
    address.write("network", defaults(), [])
    assert tab.entries == [["#network?rate=0.5", "own"], ["#line", None]]


def test_a_reload_finds_what_could_not_be_written_any_more(tab):
    tab.open("#network?noise=0.2")
    tab.read().leave(PAST, "network", CHANGED, [])
    tab.load()
    address = tab.read()
    assert address.link.values == CHANGED and not address.fresh and address.past == PAST
    assert tab.entries[1] == ["#network?rate=0.5", "own"]
    address.write("network", defaults(), [])
    tab.load()
    assert tab.read().link.values == defaults()


def test_a_reload_that_began_before_the_last_address_was_written_finds_it_all_the_same(tab):
    address = tab.read()
    before = list(tab.entries[0])
    address.write("network", dict(defaults(), rate=0.3), [])
    address.write("network", CHANGED, [])
    address.leave(PAST, "network", CHANGED, [])
    tab.entries[0] = before
    tab.load()
    address = tab.read()
    assert address.link.values == CHANGED and address.past == PAST
    assert tab.entries == [["#network?rate=0.5", "own"]]


def test_a_reload_may_lose_the_mark_but_a_link_that_is_opened_anew_is_fresh(tab):
    tab.open("#network?noise=0.2")
    tab.read().leave(PAST, "network", CHANGED, [])
    tab.entries[1][1] = None
    tab.load()
    sys.modules["js"].performance.getEntriesByType = lambda kind: [SimpleNamespace(type="reload")]
    address = tab.read()
    assert address.link.values == CHANGED and not address.fresh and address.past == PAST
    tab.open("#network?noise=0.2")
    tab.load()
    sys.modules["js"].performance.getEntriesByType = lambda kind: [SimpleNamespace(type="navigate")]
    assert tab.read().fresh


def test_what_was_left_does_not_stand_in_for_a_link_or_for_another_entry(tab):
    tab.open("#network?noise=0.2")
    tab.read().leave(PAST, "network", CHANGED, [])
    tab.open("#network?noise=0.2")
    address = tab.read()
    assert address.link.values == dict(defaults(), noise=0.2) and address.past == []
    tab.open("#network?noise=0.3")
    tab.read()
    tab.load()
    assert tab.read().link.values == dict(defaults(), noise=0.3)


def test_a_function_of_a_link_stays_untried_over_reloads_until_somebody_has_asked_for_it(tab):
    text = {"f": "def f(x):\n    return x"}
    tab.open("#derivatives?f=def+f%28x%29:%0A++++return+x")
    address = tab.read()
    assert address.fresh and address.untried and tab.entries[1][1] == "own, untried"
    address.write("derivatives", defaults(), [], None, text, untried=True)
    tab.load()
    address = tab.read()
    assert not address.fresh and address.untried and address.link.of("derivatives") == text
    address.leave([], "derivatives", defaults(), [], None, text, untried=True)
    tab.load()
    address = tab.read()
    assert address.untried
    address.leave([], "derivatives", defaults(), [], None, text, untried=False)
    tab.load()
    assert not tab.read().untried and not tab.read().fresh
    tab.open("#derivatives?example=shared")
    assert not tab.read().untried


def test_what_an_earlier_version_of_the_page_left_is_taken_over(tab):
    tab.open("#network?noise=0.2")
    tab.read()
    tab.stored.setItem("glassgrad.address", '["#network?noise=0.2", "#network?rate=0.5", []]')
    tab.load()
    assert tab.read().link.values == CHANGED
