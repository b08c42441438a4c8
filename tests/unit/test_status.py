"""The line that says what happens: the last thing that happened is what it says."""

import sys

import pytest

from tests.unit.stand_in import Browser, finish


@pytest.fixture
def status(monkeypatch):
    browser = Browser()
    browser.install(monkeypatch)
    browser.blank()
    monkeypatch.delitem(sys.modules, "ui.page.status", raising=False)
    from ui.page.status import Status

    status = Status("status")
    status.browser, status.text = browser, lambda: sys.modules["pyscript"].document.getElementById("status").textContent
    return status


def after(status, milliseconds):
    """What is shown once so much time has passed."""
    finish(status.browser.pass_time(milliseconds))
    return status.text()


def test_what_is_done_by_hand_is_said_once_it_is_quiet(status):
    status.say("Ready.")
    moved = []
    for place in range(5):
        moved.append(place)
        status.say_soon(lambda: "Moved to %d." % moved[-1])
        assert after(status, 100) == "Ready."
    assert after(status, 200) == "Moved to 4."


def test_it_does_not_cover_what_has_been_said_since(status):
    status.say_soon(lambda: "A point added.")
    status.say("The engine stopped answering.")
    assert after(status, 1000) == "The engine stopped answering."
    status.say_soon(lambda: "A point added.")
    status.say_no_more()
    assert after(status, 1000) == "The engine stopped answering."


def test_a_standing_sentence_follows_whatever_is_said(status):
    status.standing = "The engine could not be started."
    status.say_soon(lambda: "A point added.")
    assert after(status, 300) == "A point added. The engine could not be started."
    assert status.shows("A point added.")
