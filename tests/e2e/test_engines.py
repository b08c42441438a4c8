"""The two engines on the page: the same numbers, the speed of the one, and what there is where it cannot run."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import BLUE, ORANGE, Playground
from tests.e2e.shared import with_worker_files
from tests.e2e.test_training import in_cpython

SIMD_PROBE = (0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11)  # fmt: skip


def test_both_engines_show_the_same_numbers_and_switching_goes_on_from_them(ready):
    page = ready.page
    for backend in ("compiled", "python"):
        page.select_option("#backend", backend)
        page.locator("#reset").click()
        expect(page.locator("#steps")).to_have_text("0")
        for steps in (1, 2):
            page.locator("#step").click()
            expect(page.locator("#steps")).to_have_text(str(steps))
        expect(page.locator("#loss")).to_have_text("%.4f" % in_cpython(2)[0])
    page.select_option("#backend", "compiled")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("3")
    expect(page.locator("#loss")).to_have_text("%.4f" % in_cpython(3)[0])


def test_the_compiled_engine_trains_thousands_of_steps_while_the_page_repaints(ready):
    page = ready.page
    page.evaluate("window.paints = 0; (function f() { window.painting = requestAnimationFrame(f); window.paints++; })()")
    ready.train()
    ready.wait_for("steps", "n >= 5000")
    page.wait_for_function("window.paints > 5")
    page.evaluate("cancelAnimationFrame(window.painting)")
    page.locator("#train").click()
    expect(ready.status).to_contain_text("Paused after")
    assert ready.number("accuracy") == 100


def test_a_comparison_shows_both_times_and_that_all_gradients_agree(ready):
    page = ready.page
    ready.train()
    ready.wait_for("steps", "n > 100")
    ready.train()
    before = page.locator("#steps").inner_text()
    page.locator("#compare").click()
    result = page.locator("#comparison")
    expect(result).to_contain_text("All 337 gradients are identical to the bit.")
    found = re.match(r"One step on 100 examples: .+ by Value objects, .+ compiled, ([0-9,]+) times", result.inner_text())
    assert int(found.group(1).replace(",", "")) > 20
    expect(page.locator("#compare")).to_be_enabled()
    assert page.locator("#steps").inner_text() == before
    page.locator("#weights").fill("7")
    expect(page.locator("#comparison")).to_be_hidden()  # it was of another net


def test_a_comparison_without_points_says_what_is_missing(ready):
    ready.clear()
    ready.page.locator("#compare").click()
    expect(ready.status).to_contain_text("There are no points")


def test_the_boundary_is_drawn_by_the_compiled_field_whichever_engine_trains(ready):
    page = ready.page
    page.select_option("#backend", "python")
    ready.train()
    ready.wait_for("accuracy", "n > 85")
    ready.train()
    expect(ready.status).to_contain_text("Paused after")
    picture = "document.getElementById('plane').toDataURL()"
    by_python = page.evaluate(picture)
    page.select_option("#backend", "compiled")
    ready.class_at(0, 0)  # what is due is painted
    assert page.evaluate(picture) == by_python
    assert ready.class_at(2.2, -1.4) == BLUE and ready.class_at(-1.0, 1.8) == ORANGE


@pytest.mark.only_browser("chromium")  # by a flag of its own
def test_a_browser_without_simd_trains_to_the_same_numbers(browser_type, browser_type_launch_args, url, watched):
    without = browser_type_launch_args["args"] + ["--js-flags=--no-enable-sse4-1"]
    browser = browser_type.launch(**dict(browser_type_launch_args, args=without))
    try:
        page = watched(browser.new_page())
        page.goto(url)
        if page.evaluate("probe => WebAssembly.validate(new Uint8Array(probe))", SIMD_PROBE):
            pytest.skip("this browser cannot be told to do without SIMD")
        playground = Playground(page)
        playground.wait_until_ready()
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text("1")
        expect(page.locator("#loss")).to_have_text("%.4f" % in_cpython(1)[0])
        expect(playground.status).not_to_contain_text("cannot be compiled")
        playground.train()
        playground.wait_for("steps", "n >= 1000")
    finally:
        browser.close()


def test_where_nothing_can_be_compiled_value_objects_train_and_the_page_says_so(page, url, watched):
    watched(page)
    machine = "class Machine:\n    def __init__(self, *arguments):\n        raise ValueError('no such instruction')\n"
    with_worker_files(page, {"engine/compiler/machine.py": machine})
    page.goto(url)
    playground = Playground(page)
    playground.wait_until_ready()
    expect(playground.status).to_contain_text("cannot be compiled here: no such instruction")
    playground.train()
    expect(playground.status).to_have_text(re.compile("^Training. Value objects train this net"))
    playground.wait_for("accuracy", "n > 80")
    assert playground.class_at(2.2, -1.4) == BLUE
    playground.train()
    expect(playground.status).to_have_text(re.compile("^Paused after"))
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(playground.status).to_have_text(re.compile("^Paused after"))
    playground.page.locator("#compare").click()
    expect(playground.page.locator("#comparison")).to_contain_text("nothing to compare: no such instruction")
