"""The address: links bring settings and points, Back and Forward and reloads lose nothing, what is wrong is said."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import Playground


def test_back_keeps_the_training_and_the_settings(ready):
    page = ready.page
    page.locator("nav a[data-chapter=line]").click()
    page.locator("nav a[data-chapter=network]").click()
    ready.set("rate", "0.5")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.go_back()
    expect(page.locator("#line")).to_be_visible()
    page.keyboard.press("Control+z")
    page.go_back()
    expect(ready.plane).to_be_visible()
    expect(page.locator("#rate")).to_have_value("0.5")
    expect(page.locator("#steps")).to_have_text("1")
    ready.wait_for_points(100)


def test_back_to_a_link_keeps_the_training(page, url, watched):
    watched(page)
    page.goto(url + "#network?count=60&noise=0.2")
    expect(page.locator("#points")).to_have_text("60")
    ready = opened(page)
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("nav a[data-chapter=line]").click()
    expect(page.locator("#line")).to_be_visible()
    page.go_back()
    expect(ready.plane).to_be_visible()
    expect(page).to_have_url(re.compile("#network.count=60&noise=0.2&step=1$"))
    page.go_forward()
    expect(page.locator("#line")).to_be_visible()
    page.go_back()
    expect(ready.plane).to_be_visible()
    expect(page.locator("#steps")).to_have_text("1")
    expect(ready.status).not_to_contain_text("The link is open")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("2")


def test_back_and_forward_keep_the_points_that_were_added_to_a_links(page, url, watched):
    watched(page)
    page.goto(url + "#network?points=a0,0b1,1")
    expect(page.locator("#points")).to_have_text("2")
    ready = opened(page)
    page.locator("nav a[data-chapter=line]").click()
    page.locator("nav a[data-chapter=network]").click()
    ready.click(2.0, -1.2)
    ready.click(-1.0, -1.2)
    ready.wait_for_points(4)
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.go_back()
    expect(page.locator("#line")).to_be_visible()
    page.go_back()
    expect(ready.plane).to_be_visible()
    expect(page).to_have_url(re.compile("points=a0,0b1,1a2"))
    ready.wait_for_points(4)
    page.go_forward()
    expect(page.locator("#line")).to_be_visible()
    page.go_forward()
    expect(ready.plane).to_be_visible()
    ready.wait_for_points(4)
    expect(page.locator("#steps")).to_have_text("1")


@pytest.mark.usefixtures("no_engine")
def test_a_link_opened_in_the_address_field_of_a_page_opened_by_a_link_is_opened(page, url, watched):
    watched(page)
    page.goto(url + "#network?count=60")
    expect(page.locator("#points")).to_have_text("60")
    playground = Playground(page, None)
    page.goto(url + "#network?count=30&seed=2")
    playground.wait_for_points(30)
    expect(playground.status).to_contain_text("The link is open")
    page.locator("#undo").click()
    playground.wait_for_points(60)


def opened(page):
    """The playground of a page that was opened by a link, with its engine running."""
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator("#loss")).not_to_have_text("–")
    return Playground(page, None)


@pytest.mark.parametrize("wait", [False, True])
@pytest.mark.usefixtures("no_engine")
def test_a_reload_right_after_a_click_loses_nothing(page, url, watched, wait):
    watched(page)
    page.goto(url + "#network?points=a0,0b1,1")
    expect(page.locator("#points")).to_have_text("2")
    playground = Playground(page, None)
    playground.click(2.0, -1.2)
    playground.wait_for_points(3)
    if wait:
        expect(page).to_have_url(re.compile("points=a0,0b1,1a2"))
    page.reload()
    playground.wait_for_points(3)
    expect(page).to_have_url(re.compile("points=a0,0b1,1a2"))
    expect(page.locator("#rate")).to_have_attribute("aria-describedby", "rate-hint")  # the page listens to it
    page.locator("#rate").fill("0.25")
    page.reload()
    playground.wait_for_points(3)
    expect(page.locator("#rate")).to_have_value("0.25")
    page.reload()
    expect(page.locator("#rate")).to_have_value("0.25")
    playground.wait_for_points(3)


@pytest.mark.parametrize(
    ("address", "hidden", "noise"),
    [
        ("#network?hidden=8%2C4", "8, 4", "0.1"),
        ("#network?hidden=8,4&amp;noise=0.2", "8, 4", "0.2"),
        ("#network?noise%3D0.2", "16, 16", "0.2"),
        ("#%23network?noise=0,25", "16, 16", "0.25"),
    ],
)
@pytest.mark.usefixtures("no_engine")
def test_a_link_that_was_encoded_on_its_way_opens(page, url, watched, address, hidden, noise):
    watched(page)
    page.goto(url + address)
    expect(page.locator("#hidden")).to_have_value(hidden)
    expect(page.locator("#noise")).to_have_value(noise)
    expect(page.locator("#network")).to_be_visible()
    expect(page.locator("#link-trouble")).to_be_hidden()


@pytest.mark.usefixtures("no_engine")
def test_a_link_of_which_nothing_can_be_taken_names_each_part_and_the_address_follows(page, url, watched):
    watched(page)
    page.goto(url + "#line?hidden=999&dataset=foo&rate=1,000&points=zzz")
    expect(page.locator("#line")).to_be_visible()
    for part in ("hidden=999 (", "dataset=foo (", "rate=1,000 (", "points=zzz ("):
        expect(page.locator("#link-trouble")).to_contain_text(part)
    expect(page).to_have_url(url + "#line")


@pytest.mark.usefixtures("no_engine")
def test_too_many_points_in_a_link_are_refused_in_words(page, url, watched):
    watched(page)
    page.goto(url + "#network?points=" + "a1,1b0,0" * 40_000)
    expect(page.locator("#link-trouble")).to_contain_text("80000 points are more than the 10000")
    expect(page.locator("#points")).to_have_text("100")


@pytest.mark.usefixtures("no_engine")
def test_a_link_brings_chapter_settings_and_points(page, url, watched):
    watched(page)
    page.goto(url + "#network?dataset=own&hidden=4,4&rate=0.5&points=a1,1b-1,-1a0.5,0.25")
    expect(page.locator("#points")).to_have_text("3")
    expect(page.locator("#hidden")).to_have_value("4, 4")
    expect(page.locator("#rate")).to_have_value("0.5")
    expect(page.locator("#dataset")).to_have_value("own")


def test_a_broken_link_opens_the_page_with_what_can_be_read(page, url, watched):
    watched(page)
    page.goto(url + "#network?dataset=own&count=many&seed=3&points=zzz&&=")
    playground = Playground(page)
    trouble = page.locator("#link-trouble")
    expect(trouble).to_contain_text("count=many (must be 2 to 1000); points=zzz (points are written as")
    expect(page).to_have_url(re.compile("#network.seed=3$"))
    playground.wait_until_ready()
    expect(trouble).to_contain_text("count=many")
    playground.set("noise", "0.2")
    expect(trouble).to_be_hidden()
    page.evaluate("location.hash = '#network?foo=1'")
    expect(trouble).to_have_text("Not taken from the link: foo=1 (there is no such setting).")
    expect(page.locator("#noise")).to_have_value("0.2")
    expect(page).to_have_url(re.compile("#network.noise=0.2&seed=3$"))
    expect(page.locator("#seed")).to_have_value("3")
    playground.wait_for_points(100)


def test_a_link_opened_over_the_page_takes_effect_and_can_be_undone(ready):
    page = ready.page
    ready.click(2.0, -1.2)
    page.evaluate("location.hash = '#network?recipe=tutorial&dataset=xor&count=20'")
    ready.wait_for_points(20)
    expect(page.locator("#bias")).not_to_be_checked()
    expect(page.locator("#rate")).to_have_value("0.3")
    page.locator("#undo").click()
    ready.wait_for_points(101)
    expect(page.locator("#dataset")).to_have_value("own")
    page.locator("#undo").click()
    ready.wait_for_points(100)
    expect(page.locator("#dataset")).to_have_value("moons")


@pytest.mark.usefixtures("no_engine")
def test_an_address_that_was_just_opened_is_not_overwritten_by_a_change_made_before(page, url, watched):
    page.add_init_script(
        """window.due = [];
        const later = window.setTimeout;
        window.setTimeout = (run, wait, ...rest) =>
            later(wait === 400 ? () => window.due.push(run) : run, wait === 400 ? 0 : wait, ...rest);"""
    )
    watched(page)
    page.goto(url)
    Playground(page).click(2.0, -1.2)
    page.wait_for_function("window.due.length")
    page.evaluate("location.hash = '#line'; while (window.due.length) window.due.pop()()")
    expect(page.locator("#line")).to_be_visible()
    assert page.evaluate("location.hash") == "#line"
    page.wait_for_function(
        "() => { while (due.length) due.pop()(); return location.hash.startsWith('#line?dataset=own&points='); }"
    )
