"""An engine that the visitor has changed, and that breaks only later: it is said where, and nothing is lost."""

import re

from playwright.sync_api import expect

from tests.e2e.test_chapters import FULL

UPDATE = "        p.data -= eta * p.grad\n"


def show(page, chapter):
    page.locator("nav [data-chapter=%s]" % chapter).click()


def test_a_rule_that_breaks_in_use_is_said_and_the_engine_goes_on(code, ready):
    page = code.page
    table = "# The table. relu"
    code.change("rules.py", (table, 'rule("cube", lambda a: a**3, lambda a, out: 3.0 * a * a)\n' + table))
    code.run()  # what the rule lacks, a tuple, is missed by nobody who does not use it
    expect(code.results).to_contain_text("rule cube: raises TypeError")
    code.results.locator(".place").first.click()
    expect(code.content).to_be_focused()
    show(page, "derivatives")
    page.locator("#expression").fill("cube(x)")
    status = page.locator("#function-status")
    expect(status).to_contain_text(re.compile(r"TypeError: .* \(engine/value\.py, line \d+\)"))
    page.locator("#expression").fill("x * x")
    expect(page.locator("svg [data-node]")).to_have_count(2)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")


def test_training_that_breaks_after_some_steps_stops_with_the_place_and_goes_on_once_it_is_mended(code, ready):
    page = code.page
    ageing = "    model.age = getattr(model, 'age', 0) + 1\n    assert model.age < 20\n"
    code.change("train.py", (UPDATE, UPDATE + ageing))
    code.run()
    show(page, "network")
    page.select_option("#backend", "python")
    page.locator("#train").click()
    expect(ready.status).to_contain_text(re.compile(r"AssertionError \(engine/train\.py, line \d+\).*chapter 4"))
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    steps = ready.number("steps")
    show(page, "code")
    page.locator("#reset-code").click()
    expect(code.status).to_contain_text("These are the original files")
    show(page, "network")
    assert ready.number("steps") == steps
    page.locator("#train").click()
    ready.wait_for("steps", "n > 100")


def test_a_net_with_other_parameters_begins_anew(code, ready):
    page = code.page
    page.locator("nav [data-chapter=network]").click()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    show(page, "code")
    code.change("nn.py", ("[width(\"a hidden layer\", n)", "[width(\"a hidden layer\", n + 1)"))
    code.run()
    show(page, "network")
    expect(page.locator("#steps")).to_have_text("0")
    expect(ready.status).to_contain_text("other parameters")
    page.locator("#train").click()
    ready.wait_for("steps", "n > 100")


def test_a_walk_stays_where_it_is_when_another_engine_takes_over(code, ready):
    page = code.page
    show(page, "derivatives")
    expect(page.locator(FULL["derivatives"]).first).to_be_visible()
    page.locator("#walk-start").click()
    page.locator("#step-forward").click()
    title = page.locator("#walk-title").inner_text()
    show(page, "code")
    code.change("value.py", ("Numbers that remember", "Numbers that still remember"))
    code.run()
    show(page, "derivatives")
    expect(page.locator("#function-status")).to_contain_text("The result is")
    expect(page.locator("#walk-title")).to_have_text(title)
