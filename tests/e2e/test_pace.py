"""How fast it trains: a pace one can watch at first, full speed by a key or a drag."""

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
    seen = page.evaluate("seen")
    assert max(after - before for before, after in zip([0] + seen, seen)) <= 2  # of which two are due after a delay


def test_f_goes_to_full_speed_and_back_but_is_a_letter_in_a_field(page, url, watched):
    watched(page)
    page.goto(url)
    playground = Playground(page, full=False)
    name = page.locator("#speed-name")
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
    playground.wait_until_ready()
    playground.train()
    expect(playground.status).to_have_text("Training, %s." % slower)
    page.locator("#train").press("f")
    expect(name).to_have_text("full")
    playground.wait_for("steps", "n > 200")
