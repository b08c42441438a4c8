"""The run's talk with the worker, without a browser: which answers count, and what is kept of them."""

import asyncio
import sys
from collections import namedtuple
from types import SimpleNamespace

import pytest

from engine.records.settings import defaults
from tests.unit.stand_in import Browser, finish, settle
from ui.page.pace import FULL
from ui.page.wire import Failed

Asked = namedtuple("Asked", ("name", "arguments", "answer", "arrays"))


class Bridge:
    """Answers when the test says so: `asked` are Asked."""

    state, changed = "ready", {}

    def __init__(self):
        self.asked = []

    def ask(self, name, *arguments, arrays=()):
        self.asked.append(Asked(name, arguments, asyncio.get_running_loop().create_future(), list(arrays)))
        return self.asked[-1].answer

    def trust(self):
        pass

    def last(self, name):
        return [asked for asked in self.asked if asked[0] == name and not asked[2].done()][-1]


class Shown:
    """Something that shows; `shown` is what it was told."""

    def __init__(self):
        self.shown, self.domain = [], (-1.5, 2.5, -1.5, 2.0)

    def __getattr__(self, name):
        return lambda *what: self.shown.append((name, *what))


def frame(steps, **news):
    return dict({"steps": steps, "trouble": "", "note": "", "busy": False, "edited": False, "examples": 0, "parameters": "P%d" % steps}, **news)


@pytest.fixture
def in_a_run(monkeypatch):
    """A function that runs a test, a coroutine function of a Trainer, in a browser that stands in for one."""

    def run(test):
        async def main():
            browser = Browser()
            browser.install(monkeypatch)
            browser.blank()
            for name in "asking", "readouts", "showing", "pacing", "trainer":
                monkeypatch.delitem(sys.modules, "ui.network." + name, raising=False)
            from ui.network.trainer import Trainer

            points = SimpleNamespace(items=[(0.0, 0.0, 1), (1.0, 1.0, -1)])
            said = []
            curve = Shown()
            trainer = Trainer(dict(defaults(), rate=0.1), points, Shown(), curve, said.append)
            trainer.curve, trainer.browser = curve, browser
            trainer.bridge, trainer.said = Bridge(), said
            trainer.set_speed(FULL)
            await test(trainer, trainer.bridge)
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        finish(main())

    return run


async def answer(bridge, name, what):
    bridge.last(name)[2].set_result(what)
    await settle()


def test_an_answer_from_before_a_reset_does_not_count(in_a_run):
    async def test(trainer, bridge):
        trainer.train()
        await settle()
        await answer(bridge, "frame", frame(7))
        assert trainer.steps == 7
        late = bridge.last("frame")[2]
        trainer.reset()
        await settle()
        late.set_result(frame(9))
        await settle()
        assert trainer.steps == 0 and trainer.state()[1] == []
        await answer(bridge, "tell", True)
        await answer(bridge, "frame", frame(1))
        assert trainer.steps == 1 and trainer.state()[1] == ["P1"]

    in_a_run(test)


def test_while_the_net_is_prepared_the_parameters_so_far_are_kept(in_a_run):
    async def test(trainer, bridge):
        trainer.train()
        await settle()
        await answer(bridge, "frame", frame(7))
        trainer.tell()
        await settle()
        waiting = frame(7, busy=True)
        del waiting["parameters"]
        asked = len(bridge.asked)
        await answer(bridge, "frame", waiting)
        assert trainer.state()[1] == ["P7"] and trainer.training and len(bridge.asked) == asked + 1

    in_a_run(test)


def test_what_is_known_of_the_engine_is_said_once_however_often_the_net_is_prepared(in_a_run):
    async def test(trainer, bridge):
        trainer.tell()
        await settle()
        await answer(bridge, "frame", frame(0, note="Value objects.", busy=True))
        assert trainer.said == ["Value objects."]
        trainer.train()
        await answer(bridge, "frame", frame(7, note="Value objects."))
        before = bridge.last("frame")
        trainer.toggle()
        before.answer.set_result(frame(8, note="Value objects."))
        await settle()
        waiting = frame(7, busy=True)
        del waiting["note"], waiting["parameters"]
        await answer(bridge, "frame", waiting)
        await answer(bridge, "frame", frame(7, note="Value objects."))
        assert trainer.said[1:] == ["Training. Value objects.", "Paused after 7 steps."]

    in_a_run(test)


def test_points_that_change_faster_than_the_worker_answers_do_not_hold_up_the_steps(in_a_run):
    async def test(trainer, bridge):
        trainer.tell()
        trainer.train()
        await settle()
        await answer(bridge, "frame", frame(1))
        trainer.points_changed()
        await answer(bridge, "frame", frame(2))
        for steps in 3, 4, 5:
            trainer.points_changed()  # again, while the worker still takes in the change before
            await answer(bridge, "edit", True)
            trainer.points_changed()
            await answer(bridge, "frame", frame(steps))
            assert trainer.steps == steps

    in_a_run(test)


def test_what_the_engine_raises_stops_the_run_in_words(in_a_run):
    async def test(trainer, bridge):
        trainer.tell()
        trainer.train()
        await settle()
        bridge.last("frame")[2].set_exception(Failed("ValueError: no (engine/nn.py, line 3)"))
        await settle()
        assert "ValueError: no (engine/nn.py, line 3)" in trainer.said[-1] and not trainer.training
        asked = len(bridge.asked)
        await settle()
        assert len(bridge.asked) == asked  # it is not asked again and again
        trainer.train()
        await settle()
        assert len(bridge.asked) > asked

    in_a_run(test)


def test_steps_and_losses_of_any_size_are_shown(in_a_run):
    async def test(trainer, bridge):
        trainer.train()
        await settle()
        brought = frame(2**53, loss=1.2e36, accuracy=0.5, evaluated=2**53)
        await answer(bridge, "frame", brought)
        assert trainer.steps == 2**53 and ("add", 2**53, brought) in trainer.curve.shown

    in_a_run(test)


def test_parameters_set_by_hand_void_what_the_worker_did_meanwhile_and_can_be_taken_back(in_a_run):
    async def test(trainer, bridge):
        trainer.train()
        await settle()
        await answer(bridge, "frame", frame(7))
        for parameters, done in (("A", False), ("B", False), ("C", True)):
            trainer.take_parameters(parameters, "A weight.", done)
        await answer(bridge, "frame", frame(9))
        assert trainer.steps == 7 and trainer.parameters == "C"
        assert bridge.last("edit")[1][0]["steps"] == 7 and bridge.last("edit").arrays == ["C"]
        assert trainer.undo_parameters() and trainer.parameters == "P7" and not trainer.can_undo_parameters()
        await answer(bridge, "edit", None)
        assert bridge.last("edit").arrays == ["P7"]
        await answer(bridge, "edit", None)
        trainer.take_parameters("D", "A weight.")
        await answer(bridge, "frame", frame(9))
        await answer(bridge, "edit", None)
        await answer(bridge, "frame", frame(8))
        assert trainer.steps == 8 and not trainer.undo_parameters()

    in_a_run(test)


def test_a_step_that_takes_long_to_come_back_is_said_and_another_may_be_chosen_meanwhile(in_a_run):
    async def test(trainer, bridge):
        trainer.go_to(4, "P4", 9)
        await settle()
        assert bridge.last("tell")[1][0]["goal"] == 9
        await trainer.browser.pass_time(3000)
        await answer(bridge, "frame", frame(5, busy=True))
        assert trainer.said[-1] == "Step 9 is being computed again: 1 of 5 steps done. Choose another, or wait."
        assert trainer.steps == 4
        trainer.go_to(2, "P2", 2)
        await settle()
        await answer(bridge, "frame", frame(2))
        assert trainer.steps == 2 and trainer.goal is None

    in_a_run(test)
