"""The curves and the loss by the margin: their numbers are those of the engine in CPython, to the last digit."""

from math import hypot

from playwright.sync_api import expect

from engine.data import moons
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import evaluate, take, train

STEPS = 4
RECIPE, POINTS, FRESH = RECIPES["karpathy"], moons(100, 0.1, 0), moons(100, 0.1, 10_000)


def measured():
    """(loss, accuracy, test loss, test accuracy, length of the gradient) after each of the first steps."""
    net, rows = Net(bias=RECIPE.bias, seed=0), []
    training = train(net, POINTS, rate=schedule(RECIPE.rate, RECIPE.falls), alpha=RECIPE.alpha)
    for step in range(STEPS + 1):
        if step:
            take(training, 1)
        found = [evaluate([net(point[:-1]).data for point in points], points) for points in (POINTS, FRESH)]
        rows.append((*found[0], *found[1], hypot(*[p.grad for p in net.parameters()])))
    return rows


def shown(page):
    """The numbers above the curves; None for a dash."""
    names = ("loss", "accuracy", "test-loss", "test-accuracy", "gradient")
    texts = [page.locator("#curve-" + name).inner_text() for name in names]
    return [None if text == "–" else float(text.rstrip("%")) / (100 if "%" in text else 1) for text in texts]


def step_by_step(ready, count=STEPS):
    for number in range(1, count + 1):
        ready.page.locator("#step").click()
        expect(ready.page.locator("#steps")).to_have_text(str(number))
        expect(ready.page.locator("#curve-step")).to_have_text("Step %d" % number)


def same(numbers, expected):
    accuracies = (1, 3)
    for i, (number, wanted) in enumerate(zip(numbers, expected)):
        assert round(number, 4) == round(wanted, 4) if i in accuracies else number == wanted


def test_pointing_at_a_curve_shows_the_engine_s_numbers_of_that_step_exactly(ready):
    page, rows = ready.page, measured()
    # the axis is as long as the branch that was left, too: one of before is let go of for one of a single step
    step_by_step(ready, 1)
    page.locator("#reset").click()
    expect(page.locator("#steps")).to_have_text("0")
    step_by_step(ready)
    same(shown(page), rows[-1])
    # steps run by asinh from 0 to 10, which the axis shows at least
    fraction = page.evaluate("Math.asinh(2) / Math.asinh(10)")
    for name in ("curve", "accuracy-curve", "gradient-curve"):
        page.locator("#" + name).scroll_into_view_if_needed()
        box = page.locator("#%s .u-over" % name).bounding_box()
        page.mouse.move(box["x"] + fraction * box["width"], box["y"] + box["height"] / 2)
        expect(page.locator("#curve-step")).to_have_text("Step 2")
        same(shown(page), rows[2])
    page.mouse.move(5, 5)
    expect(page.locator("#curve-step")).to_have_text("Step %d" % STEPS)
    page.locator("#log-steps").uncheck()
    page.locator("#curve").scroll_into_view_if_needed()
    box = page.locator("#curve .u-over").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 20)
    expect(page.locator("#curve-step")).to_have_text("Step 3")
    page.locator("#log-loss").check()
    expect(page.locator("#curve canvas")).to_be_visible()
    slider = page.locator("#curve-step")
    slider.press("Home")
    expect(slider).to_have_text("Step 0")
    assert shown(page)[0] == rows[0][0] and shown(page)[4] is None
    slider.press("ArrowRight")
    expect(slider).to_have_text("Step 1")
    expect(page.locator("#curve-said")).to_contain_text("Step 1: loss %.4g" % rows[1][0])
    slider.press("Escape")
    expect(slider).to_have_text("Step %d" % STEPS)
    page.locator("#log-steps").check()
    page.locator("#log-loss").uncheck()


def test_the_page_s_step_is_marked_on_curves_that_come_late(page, url, watched):
    held, library = [], "**/uPlot.iife.min.js"
    watched(page)
    page.route(library, lambda route: held.append(route))
    page.goto(url + "#network?step=%d" % STEPS)
    expect(page.locator("#steps")).to_have_text(str(STEPS))
    expect(page.locator("#curve-step")).to_have_text("Step %d" % STEPS)
    page.locator("#timeline").press("ArrowLeft")
    expect(page.locator("#steps")).to_have_text(str(STEPS - 1))
    for route in held:
        route.continue_()
    page.unroute(library)
    expect(page.locator(".at-step.now:not([hidden])")).to_have_count(3)


def test_points_of_one_s_own_have_no_test_and_every_point_is_on_the_loss_at_its_margin(ready):
    page = ready.page
    expect(page.locator("#test-words")).to_contain_text("seed 10000")
    expect(page.locator("#curve-test-loss")).not_to_have_text("–")
    ready.clear()
    expect(page.locator("#test-words")).to_contain_text("no test")
    ready.click(0.5, 0.5)
    ready.choose(-1)
    ready.click(-0.5, 1.0)
    step_by_step(ready, 1)
    assert shown(page)[2:4] == [None, None]
    expect(page.locator("#margins-words")).to_contain_text("of 2 points")
    margins = page.locator("#margins")
    margins.scroll_into_view_if_needed()
    box, found = margins.bounding_box(), {}
    for x in range(34, int(box["width"]) - 10, 6):
        for y in range(8, 150, 12):
            page.mouse.move(box["x"] + x, box["y"] + y)
            if page.locator("#margins-margin").inner_text() != "–":
                margin, loss = (float(page.locator("#margins-" + name).inner_text()) for name in ("margin", "loss"))
                found[margin] = loss
    assert len(found) == 2
    for margin, loss in found.items():
        assert loss == max(0.0, 1.0 - margin)
