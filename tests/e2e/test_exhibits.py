"""The exhibits of the chapter "derivatives": the wrong order, and what a gradient costs."""

import re

from playwright.sync_api import expect

from engine.data import moons
from engine.exhibits.cost import counted, counted_forward_mode
from engine.exhibits.wrong_order import layer_errors
from engine.losses import hinge
from engine.nn import Net


def test_the_wrong_order_parts_from_the_right_one_on_a_graph_and_on_the_net(derivatives):
    page, words = derivatives.page, derivatives.page.locator("#order-words")
    expect(words).to_contain_text("So far")
    derivatives.click("order-forward")
    expect(words).to_contain_text("So far")
    derivatives.click("order-forward")
    expect(words).to_contain_text("handed on v₁.grad when it was 1. It was still to become 7")
    derivatives.click("order-back")
    expect(words).to_contain_text("So far")
    derivatives.click("order-end")
    expect(words).to_contain_text("x.grad is 2 instead of 14")
    for side, grad in (("right", "14.0"), ("short", "2.0")):
        expect(page.locator("#order-%s .node" % side).first).to_have_attribute("data-grad", grad)
    page.select_option("#order-case", "tutorial")
    expect(words).to_contain_text("So far")
    derivatives.click("order-end")
    expect(words).to_contain_text("Both are right: x.grad = 89")
    derivatives.click("order-other")
    *_, errors = layer_errors(Net(seed=1), moons(100, 0.1, 0), hinge)
    for i, error in enumerate(errors):
        expect(page.locator("#order-error-%d" % i)).to_have_text("%.4f" % error)


def test_the_cost_of_back_propagation_is_a_flat_multiple_and_that_of_differences_grows(derivatives):
    page, rows = derivatives.page, derivatives.page.locator("#cost-rows tr")
    derivatives.click("cost-run")
    expect(rows.nth(2).locator("td").first).to_have_text("28")
    derivatives.click("cost-run")
    expect(page.locator("#cost-status")).to_have_text("Stopped.")
    for row, width in ((0, 1), (1, 2), (2, 4)):
        net = Net(hidden=(width, width))
        loss = hinge(net((0.5, -0.25)), 1)
        forward, backward = counted(loss)
        ahead = counted_forward_mode(loss, net.parameters())
        n = len(net.parameters())
        cells = [text.replace(",", "") for text in rows.nth(row).locator("td").all_inner_texts()]
        assert cells[:5] == [str(n), str(forward), str(backward), str(ahead), str(2 * n * forward)]
        assert len(cells) == 8 and all(re.search("[0-9] (µs|ms|s)$", text) for text in cells[5:])


def test_forward_mode_has_a_pass_for_each_input_and_ends_with_the_grads_of_back_propagation(derivatives):
    page, rows = derivatives.page, derivatives.page.locator("#forward-mode-table tr")
    derivatives.type("def f(x=5.0, y=1.0):\n    return (x + y) + x**3")
    expect(rows.nth(-2)).to_contain_text("v₃ = v₁ + v₂")
    assert rows.nth(-2).locator("td").all_inner_texts() == ["131", "76", "1"]
    assert rows.nth(-1).locator("td").all_inner_texts() == ["", "76", "1"]
    expect(page.locator("#forward-mode-count")).to_contain_text("2 inputs: 2 passes of forward mode, 18 operations")
    page.locator("[data-variable=x]").focus()
    page.keyboard.press("Home")  # as far to the left as it goes: x = -10
    expect(rows.nth(-2).locator("td")).to_have_text(["−1009", "301", "1"])
    expect(rows.nth(-1).locator("td")).to_have_text(["", "301", "1"])
