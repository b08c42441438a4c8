"""Faults while it trains: workers that die, screens that change, tabs out of sight. The run is bit for bit an undisturbed one."""

import random
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from engine.data import moons
from engine.nn import Net
from tests.e2e.playground import Playground
from tests.e2e.shared import expect_only, listen
from tests.e2e.test_protocol import open_changed
from tests.e2e.test_timeline import PROBE, parameters, trained

KILLS = 4
BETWEEN = 7000  # steps, about
RUN = "#network?batch=32&stop_still=off&stop_steps=%d"
KEEP_WORKERS = """
window.workers = [];
window.Worker = class extends Worker {
    constructor(...given) { super(...given); workers.push(this); }
};
window.kill = () => {
    const worker = workers.at(-1);
    worker.terminate();
    worker.onerror(new ErrorEvent("error", {message: "killed"}));  // PyScript's, which is no handler of the browser's
    return parseInt(document.getElementById("steps").textContent);
};
"""
SLEEPS = """
const frame = window.requestAnimationFrame.bind(window), waiting = window.waiting = [];
window.asleep = false;
window.requestAnimationFrame = act => window.asleep ? waiting.push(act) : frame(act);
window.sleep = on => {  // as a browser does with a tab that is not seen
    window.asleep = on;
    Object.defineProperty(document, "hidden", {value: on, configurable: true});
    Object.defineProperty(document, "visibilityState", {value: on ? "hidden" : "visible", configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
    if (!on) waiting.splice(0).forEach(frame);
};
"""
KILL = """([steps, wait]) => new Promise(done => {
    const look = () => parseInt(document.getElementById("steps").textContent) >= steps
        ? setTimeout(() => done(kill()), wait) : requestAnimationFrame(look);
    look();
})"""


@pytest.fixture(scope="module")
def context(browser, browser_context_args):
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


def opened(context, url, errors):
    """The playground on a page whose parameters can be read and whose workers can be killed."""
    page = listen(context.new_page(), errors)
    page.add_init_script(KEEP_WORKERS + SLEEPS)
    open_changed(page, url, PROBE)
    playground = Playground(page)
    playground.wait_until_ready()
    return playground


@pytest.fixture(scope="module")
def probed(context, url):
    errors = []
    yield opened(context, url, errors)
    expect_only(errors, [])


def begun(playground, steps):
    """Training, towards this step."""
    playground.open(RUN % steps)
    playground.wait_for("steps", "n === 0")
    playground.train()


def ended(playground, steps):
    """The parameters at the end."""
    expect(playground.status).to_contain_text("Paused at step %d" % steps)
    expect(playground.page.locator("#train")).to_have_attribute("aria-pressed", "false")
    return parameters(playground.page)


def test_whenever_the_worker_is_killed_the_run_ends_as_if_nothing_had_been(probed):
    page, chance, steps = probed.page, random.Random(50), (KILLS + 1) * BETWEEN
    begun(probed, steps)
    for number in range(KILLS):
        at = page.evaluate(KILL, [int(BETWEEN * (number + chance.random())), chance.random() * 40])
        expect(probed.status).to_contain_text("The engine failed")
        if number == KILLS // 2:
            probed.click(2.2, -1.3)
            probed.wait_for_points(101)
            edited = int(probed.number("steps"))
            assert edited >= at
        expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    net, points = Net(bias=True, seed=0), moons(100, 0.1, 0)
    found = ended(probed, steps)
    trained(net, points, 0, edited, batch=32)
    assert found == trained(net, points + [(2.2, -1.3, 1)], edited, steps - edited, batch=32)


CANVASES = """[...document.querySelectorAll("canvas")].filter(canvas => canvas.checkVisibility()).map(canvas => {
    const box = canvas.getBoundingClientRect();
    return [Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio), Math.abs(canvas.height - canvas.clientHeight * devicePixelRatio),
        box.right - document.documentElement.clientWidth, canvas.clientWidth];
})"""


@pytest.mark.only_browser("chromium")  # whose screen can be changed
def test_on_every_screen_that_it_is_turned_to_the_pictures_are_sharp_and_training_goes_on(probed, context):
    page = probed.page
    begun(probed, 999_999_999)
    session = context.new_cdp_session(page)
    for width, height, ratio in ((390, 844, 3), (844, 390, 3), (834, 380, 1.5), (1280, 900, 2), (1280, 890, 1)):
        screen = {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", screen)
        page.wait_for_function("([width, ratio]) => innerWidth === width && devicePixelRatio === ratio", arg=[width, ratio])
        page.wait_for_function(
            "() => { const found = %s; return found.length > 2 && found.every(([a, b, over]) => a <= 1 && b <= 1 && over <= 0) }" % CANVASES
        )
        steps = probed.number("steps")
        probed.wait_for("steps", "n > %d" % (steps + 100))
        assert probed.class_at(2.2, -1.4) and probed.class_at(-1.0, 1.8)
    session.detach()
    probed.train()


def test_a_tab_that_is_not_seen_while_another_trains_ends_as_if_nothing_had_been_and_so_does_the_other(probed, context, url):
    errors = []
    other = opened(context, url, errors)
    begun(probed, 30_000)
    probed.wait_for("steps", "n > 1000")
    probed.page.evaluate("sleep(true)")
    begun(other, 10_000)
    assert ended(other, 10_000) == trained(Net(bias=True, seed=0), moons(100, 0.1, 0), 0, 10_000, batch=32)
    assert probed.page.evaluate("asleep && waiting.length") > 0
    probed.page.evaluate("sleep(false)")
    assert ended(probed, 30_000) == trained(Net(bias=True, seed=0), moons(100, 0.1, 0), 0, 30_000, batch=32)
    kept = "Object.entries(localStorage).filter(([key]) => key.startsWith('glassgrad.own.')).map(([key, text]) => text).join()"
    for steps in (10_000, 30_000):  # neither has taken the other's place
        other.page.wait_for_function("step => (%s).includes('step=' + step)" % kept, arg=steps)
    assert probed.class_at(2.2, -1.4) and probed.class_at(-1.0, 1.8)
    other.page.close()
    expect_only(errors, [])


OUTSIDE = """(() => {
    const net = document.getElementById("net").getBoundingClientRect(), tiles = document.getElementById("net-tiles");
    const parts = [...document.querySelectorAll("#net-parts > *")].map(part => part.getBoundingClientRect());
    const outside = parts.filter(box => box.right > net.right + 1 || box.bottom > net.bottom + 1 || Math.abs(box.width - box.height) > 1);
    const canvases = [...document.querySelectorAll("canvas")].filter(canvas => canvas.checkVisibility());
    return [parts.length, outside.length, Math.abs(net.width / net.height - tiles.width / tiles.height) < 0.02,
        canvases.filter(canvas => canvas.getBoundingClientRect().right > innerWidth).length];
})()"""


BRIGHTNESS = """(image => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.drawImage(image, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
})"""


def brightness(page):
    """Of the plane as it is seen, from 0 to 255, on the average."""
    shot = page.locator("#plane").screenshot()
    return page.evaluate(
        "async picture => { const image = new Image(); image.src = picture; await image.decode(); return %s(image); }" % BRIGHTNESS,
        "data:image/png;base64," + b64encode(shot).decode(),
    )


@pytest.mark.only_browser("chromium")  # which prints into a file
def test_on_paper_there_is_what_the_page_shows_and_nothing_to_be_pressed(probed):
    page = probed.page
    probed.open("#network?step=30")
    expect(page.locator("#steps")).to_have_text("30")
    page.locator("#net-edges path[d]").first.wait_for(state="attached")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})  # of a sheet, about
    for shown in ("#plane", "#net", "#curve canvas", "#loss", "#status"):
        expect(page.locator(shown).first).to_be_visible()
    for pressed in ("#train", "#clear", "nav", "#yours", "#all-settings", "#timeline", "#present", "#how-it-works"):
        expect(page.locator(pressed).first).to_be_hidden()
    assert page.evaluate(OUTSIDE) == [35, 0, True, 0]
    on_paper = brightness(page)
    page.emulate_media(media="screen", color_scheme="dark")
    dark = BRIGHTNESS + "(plane) < 90"
    page.wait_for_function(dark)
    assert page.pdf(format="A4").startswith(b"%PDF")  # and the page has been told that it is printed
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_function(dark)
    page.emulate_media(media="print")
    assert abs(brightness(page) - on_paper) < 30
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("() => { const found = %s; return found.every(([a, b]) => a <= 1 && b <= 1) }" % CANVASES)
    probed.train()
    probed.wait_for("steps", "n > 40")
    probed.train()
