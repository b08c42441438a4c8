"""What the browser keeps of changed files, with a stand-in for the browser: a draft for each, and those of before."""

import json
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, Storage
from ui.code.files import Files

ORIGINALS = {"engine/nn.py": "n", "engine/value.py": "v", "engine/compiler/scores.py": "s"}


class Tab:
    """The module ui.code.drafts in a tab of its own, and what the tab hears."""

    def __init__(self, monkeypatch, storage):
        browser = Browser()
        browser.install(monkeypatch)
        for name in "ui.page.store", "ui.code.drafts":
            monkeypatch.delitem(sys.modules, name, raising=False)
        self.heard = {}
        pyscript = sys.modules["pyscript"]
        window = pyscript.document.defaultView
        window.localStorage = storage
        for target in window, pyscript.document:
            target.addEventListener = lambda kind, handler, options: self.heard.setdefault(kind, []).append(handler)
        self.drafts = import_module("ui.code.drafts")

    def tell(self, kind, event=None):
        for handler in self.heard[kind]:
            handler(event)


@pytest.fixture
def storage():
    return Storage()


@pytest.fixture
def tab(monkeypatch, storage):
    return Tab(monkeypatch, storage)


def old(storage, drafts):
    storage.kept["glassgrad.drafts"] = json.dumps(drafts)


def test_drafts_kept_together_by_an_earlier_version_are_taken_apart_and_moved(tab, storage):
    old(storage, {"engine/field.py": "mine", "engine/gone.py": "lost", "engine/nn.py": "m"})
    wanted = {"engine/compiler/scores.py": "mine", "engine/nn.py": "m"}
    assert tab.drafts.recalled(ORIGINALS) == wanted
    assert "glassgrad.drafts" not in storage.kept and tab.drafts.recalled(ORIGINALS) == wanted


def test_drafts_of_an_earlier_version_stay_where_they_are_if_there_is_no_room_to_take_them_apart(tab, storage):
    old(storage, {"engine/nn.py": "m" * 400})
    storage.room = 500
    assert tab.drafts.recalled(ORIGINALS) == {"engine/nn.py": "m" * 400}
    assert tab.drafts.recalled(ORIGINALS) == {"engine/nn.py": "m" * 400}


@pytest.mark.parametrize("text", ["[1]", "{", "7", "null"])
def test_what_this_page_has_not_written_is_no_draft(tab, storage, text):
    storage.kept["glassgrad.drafts"] = storage.kept["glassgrad.draft:engine/nn.py"] = text
    assert tab.drafts.recalled(ORIGINALS) == {}


@pytest.mark.parametrize("event", ["pagehide", "visibilitychange"])
def test_an_edit_is_kept_when_the_page_goes_away(tab, storage, event):
    files = Files(ORIGINALS)
    drafts = tab.drafts.Drafts(files, None)
    files.write("engine/nn.py", "m")
    drafts.edited("engine/nn.py")
    assert storage.kept == {}
    tab.tell(event)
    assert storage.kept == {"glassgrad.draft:engine/nn.py": '"m"'}
    files.write("engine/nn.py", "n")
    drafts.edited("engine/nn.py")
    tab.tell(event)
    assert storage.kept == {}


def test_another_tab_s_draft_is_this_tab_s_too_unless_the_file_is_being_changed_here(tab, storage):
    files, seen = Files(ORIGINALS), []
    drafts = tab.drafts.Drafts(files, lambda path, text: seen.append((path, text)))
    storage.kept.update({"glassgrad.draft:engine/nn.py": '"m"', "glassgrad.draft:engine/value.py": '"w"'})
    files.write("engine/value.py", "mine")
    drafts.edited("engine/value.py")
    for key in "glassgrad.draft:engine/nn.py", "glassgrad.draft:engine/value.py", "glassgrad.console", None:
        tab.tell("storage", SimpleNamespace(key=key))
    assert seen == [("engine/nn.py", "m")]
