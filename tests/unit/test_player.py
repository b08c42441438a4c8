"""The run of chapter 2 without a browser: what the worker answers too late does not end what came after it."""

import asyncio
import math
import sys
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, finish, settle
from ui.line.journey import Journey
from ui.page.wire import Failed


class Element:
    """Whatever is asked of an element, it does nothing."""

    textContent = ""

    def setAttribute(self, name, value):
        pass


class Bridge:
    """Has changed files, so that the worker is asked."""

    changed, state = {"engine/linear.py": "changed"}, "ready"

    def __init__(self):
        self.asked = []

    def ask(self, name, task):
        self.asked.append(asyncio.get_running_loop().create_future())
        return self.asked[-1]


class Chapter:
    def __init__(self):
        self.said = []
        self.journey = Journey((0.0, 0.0))
        self.points = SimpleNamespace(items=[(1.0, 1.0), (2.0, 0.5)])
        self.fields = SimpleNamespace(values={"eta": 0.1, "epochs": 3})
        self.listing = SimpleNamespace(text="", count=lambda: 4)
        self.bowl = SimpleNamespace(loss=lambda a, b: 1.0)
        self.chart = SimpleNamespace(draw=lambda: None)
        self.say = self.said.append
        self.show_run = lambda seen, only_last: None
        self.is_shown = lambda: True
        self.run_rests = lambda: None

    def examples(self):
        return self.points.items


@pytest.fixture
def player(monkeypatch):
    browser = Browser()
    browser.install(monkeypatch)
    sys.modules["pyscript"].document.getElementById = lambda name: Element()
    monkeypatch.delitem(sys.modules, "ui.line.player", raising=False)
    from ui.line.player import Player

    return Player(Chapter(), Bridge())


def test_a_late_failure_of_an_earlier_run_does_not_end_the_newer_one(player):
    async def test():
        player.step()
        await settle()
        player.stop()
        player.toggle()
        assert player.training
        player._bridge.asked[0].set_exception(Failed("ValueError: of the run before"))
        await settle()
        assert player.training and not any("of the run before" in words for words in player._chapter.said)
        player.stop()

    finish(test())


def test_a_failure_of_the_present_run_ends_it_in_words(player):
    async def test():
        player.step()
        await settle()
        player._bridge.asked[0].set_exception(Failed("ValueError: no"))
        await settle()
        assert player._chapter.said[-1].endswith("failed here: ValueError: no")
        player.step()
        await settle()
        assert len(player._bridge.asked) == 2  # it can be tried again

    finish(test())


def test_a_step_for_which_the_points_are_gone_does_nothing(player):
    async def test():
        player.step()
        player._chapter.points.items = []
        await settle()
        assert player._bridge.asked == [] and player._chapter.journey.steps == 0

    finish(test())


@pytest.mark.parametrize("beyond", [math.inf, math.nan])
def test_a_loss_beyond_the_finite_numbers_is_left_out_of_the_chart(monkeypatch, beyond):
    Browser().install(monkeypatch)
    for name in ("ui.page.chart", "ui.line.loss_curves"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    from ui.line.loss_curves import Chart

    chart = Chart.__new__(Chart)  # without a place on the page
    rows = [(0, None, beyond), (0.5, beyond, None), (1, 20.0, None), (1, None, beyond)]
    chart._journey, chart._least = SimpleNamespace(curve=rows), lambda: 0.5
    assert chart._range() == (-2, 2)
    assert chart._data()[1:3] == [[None, None, 20.0, None], [None] * 4]
