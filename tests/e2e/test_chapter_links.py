"""Links to what the chapters show: they open it exactly, run nobody's code by themselves, and what was there comes back."""

import re

from playwright.sync_api import expect

from engine.linear import descend, line_at
from engine.records import changes
from engine.records.links import write
from engine.records.settings import defaults
from tests.e2e.derivatives import engines
from tests.setup import ROOT

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


POINTS = [(-1.0, -0.5), (0.25, 1.0), (0.5, 1.25), (1.0, 2.5)]
LINE = "#line?line-points=%s&line-start=0.5,-1&line-eta=0.05&line-order=random&line-seed=3" % "_".join(["%g,%g" % p for p in POINTS])


def line_at_step(page):
    """The line on the screen, as exactly as the page has it, and the steps done."""
    a, b = (float(page.locator("#" + name).get_attribute("data-value")) for name in ("slope", "intercept"))
    return a, b, int(page.locator("#line-steps").inner_text())


def test_a_line_of_a_link_opens_at_its_step_to_the_last_digit_and_ones_own_comes_back(ready):
    page, status = ready.page, ready.page.locator("#line-status")
    page.evaluate("location.hash = '#line'")
    expect(status).not_to_contain_text("opening")
    page.locator("#line-eta").fill("0.1")
    page.locator("#line-eta").press("Tab")
    page.locator("#line-one-epoch").click()
    expect(page).to_have_url(re.compile("#line.line-eta=0.1&line-step=30$"))
    own = line_at_step(page)
    page.evaluate("hash => location.hash = hash", LINE + "&line-step=47")
    expect(status).to_have_text("The link is open, at step 47.")
    model = line_at(0.5, -1.0)
    for _ in zip(range(47), descend(model, POINTS, 0.05, 12, 1, seed=3)):
        pass
    assert line_at_step(page) == (model.a.data, model.b.data, 47)
    page.locator("#line-eta").fill("0.2")
    page.locator("#line-eta").press("Tab")
    page.locator("#line-step").click()
    expect(page).to_have_url(re.compile("line-step=48&line-now=0.12."))
    here, link = line_at_step(page), page.evaluate("location.hash")
    page.locator("#bring-line").click()
    assert line_at_step(page) == own
    expect(page.locator("#line-before")).to_be_hidden()
    expect(page).to_have_url(re.compile("#line.line-eta=0.1&line-step=30$"))
    page.evaluate("hash => location.hash = hash", link)
    expect(status).to_have_text("The link is open, at step 48.")
    assert line_at_step(page) == here
    page.evaluate("location.hash = '#line?line-points=1,2_x&line-step=99999999999&line-now=1.2.zz&line-epochs=7'")
    expect(page.locator("#link-trouble")).to_contain_text("line-now=1.2.zz (")
    expect(page.locator("#line-epochs")).to_have_value("7")
    page.locator("#bring-line").click()
    assert line_at_step(page) == own
    page.locator("#line-reset").click()
    page.locator("#line-eta").fill("0.03")
    page.locator("#line-eta").press("Tab")
    expect(page).to_have_url(re.compile("#line$"))


PAIR = "Neurons, layers and nets, built", "Nets of neurons, built"


def files_link(path, *pair, original=None):
    """The link of a page on which this file of the engine was changed, and "nn" is shown."""
    text = (ROOT / path).read_text()
    assert text.count(pair[0]) == 1
    found = changes.write({path: original or text}, {path: text.replace(*pair)})
    return write("code", defaults(), [], None, {"file": "nn", "experiment": "momentum", "files": found})


def test_changed_files_of_a_link_are_shown_and_put_into_the_editors_on_request_and_drafts_come_back(workbench):
    code, page = workbench, workbench.page
    ask, diff = page.locator("#linked-files"), page.locator("#linked-diff")
    code.change("value.py", ("self.grad = 0.0\n        self._prev", "self.grad = 0.0  # mine\n        self._prev"))
    page.evaluate("hash => location.hash = hash", files_link("engine/nn.py", *PAIR))
    expect(ask).to_be_visible()
    expect(page.locator("#linked-words")).to_contain_text("changes of nn.py. Nothing of them runs")
    expect(diff.locator(".removed")).to_have_text('−"""Neurons, layers and nets, built from Values.')
    expect(diff.locator(".added")).to_have_text('+"""Nets of neurons, built from Values.')
    expect(page.locator("#code-text")).to_have_attribute("aria-label", "nn.py")
    expect(page.locator("#experiment-momentum")).to_have_attribute("open", "")
    expect(code.content).not_to_contain_text("Nets of neurons, built")
    expect(code.status).to_contain_text("value.py differs from what is running")
    page.locator("#take-linked").click()
    code.content.press("Control+Home")  # another test may have left it elsewhere
    expect(code.content).to_contain_text("Nets of neurons, built")
    expect(code.status).to_contain_text("nn.py differs from what is running")
    expect(ask).to_be_hidden()
    expect(page).to_have_url(re.compile("#code.file=nn&experiment=momentum$"))
    page.wait_for_function("end => document.getElementById('link').value.endsWith(end)", arg=files_link("engine/nn.py", *PAIR))
    page.locator("#bring-files").click()
    expect(code.status).to_contain_text("value.py differs from what is running")
    expect(code.content).not_to_contain_text("Nets of neurons, built")
    page.evaluate("hash => location.hash = hash", files_link("engine/nn.py", *PAIR, original="other"))
    expect(page.locator("#link-trouble")).to_contain_text("it was made for another nn.py than this page has")
    expect(ask).to_be_hidden()
