"""All chapters alike: they open, they are accessible in both schemes, and no width scrolls sideways."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.code import Code
from tests.e2e.shared import WINDOW
from tests.e2e.test_page import FULL, opened, violations

AT_ONCE = {  # what is there of a chapter before the engine is
    "derivatives": "#expression",
    "line": "#line-plane",
    "network": "#plane",
    "code": "#code-text",
}


@pytest.mark.browser_context_args(color_scheme="dark")
def test_every_chapter_is_accessible_in_both_schemes_and_fits_every_width(page, url, watched):
    watched(page)
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    for chapter in FULL:
        page.set_viewport_size(WINDOW)
        opened(page, chapter)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (chapter, scheme)
        for width in (1920, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_a_chapter_in_the_address_opens_before_the_engine_is_ready_and_is_complete_with_it(page, url, watched):
    watched(page)
    for chapter, first in AT_ONCE.items():
        page.goto("about:blank")
        page.route("**/pyodide.asm.wasm", lambda route: None)
        page.goto(url + "#" + chapter)
        expect(page.locator("#" + chapter)).to_be_visible()
        expect(page.locator("nav a[aria-current]")).to_have_attribute("data-chapter", chapter)
        expect(page.locator(first)).to_be_visible()
        page.unroute("**/pyodide.asm.wasm")
        if first != FULL[chapter]:
            page.reload()
            expect(page.locator(FULL[chapter]).first).to_be_visible()


def test_graphs_drawn_while_their_chapter_is_hidden_fit_the_screen_when_it_is_shown(page, url, watched):
    watched(page)
    held, free = [], []
    page.route("**/pyodide.asm.wasm", lambda route: route.continue_() if free else held.append(route))
    page.goto(url + "#derivatives")
    expect(page.locator("#expression")).to_be_visible()
    page.locator("nav a[data-chapter=network]").click()
    expect(page.locator("#derivatives")).to_be_hidden()
    free.append(True)
    for route in held:
        route.continue_()
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator("#graph [data-node]")).to_have_count(6)
    page.locator("nav a[data-chapter=derivatives]").click()
    expect(page.locator("#graph [data-node='5']")).to_be_visible()
    first, last = [page.locator("#graph [data-node='%d']" % i).bounding_box() for i in (0, 5)]
    assert last["x"] > first["x"] + first["width"]  # from left to right, as where there is room


def test_what_needs_the_engine_waits_for_it(page, url, watched):
    watched(page)
    page.route("**/pyodide.asm.wasm", lambda route: None)  # it never comes
    page.goto(url + "#derivatives")
    expect(page.locator("#expression")).to_be_visible()
    for name in ("order-back", "order-forward", "order-end", "order-net", "order-other", "cost-run"):
        expect(page.locator("#" + name)).to_be_disabled()
    for name in ("forward", "backward", "step-forward", "step-back", "walk-start", "walk-play"):
        page.locator("#" + name).click()  # nothing to walk through, and nothing breaks
    page.select_option("#order-case", "tutorial")
    expect(page.locator("#order-net")).to_be_disabled()


@pytest.mark.parametrize(
    ("chapter", "missing", "answer", "words", "working"),
    [
        ("line", "**/ui/line/valley.py", {"status": 404}, "ui/line/valley.py could not be loaded (404)", "#line-train"),
        ("derivatives", "**/ui/page/trace.py", None, "ui/page/trace.py could not be loaded (", "#expression"),
    ],
)
@pytest.mark.usefixtures("no_engine")
def test_a_chapter_that_cannot_be_loaded_says_so_and_can_be_opened_again(
    page, url, watched, allowed_errors, chapter, missing, answer, words, working
):
    allowed_errors.append("Failed to load resource")
    watched(page)
    page.route(missing, lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(url + "#" + chapter)
    trouble = page.locator("#%s-trouble" % chapter)
    expect(trouble).to_contain_text(words)
    expect(trouble).not_to_contain_text("<")
    page.unroute(missing)
    page.locator("nav a[data-chapter=network]").click()
    page.locator("nav a[data-chapter=%s]" % chapter).click()
    expect(trouble).to_have_text("")
    page.locator(working).click()
    if chapter == "line":
        expect(page.locator(working)).to_have_attribute("aria-pressed", "true")


def test_without_the_editor_s_library_there_is_a_plain_one_and_everything_works(page, url, watched, allowed_errors):
    allowed_errors.append("404")
    watched(page)
    page.route("**/codemirror_view-*.js", lambda route: route.fulfill(status=404, body="gone"))
    page.goto(url + "#code")
    code = Code(page)
    box = page.locator("textarea#code-text")
    expect(box).to_have_value(re.compile("Value"))
    for chapter in ("network", "code"):  # opened again, it is there once
        page.locator("nav a[data-chapter=%s]" % chapter).click()
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    code.type("1 + 1")
    expect(code.output).to_contain_text("2")
    expect(code.output.locator("text=1 + 1")).to_have_count(1)
    box.fill(box.input_value() + "\n# mine\n")
    box.press("Control+Enter")
    expect(code.status).to_contain_text("The page runs with your value.py")
    page.locator("nav a[data-chapter=derivatives]").click()
    page.locator("textarea#expression").fill("x * x * x")
    expect(page.locator("svg [data-node]")).to_have_count(3)


@pytest.mark.usefixtures("no_engine")
def test_the_solutions_of_chapter_4_stay_within_the_page(page, url, watched):
    watched(page)
    page.goto(url + "#code")
    experiments = page.locator(".experiment details")
    experiments.first.wait_for(state="attached")
    page.evaluate("document.querySelectorAll('#code details').forEach(box => box.open = true)")
    expect(page.locator(".experiment details[open]").first).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)


@pytest.mark.parametrize("trouble", ["language", "libraries"])
def test_no_chapter_depends_on_a_chart_or_on_graphviz(page, url, watched, allowed_errors, trouble):
    if trouble == "language":
        page.add_init_script("Object.defineProperty(navigator, 'language', {get: () => 'C', configurable: true})")
    else:
        allowed_errors.append("404")
        for library in ("uPlot.iife.min.js", "viz.js"):
            page.route("**/" + library, lambda route: route.fulfill(status=404, body="gone"))
    watched(page)
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    page.locator("#train").click()
    page.wait_for_function("parseInt(document.getElementById('steps').textContent) > 10")
    page.locator("#train").click()
    opened(page, "line")
    page.locator("#line-one-epoch").click()
    expect(page.locator("#line-epoch")).to_have_text("1")
    opened(page, "derivatives")
    expect(page.locator("#graph svg [data-node]")).to_have_count(6)
    page.locator("#expression").fill("x * x")
    expect(page.locator("#graph svg [data-node]")).to_have_count(2)
    if trouble == "language":
        expect(page.locator("#difference-chart canvas")).to_be_visible()
    else:
        expect(page.locator("#difference-chart")).to_contain_text("This chart cannot be drawn here")


@pytest.mark.usefixtures("no_engine")
def test_the_link_of_the_present_chapter_and_the_brand_s_leave_the_header_in_view(page, url, watched):
    watched(page)
    page.goto(url + "#network")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 600})
        for link in ("nav a[data-chapter=network]", "a.brand"):
            page.evaluate("scrollTo(0, 0)")
            page.locator(link).click()
            expect(page.locator("header")).to_be_in_viewport(ratio=1)
