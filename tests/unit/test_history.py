"""The keeper of all steps, with the run it keeps, without a browser: what training did can be had again, bit for bit.

The worker is a real one of the page's, asked directly; its machines run on Wasmtime.
"""

import asyncio
import sys
from importlib import import_module

import pytest

from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import schedule
from engine.records.packed import pack
from engine.records.settings import defaults
from engine.train import take, train
from tests.unit.stand_in import Browser, finish, settle
from tests.unit.test_session import worker  # noqa: F401
from tests.unit.test_trainer import Shown
from ui.network.curve import Curve
from ui.page.pace import FULL
from ui.page.points import Points


class Worker:
    """A bridge to a Session in this process."""

    state, changed = "ready", {}

    def __init__(self, session):
        self.session = session

    async def ask(self, name, *arguments, arrays=()):
        await asyncio.sleep(0)
        answer = getattr(self.session, name)(*arguments, *[list(array) for array in arrays])
        return dict(answer.answer, **answer.arrays) if name == "frame" else answer

    def trust(self):
        pass


def different(before, after):
    """As of ui.page.packing."""
    return {i: pack([new]) for i, (old, new) in enumerate(zip(before, after)) if old != new}


class Page:
    """As much of the page as a history needs."""

    def __init__(self, session, **values):
        from ui.network import history
        from ui.network.trainer import Trainer

        self.values = dict(defaults(), hidden=(3,), **values)
        self.points = Points(moons(8, 0.1, 0))
        self.curve = Curve()
        self.said = []
        self.trainer = Trainer(self.values, self.points, Shown(), self.curve, self.said.append)
        self.bridge = self.trainer.bridge = Worker(session)
        self.trainer.set_speed(FULL)
        self.inputs = self  # for restore()
        history.changed_numbers = different  # the page's own is JavaScript
        self.history = history.History(self, lambda: None)

    def restore(self, values, items, origin):
        self.values.update(values)
        self.points.items, self.points.origin = list(items), origin

    async def rest(self):
        """Until the worker has nothing to do."""
        while self.trainer._asking._going:
            await settle()

    async def step(self, times=1):
        for _ in range(times):
            self.trainer.step()
            await self.rest()

    async def go_to(self, step):
        self.history.go_to(step)
        await self.rest()
        assert self.trainer.goal is None and self.trainer.steps == step
        return list(self.trainer.parameters)

    def net(self):
        net = Net(hidden=(3,), bias=self.values["bias"], seed=self.values["weights"])
        return net

    def further(self, net, points, steps, start=0):
        """The parameters after so many steps more in CPython, with the present settings."""
        v = self.values
        training = train(net, points, hinge, schedule(v["rate"], v["falls"]), v["alpha"], v["batch"], v["seed"], start)
        take(training, steps)
        return [p.data for p in net.parameters()]


@pytest.fixture
def with_page(worker, monkeypatch):  # noqa: F811
    """A function that runs a coroutine function of a Page."""

    def run(test, **values):
        async def main():
            browser = Browser()
            browser.install(monkeypatch)
            browser.blank()
            for name in "asking", "readouts", "showing", "pacing", "trainer", "history":
                monkeypatch.delitem(sys.modules, "ui.network." + name, raising=False)
            page = Page(worker("network.session").Session(), **values)
            page.trainer.tell()
            await page.rest()
            await test(page)
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        finish(main())

    return run


@pytest.mark.parametrize("backend", ["compiled", "python"])
@pytest.mark.parametrize("batch", [None, 3])
def test_any_step_comes_back_bit_for_bit_with_its_settings_and_points(with_page, backend, batch):
    async def test(page):
        net, true = page.net(), []
        true.append(page.further(net, page.points.items, 0))
        first = list(page.points.items)
        for number in range(9):
            if number == 3:
                page.points.add(0.5, 0.5, 1)
                page.trainer.points_changed()
            if number == 6:
                page.values["rate"] = 0.1
                page.trainer.tell()
            await page.step()
            true.append(page.further(net, page.points.items, 1, number))
            assert list(page.trainer.parameters) == true[-1]
        assert [step for step, _ in page.history.timeline.marks()] == [0, 3, 6]
        assert [words for _, words in page.history.timeline.marks()] == ["The start", "points", "learning rate 0.1"]
        for step in (8, 2, 9, 5, 3, 6, 0):
            assert await page.go_to(step) == true[step]
            assert page.values["rate"] == (0.1 if step >= 6 else 1.0)
            assert page.points.items == (first if step < 3 else first + [(0.5, 0.5, 1)])
        assert page.history.last == 9 and not page.history.other

    with_page(test, backend=backend, batch=batch)


def test_training_from_an_earlier_step_is_a_branch_and_the_one_that_was_left_can_be_gone_back_to(with_page):
    async def test(page):
        await page.step(6)
        sixth, whole = list(page.trainer.parameters), page.curve.series
        await page.go_to(2)
        await page.step(2)
        assert page.history.last == 4 and page.curve.ghosted is whole
        assert [row[0] for row in page.curve.series.rows] == [0, 1, 2, 3, 4]
        fourth = list(page.trainer.parameters)
        page.history.swap()
        await page.rest()
        assert page.trainer.steps == page.history.last == 6 and list(page.trainer.parameters) == sixth
        assert page.curve.series is whole and await page.go_to(4) == fourth
        page.history.swap()
        await page.rest()
        assert page.trainer.steps == page.history.last == 4

    with_page(test)


def test_a_change_at_an_earlier_step_is_a_branch_at_once_and_one_taken_back_leaves_no_mark(with_page):
    async def test(page):
        await page.step(3)
        page.values["rate"] = 0.5
        page.trainer.tell()
        page.values["rate"] = 1.0
        page.trainer.tell()
        assert len(page.history.timeline.marks()) == 1 and not page.history.other
        await page.go_to(2)
        page.trainer.take_parameters([0.25] * 13, "All weights are a quarter.")
        await page.rest()
        assert page.history.last == 2 and page.history.other.timeline.last == 3
        assert page.history.timeline.marks()[-1] == (2, "All weights are a quarter")
        await page.step(2)
        after = list(page.trainer.parameters)
        assert await page.go_to(2) == [0.25] * 13 and await page.go_to(4) == after
        net = page.net()
        for p in net.parameters():
            p.data = 0.25
        assert page.further(net, page.points.items, 2, 2) == after

    with_page(test)


def test_a_gesture_is_one_mark_and_undone_as_one(with_page):
    async def test(page):
        await page.step(2)
        before = list(page.trainer.parameters)
        for number, done in ((1.0, False), (2.0, False), (3.0, True)):
            page.trainer.take_parameters([number] * 13, "Number %g." % number, done)
            await page.rest()
        assert page.history.timeline.marks()[1:] == [(2, "Number 1")]
        assert page.trainer.undo_parameters()
        await page.rest()
        assert page.history.timeline.marks()[1:] == [] and list(page.trainer.parameters) == before
        await page.step(1)
        assert await page.go_to(2) == before

    with_page(test)


def test_a_run_that_begins_anew_leaves_the_one_before_as_the_other_branch(with_page):
    async def test(page):
        await page.step(5)
        fifth = list(page.trainer.parameters)
        page.values.update(hidden=(4,), weights=3)
        page.trainer.reset()
        await page.rest()
        await page.step(1)
        assert page.history.last == 1 and len(page.trainer.parameters) == 17
        page.history.swap()
        await page.rest()
        assert page.values["hidden"] == (3,) and list(page.trainer.parameters) == fifth

    with_page(test)


def test_steps_of_other_files_of_the_engine_are_not_offered(with_page):
    async def test(page):
        await page.step(5)
        page.history.files_changed({"engine/nn.py": "..."})
        assert page.history.first == page.history.last == 5 and not page.history.other

    with_page(test)


def test_a_setting_that_changes_before_the_step_is_there_holds_from_the_one_that_is(with_page):
    async def test(page):
        page.history.timeline._stride = 4
        await page.step(10)
        page.history.go_to(7)
        page.values["rate"] = 0.5
        page.trainer.tell()
        await page.rest()
        assert page.trainer.steps == page.history.at == page.history.last == 4
        await page.step(1)
        assert page.history.last == 5 and page.history.timeline.marks()[-1] == (4, "learning rate 0.5")

    with_page(test)


def test_of_many_steps_that_are_wanted_in_a_row_the_last_is_shown(with_page):
    async def test(page):
        page.history.timeline._stride = 4
        await page.step(10)
        for step in (7, 6, 5, 3):
            page.history.go_to(step)
            assert page.history.sought == step
        assert page.history.at == 7  # which the worker is on its way to
        await page.rest()
        assert page.trainer.steps == page.history.at == page.history.sought == 3

    with_page(test)


def test_what_is_to_be_done_at_a_step_is_done_when_it_is_there(with_page):
    async def test(page):
        page.history.timeline._stride = 4
        await page.step(10)
        done = []
        for step in (7, 8):
            page.history.go_to(step, lambda step=step: done.append((step, page.trainer.steps)))
            await page.rest()
        assert done == [(7, 7), (8, 8)]

    with_page(test)


def test_the_module_of_the_history_knows_every_setting_that_training_depends_on(with_page):
    async def test(page):
        history = import_module("ui.network.history")
        named = set(history.NAMES) | {"loss", "dataset", "count", "noise", "seed", "hidden", "weights", "bias"}
        assert named == set(page.history.state()[0])

    with_page(test)
