"""Links to what the chapters show: they open it exactly, run nobody's code by themselves, and what was there comes back."""

import re

from playwright.sync_api import expect

from tests.e2e.derivatives import engines

STRANGE = "#derivatives?f=def+f%28x,y%29:%0A++++print%28%22ran%22%29%0A++++return+x%2Ay+%2B+y%2A%2A2"
TEXT = 'def f(x,y):\n    print("ran")\n    return x*y + y**2'
STATE = "&at=x:1.25,y:-2&walk=5&by=y&log-h=-5.25&reading=tutorial"
OWN = "def f(x):\n    return x * 7"


def engine_ready(page):
    expect(page.locator("html")).to_have_attribute("data-engine", "ready", timeout=60_000)


def test_a_function_of_a_link_runs_only_when_its_graph_is_asked_for_and_ones_own_comes_back(derivatives):
    page = derivatives.page
    make, back, printed = (page.locator("#" + name) for name in ("make-graph", "bring-function", "function-printed"))
    derivatives.type(OWN)
    expect(page.locator("#difference-exact")).to_have_text("7")
    page.evaluate("hash => location.hash = hash", STRANGE + STATE)
    expect(make).to_be_visible()
    expect(derivatives.status).to_contain_text("It runs here only if you ask for its graph")
    page.evaluate("location.hash = '#network'")
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(STRANGE + STATE) + "$"))
    page.reload()
    expect(make).to_be_visible(timeout=60_000)
    engine_ready(page)
    expect(page.locator("#expression")).to_contain_text("return x*y + y**2")
    expect(printed).to_be_hidden()
    expect(page.locator("svg [data-node]")).to_have_count(0)
    make.click()
    nodes, grads = engines(TEXT, [1.25, -2.0])
    for again in False, True:
        if again:
            page.reload()
        expect(page.locator("svg [data-node]")).to_have_count(len(nodes), timeout=60_000)
        expect(page.locator("#walk-title")).to_contain_text("Step 5 of 7")
        expect(printed).to_have_text("ran")
        expect(make).to_be_hidden()
        expect(page.locator("#by-variable")).to_have_value("y")
        expect(page.locator("#difference-exact")).to_have_text("%g" % grads[1], use_inner_text=True)
        expect(page.locator("#difference-h")).to_have_value("-5.25")
        expect(page.locator("input[name=reading][value=tutorial]")).to_be_checked()
        expect(page.locator("input[data-at=x]")).to_have_value("1.25")
        expect(page).to_have_url(re.compile(re.escape(STRANGE + STATE) + "$"))
    page.locator("#step-back").click()
    expect(page).to_have_url(re.compile("walk=4&by=y"))
    back.click()
    expect(page.locator("#expression")).to_contain_text("return x * 7")
    expect(page.locator("#difference-exact")).to_have_text("7")
    expect(back).to_be_hidden()
    page.evaluate("location.hash = '#derivatives?example=shared&at=x:3&walk=2'")
    expect(page.locator("#walk-title")).to_contain_text("Step 2 of 7")
    expect(page.locator("#examples")).to_have_value("shared")
    expect(page.locator("input[data-at=x]")).to_have_value("3")
    back.click()
    expect(page.locator("#difference-exact")).to_have_text("7")
