"""The form without a browser: what counts when, what is complained of, and which value stays at work."""

import sys
from types import SimpleNamespace

import pytest

from engine.records.settings import SETTINGS, choice, defaults, switch
from tests.unit.stand_in import Browser

TABLE = {
    "rate": SETTINGS["rate"],
    "count": SETTINGS["count"],
    "loss": choice("hinge", ("hinge", "squared")),
    "bias": switch(True),
}


class Element:
    """What the form needs of an element of the page."""

    def __init__(self, name="", type="text"):
        self.id, self.type = name, type
        self.value, self.checked, self.textContent = "", False, ""
        self.attributes, self.listeners, self.following = {}, {}, []

    def after(self, element):
        self.following.append(element)

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def addEventListener(self, kind, handler, options):
        self.listeners.setdefault(kind, []).append(handler)


class Page:
    """A form on a page, its elements, the timers that wait, and the values at work."""

    def __init__(self, monkeypatch):
        Browser().install(monkeypatch)
        monkeypatch.delitem(sys.modules, "ui.page.form", raising=False)
        self.waiting = {}
        js = sys.modules["js"]
        monkeypatch.setattr(js, "setTimeout", self._wait, raising=False)
        monkeypatch.setattr(js, "clearTimeout", lambda timer: self.waiting.pop(timer, None), raising=False)
        self.elements = {"the-" + key: Element("the-" + key) for key in TABLE}
        self.elements["form"] = Element("form")
        self.elements["the-bias"].type = "checkbox"
        document = sys.modules["pyscript"].document
        document.getElementById = self._found
        document.createElement = lambda tag: Element()
        from ui.page.form import Form

        self.values = {key: defaults()[key] for key in TABLE}
        self.changes = []
        self.form = Form("form", TABLE, lambda key: self.values[key], self._changed, lambda key: "the-" + key)

    def _wait(self, run, milliseconds):
        timer = len(self.waiting) + 1
        self.waiting[timer] = run
        return timer

    def _found(self, name):
        following = [element for control in self.elements.values() for element in control.following]
        return {**self.elements, **{element.id: element for element in following}}.get(name)

    def _changed(self, key, value):
        self.values[key] = value
        self.changes.append((key, value))

    def control(self, key):
        return self.elements["the-" + key]

    def hint(self, key):
        return self._found("the-%s-hint" % key).textContent

    def event(self, key, kind):
        for handler in self.control(key).listeners[kind]:
            handler(SimpleNamespace(type=kind, key=""))

    def type(self, key, text):
        self.control(key).value = text
        self.event(key, "input")

    def pause(self):
        for run in list(self.waiting.values()):
            run()


@pytest.fixture
def page(monkeypatch):
    return Page(monkeypatch)


def test_the_controls_show_the_values_and_the_hints_what_is_accepted(page):
    assert [page.control(key).value for key in ("rate", "count", "loss")] == ["1", "100", "hinge"]
    assert page.control("bias").checked is True
    assert page.hint("rate") == "above 0, to 1000"
    assert page.control("rate").attributes["aria-describedby"] == "the-rate-hint"
    assert page.control("loss").following == []


def test_typed_text_counts_once_it_is_quiet_and_only_then(page):
    page.type("count", "2")
    page.type("count", "25")
    assert page.changes == [] and len(page.waiting) == 1
    page.pause()
    assert page.changes == [("count", 25)]


def test_leaving_a_control_or_the_page_makes_it_count_at_once(page):
    page.type("rate", "0,50")
    page.event("rate", "change")
    assert page.changes == [("rate", 0.5)] and page.control("rate").value == "0.5"
    page.type("count", "50")
    page.form.flush()
    assert page.changes[1:] == [("count", 50)] and page.control("count").value == "50"
    page.form.flush()
    assert len(page.changes) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("0", "Must be above 0, to 1000; still 1"), ("", "Must be above 0, to 1000; still 1")]
    + [("1,000", "1,000 could be 1.000 or 1000: write it without the comma; still 1")],
)
def test_bad_text_is_complained_of_and_stays_and_so_does_the_good_value(page, text, words):
    page.type("rate", text)
    assert page.hint("rate") == words and page.control("rate").attributes["aria-invalid"] == "true"
    page.event("rate", "change")
    assert page.changes == [] and page.control("rate").value == text
    page.type("rate", "2")
    assert page.hint("rate") == "above 0, to 1000" and "aria-invalid" not in page.control("rate").attributes


def test_a_value_shown_anew_takes_the_complaint_back_except_where_it_was_typed(page):
    page.type("rate", "x")
    page.type("count", "y")
    page.values.update(rate=3.0, bias=False)
    page.form.show(but="count")
    assert page.control("rate").value == "3" and "aria-invalid" not in page.control("rate").attributes
    assert page.control("bias").checked is False
    assert page.control("count").value == "y" and page.control("count").attributes["aria-invalid"] == "true"


def test_a_choice_and_a_switch_count_when_they_change_and_the_same_value_is_no_change(page):
    page.control("loss").value = "squared"
    page.event("loss", "change")
    page.control("bias").checked = False
    page.event("bias", "change")
    page.event("bias", "change")
    assert page.changes == [("loss", "squared"), ("bias", False)]
