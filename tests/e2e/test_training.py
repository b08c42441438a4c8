"""Training as a visitor sees it: the boundary moves, the numbers are the engine's, and pause means pause."""

import pytest
from playwright.sync_api import expect

from engine.compiler.scores import scorer
from engine.data import moons
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import evaluate, take, train
from tests.e2e.playground import BLUE, ORANGE
from ui.page.pace import WATCHED

LEFT_AND_RIGHT = {(-1.0, 1.2): ORANGE, (-0.6, -0.9): ORANGE, (1.6, 1.1): BLUE, (2.0, -0.8): BLUE, (1.2, 0.2): BLUE}


def in_cpython(steps, seed=0):
    """Loss and accuracy of the page's default net on its default points after so many steps."""
    recipe = RECIPES["karpathy"]
    net, points = Net(bias=recipe.bias, seed=seed), moons(100, 0.1, 0)
    take(train(net, points, rate=schedule(recipe.rate, recipe.falls), alpha=recipe.alpha), steps)
    return evaluate(scorer(net)([p.data for p in net.parameters()], points), points)


def click_points(playground, labelled):
    playground.clear()
    for (x1, x2), label in labelled.items():
        playground.choose(label)
        playground.click(x1, x2)
    playground.wait_for_points(len(labelled))


def test_training_on_clicked_points_reaches_100_percent_and_colours_their_ground(ready):
    click_points(ready, LEFT_AND_RIGHT)
    ready.train()
    ready.wait_for("steps", "n > 0")  # before, the numbers may be those of fewer points
    ready.wait_for("accuracy", "n === 100")
    ready.wait_for("loss", "n < 0.2")
    ready.train()
    beside = 0.12  # far enough to be next to the dot, not on it
    for (x1, x2), label in LEFT_AND_RIGHT.items():
        assert ready.class_at(x1, x2) == label
        for d1, d2 in ((beside, 0), (-beside, 0), (0, beside), (0, -beside)):
            assert ready.class_at(x1 + d1, x2 + d2) == label


def test_the_ground_has_no_colour_at_first_and_train_pressed_early_moves_the_boundary_once_there_is_an_engine(
    let_engine_come, playground
):
    page = playground.page
    assert playground.class_at(2.2, -1.4) == 0
    page.locator("#speed-control").fill(str(WATCHED))  # slow enough to be seen moving
    playground.train()
    expect(playground.status).to_contain_text("as soon as the engine is ready")
    assert page.locator("html").get_attribute("data-engine") == "starting"
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "true")
    let_engine_come()
    playground.wait_for("steps", "n >= 2")
    picture = "document.getElementById('plane').toDataURL()"
    before = page.evaluate(picture)
    page.wait_for_function("before => %s !== before" % picture, arg=before)
    page.locator("#speed-control").press("End")
    playground.wait_for("speed", "n > 0")
    playground.wait_for("accuracy", "n > 90")
    assert playground.class_at(2.2, -1.4) == BLUE
    assert playground.class_at(-1.0, 1.8) == ORANGE


def test_the_numbers_on_the_page_are_those_of_the_engine_in_cpython(ready):
    for steps in range(4):
        ready.wait_for("steps", "n === %d" % steps)
        loss, accuracy = in_cpython(steps)
        expect(ready.page.locator("#loss")).to_have_text("%.4f" % loss)
        assert ready.number("accuracy") == pytest.approx(100 * accuracy, abs=0.05)
        ready.page.locator("#step").click()


def test_pause_holds_the_step_and_the_picture(ready):
    ready.page.select_option("#backend", "python")
    ready.train()
    ready.wait_for("steps", "n >= 2")
    ready.train()
    steps = ready.number("steps")
    expect(ready.status).to_have_text("Paused after %d steps." % steps)
    ready.page.evaluate("new Promise(done => setTimeout(done, 1000))")  # time in which nothing may happen
    assert ready.number("steps") == steps
    loss, _ = in_cpython(int(steps))
    expect(ready.page.locator("#loss")).to_have_text("%.4f" % loss)
    ready.train()
    ready.wait_for("steps", "n > %d" % steps)


def test_reset_brings_back_the_same_numbers(ready):
    page = ready.page
    start = page.locator("#loss").inner_text()
    ready.train()
    ready.wait_for("steps", "n >= 3")
    page.locator("#reset").click()
    expect(page.locator("#steps")).to_have_text("0")
    expect(page.locator("#loss")).to_have_text(start)
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#loss")).to_have_text("%.4f" % in_cpython(1)[0])


def test_new_weights_are_those_of_the_next_seed(ready):
    page = ready.page
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("#new-weights").click()
    expect(page.locator("#weights")).to_have_value("1")
    expect(page.locator("#steps")).to_have_text("0")
    expect(page.locator("#loss")).to_have_text("%.4f" % in_cpython(0, seed=1)[0])


def test_points_may_be_edited_while_it_trains(ready):
    ready.train()
    ready.wait_for("steps", "n >= 1")
    ready.choose(-1)
    ready.click(2.2, -1.3)
    ready.wait_for_points(101)
    expect(ready.page.locator("#train")).to_have_attribute("aria-pressed", "true")
    steps = ready.number("steps")
    ready.wait_for("steps", "n > %d" % (steps + 1))


def test_training_goes_on_while_a_point_is_being_dragged(ready):
    page = ready.page
    ready.click(2.2, -1.3)
    ready.train()
    ready.wait_for("steps", "n >= 1")
    page.evaluate(
        """([x, y]) => {
            const plane = document.getElementById('plane'), box = plane.getBoundingClientRect();
            const send = (kind, x, y) => plane.dispatchEvent(new PointerEvent(kind, {
                pointerId: 1, pointerType: 'mouse', bubbles: true, clientX: box.left + x, clientY: box.top + y}));
            plane.setPointerCapture = () => {};
            send('pointerdown', x, y);
            let frame = 0;
            const move = () => {
                send('pointermove', x - 40 + 20 * Math.sin(++frame / 5), y - 40);
                window.dragging = requestAnimationFrame(move);
            };
            move();
            window.drop = () => {
                send('pointerup', x - 40, y - 40);
                delete plane.setPointerCapture;
            };
        }""",
        list(ready.place(2.2, -1.3)),
    )
    steps = ready.number("steps")
    ready.wait_for("steps", "n > %d" % (steps + 2))
    page.evaluate("cancelAnimationFrame(window.dragging); window.drop()")
    ready.wait_for_points(101)


def test_the_speed_control_goes_down_to_one_step_a_second(ready):
    control = ready.page.locator("#speed-control")
    control.focus()
    control.press("Home")
    expect(ready.page.locator("#speed-name")).to_have_text("1/s")
    ready.train()
    ready.wait_for("steps", "n >= 1")
    started = ready.page.evaluate("performance.now()")
    ready.wait_for("steps", "n >= 3")
    assert ready.page.evaluate("performance.now()") - started > 1500
    control.press("End")
    expect(ready.page.locator("#speed-name")).to_have_text("full")


def test_the_loss_curve_grows_with_the_steps(ready):
    page = ready.page
    expect(page.locator("#curve-empty")).to_be_visible()
    ready.train()
    ready.wait_for("steps", "n >= 3")
    expect(page.locator("#curve-empty")).to_be_hidden()
    expect(page.locator("#curve canvas")).to_be_visible()
    page.locator("#reset").click()
    expect(page.locator("#curve-empty")).to_be_visible()


@pytest.mark.usefixtures("no_engine")
@pytest.mark.browser_context_args(device_scale_factor=3)
def test_points_stay_crisp_on_a_screen_of_high_resolution(playground):
    assert playground.plane.evaluate("plane => plane.width / plane.clientWidth") == 3
