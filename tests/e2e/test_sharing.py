"""Links: a run is done again, bit for bit, whatever was changed on its way; and what was one's own can be had back."""

from random import Random

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import Playground


def steps(ready, count):
    """Do so many steps, one at a time."""
    done = int(ready.number("steps"))
    for number in range(done + 1, done + count + 1):
        ready.page.locator("#step").click()
        expect(ready.page.locator("#steps")).to_have_text(str(number))


def link_of(page, *parts):
    """The link in the panel, once these parts are in it."""
    page.wait_for_function("parts => parts.every(part => document.getElementById('link').value.includes(part))", arg=parts)
    return page.locator("#link").input_value()


def loss(page, step):
    """The engine's loss at this step, with all its digits."""
    expect(page.locator("#curve-step")).to_have_text("Step %d" % step)
    expect(page.locator("#curve-loss")).not_to_have_text("–")
    return page.locator("#curve-loss").inner_text()


def test_a_link_holds_the_run_with_all_that_was_changed_on_its_way(ready):
    page = ready.page
    steps(ready, 3)
    ready.click(0.5, 0.5)
    ready.wait_for_points(101)
    steps(ready, 2)
    ready.set("rate", "0.25")
    ready.set("batch", "7")
    steps(ready, 2)
    page.locator('[data-neuron="3,0"]').click()
    page.locator("#formula button").nth(4).click()
    page.locator("#weight-value").fill("1.5")
    page.locator("#weight-value").press("Enter")
    steps(ready, 2)
    link, found = link_of(page, "step=9", "until=3:dataset=moons", ";7:w", "pick=w3.0.4"), loss(page, 9)
    assert "given=" not in link
    page.keyboard.press("Escape")
    expect(page.locator("#inspector")).to_be_hidden()
    ready.open("#network?dataset=xor&step=20")
    expect(page.locator("#steps")).to_have_text("20")
    expect(page.locator("#status")).to_contain_text("done again")
    assert loss(page, 20) != found
    ready.open(link.partition("#")[1] + link.partition("#")[2])
    expect(page.locator("#steps")).to_have_text("9")
    assert loss(page, 9) == found
    ready.wait_for_points(101)
    assert page.locator("#rate").input_value() == "0.25"
    assert float(page.locator("#weight-value").input_value()) != 1.5  # two steps later
    assert [mark.get_attribute("data-step") for mark in page.locator("#timeline-marks button").all()] == ["3", "5", "7"]
    page.locator("#timeline").press("Home")
    expect(page.locator("#steps")).to_have_text("0")
    ready.wait_for_points(100)
    page.locator("#timeline").press("End")
    expect(page.locator("#steps")).to_have_text("9")
    assert link_of(page, "step=9") == link


def test_where_a_run_cannot_be_done_again_quickly_the_link_has_the_weights(ready):
    page = ready.page
    ready.set("hidden", "3")
    page.locator("#backend").select_option("python")
    page.locator("#loss-function").select_option("logistic")
    steps(ready, 2)
    link, found = link_of(page, "step=2", "given=2."), loss(page, 2)
    ready.open("#network?dataset=xor")
    expect(page.locator("#steps")).to_have_text("0")
    page.go_back()  # to what was before the link
    expect(page.locator("#steps")).to_have_text("2")
    assert loss(page, 2) == found
    page.go_forward()
    expect(page.locator("#dataset")).to_have_value("xor")
    expect(page.locator("#steps")).to_have_text("0")
    ready.open("#" + link.partition("#")[2])
    expect(page.locator("#steps")).to_have_text("2")
    expect(page.locator("#status")).to_contain_text("weights that the link brings")
    assert loss(page, 2) == found
    ready.open("#network?noise=0.2&step=4&until=9:rate=2&given=4.AAA&amp;hidden=4")
    expect(page.locator("#link-trouble")).to_contain_text("training begins anew")
    expect(page.locator("#steps")).to_have_text("0")
    ready.open("#network?step=999999999&hidden=4")
    expect(page.locator("#status")).to_contain_text("999999999 steps of it would take too long")
    assert page.locator("#hidden").input_value() == "4"


@pytest.fixture
def own(alone):
    """A state of one's own, kept: two steps, and a third after a point was added."""
    steps(alone, 2)
    alone.click(0.5, 0.5)
    steps(alone, 1)
    alone.page.wait_for_function("Object.values(localStorage).some(text => text.includes('step=3'))")
    return alone


def test_a_link_takes_nothing_away_and_start_afresh_forgets_all(own, context, url, watched):
    found = loss(own.page, 3)
    page = watched(context.new_page())
    page.goto(url + "#network?dataset=xor&step=5")
    other = Playground(page, full=False)
    expect(page.locator("#steps")).to_have_text("5")
    expect(page.locator("#own-words")).to_have_text("Your last state: 101 points, step 3.")
    page.locator("#own-back").click()
    expect(page.locator("#steps")).to_have_text("3")
    other.wait_for_points(101)
    assert loss(page, 3) == found
    expect(page.locator("#own-state")).to_be_hidden()
    page.locator("#yours > summary").click()
    page.locator("#yours-link > summary").click()
    expect(page.locator("#share-link")).to_be_hidden()
    page.locator("#qr-show").click()
    expect(page.locator("#qr svg")).to_be_visible()
    assert page.locator("#qr path").get_attribute("d").count("M") > 1000
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy-link").click()
    expect(page.locator("#link-said")).to_contain_text("The link is copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").input_value()
    page.locator("#start-afresh").click()
    expect(page.locator("#start-afresh")).to_have_text("Really forget everything?")
    page.locator("#start-afresh").click()
    page.wait_for_function("location.hash === ''")
    Playground(page, full=False).wait_for_points(100)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('glassgrad.own'))") == []
    assert page.evaluate("document.body.appendChild(document.createElement('iframe')).contentWindow.indexedDB.databases()") == []


WHOLE = (
    "#network?dataset=own&points=a1.2,-0.35b0,1a0.5,0.25&rate=0.5&hidden=4&step=12&until=3:dataset=moons;7:rate=2~w3=AAAAAAAA8D8",
    "#network?points=*AAAAAAAA8D8AAAAAAADgPwE&step=2&given=2.AAAAAAAA8D8&loss=logistic",
    "#line?line-eta=0.1&line-start=0,1&line-points=0,1_1,2&line-step=9",
    "#derivatives?f=def+f(x):%0A++++return+x*x&at=x:3&walk=2",
    "#code?file=nn&experiment=momentum",
)
BROKEN = ("%", "%E0%A4%A", "NaN", "-inf", "1e999", "<img src=x onerror=alert(1)>", "__proto__=1", "&&==", "\x00", "\ud83d", "~;:.*")


def damaged(rng):
    """A link with something wrong in it, whatever else may be."""
    head, _, state = rng.choice(WHOLE).partition("?")
    for _ in range(rng.randint(1, 4)):
        cut = rng.randrange(len(state) + 1)
        state = rng.choice(
            [state[:cut], state[:cut] + rng.choice(BROKEN) + state[cut:], state + "&" + state, state[cut:], state * 2]
        )
    return head + "?zz=1&" + state


def test_two_hundred_damaged_links_end_in_a_working_page_and_a_sentence(alone):
    rng = Random(11)
    links = [damaged(rng) for _ in range(198)] + ["#network?points=" + "a1,2" * 250_000, "#line?x=" + "9" * 1_000_000]
    silent = alone.page.evaluate(
        """async links => {
            const silent = [];
            for (const link of links) {
                location.hash = link;
                await new Promise(done => setTimeout(done));
                await new Promise(done => setTimeout(done));
                if (!document.getElementById('link-trouble').textContent) silent.push(link.slice(0, 200));
            }
            return silent;
        }""",
        links,
    )
    assert silent == []
    alone.open("#network?dataset=xor")
    expect(alone.page.locator("#steps")).to_have_text("0")
    steps(alone, 2)
