"""How fast it trains: a pace one can watch at first, full speed by a key or a drag."""

import re

from playwright.sync_api import expect

from tests.e2e.playground import Playground
from ui.page.pace import WATCHED, speed_name


def test_the_page_begins_at_a_pace_one_can_watch(page, url, watched):
    watched(page)
    page.goto(url)
    playground = Playground(page, full=False)
    expect(page.locator("#speed-name")).to_have_text(speed_name(WATCHED))
    playground.wait_until_ready()
    page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => seen.push(parseInt(steps.textContent))).observe(steps, {childList: true});
    }""")
    playground.train()
    expect(playground.status).to_have_text("Training, %s." % speed_name(WATCHED))
    playground.wait_for("steps", "n >= 10")
    assert len(set(page.evaluate("seen"))) >= 4  # not all at once, though after a delay some are due


def test_f_goes_to_full_speed_and_back_but_is_a_letter_in_a_field(ready):
    playground, page = ready, ready.page
    name = page.locator("#speed-name")
    page.locator("#speed-control").fill(str(WATCHED))
    page.keyboard.press("f")
    expect(name).to_have_text("full")
    page.locator("#plane").press("f")
    expect(name).to_have_text(speed_name(WATCHED))
    page.locator("#speed-control").press("ArrowRight")
    slower = name.inner_text()
    page.keyboard.press("f")
    expect(name).to_have_text("full")
    page.keyboard.press("f")
    expect(name).to_have_text(slower)
    page.locator("#hidden").press("f")
    expect(name).to_have_text(slower)
    playground.train()
    expect(playground.status).to_have_text("Training, %s." % slower)
    page.locator("#train").press("f")
    expect(name).to_have_text("full")
    playground.wait_for("steps", "n > 200")


def test_each_stop_rule_pauses_says_why_and_lets_the_visitor_go_on(ready):
    page, train = ready.page, ready.page.locator("#train")
    page.evaluate("""() => {
        window.said = [];
        new MutationObserver(() => said.push([steps, loss, accuracy].map(shown => parseFloat(shown.textContent))))
            .observe(document.getElementById("status"), {childList: true});
    }""")
    ready.set("stop-steps", "25")
    ready.train()
    expect(ready.status).to_have_text("Paused at step 25, as the stop rule says. Train goes on.")
    expect(page.locator("#steps")).to_have_text("25")
    ready.set("stop-steps", "never")
    ready.set("stop-accuracy", "100")
    ready.train()
    expect(ready.status).to_contain_text("the accuracy is 100%, as the stop rule wants")
    steps, _, accuracy = page.evaluate("said.at(-1)")  # as it is said, the numbers are shown that it speaks of
    assert steps == ready.number("steps") and accuracy == 100
    ready.set("stop-accuracy", "never")
    ready.set("stop-loss", "0.006")
    ready.train()
    expect(ready.status).to_have_text(re.compile("the loss is .*, as the stop rule wants"))
    reached, loss, _ = page.evaluate("said.at(-1)")
    assert loss <= 0.006 and reached > steps
    expect(train).to_have_attribute("aria-pressed", "false")
    steps = ready.number("steps")
    ready.train()
    ready.wait_for("steps", "n > %d" % (steps + 500))
    ready.train()


def test_stop_rules_are_checked_as_they_are_typed_and_are_in_the_address(ready):
    page = ready.page
    hint = page.locator("#stop-accuracy-hint")
    page.locator("#stop-accuracy").fill("101")
    expect(hint).to_have_text("Must be “never”, or 0 to 100; still never")
    ready.set("stop-accuracy", "99,5")
    expect(page.locator("#stop-accuracy")).to_have_value("99.5")
    expect(page).to_have_url(re.compile("stop_accuracy=99.5"))
    page.locator("#stop-still").uncheck()
    expect(page).to_have_url(re.compile("stop_still=off"))
