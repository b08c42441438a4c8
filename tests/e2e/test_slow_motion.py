"""One step in slow motion, by real clicks and keys; its numbers against engine/ in CPython, its end against Step."""

import pytest
from playwright.sync_api import expect

from engine.check import central_difference
from engine.data import moons
from engine.losses import LOSSES, l2
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import take, train
from engine.value import Value
from ui.work.network.net_pictures import wiring


def engines(steps, loss="hinge", batch=None, hidden=(16, 16)):
    """Karpathy's recipe on the page's points: the net before the last of so many steps, and after it, in CPython."""
    recipe, points, nets = RECIPES["karpathy"], moons(100, 0.1, 0), []
    for done in (steps - 1, steps):
        net = Net(hidden=hidden, bias=recipe.bias, seed=0)
        rate = schedule(recipe.rate, recipe.falls)
        take(train(net, points, LOSSES[loss], rate, recipe.alpha, batch, 0), done)
        nets.append(net)
    return nets


class SlowMotion:
    def __init__(self, page):
        self.page = page
        self.title = page.locator("#slow-title")
        page.locator("#slow-motion").click()
        expect(self.title).to_have_text("Before all: gradients are forgotten")

    def put_back(self):
        """Leave the page as others expect it."""
        self.page.locator("#forget-zero-grad").uncheck()
        self.page.evaluate("document.getElementById('net-check').open = false")
        self.page.locator("#curves").click()

    def next(self, title):
        self.page.locator("#slow-next").click()
        expect(self.title).to_have_text(title)

    def to(self, title):
        """Press Next until a moment is there."""
        for _ in range(40):
            before = self.title.inner_text()
            if before == title:
                return
            self.page.locator("#slow-next").click()
            expect(self.title).not_to_have_text(before)
        raise AssertionError("there is no moment %r" % title)

    def results(self):
        """The results on the sheet, exactly."""
        return [float(b.get_attribute("title")) for b in self.page.locator("#slow-sums b[title]").all()]


@pytest.fixture
def slow(ready):
    slow = SlowMotion(ready.page)
    yield slow
    slow.put_back()


def test_the_acts_have_the_engine_s_numbers_and_the_end_is_the_page_s_step(slow):
    page = slow.page
    before, after = engines(1)
    x1, x2, y = moons(100, 0.1, 0)[0]
    slow.next("Forward: 1 of 100")
    score = before((x1, x2))
    loss = LOSSES["hinge"](score, y)
    assert slow.results() == [score.data, y * score.data, loss.data, (loss / 100).data]
    expect(page.locator("#slow-acts [aria-current]")).to_have_text("Forward")
    expect(page.locator("#slow-code .lit").first).to_contain_text("score, y = model(point[:-1]), point[-1]")
    moments = [slow.title.inner_text()]
    while moments[-1] != "Update: every parameter moves downhill":
        page.locator("#slow-next").click()
        expect(slow.title).not_to_have_text(moments[-1])
        moments.append(slow.title.inner_text())
    assert len(moments) == 18 and page.locator("#steps").inner_text() == "0"
    for moment in reversed(moments[:-1]):
        page.keyboard.press("Tab")  # keys reach it, too
        page.locator("#slow-back").press("Enter")
        expect(slow.title).to_have_text(moment)
    slow.to("Backward: to the neurons of layer 1")
    assert page.locator("[data-neuron][class~=lit]").count() == 16
    slow.to("Update: every parameter moves downhill")
    expect(page.locator("#slow-code .lit").last).to_contain_text("p.data -= eta * p.grad")
    largest = sorted(zip(before.parameters(), after.parameters()), key=lambda pair: -abs(pair[1].grad))
    assert slow.results() == [new.data for _, new in largest[:5]]
    slow.next("Done: this was step 1")
    expect(page.locator("#slow-words")).to_contain_text("Its 337 parameters are, bit for bit, those shown here.")
    expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#slow-next")).to_be_disabled()
    page.locator("#slow-again").click()
    expect(page.locator("#slow-words")).to_contain_text("Step 2 is to come")
    expect(page.locator("#steps")).to_have_text("1")


def test_a_weight_of_the_visitor_s_choice_is_followed_and_leaving_changes_nothing(slow):
    page = slow.page
    page.locator("[data-edge='2,3,5']").dispatch_event("click")
    slow.to("Add up: 31 to 100 of 100")
    _, after = engines(1)
    grad = after.parameters()[wiring(after)[1][3][5]].grad
    slow.next("Add up: L2’s share")
    expect(page.locator("#slow-sums span").first).to_have_text("The weight from neuron 6 of layer 1 to neuron 4 of layer 2")
    assert slow.results()[-1] == grad
    page.locator("[data-edge='3,0,2']").dispatch_event("click")
    expect(page.locator("#slow-sums span").first).to_have_text("The weight from neuron 3 of layer 2 to the score")
    page.locator("#curves").click()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("#slow-motion").click()
    expect(page.locator("#slow-words")).to_contain_text("Step 2 is to come")


def test_a_batch_of_a_net_of_another_shape_and_loss_by_value_objects(ready):
    page = ready.page
    ready.set("hidden", "3, 4, 2")
    ready.set("batch", "7")
    page.select_option("#loss-function", "squared")
    page.select_option("#backend", "python")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    slow = SlowMotion(page)
    expect(page.locator("#slow-words")).to_contain_text("Step 2 is to come: 7 of 100 points")
    slow.to("Update: every parameter moves downhill")
    _, after = engines(2, "squared", 7, (3, 4, 2))
    largest = sorted(after.parameters(), key=lambda p: -abs(p.grad))
    assert slow.results() == [p.data for p in largest[:5]]
    slow.next("Done: this was step 2")
    expect(page.locator("#slow-words")).to_contain_text("bit for bit")
    slow.put_back()


def test_the_graph_opens_down_to_the_single_multiplication_and_is_walked_with_the_engine_s_numbers(slow):
    page = slow.page
    page.locator("[data-neuron='2,1']").click()
    page.locator("#open-graph").click()
    parts = page.locator("#net-graph [data-part]")
    expect(parts).to_have_count(24)
    expect(page.locator("#net-walk-title")).to_contain_text("p₁ = w₂.₂.₁ * n₁.₁")
    page.locator("#graph-unfold").click()
    expect(parts).to_have_count(26)
    net, (x1, x2, y) = engines(1)[0], moons(100, 0.1, 0)[0]
    inner = [neuron([x1, x2]) for neuron in net.layers[0].neurons]
    weight = net.layers[1].neurons[1].weights[0]
    loss = LOSSES["hinge"](net((x1, x2)), y)
    net.zero_grad()
    loss.backward()
    node = page.locator("#net-graph [data-op='*']")
    expect(node).to_have_attribute("data-value", repr(weight.data * inner[0].data))
    expect(page.locator("#net-walk-arithmetic")).to_contain_text("out.data = a.data * b.data = ")
    expect(page.locator("#net-graph [data-name='loss']")).to_have_attribute("data-value", repr(loss.data))
    page.locator("#net-backward").click()
    expect(page.locator("#net-graph [data-name='w₂.₂.₁']")).to_have_attribute("data-grad", repr(float(weight.grad)))
    node.press("Enter")
    expect(page.locator("#net-walk-arithmetic")).to_contain_text("a.grad += b.data * out.grad")
    page.locator("#graph-fold").click()
    expect(parts).to_have_count(24)
    page.locator("#graph-close").click()
    expect(page.locator("#point-graph")).to_be_hidden()


def test_a_gradient_is_checked_by_a_small_difference(slow):
    page = slow.page
    page.locator("[data-edge='1,4,1']").dispatch_event("click")
    page.locator("#net-check summary").click()
    net, points, alpha = engines(1)[0], moons(100, 0.1, 0), RECIPES["karpathy"].alpha
    weight = net.layers[0].neurons[4].weights[1]

    def mean_loss():
        scores = [LOSSES["hinge"](net(point[:-1]), point[-1]) / 100 for point in points]
        return Value(sum(scores[1:], scores[0]).data + l2(net.parameters(), alpha).data)

    quotient = page.locator("#check-quotient")
    for exponent in (-5, -2):
        page.locator("#check-h").fill(str(exponent))
        expect(page.locator("#check-h-value")).to_have_text("1e-5" if exponent == -5 else "0.01")
        right = central_difference(mean_loss, weight, 10.0**exponent)
        expect(quotient).to_have_text("%.12g" % right)
        expect(quotient).to_have_attribute("title", repr(right))
    expect(page.locator("#check-name")).to_have_text("The weight from x₂ to neuron 5 of layer 1")
    grad = engines(1)[1].layers[0].neurons[4].weights[1].grad
    assert float(page.locator("#check-exact").get_attribute("title")) == grad
    expect(page.locator("#check-words")).to_contain_text("of the 3300 ReLUs")


def test_without_zero_grad_gradients_pile_up_and_with_it_again_they_do_not(slow):
    page, recipe, points = slow.page, RECIPES["karpathy"], moons(100, 0.1, 0)
    forget = page.locator("#forget-zero-grad")
    forget.check()
    expect(page.locator("#slow-words")).to_contain_text("nothing has piled up yet")
    slow.to("Update: every parameter moves downhill")
    slow.next("Done: this was step 1")
    expect(page.locator("#slow-words")).to_contain_text("bit for bit")
    page.locator("#slow-again").click()
    expect(page.locator("#slow-words")).to_contain_text("the grads still hold a gradient of norm")
    slow.to("Update: every parameter moves downhill")
    expect(page.locator("#slow-words")).to_contain_text("Dotted: with this step’s own gradient.")
    net, rate = engines(1)[1], schedule(recipe.rate, recipe.falls)
    net.zero_grad = lambda: None
    take(train(net, points, LOSSES["hinge"], rate, recipe.alpha, start=1), 1)
    largest = sorted(net.parameters(), key=lambda p: -abs(p.grad))
    assert slow.results() == [p.data for p in largest[:5]]
    slow.next("Done, by all that had piled up")
    expect(page.locator("#slow-words")).to_contain_text("a change by hand")
    expect(page.locator("#steps")).to_have_text("1")
    forget.uncheck()
    expect(page.locator("#slow-words")).to_contain_text("zero_grad sets the grad of all 337 parameters to 0. Step 2")
    slow.to("Update: every parameter moves downhill")
    del net.zero_grad
    take(train(net, points, LOSSES["hinge"], rate, recipe.alpha, start=1), 1)
    largest = sorted(net.parameters(), key=lambda p: -abs(p.grad))
    assert slow.results() == [p.data for p in largest[:5]]


def test_it_plays_and_pauses_looks_at_any_point_and_only_steps_where_motion_is_reduced(slow):
    page = slow.page
    play = page.locator("#slow-play")
    page.evaluate("""() => {
        window.playing = [];
        const title = document.getElementById("slow-title"), back = document.getElementById("slow-back");
        new MutationObserver((changes, observer) => {
            if (title.textContent !== "Forward: 3 of 100") return;
            observer.disconnect();
            playing.push(document.getElementById("slow-play").ariaPressed);
            back.click(); // before it plays on
        }).observe(title, {childList: true});
    }""")
    play.click()
    page.wait_for_function("playing[0] === 'true'")
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(slow.title).to_have_text("Forward: 2 of 100")
    slow.to("Backward: from the loss of point 1 to its score")
    page.locator("#slow-point").press("ArrowRight")
    expect(slow.title).to_have_text("Backward: from the loss of point 2 to its score")
    bars = page.locator("#slow-bars")
    width = bars.bounding_box()["width"]
    bars.click(position={"x": 0.995 * width, "y": 10})
    expect(slow.title).to_have_text("Backward: from the loss of point 100 to its score")
    x1, x2, y = moons(100, 0.1, 0)[99]
    net = engines(1)[0]
    score = net((x1, x2))
    (LOSSES["hinge"](score, y) / 100).backward()
    assert slow.results() == [score.grad]
    page.emulate_media(reduced_motion="reduce")
    expect(play).to_be_hidden()
    expect(page.locator("#slow-next")).to_be_visible()
    page.emulate_media(reduced_motion="null")
