"""The chapters as one text: a way through them, questions that are judged, terms that are explained, and a projector."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_page import opened


def answer(page, name, text):
    page.locator("#ask-%s-answer" % name).fill(text)
    page.locator("#ask-%s-answer" % name).press("Enter")
    return page.locator("#ask-%s [role=status]" % name)


def choose(page, name, value):
    page.locator("#ask-%s input[value=%s]" % (name, value)).check()
    page.locator("#ask-%s button" % name).click()
    return page.locator("#ask-%s [role=status]" % name)


def test_the_front_door_leads_to_chapter_1_and_each_chapter_to_the_next(ready):
    page = ready.page
    expect(page.locator("#path")).to_be_visible()
    page.locator("#path a").click()
    for chapter in ("derivatives", "line", "network"):
        expect(page.locator("#%s-summary" % chapter)).to_be_visible()
        page.locator("#%s .next" % chapter).click()
    expect(page.locator("#code-summary")).to_be_visible()
    expect(page.locator("#linear-quadratic")).to_be_visible()


@pytest.mark.usefixtures("no_engine")
def test_questions_are_judged_and_what_was_answered_is_kept(playground):
    page = playground.page
    expect(answer(page, "weights", "337")).to_contain_text("with biases")
    expect(answer(page, "weights", "many")).to_contain_text("Write a number")
    expect(page.locator("#path")).to_contain_text("New here?")
    expect(answer(page, "weights", "304")).to_contain_text("Right: ")
    expect(page.locator("#path")).to_contain_text("1 of the 12 questions")
    expect(answer(page, "hinge", "0.75")).to_contain_text("for the label +1")
    expect(answer(page, "hinge", "1,25")).to_contain_text("Right: ")
    expect(choose(page, "rays", "steps")).to_contain_text("Not this one")
    tab = page.locator("nav [data-chapter=network]")
    expect(tab).not_to_have_attribute("data-done", "")
    expect(choose(page, "rays", "rays")).to_contain_text("Right: ")
    expect(tab).to_have_attribute("data-done", "")
    page.reload()
    expect(page.locator("#path")).to_contain_text("3 of the 12 questions")
    expect(tab).to_have_attribute("data-done", "")
    page.locator("#path a").click()
    expect(page.locator("#derivatives-title")).to_be_visible()


def test_a_term_is_explained_beside_it_by_mouse_and_by_key(ready):
    page = ready.page
    opened(page, "code")
    term, entry = page.locator("#after-scalars [popovertarget=term-forward-mode]"), page.locator("#term-forward-mode")
    expect(entry).to_be_hidden()
    term.click()
    expect(entry).to_be_visible()
    word, box, window = term.bounding_box(), entry.bounding_box(), page.viewport_size
    assert 0 <= box["x"] <= word["x"] + 1 and box["x"] + box["width"] <= window["width"]
    assert box["y"] >= word["y"] + word["height"] or 0 <= box["y"] and box["y"] + box["height"] <= word["y"]
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    term.focus()
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")  # is for the entry alone
    expect(entry).to_be_hidden()
    expect(page.locator("#present-place")).to_be_visible()
    page.locator("#present-end").click()
    expect(page.locator("#present-place")).to_be_hidden()


@pytest.mark.parametrize("how", ["address", "key"])
@pytest.mark.usefixtures("no_engine")
def test_present_mode_goes_by_arrow_keys_through_the_steps_of_the_text(page, url, watched, how):
    watched(page)
    page.goto(url + ("?present#code" if how == "address" else "#code"))
    place = page.locator("#present-place")
    expect(page.locator("#ask-file button")).to_be_enabled()
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    if how == "key":
        expect(place).to_be_hidden()
        page.keyboard.press("p")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > size
        assert "?present#code" in page.url
    expect(place).to_be_visible()
    expect(page.locator("footer")).to_be_hidden()
    count = int(place.inner_text().split()[-1])
    steps = page.locator("#code [data-step]")
    assert count == steps.count() >= 2
    for number in (0, 1):
        page.keyboard.press("ArrowRight")
        expect(place).to_have_text("%d of %d" % (number + 1, count))
        expect(steps.nth(number)).to_have_attribute("data-now", "")
        expect(steps.nth(number)).to_be_in_viewport()
    if how == "address":
        page.reload()
        expect(place).to_have_text("2 of %d" % count)
        expect(steps.nth(1)).to_have_attribute("data-now", "")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")  # is for the list alone
    expect(page.locator("#keys")).to_be_hidden()
    expect(place).to_be_visible()
    page.keyboard.press("PageUp")
    expect(place).to_have_text("1 of %d" % count)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#network-title")).to_be_attached()
    expect(page).to_have_url(re.compile("present#network"))
    if how == "key":
        page.keyboard.press("w")
        page.wait_for_function("!document.fullscreenEnabled || document.fullscreenElement")
        page.locator("#present-full").click()
        page.wait_for_function("!document.fullscreenElement")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # however soon after the one for the list
    expect(page.locator("#keys")).to_be_hidden()
    expect(place).to_be_hidden()
    assert "present" not in page.url.split("#")[0]


def test_a_step_taller_than_the_screen_is_shown_to_its_end_and_each_chapter_has_one_counter(page, url, watched):
    watched(page)
    page.set_viewport_size({"width": 900, "height": 420})
    page.goto(url + "?present#derivatives")
    place = page.locator("#present-place")
    end = "() => document.querySelector('[data-now]').getBoundingClientRect().bottom - innerHeight"
    expect(page.locator("#derivatives")).not_to_have_attribute("inert", "")
    page.locator("#present-next").click()
    expect(place).to_have_text(re.compile("^1 of"))
    assert page.evaluate(end) > 420
    for _ in range(20):
        left = page.evaluate(end)
        page.locator("#present-next").click()
        if place.inner_text().startswith("2"):
            break
        assert page.evaluate(end) < left
    assert left <= 40 and place.inner_text().startswith("2 of")
    page.locator("#present-back").click()
    expect(place).to_have_text(re.compile("^1 of"))
    assert page.evaluate(end) <= 40  # from below, its end is seen first
    page.locator("nav [data-chapter=network]").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#present-next").click()
    expect(page.locator("#reading")).to_be_visible()
    expect(place).to_have_text(re.compile("^1 of"))
    expect(page.locator("#reading-place")).to_be_hidden()
