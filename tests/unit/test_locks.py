"""What a task locks, without a browser."""

import sys
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, finish


@pytest.fixture
def locked(monkeypatch):
    """A function that makes (the locks of a page, how often its settings were shown anew)."""

    async def make():
        Browser().install(monkeypatch)
        document = sys.modules["pyscript"].document
        document.getElementById = lambda name: None
        document.documentElement = SimpleNamespace(setAttribute=lambda *pair: None, removeAttribute=lambda name: None)
        monkeypatch.delitem(sys.modules, "ui.yours.locks", raising=False)
        from ui.yours.locks import Locks

        shown = []
        inputs = SimpleNamespace(show_settings=lambda: shown.append("settings"), show_points=lambda: shown.append("points"))
        page = SimpleNamespace(inputs=inputs, trainer=SimpleNamespace(take_parameters=None), hand=SimpleNamespace())
        return Locks(page), shown

    return lambda: finish(make())


def test_where_nothing_is_locked_what_is_being_typed_stays(locked):
    locks, shown = locked()
    locks.open()
    assert shown == [] and locks.why(["noise"]) == ""


def test_what_was_locked_is_open_again(locked):
    locks, shown = locked()
    locks.close("network", ["rate"])
    assert locks.why(["noise"]) and not locks.why(["rate"])
    locks.open()
    assert shown == ["settings", "points"] and locks.why(["noise"]) == ""
