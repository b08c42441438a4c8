"""One step in slow motion, by real clicks and keys; its numbers against engine/ in CPython, its end against Step."""

import pytest
from playwright.sync_api import expect

from engine.data import moons
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import take, train
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
    return SlowMotion(ready.page)


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
    expect(page.locator("#slow-sums span").first).to_have_text("The weight from neuron 6 to neuron 4 of layer 2")
    assert slow.results()[-1] == grad
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
