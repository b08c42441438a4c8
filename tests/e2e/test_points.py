"""Points by mouse, finger and keys: the right class at the right place, and every change can be undone."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import BLUE, ORANGE

EMPTY = (2.0, -1.2)  # far from all moons


def test_the_moons_are_there_and_can_be_edited_before_the_engine_is(let_engine_come, playground):
    page = playground.page
    playground.click(*EMPTY)
    assert page.locator("html").get_attribute("data-engine") == "starting"
    playground.wait_for_points(101)
    assert playground.class_at(*EMPTY) == BLUE
    page.locator("#undo").click()
    playground.wait_for_points(100)
    page.locator("#redo").click()
    playground.wait_for_points(101)
    page.select_option("#dataset", "moons")
    playground.wait_for_points(100)
    page.reload()
    playground.wait_for_points(100)
    expect(page.locator("#progress")).to_be_visible()
    page.locator("#undo").click()
    playground.wait_for_points(101)
    assert playground.class_at(*EMPTY) == BLUE
    let_engine_come()
    playground.wait_until_ready()
    playground.wait_for_points(101)
    expect(page.locator("#progress")).to_be_hidden()


def test_a_click_adds_a_point_of_the_chosen_class_where_it_was(ready):
    ready.clear()
    ready.click(0.5, 1.0)
    ready.choose(-1)
    ready.click(-1.0, -1.0)
    ready.wait_for_points(2)
    assert ready.dot_at(0.5, 1.0) == BLUE
    assert ready.dot_at(-1.0, -1.0) == ORANGE
    assert ready.dot_at(0.5, -1.0) == 0
    expect(ready.page).to_have_url(re.compile(r"points=a0?\.?[45]"))


def reach(playground, place, direction):
    """How far the dot at `place` goes in a direction, in CSS pixels."""
    pixel = 1 / (playground.place(1.0, 0.0)[0] - playground.place(0.0, 0.0)[0])
    length = math.hypot(*direction)
    for quarter in range(40):
        distance = quarter / 4
        x1, x2 = (start + distance * pixel * d / length for start, d in zip(place, direction))
        if playground.class_at(x1, x2) == 0:
            return distance
    raise AssertionError("there is colour all the way")


@pytest.mark.usefixtures("no_engine")
@pytest.mark.browser_context_args(device_scale_factor=4)
def test_discs_and_diamonds_tell_the_classes_apart_without_colour(playground):
    playground.clear()
    playground.click(0.0, 0.5)
    playground.choose(-1)
    playground.click(1.0, 0.5)
    assert reach(playground, (0.0, 0.5), (1, 1)) == pytest.approx(reach(playground, (0.0, 0.5), (1, 0)), abs=0.6)
    assert reach(playground, (1.0, 0.5), (1, 1)) < reach(playground, (1.0, 0.5), (1, 0)) - 1


def test_shift_click_and_the_right_button_add_the_other_class(ready):
    ready.clear()
    ready.click(0.5, 1.0, modifiers=["Shift"])
    ready.click(1.5, 1.0, button="right")
    ready.choose(-1)
    ready.click(0.5, -1.0, modifiers=["Shift"])
    ready.wait_for_points(3)
    assert ready.dot_at(0.5, 1.0) == ready.dot_at(1.5, 1.0) == ORANGE
    assert ready.dot_at(0.5, -1.0) == BLUE


def test_alt_click_and_the_eraser_remove_a_point(ready):
    ready.clear()
    for x1 in (0.0, 1.0, 2.0):
        ready.click(x1, 1.0)
    ready.click(0.0, 1.0, modifiers=["Alt"])
    ready.wait_for_points(2)
    ready.choose("erase")
    ready.click(1.0, 1.0)
    ready.wait_for_points(1)
    ready.click(0.5, -1.0)
    ready.wait_for_points(1)
    assert ready.dot_at(1.0, 1.0) == 0
    assert ready.dot_at(2.0, 1.0) == BLUE


def test_the_eraser_drawn_across_points_removes_them_all_as_one_change(ready):
    ready.clear()
    for x1 in (0.0, 0.5, 1.0):
        ready.click(x1, 1.0)
    ready.click(0.5, 0.5)
    ready.choose("erase")
    ready.drag((-0.5, 1.0), (1.4, 1.0))
    ready.wait_for_points(1)
    assert ready.dot_at(0.5, 0.5) == BLUE
    ready.page.locator("#undo").click()
    ready.wait_for_points(4)


def test_dragging_moves_a_point_as_one_change(ready):
    ready.clear()
    ready.click(0.0, 1.0)
    ready.drag((0.0, 1.0), (1.5, -0.5))
    ready.wait_for_points(1)
    assert ready.dot_at(0.0, 1.0) == 0
    assert ready.dot_at(1.5, -0.5) == BLUE
    ready.page.locator("#undo").click()
    assert ready.dot_at(0.0, 1.0) == BLUE
    assert ready.dot_at(1.5, -0.5) == 0


@pytest.mark.usefixtures("no_engine")
def test_everything_can_be_undone_and_redone_by_button_and_by_key(playground):
    page = playground.page
    expect(page.locator("#undo")).to_be_disabled()
    playground.click(*EMPTY)
    playground.clear()
    playground.click(0.5, 1.0)
    page.locator("#undo").click()
    playground.wait_for_points(0)
    page.keyboard.press("Control+z")
    playground.wait_for_points(101)
    page.keyboard.press("Control+z")
    playground.wait_for_points(100)
    expect(page.locator("#undo")).to_be_disabled()
    page.keyboard.press("Control+Shift+z")
    playground.wait_for_points(101)
    page.keyboard.press("Control+y")
    playground.wait_for_points(0)
    page.locator("#redo").click()
    playground.wait_for_points(1)
    expect(page.locator("#redo")).to_be_disabled()
    assert playground.class_at(0.5, 1.0) == BLUE


def test_another_data_set_can_be_undone_too(ready):
    ready.click(*EMPTY)
    ready.page.select_option("#dataset", "circles")
    ready.wait_for_points(100)
    ready.page.locator("#undo").click()
    ready.wait_for_points(101)
    assert ready.dot_at(*EMPTY) == BLUE


def test_the_keyboard_alone_can_add_and_remove_points(ready):
    page = ready.page
    ready.clear()
    ready.plane.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")  # from the middle, (0.5, 0.25), by 1/80 of the width each
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    ready.wait_for_points(2)
    page.keyboard.press("Escape")
    assert ready.dot_at(0.9, 0.25) == BLUE
    assert ready.dot_at(0.9, 0.65) == ORANGE
    for key in ("ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Delete")  # the cross begins in the middle again, where there is no point
    ready.wait_for_points(2)
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    ready.wait_for_points(1)


touched = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2)


@pytest.mark.usefixtures("no_engine")
@touched
@pytest.mark.usefixtures("full_driver")
def test_a_finger_adds_and_erases_points(playground):
    touch = playground
    touch.clear()
    touch.plane.scroll_into_view_if_needed()
    box = touch.plane.bounding_box()

    def tap(x1, x2):
        x, y = touch.place(x1, x2)
        touch.page.touchscreen.tap(box["x"] + x, box["y"] + y)

    tap(0.0, 1.0)
    touch.choose(-1)
    tap(1.0, 0.0)
    touch.wait_for_points(2)
    assert touch.class_at(0.0, 1.0) == BLUE
    assert touch.class_at(1.0, 0.0) == ORANGE
    touch.choose("erase")
    tap(1.05, 0.05)
    touch.wait_for_points(1)


@pytest.mark.only_browser("chromium")  # by its own protocol: Playwright's taps cannot move
@pytest.mark.usefixtures("no_engine")
@touched
def test_a_finger_on_a_point_moves_it_instead_of_the_page(playground):
    touch = playground
    touch.clear()
    touch.plane.scroll_into_view_if_needed()
    touch.click(0.0, 1.0)
    box, session = touch.plane.bounding_box(), touch.page.context.new_cdp_session(touch.page)
    scroll = touch.page.evaluate("scrollY")

    def finger(kind, *places):
        points = [{"x": box["x"] + x, "y": box["y"] + y} for x, y in (touch.place(*p) for p in places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", (0.0, 1.0))
    for i in range(1, 6):
        finger("touchMove", (0.2 * i, 1.0 - 0.3 * i))
    finger("touchEnd")
    touch.wait_for_points(1)
    assert touch.class_at(1.0, -0.5) == BLUE
    assert touch.class_at(0.0, 1.0) == 0
    assert touch.page.evaluate("scrollY") == scroll


@pytest.mark.usefixtures("no_engine")
def test_points_of_ones_own_survive_a_reload(playground):
    playground.clear()
    playground.click(0.5, 1.0)
    playground.choose(-1)
    playground.click(1.5, -1.0)
    expect(playground.page).to_have_url(re.compile("points=a.*b"))
    playground.page.reload()
    expect(playground.page.locator("#points")).to_have_text("2")
    assert playground.class_at(0.5, 1.0) == BLUE
    assert playground.class_at(1.5, -1.0) == ORANGE


def test_a_click_on_a_point_adds_none_and_says_that_there_is_one(ready):
    page = ready.page
    page.locator("#clear").click()
    ready.wait_for_points(0)
    ready.click(0.5, 0.5)
    ready.wait_for_points(1)
    ready.click(0.5, 0.5)
    expect(ready.status).to_contain_text("A point +1 is here already, at (0.50, 0.50).")
    ready.wait_for_points(1)


def test_what_happens_on_the_plane_is_said(ready):
    page, said = ready.page, ready.status
    page.locator("#clear").click()
    page.locator("#plane").focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("(0.55, 0.25)")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("A point +1 added at (0.55, 0.25); 1 point.")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("A point +1 is here already, at (0.55, 0.25).")
    page.keyboard.press("Shift+ArrowRight")
    expect(said).to_contain_text("A point +1 at (0.55, 0.25)")
    page.keyboard.press("Delete")
    expect(said).to_contain_text("A point +1 removed; 0 points.")


@pytest.mark.usefixtures("no_engine")
@touched
@pytest.mark.usefixtures("full_driver")
def test_the_points_of_the_line_can_be_erased_by_touch(page, url, watched):
    watched(page)
    page.goto(url + "#line")
    page.locator("#line-clear").click()
    page.locator("#line-plane").tap()
    expect(page.locator("#line-count")).to_have_text("1")
    page.locator("label:has(input[name=line-tool][value=erase])").tap()
    page.locator("#line-plane").tap()
    expect(page.locator("#line-count")).to_have_text("0")
