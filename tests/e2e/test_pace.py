"""How fast it trains: a pace one can watch at first, full speed by a key or a drag."""

from playwright.sync_api import expect

from tests.e2e.playground import Playground
from ui.page.pace import WATCHED, pace, speed_name


def test_the_default_pace_paints_every_step_and_keeps_to_its_rate(page, url, watched):
    watched(page)
    page.goto(url)
    playground = Playground(page, full=False)
    playground.wait_until_ready()
    expect(page.locator("#speed-name")).to_have_text(speed_name(WATCHED))
    page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => seen.push([parseInt(steps.textContent), performance.now()]))
            .observe(document.getElementById('steps'), {childList: true, characterData: true, subtree: true});
    }""")
    playground.train()
    playground.wait_for("steps", "n >= 10")
    playground.train()
    seen = page.evaluate("seen")
    steps = sorted({number for number, _ in seen})
    (_, first), (_, last) = next(s for s in seen if s[0] == 1), next(s for s in seen if s[0] == 10)
    assert last - first > 1000 * 9 / pace(WATCHED) * 0.8  # it may be late on a busy machine, never early
    assert len(steps) >= 8


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
    page.locator("#all-settings").click()
    page.locator("#hidden").press("f")
    expect(name).to_have_text(slower)
    playground.wait_until_ready()
    playground.train()
    expect(playground.status).to_have_text("Training, %s." % slower)
    page.locator("#train").press("f")
    expect(name).to_have_text("full")
    playground.wait_for("steps", "n > 200")
