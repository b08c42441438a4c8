"""When the engine cannot start: which file is to blame is said at once, and once it is mended a retry starts it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import Playground
from ui.site.archives import library_archive, worker, worker_archive, worker_sources
from ui.site.runtimes import MODULES

PROGRAM = (MODULES / "pyodide/pyodide.asm.wasm").read_bytes()
SIGN_IN = {"body": "<!doctype html><title>Welcome to the airport</title>", "content_type": "text/html"}
CUT_OFF = " is not whole: it "
WEB_PAGE = "a web page came in place of "
BROKEN = [  # what comes in place of a file, None if nothing does, and what is said then: each time something else
    ("pyodide.asm.wasm", None, "The engine could not be started"),
    ("pyodide.asm.wasm", {"body": PROGRAM[:100_000]}, "asm.wasm" + CUT_OFF + "has 100,000 of "),
    ("made/worker.zip", {"body": worker_archive()[:100_000]}, "worker.zip" + CUT_OFF + "ends after 100,000 "),
    ("pyodide.asm.wasm", SIGN_IN, WEB_PAGE + "pyodide.asm.wasm"),
    ("pyodide.asm.mjs", SIGN_IN, WEB_PAGE + "pyodide.asm.mjs"),
    ("made/worker.zip", {"status": 404}, "worker.zip could not be loaded (404)"),
    ("ui/worker.py", {"status": 404}, "worker.py could not be loaded (404)"),
    ("page/python.mjs", SIGN_IN, WEB_PAGE + "python.mjs"),
    ("made/worker.zip", SIGN_IN, WEB_PAGE + "worker.zip"),
    ("made/worker.zip", {"body": worker({**worker_sources(), "engine/nn.py": "def broken(:"}, {})}, "SyntaxError"),
]


def test_a_broken_file_is_named_and_once_all_are_whole_a_retry_starts_the_engine(page, url, watched, allowed_errors):
    allowed_errors.append("Failed to load resource")
    watched(page)
    for path, answer, words in BROKEN:
        page.route("**/" + path, lambda route, request, answer=answer: route.fulfill(**answer) if answer else route.abort())
        if page.url == "about:blank":
            page.goto(url)
            playground = Playground(page)
            playground.click(2.0, -1.2)
        else:
            page.locator("#retry").click()
        expect(playground.status).to_contain_text(words)
        expect(playground.status).to_contain_text("The engine could not be started")
        expect(playground.status).not_to_contain_text("<")  # nothing of JavaScript's objects
        expect(page.locator("html")).to_have_attribute("data-engine", "failed")
        page.unroute("**/" + path)
    playground.click(-1.2, 1.8)
    expect(playground.status).to_contain_text("102 points. The engine could not be started: SyntaxError")
    page.locator("#retry").click()
    playground.wait_until_ready()
    playground.wait_for_points(102)
    expect(playground.status).not_to_contain_text("could not be started")


def test_what_is_pressed_and_typed_before_the_page_listens_is_done_as_soon_as_it_does(page, url, watched):
    watched(page)
    held = []
    page.route("**/ui/main.py", lambda route: held.append(route))
    with page.expect_request("**/ui/main.py"):
        page.goto(url, wait_until="commit")
    page.locator("#all-settings").click()
    page.locator("#train").click()
    page.locator("#train").click()  # once more, since nothing happened
    page.select_option("#dataset", "circles")
    held[0].continue_()
    expect(page.locator("#settings-all")).to_be_visible()
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "true")
    Playground(page).wait_for("steps", "n >= 2")
    expect(page).to_have_url(re.compile("dataset=circles"))
    expect(page.locator("#dataset")).to_have_value("circles")


@pytest.mark.usefixtures("no_engine")
def test_what_is_pressed_and_typed_before_a_part_of_the_page_has_come_is_done_as_soon_as_it_has(page, url, watched):
    watched(page)
    held, parts = [], ("network/views", "page/present", "yours/panel")  # one is asked for after the other
    for part in parts:
        page.route("**/ui/%s.py" % part, lambda route: held.append(route))
    page.goto(url)
    playground = Playground(page)
    page.locator("#landscape").click()
    playground.click(1.5, 1.5)
    playground.wait_for_points(101)
    page.locator("#present").click()
    page.locator("#yours > summary").click()
    page.locator("#yours-data > summary").click()
    page.locator("#data-formula").fill("x < y")
    page.locator("#data-paste").fill("0.5, 1.2, yes\n1, 2, no")
    page.locator("#data-make").click()
    page.locator("#step").click()
    expect(playground.status).to_contain_text("as soon as the engine is ready")
    for name, following in zip(("landscape-view", "present-bar"), parts[1:]):
        expect(page.locator("#" + name)).to_be_hidden()
        with page.expect_request("**/ui/%s.py" % following):
            held.pop().continue_()
        expect(page.locator("#" + name)).to_be_visible()
    expect(page.locator("#formula-said")).to_be_empty()
    held.pop().continue_()
    expect(page.locator("#formula-said")).to_have_text("The points are made as soon as the engine has started.")
    expect(page.locator("#data-said")).to_have_text("It is read as soon as the engine has started.")
    page.wait_for_function("Object.values(localStorage).some(text => text.includes('101 points'))")


def test_the_worker_starts_before_the_page_s_own_python_and_fetches_each_file_once(page, url, watched):
    watched(page)
    asked, held = [], []
    page.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    page.route("**/ui/main.py", lambda route: held.append(route))
    with page.expect_request("**/made/worker.zip"):
        page.goto(url)
    held.pop().continue_()
    playground = Playground(page)
    playground.wait_until_ready()
    assert len(page.workers) == 1
    files = ("python.mjs", "pyodide.asm.wasm", "library.zip", "worker.zip")
    assert [asked.count(name) for name in files] == [1] * len(files) and "pack.xz" not in asked


def test_where_nothing_has_started_a_worker_the_page_does(page, url):
    page.route("**/page/start.mjs", lambda route: route.abort())
    page.goto(url)
    Playground(page).wait_until_ready()


@pytest.mark.parametrize("answer", [{"body": library_archive()[:100_000]}, {"body": PROGRAM}])
def test_without_its_compiled_library_python_starts_with_the_one_that_pyodide_brings(page, url, answer):
    page.route("**/made/library.zip", lambda route: route.fulfill(**answer))
    page.goto(url)
    playground = Playground(page)
    playground.wait_until_ready()
    playground.train()
    playground.wait_for("steps", "n >= 10")


@pytest.mark.only_browser("chromium")  # by its own preferences
def test_where_storage_is_blocked_the_engine_starts_all_the_same(with_preferences, url):
    page = with_preferences({"default_content_setting_values": {"cookies": 2}}).new_page()
    page.goto(url)
    denied = "() => { try { return String(localStorage); } catch (error) { return error.name; } }"
    assert page.evaluate(denied) == "SecurityError"
    playground = Playground(page)
    playground.wait_until_ready()
    playground.train()
    playground.wait_for("steps", "n >= 10")
