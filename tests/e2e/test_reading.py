"""The text beside the playground: it lights what it speaks of, and is lit by what is pointed at."""

import re

import pytest
from playwright.sync_api import expect

from engine.nn import Net
from tests.e2e.playground import WINDOW
from tests.setup import ROOT

STEPS = 11


@pytest.fixture
def reading(ready):
    """The playground with its text unfolded at the first step; it is folded away at the end."""
    page = ready.page
    page.keyboard.press("Escape")
    page.locator("#how-it-works").click()
    go(page, "read-task")
    yield ready
    page.set_viewport_size(WINDOW)
    if page.locator("#reading").is_visible():
        go(page, "read-task")
        page.locator("#reading-close").click()
    for name in ("creases", "pulls"):
        if page.locator("#" + name).get_attribute("aria-pressed") == "true":
            page.locator("#" + name).click()


def go(page, name):
    """Show a step, by its title in the contents."""
    page.locator("#reading-contents summary").click()
    title = page.locator("#%s h2" % name).text_content()
    page.locator("#reading-contents").get_by_role("button", name=title, exact=True).click()
    page.mouse.move(0, 0)  # or it would point at whatever word is below it now
    expect(page.locator("#" + name)).to_be_visible()


def lit(page):
    """The neurons and edges that are lit."""
    return page.evaluate(
        "[...document.querySelectorAll('#net .lit')].map(e => e.dataset.neuron ?? e.dataset.edge ?? e.textContent)"
    )


def word(page, text):
    return page.locator("#reading-text article.now .speaks", has_text=text)


def test_the_text_is_read_by_keyboard_and_each_step_lights_what_it_speaks_of(reading):
    page, plane = reading.page, reading.plane
    page.locator("#reading-next").focus()
    seen = []
    for number in range(1, STEPS + 1):
        expect(page.locator("#reading-place")).to_have_text("%d of %d" % (number, STEPS))
        seen.append(page.locator("#reading-text article:visible").get_attribute("id"))
        expect(page.locator("#network .panel .lit, #network .lit-by-words, #plane[data-lit]")).not_to_have_count(0)
        if number == 2:
            assert lit(page) == ["1,0,0", "1,0,1", "1,0"]
        if number == 4:
            assert len(lit(page)) == 32
        if number == 5:
            expect(plane).to_have_attribute("data-lit", "boundary")
            assert lit(page) == ["3,0"]
        if number < STEPS:
            page.keyboard.press("Enter")
    assert len(set(seen)) == STEPS
    expect(page.locator("#reading-next")).to_be_disabled()
    page.locator("#reading-back").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#reading")).to_be_hidden()
    expect(page.locator("#how-it-works")).to_be_focused()
    expect(page.locator("#network .panel .lit, #network .lit-by-words, #plane[data-lit]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#reading-place")).to_have_text("%d of %d" % (STEPS, STEPS))


def test_words_light_what_they_name_and_a_press_picks_it(reading):
    page = reading.page
    go(page, "read-score")
    ink = reading.colour(*on_the_boundary(reading))
    go(page, "read-hinge")
    expect(reading.plane).to_have_attribute("data-lit", "margin-lines")
    assert reading.colour(*on_the_boundary(reading)) != ink
    go(page, "read-neuron")
    sample = lit(page)[-1]
    word(page, "inputs").hover()
    assert lit(page) == ["x₁", "x₂"]
    word(page, "The lit neuron").focus()
    assert lit(page) == [sample]
    word(page, "The lit neuron").press("Enter")
    expect(page.locator('[data-neuron="%s"]' % sample)).to_have_attribute("aria-pressed", "true")
    go(page, "read-hinge")
    word(page, "Loss by margin").hover()
    expect(page.locator("figure.curve:has(#margins)")).to_have_class(re.compile("lit-by-words"))
    word(page, "Loss by margin").click()
    expect(page.locator("#margins")).to_be_in_viewport()


def on_the_boundary(playground):
    """A place that the line of score 0 goes through, found on the screen by its first dark pixel at the top."""
    return playground.page.evaluate(
        """() => { const plane = document.getElementById('plane'), scale = plane.width / plane.clientWidth
        const {data} = plane.getContext('2d').getImageData(0, 4 * scale, plane.width, 1)
        let best = 0, least = 1e9
        for (let i = 0; i < plane.width; i++) {
            const sum = data[4 * i] + data[4 * i + 1] + data[4 * i + 2]; if (sum < least) [best, least] = [i, sum]
        }
        const {xmin, xmax, ymin, ymax} = plane.dataset
        return [+xmin + best / plane.width * (xmax - xmin), +ymax - 4 / plane.clientHeight * (ymax - ymin)] }"""
    )


def test_the_numbers_in_the_text_are_those_of_the_net(reading):
    page = reading.page
    go(page, "read-layers")
    text = page.locator("#read-layers")
    expect(text).to_contain_text("two hidden layers of 16 neurons")
    expect(text.locator("[data-number=weights] math")).to_contain_text("=304")
    expect(text).to_contain_text("33 in all")
    expect(text.locator("[data-number=parameters]")).to_have_text(str(len(Net(bias=True).parameters())))
    reading.set("hidden", "4, 3")
    expect(text).to_contain_text("of 4 and 3 neurons")
    expect(text.locator("[data-number=weights] math")).to_contain_text("=23")
    go(page, "read-score")
    expect(page.locator("#read-score [data-number=accuracy]")).to_have_text(page.locator("#accuracy").inner_text())


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (1920, 1080), (390, 844)])
def test_text_plane_and_net_share_a_screen(reading, width, height):
    page = reading.page
    page.set_viewport_size({"width": width, "height": height})
    wide = width > 1000
    page.evaluate("scrollTo(0, 0)" if wide else "document.getElementById('plane').scrollIntoView()")
    shown = ["plane", "reading", "reading-next", "reading-close"] + (["net", "train", "net-words"] if wide else [])
    for name in shown:
        box = page.locator("#" + name).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, (name, box)
        assert box["y"] > -1 and box["y"] + box["height"] < height + 1, (name, box)
    text, plane = page.locator("#reading").bounding_box(), reading.plane.bounding_box()
    assert text["x"] >= plane["x"] + plane["width"] or text["y"] >= plane["y"] + plane["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    height_at_first = text["height"]
    go(page, "read-relu")
    assert not wide or page.locator("#reading").bounding_box()["height"] == height_at_first


@pytest.mark.usefixtures("no_engine")
def test_the_step_is_kept_over_a_reload(playground):
    page = playground.page
    page.locator("#how-it-works").click()
    go(page, "read-hinge")
    page.reload()
    expect(page.locator("#reading-place")).to_have_text("6 of 11")
    expect(page.locator("#read-hinge")).to_be_visible()
    expect(playground.plane).to_have_attribute("data-lit", "margin-lines")


def test_recipes_are_a_press_away_and_are_taken_back_with_no_point_lost(reading):
    page = reading.page
    go(page, "read-rays")
    page.locator("#read-rays .press").click()
    expect(page.locator("#recipe")).to_have_value("tutorial")
    expect(page.locator("#creases")).to_have_attribute("aria-pressed", "true")
    expect(reading.status).to_contain_text("Without biases, learning rate 0.3, L2 penalty 0")
    go(page, "read-karpathy")
    page.locator("#read-karpathy").get_by_role("button", name="Rate and L2 alone").click()
    expect(page.locator("#bias")).not_to_be_checked()
    expect(page.locator("#rate")).to_have_value("1")
    go(page, "read-batch")
    page.locator("#read-batch").get_by_role("button", name="1 a step").click()
    expect(page.locator("#batch")).to_have_value("1")
    page.locator("#reading-undo").click()
    expect(page.locator("#recipe")).to_have_value("karpathy")
    expect(page.locator("#batch")).to_have_value("all")
    expect(page.locator("#points")).to_have_text("100")
    expect(page.locator("#reading-undo")).to_be_hidden()


def test_both_listings_are_real_lines_and_words_light_theirs(reading):
    page = reading.page
    go(page, "read-loop")
    page.locator("#show-loop").click()
    for place, path in (("loop-whole", "engine/exhibits/whole_graph.py"), ("loop-step", "engine/train.py")):
        lines = (ROOT / path).read_text().split("\n")
        rows = page.locator("#%s > div" % place)
        expect(rows).not_to_have_count(0)
        for number, code in rows.evaluate_all("rows => rows.map(row => [...row.children].map(e => e.textContent))"):
            assert lines[int(number) - 1] == code
    go(page, "read-update")
    word(page, "backward").hover()
    expect(page.locator("#loop-whole .lit-by-words")).to_have_text(re.compile("loss.backward"))
    expect(page.locator("#loop-step .lit-by-words")).to_contain_text(["add_gradient(", "share.backward("])
    go(page, "read-loop")
    page.locator("#show-loop").click()
    expect(page.locator("#loop-code")).to_be_hidden()


def test_what_is_picked_and_the_legend_lead_to_the_step_about_it(reading):
    page = reading.page
    legend = page.locator("#plane-legend")
    legend.locator("[data-lights=margin-lines]").hover()
    expect(reading.plane).to_have_attribute("data-lit", "margin-lines")
    expect(page.locator("#reading-contents button.about")).to_have_text("The hinge loss and its margin")
    legend.locator("[data-lights=boundary]").click()
    page.locator("#reading .read-about").click()
    expect(page.locator("#read-score")).to_be_visible()
    page.locator("#reading-close").click()
    page.locator('[data-neuron="1,2"]').click()
    expect(legend).to_contain_text("output of the neuron")
    page.locator(".reading-bar .read-about").click()
    expect(page.locator("#read-relu")).to_be_visible()
