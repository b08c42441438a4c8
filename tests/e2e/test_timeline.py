"""The timeline: any step again, bit for bit, by real drags and keys; branches, and back; what is compared."""

import pytest
from playwright.sync_api import expect

from engine.compiler.machine import Machine
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import schedule
from engine.train import take, train
from tests.e2e.playground import Playground
from tests.e2e.shared import expect_only, listen
from tests.e2e.test_protocol import open_changed
from tests.e2e.test_training import in_cpython

PROBE = """
from ui.page.browser import listen, window

page = Page()
written = window.Function.new("numbers", "return Array.from(numbers).join()")

def tell(event):
    parameters = page.trainer.parameters
    goal = page.trainer.goal is None
    document.documentElement.setAttribute("data-parameters", written(parameters) if parameters and goal else "")

listen(document, "parameters", tell)
"""


def parameters(page):
    """The net's parameters as the page has them, to the bit."""
    page.evaluate("document.dispatchEvent(new Event('parameters'))")
    return [float(number) for number in page.locator("html").get_attribute("data-parameters").split(",")]


def trained(net, points, start, steps, rate=1.0, batch=None):
    """The parameters of the default recipe after so many steps more in CPython, of thousands by the compiled module."""
    machine = Machine(net, hinge, WasmtimeHost)
    training = machine.train(points, schedule(rate, True), 1e-4, batch, start=start)
    done, many = start, None
    while done < start + steps:
        done = training.send(many).number
        many = start + steps - done
    machine.store()
    return list(machine.parameters())


@pytest.fixture(scope="module")
def probed(browser, browser_context_args, url):
    """The playground of one page for all tests here, of which the parameters can be read."""
    errors = []
    context = browser.new_context(**browser_context_args)
    page = listen(context.new_page(), errors)
    open_changed(page, url, PROBE)
    playground = Playground(page)
    playground.wait_until_ready()
    yield playground
    context.close()
    expect_only(errors, [])


def begun(playground, link="#network?dataset=moons"):
    """The page of the playground, at the state of a link."""
    playground.open(link)
    playground.wait_for("steps", "n === 0")
    playground.wait_for("loss", "n > 0.9")
    return playground.page


def drag_to(page, share):
    """Drag the slider's thumb to a share of its length; returns the step that it shows then."""
    slider = page.locator("#timeline")
    page.evaluate("scrollTo(0, 0)")  # where nothing below moves it while training goes on
    box = slider.bounding_box()
    first, last, at = (float(slider.get_attribute("min")), float(slider.get_attribute("max")), float(slider.input_value()))
    middle = box["y"] + box["height"] / 2
    thumb = min(1.0, (at - first) / (last - first))  # training may have gone on between two of these numbers
    page.mouse.move(box["x"] + 8 + (box["width"] - 16) * thumb, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 + (box["width"] - 16) * share, middle, steps=6)
    page.mouse.up()
    step = slider.input_value()
    expect(page.locator("#steps")).to_have_text(step)
    return int(step)


@pytest.mark.parametrize("batch", [None, 32])
def test_a_step_that_was_dragged_back_to_is_that_of_a_run_from_the_start_to_the_bit(probed, batch):
    playground, page = probed, begun(probed, "#network?batch=%s" % (batch or "all"))
    playground.train()
    playground.wait_for("steps", "n > 700")
    playground.train()
    expect(playground.status).to_contain_text("Paused after")
    edited = int(playground.number("steps"))
    playground.click(2.2, -1.3)
    playground.wait_for_points(101)
    playground.set("rate", "0.5")
    playground.train()
    playground.wait_for("steps", "n > %d" % (edited + 1000))
    last = drag_to(page, 0.95)
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    for share in (0.9, 0.2):
        step = drag_to(page, share)
        net, points = Net(bias=True, seed=0), moons(100, 0.1, 0)
        numbers = trained(net, points, 0, min(step, edited), batch=batch)
        if step > edited:
            numbers = trained(net, points + [(2.2, -1.3, 1)], edited, step - edited, 0.5, batch)
        assert parameters(page) == numbers
        playground.wait_for_points(101 if step >= edited else 100)
        expect(page.locator("#rate")).to_have_value("0.5" if step >= edited else "1")
    page.locator("#timeline").press("ArrowLeft")
    expect(page.locator("#steps")).to_have_text(str(step - 1))
    page.locator("#timeline").press("End")
    playground.wait_for("steps", "n >= %d" % last)
    playground.wait_for_points(101)


def test_training_on_from_an_earlier_step_is_a_branch_and_one_press_goes_back(probed):
    playground, page = probed, begun(probed)
    playground.train()
    playground.wait_for("steps", "n > 300")
    playground.train()
    expect(playground.status).to_contain_text("Paused after")
    last, before = playground.number("steps"), parameters(page)
    step = drag_to(page, 0.25)
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text(str(step + 1))
    assert page.locator("#timeline").get_attribute("max") == str(step + 1)
    page.locator("#branch").click()
    expect(page.locator("#steps")).to_have_text("%d" % last)
    assert parameters(page) == before
    page.locator("#branch").click()
    expect(page.locator("#steps")).to_have_text(str(step + 1))
    assert parameters(page) == trained(Net(bias=True, seed=0), moons(100, 0.1, 0), 0, step + 1)
    page.locator("#timeline").fill("3")
    expect(page.locator("#steps")).to_have_text("3")
    net = Net(bias=True, seed=0)
    take(train(net, moons(100, 0.1, 0), rate=schedule(1.0, True), alpha=1e-4), 3)
    assert parameters(page) == [p.data for p in net.parameters()]


def test_a_mark_says_what_was_changed_and_leads_there(probed):
    playground, page = probed, begun(probed)
    for number in ("1", "2", "3"):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(number)
    playground.set("rate", "0.25")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("4")
    mark = page.locator("#timeline-marks button")
    expect(mark).to_have_accessible_name("Step 3: learning rate 0.25")
    mark.press("Enter")
    expect(page.locator("#steps")).to_have_text("3")
    expect(page.locator("#timeline")).to_have_value("3")


@pytest.mark.usefixtures("no_engine")
def test_nothing_of_it_is_there_before_the_first_step(playground):
    for name in ("timeline", "branch", "compare-branches", "other-branch"):
        expect(playground.page.locator("#" + name)).to_be_hidden()


def test_two_branches_lie_side_by_side_at_the_same_step(ready):
    page = ready.page
    ready.set("stop-steps", "40")
    ready.train()
    expect(ready.status).to_contain_text("Paused at step 40")
    page.locator("#reset").click()
    ready.set("rate", "0.2")
    ready.train()
    expect(page.locator("#steps")).to_have_text("40")
    page.locator("#compare-branches").click()
    expect(page.locator("#other-steps")).to_have_text("40")
    expect(page.locator("#other-accuracy")).to_have_text("100%")
    expect(page.locator("#other-words")).to_have_text("There: learning rate 1.")
    page.locator("#timeline").fill("3")
    expect(page.locator("#other-steps")).to_have_text("3")
    loss, _ = in_cpython(3)
    expect(page.locator("#other-loss")).to_have_text("%.4f" % loss)
    page.locator("#compare-branches").click()
    expect(page.locator("#other-branch")).to_be_hidden()
    page.locator("#branch").click()
    expect(page.locator("#steps")).to_have_text("40")
    expect(page.locator("#rate")).to_have_value("1")
