"""The tutorial, whole: each of its claims, listings and figures has its place on the page, and its numbers are there."""

import pytest
from playwright.sync_api import expect

CLAIMS = {  # by chapter: what the tutorial says -> the place where it can be tried, and words that stand there
    "derivatives": (
        ("partial derivatives of a Python function, found automatically", "walk-bench", "Function"),
        ("numerically, by a small h, with about n evaluations for n variables", "partial-derivatives", "evaluations"),
        ("back-propagation: all of them at constant overhead", "cost-title", "costs"),
        ("the situation of the chain rule as a figure: x, u, v, w", "chain-figure", ""),
        ("the proof with a small delta", "chain-proof", "δ"),
        ("more intermediate values than two", "chain-general", ""),
        ("the recursion, from dw to du", "chain-recursion", ""),
        ("what a Value holds: data, grad, _prev, _backward", "value-holds", "_backward"),
        ("__init__, __add__, __mul__ as the tutorial writes them", "walk-code", ""),
        ("backward in reverse topological order; the short listing", "order", "short listing"),
        ("forward mode is less efficient", "forward-mode", "pass"),
    ),
    "line": (
        ("empirical loss, a sum of terms for the examples", "empirical-loss", "mean loss"),
        ("stochastic gradient descent, the algorithm", "sgd-algorithm", "in random order"),
        ("random points about a line", "line-new", "New points"),
        ("class Linear", "linear-class", "Linear"),
        ("the training loop of the line", "line-listing", "loss.backward()"),
        ("it works very well: the line after training", "line-plane", ""),
    ),
    "network": (
        ("the points of the demo", "read-task", "+1"),
        ("a neuron: weights, inputs, ReLU", "read-neuron", "weight"),
        ("relu is max(0, x)", "read-relu", "max"),
        ("two hidden layers of 16, one output without ReLU", "read-layers", "without ReLU"),
        ("the sign of the score is the prediction", "read-score", "sign"),
        ("hinge loss, and a margin of at least 1", "read-hinge", "at least 1"),
        ("all points, batches, or one at a time", "read-batch", "full batch"),
        ("the training code of the net", "read-loop", "graph for the loss"),
        ("p.data -= eta * p.grad", "read-update", "learning rate"),
        ("a decent approximation", "read-rays", "about 87%"),
        ("rate and regularisation: 100% accuracy", "read-karpathy", "100%"),
    ),
    "code": (
        ("no libraries: the code itself", "code-files", "value.py"),
        ("linear against quadratic, in practice and in theory", "linear-quadratic", "linear against quadratic"),
        ("the tutorial and micrograd themselves", "after-scalars", "micrograd"),
    ),
}


@pytest.mark.parametrize("chapter", CLAIMS)
def test_every_claim_has_its_place(ready, chapter):
    page = ready.page
    page.locator("nav a[data-chapter=%s]" % chapter).click()
    expect(page.locator("#" + chapter)).not_to_have_attribute("inert", "")
    for claim, anchor, words in CLAIMS[chapter]:
        place = page.locator("#%s #%s" % (chapter, anchor))
        expect(place, claim).to_have_count(1)
        expect(place, claim).to_contain_text(words)


def test_first_0_then_89_and_76_and_1_for_two_variables(derivatives):
    page = derivatives.page
    derivatives_of = lambda name: page.locator("output[data-derivative=%s]" % name)  # noqa: E731
    expect(derivatives_of("x")).to_have_text("0")
    derivatives.click("backward")
    expect(derivatives_of("x")).to_have_text("89")
    page.select_option("#examples", "partial")
    expect(derivatives_of("y")).to_have_text("0")
    derivatives.click("backward")
    expect(derivatives_of("x")).to_have_text("76")
    expect(derivatives_of("y")).to_have_text("1")


def test_eta_and_epochs_are_the_tutorials_and_its_recipe_stops_where_karpathys_does_not(ready):
    page = ready.page
    page.locator("nav a[data-chapter=line]").click()
    expect(page.locator("#line-eta")).to_have_value("0.03")
    expect(page.locator("#line-epochs")).to_have_value("20")
    page.locator("nav a[data-chapter=network]").click()
    page.locator("#how-it-works").click()
    for recipe, weights, steps, least, most in (("tutorial", "304", 1000, 82, 92), ("karpathy", "337", 100, 100, 100)):
        page.select_option("#recipe", recipe)
        ready.set("stop-steps", str(steps))
        ready.train()
        expect(page.locator("#steps")).to_have_text(str(steps))
        assert least <= ready.number("accuracy") <= most
        expect(page.locator("#read-layers")).to_contain_text(weights)
