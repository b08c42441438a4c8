"""The page itself: both schemes, every width, no jumps, accessible, and the same when it is hosted."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import serving
from tests.e2e.playground import BLUE, PATIENCE, Playground
from tests.setup import ROOT
from ui.site.build import build

FULL = {  # something that is there once a chapter is complete
    "derivatives": "#derivatives svg [data-node]",
    "line": "#line-plane",
    "network": "#plane",
    "code": "#machine-code details",
}
AXE = (ROOT / "ui/node_modules/axe-core/axe.min.js").read_text()


def opened(page, chapter):
    """Open a chapter by the navigation, and wait until it is complete."""
    page.locator("nav a[data-chapter=%s]" % chapter).click()
    expect(page.locator(FULL[chapter]).first).to_be_visible()
    expect(page.locator("#" + chapter)).not_to_have_attribute("inert", "")


def violations(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]


def brightness(page):
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(map(int, re.findall(r"\d+", ground)[:3])) / 3


@pytest.mark.usefixtures("full_driver")
def test_both_colour_schemes_have_contrast_and_show_points_and_a_change_of_the_scheme_repaints_the_plane(ready):
    page = ready.page
    assert brightness(page) > 200
    light = sum(ready.colour(0.5, 1.9))
    ready.click(2.0, -1.2)
    assert ready.class_at(2.0, -1.2) == BLUE
    ready.page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        """light => { const p = document.getElementById('plane'), x = p.width / 2, y = p.height * 0.03;
        const [r, g, b] = p.getContext('2d').getImageData(x, y, 1, 1).data; return r + g + b < light - 150; }""",
        arg=light,
    )
    assert brightness(page) < 60
    assert ready.class_at(2.0, -1.2) == BLUE
    page.select_option("#dataset", "moons")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        ready.set("noise", "oops")
        assert violations(page) == [], scheme


@pytest.mark.parametrize("width", [360, 768, 1024, 1920])
@pytest.mark.usefixtures("no_engine")
def test_no_width_scrolls_sideways_and_the_train_button_is_whole(page, url, watched, width):
    watched(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    playground = Playground(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("train", "step", "reset", "new-weights", "speed-control", "plane", "hidden", "batch"):
        box = page.locator("#" + name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    box = playground.plane.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(8 / 7, rel=0.01)
    assert box["width"] >= 0.9 * min(width, 500) - 16


def test_a_window_that_gets_narrower_takes_the_page_along(ready):
    page = ready.page
    expect(page.locator("#curve canvas")).to_be_visible()
    for width in (1600, 1000, 500, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
        page.wait_for_function(
            "document.querySelector('#curve canvas').clientWidth === document.getElementById('curve').clientWidth"
        )


def test_nothing_jumps_while_the_engine_arrives(page, url, watched):
    watched(page)
    page.add_init_script(
        """window.shifts = 0; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifts += entry.value;
        }).observe({type: 'layout-shift', buffered: true})"""
    )
    page.goto(url)
    expect(page.locator("#status")).not_to_contain_text("Starting the page")
    names = ("plane", "train", "status", "steps", "net", "settings", "curves")
    before = {name: page.locator("#" + name).bounding_box() for name in names}
    expect(page.locator("#net-words")).to_contain_text("points pull")
    assert {name: page.locator("#" + name).bounding_box() for name in names} == before
    assert page.evaluate("window.shifts") < 0.01


RESERVE = {  # of the built site: for hosts, previews, those who install it, times of need, and for later visits
    *("index.html", "service-worker.js", "NOTICES.txt", ".nojekyll", "preview.png", "icon.svg", "icon-512.png"),
    *("pyodide-lock.json", "python_stdlib.zip", "pyodide.asm.wasm", "library.zip", "worker.zip"),
}


@pytest.mark.usefixtures("full_driver")
def test_the_built_site_works_under_a_sub_path_has_what_is_asked_for_and_nothing_more(
    browser, browser_context_args, watched, tmp_path
):
    build(tmp_path / "glassgrad")
    server = serving(tmp_path, lambda: [file.relative_to(tmp_path) for file in tmp_path.rglob("*")])
    context = browser.new_context(**browser_context_args, service_workers="block")
    page = context.new_page()
    watched(page)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    try:
        page.goto(server.url + "glassgrad/")
        playground = Playground(page)
        playground.wait_until_ready()
        playground.train()
        playground.wait_for("steps", "n >= 2")
        playground.train()
        page.locator("#landscape").click()
        expect(page.locator("#landscape-plane")).to_be_visible()
        held = []
        page.route("**/ui/network/slow_acts.py", lambda route: held.append(route))
        with page.expect_request("**/ui/network/slow_acts.py"):
            page.locator("#slow-motion").click()
        panel = page.locator("#slow-motion-view")
        expect(panel).to_have_attribute("inert", "")  # while it is being loaded it takes no clicks
        held.pop().continue_()
        page.locator("#slow-graph").click()
        expect(page.locator("#net-graph svg").first).to_be_visible()
        page.locator("#yours > summary").click()
        page.locator("#yours-link > summary").click()
        page.locator("#qr-show").click()
        expect(page.locator("#qr svg")).to_be_visible()
        page.locator("#yours-out > summary").click()
        with page.expect_download():
            page.locator("#export-script").click()
        page.locator("#yours > summary").click()
        for chapter in FULL:
            opened(page, chapter)
    finally:
        context.close()
        server.shutdown()
        server.server_close()
    strangers = [u for u in requests if not u.startswith((server.url + "glassgrad/", "blob:" + server.url, "data:"))]
    assert strangers == []
    asked = {re.split("[?#]", u.removeprefix(server.url))[0] for u in requests}
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    never = {path.split("/")[-1] for path in there - asked}
    assert never - {"app.webmanifest", "icon-192.png"} == RESERVE  # browsers ask for these two when they like


PROBE = """
import json
from struct import pack
from engine.data import moons, spiral
from engine.nn import Net
from engine.rng import Random
from engine.train import take, train
from engine.value import Value

def bits(numbers):
    return ["".join(["%02x" % byte for byte in pack(">d", x)]) for x in numbers]

net = Net(bias=True, seed=3)
small = Net(hidden=(3,), bias=True, seed=1)
take(train(small, moons(6, 0.1, 2), alpha=0.01, batch_size=2), 4)
x = Value(5)
((x + 2) ** 2 + x ** 3).backward()
result = json.dumps({
    "net": bits([p.data for p in net.parameters()]),
    "trained": bits([p.data for p in small.parameters()]),
    "data": bits([c for p in moons(50, 0.2, 1) + spiral(50, 0.2, 1) for c in p]),
    "shuffle": Random(9).shuffled(range(20)),
    "derivative": x.grad,
})
"""


def answer(text):
    return lambda route: route.fulfill(body=text, content_type="text/plain")


def test_a_seed_means_the_same_bits_in_all_three_pythons(page, url):
    """The probe runs in place of the page's own script, on the page's files."""
    namespace = {}
    exec(PROBE, namespace)
    here = json.loads(namespace["result"])
    micropython = (
        "from pyscript import config, document\nfrom ui.page.loading import load\nawait load(config['chapters']['line'])\n"
        + PROBE
        + "\ndocument.documentElement.dataset.result = result\n"
    )
    pyodide = PROBE + "\nfrom pyscript import sync\nsync.result = lambda: result\n"
    asking = """
import asyncio
from pyscript import PyWorker, document
async def ask():
    address = document.location.href + "ui/page/python.mjs"
    worker = PyWorker("ui/worker.py", type="pyodide", version=address, config={"sync_main_only": True})
    await worker.ready
    document.documentElement.dataset.result = await worker.sync.result()
asyncio.create_task(ask())
"""
    for main, worker in ((micropython, ""), (asking, pyodide)):
        page.route("**/ui/main.py", answer(main))
        page.route("**/ui/worker.py", answer(worker))
        page.goto(url)
        page.wait_for_function("document.documentElement.dataset.result", timeout=PATIENCE)
        assert json.loads(page.evaluate("document.documentElement.dataset.result")) == here
        page.unroute("**/ui/main.py")
        page.unroute("**/ui/worker.py")


@pytest.mark.usefixtures("full_driver")
def test_the_page_says_what_it_needs_when_scripts_are_off(browser, url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    expect(page.locator(".noscript")).to_contain_text("needs JavaScript")
    context.close()


WILL_DO = " This page needs Chrome or Edge 112, Firefox 114, Safari or iOS 16.4, or a newer one."
NO_WEBASSEMBLY = "WebAssembly, which runs Python here, is switched off or missing."
TOO_OLD = "This browser is too old for the Python of this page."
UNREADABLE = "A script does not run in this browser."


def expect_told(page, sentence):
    """The page says why it does not start, and nothing looks as if it still did."""
    expect(page.locator("#status")).to_have_text(sentence + WILL_DO)
    expect(page.locator("html")).to_have_attribute("data-engine", "failed")
    expect(page.locator("#progress")).to_be_hidden()


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("delete window.WebAssembly", NO_WEBASSEMBLY),
        ("WebAssembly.validate = () => false", TOO_OLD),
        ("delete window.CompressionStream", TOO_OLD),
        ("delete window.structuredClone", UNREADABLE),
    ],
)
def test_a_browser_that_cannot_run_the_page_is_told_why_and_which_would_do(page, url, without, sentence):
    page.add_init_script(without)
    page.goto(url)
    expect_told(page, sentence)
    page.goto(url + "?embed=plane")
    page.wait_for_function("text => document.documentElement.dataset.lacking === text", arg=sentence + WILL_DO)
    shown = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert shown in ('"%s"' % (sentence + WILL_DO), "attr(data-lacking)")  # as Firefox says it


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"body": "class { static {", "content_type": "text/javascript"}, UNREADABLE),
        ({"status": 404}, "The file core.js could not be loaded."),
    ],
)
def test_a_script_that_cannot_be_read_or_does_not_come_is_no_endless_start(page, url, answer, sentence):
    page.route("**/dist/core.js", lambda route: route.fulfill(**answer))
    page.goto(url)
    expect_told(page, sentence)


@pytest.mark.only_browser("chromium")
@pytest.mark.usefixtures("no_engine")
def test_what_is_drawn_takes_the_resolution_of_another_screen(page, url, watched):
    watched(page)
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(url)
    screen = page.context.new_cdp_session(page)
    for chapter, names in (("network", ["plane"]), ("line", ["line-plane", "line-valley"])):
        opened(page, chapter)
        for ratio in (2, 1.5, 1):  # and another height, which changes no canvas, or Chromium does not notice
            size = {"width": 800, "height": 900 + int(10 * ratio), "deviceScaleFactor": ratio, "mobile": False}
            screen.send("Emulation.setDeviceMetricsOverride", size)
            for name in names:
                page.wait_for_function(
                    """([name, ratio]) => { const canvas = document.getElementById(name);
                    return devicePixelRatio === ratio && Math.abs(canvas.width - canvas.clientWidth * ratio) < 1; }""",
                    arg=[name, ratio],
                )
