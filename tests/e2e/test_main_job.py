"""What the page is for, from the click to the boundary, in Firefox too where another browser runs the tests."""

import os

import pytest
from playwright.sync_api import expect

from tests.e2e.code import Code
from tests.e2e.derivatives import Chapter
from tests.e2e.launch import arguments
from tests.e2e.playground import BLUE, ORANGE, Playground
from tests.setup import variable


@pytest.fixture(scope="session")
def other_browser(request, playwright, browser_name):
    """Firefox beside Chromium, where `python3 -m tests` has found one; and the browser that was asked for by name."""
    if browser_name != "chromium":
        yield request.getfixturevalue("browser")
        return
    path = os.environ.get(variable("firefox"))
    if path is None:
        pytest.skip("python3 -m tests has found no Firefox, or was not asked to")
    browser = playwright.firefox.launch(**arguments("firefox", path))
    yield browser
    browser.close()


@pytest.fixture
def page(other_browser, browser_context_args, watched):
    context = other_browser.new_context(**browser_context_args)
    yield watched(context.new_page())
    context.close()


def test_points_are_clicked_and_the_moons_are_learnt(page, url):
    page.goto(url)
    work_with_points(page)


def work_with_points(page):
    """Add points to those of the start, take them back, and train until the boundary fits."""
    playground = Playground(page)
    playground.click(-1.2, 1.6)
    playground.click(2.2, -1.2, modifiers=["Shift"])
    playground.wait_for_points(102)
    assert playground.class_at(-1.2, 1.6) == BLUE
    assert playground.class_at(2.2, -1.2) == ORANGE
    page.locator("#undo").click()
    page.locator("#undo").click()
    playground.wait_for_points(100)
    playground.wait_until_ready()
    playground.train()
    playground.wait_for("accuracy", "n > 95")
    expect(page.locator("#curve canvas")).to_be_visible()
    playground.train()
    expect(playground.status).to_contain_text("Paused after")
    assert playground.class_at(2.2, -1.4) == BLUE and playground.class_at(-1.0, 1.8) == ORANGE


def test_a_step_and_back_again(page, url):
    page.goto(url)
    playground = Playground(page)
    playground.wait_until_ready()
    loss = page.locator("#loss").inner_text()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#loss")).not_to_have_text(loss)
    page.locator("#reset").click()
    expect(page.locator("#steps")).to_have_text("0")
    expect(page.locator("#loss")).to_have_text(loss)


def test_every_chapter_does_its_work(page, url):
    page.goto(url)
    work_in_every_chapter(page)


def work_in_every_chapter(page):
    """Have the other three chapters do something that needs the engine."""
    page.locator("nav a[data-chapter=derivatives]").click()
    chapter = Chapter(page)
    chapter.type("a*b + c")
    expect(page.locator("svg [data-node]")).to_have_count(5)
    chapter.click("backward")
    expect(page.locator("svg [data-node][data-grad]")).to_have_count(5)
    (_, a, by_a), (_, b, by_b), (_, _, by_c) = chapter.nodes()[:3]
    assert (float(by_a), float(by_b), float(by_c)) == (float(b), float(a), 1)
    page.locator("nav a[data-chapter=line]").click()
    page.locator("#line-train").click()
    expect(page.locator("#line-steps")).not_to_have_text("0")
    Code(page).type("(Value(3) * 2.5).data")
    expect(page.locator("#console-output .result")).to_have_text("7.5")
