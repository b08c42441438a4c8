"""The chapters of the page without a browser: what is passed on to which, and what comes of one that cannot be loaded."""

import asyncio
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, finish, settle


class Element(SimpleNamespace):
    """An element of the page: its attributes, and what was set on it."""

    def __init__(self, text=""):
        super().__init__(textContent=text, hidden=True, inert=False, attributes={})

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)


class Chapter:
    """`heard` is all that it was told."""

    def __init__(self):
        self.heard = []
        for name in ("show", "hide", "ready", "lost", "recolour"):
            setattr(self, name, lambda name=name: self.heard.append(name))

    def open(self, *what):
        self.heard.append(what)

    def state(self):
        return {"step": 2}


@pytest.fixture
def made(monkeypatch):
    """A function that makes, in a running loop, (chapters, page, elements by selector, loading by chapter): `page` is the
    whole page, and a chapter is opened once its future in `loading` has a result."""

    def make():
        Browser().install(monkeypatch)
        for name in ("ui.page.loading", "ui.chapters"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        elements = {}
        document = sys.modules["pyscript"].document
        document.getElementById = lambda name: elements.setdefault("#" + name, Element("A title"))
        document.querySelector = lambda selector: elements.setdefault(selector, Element())
        document.defaultView.scrollTo = lambda x, y: None
        module = import_module("ui.chapters")
        loading = {}

        def opener(name):
            async def opened(page):
                loading[name] = asyncio.get_running_loop().create_future()
                return await loading[name]

            return opened

        async def load(paths):
            pass

        monkeypatch.setattr(module, "OPENERS", {name: opener(name) for name in ("derivatives", "line")})
        monkeypatch.setattr(module, "files_of", lambda name: [])
        monkeypatch.setattr(module, "load", load)
        page = SimpleNamespace(bridge=SimpleNamespace(state="starting"), views=None, looks={})
        return module.Chapters(page), page, elements, loading

    return make


def test_one_chapter_is_shown_and_marked_and_a_second_look_makes_no_second_one(made):
    async def scene():
        chapters, _, elements, loading = made()
        chapters.show("line")
        await settle()
        assert elements["#line"].inert and not elements["#line"].hidden and elements["#network"].hidden
        first, future = Chapter(), loading["line"]
        chapters.show("network")
        chapters.show("line")  # still being made
        await settle()
        assert loading["line"] is future
        future.set_result(first)
        await settle()
        assert not elements["#line"].inert and first.heard == ["show"]
        chapters.show("network")
        chapters.show("line")
        assert first.heard == ["show", "hide", "show"]
        current = [name for name, element in elements.items() if "aria-current" in element.attributes]
        assert current == ["nav [data-chapter=line]"]

    finish(scene())


@pytest.mark.parametrize("state", ["starting", "ready", "failed"])
def test_a_chapter_hears_of_an_engine_that_was_ready_before_it(made, state):
    async def scene():
        chapters, page, _, loading = made()
        chapters.show("derivatives")
        await settle()
        page.bridge.state = state
        chapters.ready()  # nobody is there to hear it
        chapter = Chapter()
        loading["derivatives"].set_result(chapter)
        await settle()
        assert chapter.heard == (["ready", "show"] if state == "ready" else ["show"])
        chapters.lost()
        chapters.recolour()
        assert chapter.heard[-2:] == ["lost", "recolour"]

    finish(scene())


def test_a_chapter_that_was_left_while_it_was_made_is_not_shown(made):
    async def scene():
        chapters, _, _, loading = made()
        chapters.show("line")
        await settle()
        chapters.show("network")
        chapter = Chapter()
        loading["line"].set_result(chapter)
        await settle()
        assert chapter.heard == []

    finish(scene())


def test_a_chapter_that_cannot_be_made_says_why_and_is_tried_again(made):
    async def scene():
        chapters, _, elements, loading = made()
        chapters.show("line")
        await settle()
        loading["line"].set_exception(OSError("ui/line/chapter.py could not be loaded (404)"))
        await settle()
        assert "ui/line/chapter.py could not be loaded (404). Open it again" in elements["#line-trouble"].textContent
        assert not elements["#line"].inert
        chapters.show("line")
        await settle()
        chapter = Chapter()
        loading["line"].set_result(chapter)
        await settle()
        assert elements["#line-trouble"].textContent == "" and chapter.heard == ["show"]

    finish(scene())


def test_what_an_address_says_of_a_chapter_waits_until_it_is_there_and_is_not_lost_meanwhile(made):
    async def scene():
        chapters, _, _, loading = made()
        said = {"derivatives": {"f": "def f(x): return x"}, "line": {"step": 1}, "network": {}, "code": {}}
        address = SimpleNamespace(link=SimpleNamespace(of=said.get), fresh=True, untried=True)
        chapters.open(address)
        chapters.show("derivatives")
        await settle()
        assert chapters.state() == said["derivatives"] and chapters.untried()
        chapters.show("line")
        await settle()
        assert chapters.state() == {"step": 1}
        line = Chapter()
        loading["line"].set_result(line)
        await settle()
        assert line.heard == [({"step": 1}, True, True), "show"] and chapters.state() == {"step": 2} and not chapters.untried()
        address.fresh = False
        chapters.open(address)
        assert line.heard[2:] == [({"step": 1}, False, True)]
        chapters.show("network")
        assert chapters.state() == {} and not chapters.untried()

    finish(scene())
