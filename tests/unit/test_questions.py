"""Which text of the chapter "derivatives" is to blame for a lost worker, and which worker is trusted, without a browser."""

import asyncio
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, finish, settle


class Chapter:
    """Answers when the test says so: `asked` are the future answers, by kind."""

    def __init__(self):
        self.text, self.asked, self.said = "a", [], []

    def ask(self, kind):
        future = asyncio.get_running_loop().create_future()
        self.asked.append((kind, future))
        return future

    async def graph(self, text):
        return await self.ask("graph of " + text)

    async def differences(self):
        return await self.ask("differences")

    def answer(self, kind, what):
        assert self.asked[-1][0] == kind
        self.asked[-1][1].set_result(what)


@pytest.fixture
def made(monkeypatch):
    """A function that makes, in a running loop, (questions, chapter, bridge, browser)."""

    def make():
        browser = Browser()
        browser.install(monkeypatch)
        monkeypatch.delitem(sys.modules, "ui.derivatives.questions", raising=False)
        module = import_module("ui.derivatives.questions")
        chapter, trusted = Chapter(), []
        bridge = SimpleNamespace(how="", cancel=lambda name: None, trust=lambda: trusted.append(chapter.text))
        bridge.trusted = trusted
        say = lambda words, wrong: chapter.said.append(words)  # noqa: E731
        questions = module.Questions(bridge, lambda: chapter.text, chapter.graph, chapter.differences, say)
        questions.ready()
        return questions, chapter, bridge, browser

    return make


def test_a_worker_is_trusted_and_a_text_forgiven_only_after_its_differences(made):
    async def scene():
        questions, chapter, bridge, _ = made()
        questions.hung = "a"
        questions.ask()
        await settle()
        chapter.answer("graph of a", True)
        await settle()
        assert bridge.trusted == [] and questions.hung == "a"
        chapter.answer("differences", "a")
        await settle()
        assert bridge.trusted == ["a"] and questions.hung is None

    finish(scene())


@pytest.mark.parametrize("where", ["graph", "differences"])
@pytest.mark.parametrize(
    ("how", "silence", "guilty"),
    [
        ("failed", 0, True),
        ("failed (unreachable)", 0, True),
        ("stopped answering", 5000, True),
        ("stopped answering", 1000, False),  # it hung before it was asked
        ("was stopped", 5000, False),  # by the visitor, in another chapter
        ("", 5000, False),  # another worker with other files has taken over
    ],
)
def test_a_text_is_to_blame_for_a_worker_that_dies_or_hangs_over_it(made, where, how, silence, guilty):
    async def scene():
        questions, chapter, bridge, browser = made()
        questions.ask()
        await settle()
        if where == "differences":
            await browser.pass_time(10_000)
            chapter.answer("graph of a", True)
            await settle()
        await browser.pass_time(silence)
        chapter.text = "b"  # typed meanwhile, and innocent
        bridge.how = how
        assert questions.lost() == guilty
        assert questions.hung == ("a" if guilty else None)
        if guilty:
            assert "“a”" in questions.why()
            assert ("in time" in questions.why()) == (how == "stopped answering")
        assert not questions.is_hung()
        chapter.text = "a"
        assert questions.is_hung() == guilty

    finish(scene())


def test_nothing_is_to_blame_for_a_worker_that_was_asked_nothing(made):
    async def scene():
        questions, _, bridge, browser = made()
        await browser.pass_time(10_000)
        bridge.how = "failed"
        assert not questions.lost() and questions.hung is None

    finish(scene())


def test_after_an_exception_the_next_text_is_asked_about(made):
    async def scene():
        questions, chapter, _, _ = made()
        questions.ask()
        await settle()
        chapter.asked[-1][1].set_exception(RuntimeError("no library"))
        await settle()
        assert chapter.said == ["The graph could not be drawn: no library."]
        chapter.text = "b"
        questions.ask()
        await settle()
        chapter.answer("graph of b", False)
        await settle()
        assert len(chapter.asked) == 2  # a text without a graph has no differences

    finish(scene())
