"""An engine that the visitor has changed, and that breaks only later: it is said where, and nothing is lost."""

import re

from playwright.sync_api import expect

from engine import train
from engine.compiler.scores import scorer
from engine.data import moons
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import evaluate, take
from tests.e2e.test_chapters import FULL
from tests.e2e.test_slow_motion import SlowMotion

UPDATE = "        p.data -= eta * p.grad\n"
BY_VALUES = "Value objects train this net, because it cannot be compiled here: %s in train.py has been changed"


def show(page, chapter):
    page.locator("nav [data-chapter=%s]" % chapter).click()


def test_a_rule_that_breaks_in_use_is_said_and_the_engine_goes_on(workbench):
    code, page = workbench, workbench.page
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


def test_training_that_breaks_after_some_steps_stops_with_the_place_and_goes_on_once_it_is_mended(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    ageing = "    model.age = getattr(model, 'age', 0) + 1\n    assert model.age < 20\n"
    code.change("train.py", (UPDATE, UPDATE + ageing))
    code.run()
    show(page, "network")
    playground.set("hidden", "4")  # whose steps take Value objects little time
    page.locator("#train").click()
    expect(playground.status).to_contain_text(re.compile(r"AssertionError \(engine/train\.py, line \d+\).*chapter 4"))
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    steps = playground.number("steps")
    show(page, "code")
    page.locator("#reset-code").click()
    expect(code.status).to_contain_text("These are the original files")
    show(page, "network")
    assert playground.number("steps") == steps
    page.locator("#train").click()
    playground.wait_for("steps", "n > 100")


class Unshuffled:
    """In place of Random, where a visitor has taken the shuffle out."""

    def __init__(self, seed):
        pass

    def shuffled(self, items):
        return list(items)


def test_a_training_without_its_shuffle_is_what_trains_and_what_was_not_checked_or_compared_is_said(workbench, monkeypatch):
    code, page, playground = workbench, workbench.page, workbench.playground
    code.change("train.py", ("Random(seed + epoch).shuffled(range(n))", "list(range(n))"))
    code.run()
    expect(code.results).to_contain_text(re.compile(r"\d+ checks pass; 2 could not be judged"))
    expect(code.results).to_contain_text("train.py: has been changed, and no check knows what it should do now")
    expect(code.results).to_contain_text("not compared: Value objects train, because train in train.py has been changed")
    show(page, "network")
    expect(playground.status).to_contain_text(BY_VALUES % "train")
    playground.set("batch", "5")
    for steps in range(1, 4):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(str(steps))
    recipe, points = RECIPES["karpathy"], moons(100, 0.1, 0)
    net = Net(bias=recipe.bias, seed=0)
    monkeypatch.setattr(train, "Random", Unshuffled)
    take(train.train(net, points, rate=schedule(recipe.rate, recipe.falls), alpha=recipe.alpha, batch_size=5), 3)
    loss, _ = evaluate(scorer(net)([p.data for p in net.parameters()], points), points)
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    page.locator("#compare").click()
    expect(page.locator("#comparison")).to_contain_text("nothing to compare: train in train.py has been changed")


def test_gradients_that_are_clipped_are_clipped_and_a_comment_changes_nothing(workbench, monkeypatch):
    code, page, playground = workbench, workbench.page, workbench.playground
    code.change("train.py", (UPDATE, "        p.data -= eta * p.grad  # downhill\n"))
    code.run()
    expect(code.results).to_contain_text(re.compile(r"All \d+ checks pass"))
    code.change("train.py", ("eta * p.grad  # downhill", "eta * max(-0.1, min(0.1, p.grad))"))
    code.run()
    show(page, "network")
    expect(playground.status).to_contain_text(BY_VALUES % "update")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    recipe, points = RECIPES["karpathy"], moons(100, 0.1, 0)
    net = Net(bias=recipe.bias, seed=0)

    def clipped(model, eta):
        for p in model.parameters():
            p.data -= eta * max(-0.1, min(0.1, p.grad))

    monkeypatch.setattr(train, "update", clipped)
    training = train.train(net, points, rate=schedule(recipe.rate, recipe.falls), alpha=recipe.alpha)
    take(training, 1)
    loss, _ = evaluate(scorer(net)([p.data for p in net.parameters()], points), points)
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    slow = SlowMotion(page)
    slow.to("Update: every parameter moves downhill")
    expect(page.locator("#slow-code .lit").last).to_contain_text("eta * max(-0.1, min(0.1, p.grad))")
    take(training, 1)
    largest = sorted(net.parameters(), key=lambda p: -abs(p.grad))
    assert slow.results() == [p.data for p in largest[:5]] and abs(largest[0].grad) > 0.1
    expect(page.locator("#slow-sums code").first).to_contain_text("what train.py as it is here makes of the grad")
    slow.next("Done: this was step 2")
    expect(page.locator("#slow-words")).to_contain_text("Its 337 parameters are, bit for bit, those shown here.")


def test_when_another_engine_takes_over_a_net_with_other_parameters_begins_anew_and_a_walk_stays_where_it_is(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    show(page, "network")
    for _ in range(2):  # the branch that is left lies behind the curves until another engine takes over
        page.locator("#reset").click()
        expect(page.locator("#steps")).to_have_text("0")
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#branch")).to_be_visible()
    show(page, "derivatives")
    expect(page.locator(FULL["derivatives"]).first).to_be_visible()
    page.locator("#walk-start").click()
    page.locator("#step-forward").click()
    title = page.locator("#walk-title").inner_text()
    show(page, "code")
    code.change("nn.py", ("[width(\"a hidden layer\", n)", "[width(\"a hidden layer\", n + 1)"))
    code.change("value.py", ("Numbers that remember", "Numbers that still remember"))
    code.run()
    show(page, "derivatives")
    expect(page.locator("#function-status")).to_contain_text("The result is")
    expect(page.locator("#walk-title")).to_have_text(title)
    show(page, "network")
    expect(page.locator("#steps")).to_have_text("0")
    expect(playground.status).to_contain_text("other parameters")
    expect(page.locator("#branch")).to_be_hidden()
    page.locator("#train").click()
    playground.wait_for("steps", "n > 100")


def test_files_that_end_the_engine_in_training_are_not_tried_again_by_themselves(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    deadly = "    model.age = getattr(model, 'age', 0) + 1\n    if model.age == 20: __import__('os')._exit(3)\n"
    code.change("train.py", (UPDATE, UPDATE + deadly))
    code.run()
    show(page, "network")
    playground.set("hidden", "4")
    page.locator("#train").click()
    expect(playground.status).to_contain_text("Training has stopped: it may be your files in chapter 4 that end the engine")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    expect(playground.status).to_contain_text("The engine is back, at")
    expect(playground.status).to_contain_text("Training has stopped")
    show(page, "code")
    page.locator("#reset-code").click()
    expect(code.status).to_contain_text("These are the original files")
    show(page, "network")
    page.locator("#train").click()
    playground.wait_for("steps", "n > 100")
