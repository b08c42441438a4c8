"""The loss landscape: its losses are the engine's in CPython, bit for bit, and a click takes the weights of a place."""

from array import array

import pytest
from playwright.sync_api import expect

from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import evaluate, gradient, take, train
from ui.work.network.directions import as_long, by_neuron, gaussians, neurons, place_at

RECIPE, POINTS, STEPS = RECIPES["karpathy"], moons(100, 0.1, 0), 3


@pytest.fixture(scope="module")
def net():
    """The page's default net after a few steps."""
    made = Net(bias=RECIPE.bias, seed=0)
    take(train(made, POINTS, rate=schedule(RECIPE.rate, RECIPE.falls), alpha=RECIPE.alpha), STEPS)
    return made


def put(net, numbers):
    for p, number in zip(net.parameters(), numbers):
        p.data = number


def loss_at(net, numbers):
    """The mean loss of the net with these parameters."""
    own = [p.data for p in net.parameters()]
    put(net, numbers)
    loss, _ = evaluate([net(point[:-1]).data for point in POINTS], POINTS, hinge)
    put(net, own)
    return loss


def opened(ready):
    """The landscape after a few steps, at its finest."""
    page = ready.page
    for number in range(1, STEPS + 1):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(str(number))
    page.locator("#landscape").click()
    page.locator("#landscape-kind").select_option("random")
    finest(page)
    return page


def finest(page):
    expect(page.locator("#landscape-plane")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#landscape-plane")).to_have_attribute("data-side", "65")


def pointed(page, across, down):
    """(a, b, loss) of the place that is shown when the mouse is there, as shares of the canvas."""
    page.locator("#landscape-plane").scroll_into_view_if_needed()
    box = page.locator("#landscape-plane").bounding_box()
    page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    output = page.locator("#landscape-loss")
    expect(output).not_to_have_text("–")
    return *(float(output.get_attribute("data-" + name)) for name in "ab"), float(output.inner_text())


def test_the_loss_at_the_pointer_is_the_engine_s_at_that_place_and_a_click_takes_its_weights(ready, net):
    page = opened(ready)
    here = array("d", [p.data for p in net.parameters()])
    raw = gaussians(len(here), 0)
    u, v = [by_neuron(direction, here, neurons(net)) for direction in raw]
    assert float(page.locator("#landscape-here").inner_text()) == loss_at(net, here)
    for across, down in ((0.1, 0.3), (0.5, 0.5), (0.77, 0.9)):
        a, b, loss = pointed(page, across, down)
        assert abs(a - (2 * across - 1)) < 0.02 and abs(b - (1 - 2 * down)) < 0.02
        assert loss == loss_at(net, place_at(here, u, v, a, b))
    page.locator("#landscape-kind").select_option("gradient")
    page.wait_for_function("document.getElementById('landscape-words').textContent.includes('gradient')")
    finest(page)
    for _ in gradient(net, POINTS, hinge, RECIPE.alpha):
        pass
    u = as_long(array("d", [p.grad for p in net.parameters()]), here)
    a, b, loss = pointed(page, 0.3, 0.6)
    assert loss == loss_at(net, place_at(here, u, v, a, b))
    expect(page.locator("#landscape-undo")).to_be_disabled()
    before = page.locator("#loss").inner_text()
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    expect(page.locator("#landscape-here")).to_have_text(str(loss))
    expect(page.locator("#status")).to_contain_text("The weights are now those")
    page.locator("#landscape-undo").click()
    expect(page.locator("#loss")).to_have_text(before)


def test_keys_move_a_cross_and_take_weights_and_what_it_says_is_heard(ready, net):
    page = opened(ready)
    plane = page.locator("#landscape-plane")
    plane.scroll_into_view_if_needed()
    page.mouse.move(1, 1)
    plane.focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    output = page.locator("#landscape-loss")
    assert [float(output.get_attribute("data-" + name)) for name in "ab"] == [0.75, 0.03125]
    loss = float(output.inner_text())
    expect(page.locator("#landscape-said")).to_contain_text("the loss is %.4g." % loss)
    coarser = page.evaluate("""() => new Promise(done => {
        const plane = document.getElementById("landscape-plane"), places = [];
        const shown = () => ["landscape-loss", "landscape-at"].map(name => document.getElementById(name).textContent);
        new MutationObserver((changes, observer) => {
            places.push([plane.dataset.side, ...shown()]);
            if (plane.dataset.side === "65") observer.disconnect(done(places));
        }).observe(document.getElementById("landscape-here"), {childList: true});
        document.getElementById("landscape-other").click();
    })""")
    assert [side for side, _, _ in coarser] == ["17", "33", "65"]
    assert {at for _, _, at in coarser} <= {"(0.75, 0)", "(0.75, 0.0625)", "(0.75, 0.03125)"}, coarser
    page.locator("#landscape-seed").evaluate("seed => { seed.value = '0'; seed.dispatchEvent(new Event('input')) }")  # not blurring
    finest(page)
    expect(output).to_have_text(str(loss))
    plane.press("Enter")
    expect(page.locator("#landscape-here")).to_have_text(str(loss))
    page.locator("#reset").click()
    expect(page.locator("#landscape-here")).to_have_text(str(loss_at(net, [p.data for p in Net(bias=True).parameters()])))
    page.locator("#landscape-seed").fill("10000")
    hint = page.locator("#landscape-seed-hint")
    expect(hint).to_be_visible()
    expect(hint).to_have_text("Must be 0 to 9999; still 0")
    page.locator("#landscape-seed").fill("0")
    expect(hint).to_be_hidden()


def test_it_moves_while_training_goes_on_and_follows_its_path(ready):
    page = opened(ready)
    expect(page.locator("#landscape-words")).to_contain_text("only projected")
    first = page.locator("#landscape-here").inner_text()
    ready.train()
    page.wait_for_function("first => document.getElementById('landscape-here').textContent !== first", arg=first)
    ready.wait_for("steps", "n >= 30")
    ready.train()
    finest(page)
    page.locator("#landscape-kind").select_option("path")
    expect(page.locator("#landscape-words")).to_contain_text("% of the path")
    finest(page)
    page.wait_for_function("parseFloat(document.getElementById('landscape-here').textContent).toFixed(4) === document.getElementById('loss').textContent")
    page.locator("#landscape-extent").select_option("0.3")
    page.wait_for_function("Math.abs(parseFloat(document.getElementById('landscape-plane').dataset.right) - 0.3) < 1e-12")
    ready.clear()
    expect(page.locator("#landscape-words")).to_contain_text("Without points")
