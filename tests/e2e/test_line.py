"""The chapter "line": what is on the screen, against the engine in CPython, by clicks, keys and drags."""

import json

import pytest
from playwright.sync_api import expect

from engine.data import line
from engine.exhibits.bowl import Bowl, largest_in_order
from engine.linear import descend, line_at, order, step
from engine.nn import Linear
from tests.e2e.test_page import violations

START = (-0.5, 2.0)
LABELS = """const fill = CanvasRenderingContext2D.prototype.fillText; window.labels = [];
    CanvasRenderingContext2D.prototype.fillText = function(text, x, y, ...more) {
        if (this.canvas.closest('#line-curve') && y > this.canvas.height - 28 * devicePixelRatio) labels.push(text);
        return fill.call(this, text, x, y, ...more); }; void 0"""  # what is written along the lower edge of the chart
POINTS = [(round(x * 1000) / 1000, round(y * 1000) / 1000) for x, y in line(30, 0.2, 0)]


class Chapter:
    def __init__(self, page):
        self.page = page
        self.train = page.locator("#line-train")
        self.status = page.locator("#line-status")
        expect(page.locator("#line-listing li")).to_have_count(5)

    def model(self):
        """Slope and intercept as they are on the page, to the bit."""
        return tuple(float(self.page.locator(name).get_attribute("data-value")) for name in ("#slope", "#intercept"))

    def has_steps(self, count):
        expect(self.page.locator("#line-steps")).to_have_text(str(count))

    def has_points(self, count):
        expect(self.page.locator("#line-count")).to_have_text(str(count))

    def text(self, name):
        return self.page.locator("#" + name).inner_text()

    def place(self, u, v, canvas="line-plane"):
        """Where (u, v) is on a canvas that is in sight, in pixels from its top left corner; and its box."""
        element = self.page.locator("#" + canvas)
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        umin, umax, vmin, vmax = (float(element.get_attribute("data-" + n)) for n in ("xmin", "xmax", "ymin", "ymax"))
        return (u - umin) / (umax - umin) * box["width"], (vmax - v) / (vmax - vmin) * box["height"], box

    def click(self, x, y, **options):
        left, top, _ = self.place(x, y)
        self.page.locator("#line-plane").click(position={"x": left, "y": top}, **options)

    def drag(self, start, end, canvas="line-plane"):
        (x, y, box), (to_x, to_y, _) = self.place(*start, canvas), self.place(*end, canvas)
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + to_x, box["y"] + to_y, steps=5)
        self.page.mouse.up()

    def colour(self, u, v, canvas="line-plane"):
        """A canvas's colour at (u, v), read back once what is due is painted."""
        x, y, _ = self.place(u, v, canvas)
        return self.page.evaluate(
            """([id, x, y]) => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
                const canvas = document.getElementById(id), scale = canvas.width / canvas.clientWidth;
                done([...canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data].slice(0, 3));
            })))""",
            [canvas, x, y],
        )

    def wait_for_paths(self, expected):
        self.page.wait_for_function(
            """expected => JSON.stringify(['single', 'batch', 'full'].map(name => ['steps', 'loss'].map(
                what => document.getElementById(`line-${what}-${name}`).textContent))) === expected""",
            arg=json.dumps(expected, separators=(",", ":")),
        )


@pytest.fixture
def with_engine(page, url, watched):
    """The chapter on a page that has just been opened; its engine may still be starting."""
    watched(page)
    page.goto(url + "#line")
    return Chapter(page)


@pytest.fixture
def chapter(no_engine, with_engine):
    """The chapter on a page whose engine never comes: most of it needs none."""
    return with_engine


def fitted(points, start, eta, epochs, size=1, seed=None):
    model = line_at(*start)
    steps = sum(1 for _ in descend(model, points, eta, epochs, size, seed))
    return model.a.data, model.b.data, steps


def ends(points, start, eta, epochs, sizes, seed=None):
    found = []
    for size in sizes:
        a, b, steps = fitted(points, start, eta, epochs, size, seed)
        found.append([str(steps), "%.4f" % Bowl(points).loss(a, b)])
    return found


def test_training_ends_by_itself_at_the_line_of_the_engine_in_cpython(with_engine):
    chapter = with_engine
    chapter.train.click()
    expect(chapter.train).to_have_attribute("aria-pressed", "true")
    for name in ("network", "line"):  # the run waits while it cannot be seen
        chapter.page.locator("nav a[data-chapter=%s]" % name).click()
    expect(chapter.status).to_contain_text("Done: 20 epochs")
    expect(chapter.train).to_have_attribute("aria-pressed", "false")
    a, b, steps = fitted(POINTS, START, 0.03, 20)
    assert chapter.model() == (a, b)
    chapter.has_steps(steps)
    bowl = Bowl(POINTS)
    assert float(chapter.text("slope")) == pytest.approx(bowl.a, abs=0.05)
    assert float(chapter.text("intercept")) == pytest.approx(bowl.b, abs=0.05)
    assert float(chapter.text("line-loss")) == pytest.approx(bowl.loss(a, b), abs=1e-4)
    expect(chapter.page.locator("#line-curve canvas")).to_be_visible()
    expect(chapter.page.locator("#line-curve-empty")).to_be_hidden()
    chapter.train.click()
    chapter.train.click()
    assert int(chapter.text("line-steps")) >= steps  # it goes on from there
    chapter.page.locator("#line-reset").click()
    assert chapter.model() == START


def test_lines_steps_and_epochs_are_those_of_the_engine_before_a_worker_is_there(chapter):
    page = chapter.page
    model = line_at(*START)
    lit = page.locator("#line-listing .lit")
    parts = page.locator("#sgd-algorithm [data-part]")
    expect(parts).to_have_count(2)
    for i in range(5):
        page.locator("#line-next").click()
        expect(lit).to_have_count(1)
        expect(parts.nth(i // 3)).to_have_class("lit")
        expect(parts.nth(1 - i // 3)).not_to_have_class("lit")
        expect(page.locator("#line-i")).to_have_text("1")
        expect(lit).to_have_attribute("value", page.locator("#line-listing li").nth(i).get_attribute("value"))
    loss = step(model, *POINTS[0], 0.03).data
    expect(page.locator("#line-listing li").nth(1)).to_contain_text("loss = %.4f" % loss)
    expect(page.locator("#line-listing li").nth(4)).to_contain_text("b = %.4f" % model.b.data)
    chapter.has_steps(1)
    assert chapter.model() == (model.a.data, model.b.data)
    page.locator("#line-next").click()
    page.locator("#line-next").click()
    expect(chapter.status).to_contain_text("2 of its 5 lines have run")
    page.locator("#line-step").click()
    chapter.has_steps(2)
    page.locator("#line-one-epoch").click()
    chapter.has_steps(30)
    assert chapter.model() == fitted(POINTS, START, 0.03, 1)[:2]
    assert page.locator("html").get_attribute("data-engine") == "starting"
    page.locator("#line-speed").fill("20")
    chapter.train.click()
    expect(page.locator("#line-listing li").nth(3)).to_have_class("lit")
    expect(lit).to_have_count(1)
    expect(page.locator("#line-example")).to_contain_text("Example 1 of 30: x = %.2f" % POINTS[0][0])


def test_points_by_mouse_and_keys_and_back_again(chapter):
    page = chapter.page
    page.locator("#line-clear").click()
    chapter.has_points(0)
    expect(page.locator("#line-empty")).to_be_visible()
    chapter.train.click()
    expect(chapter.status).to_contain_text("There are no points")
    expect(chapter.train).to_have_attribute("aria-pressed", "false")
    ground = chapter.colour(1.0, -1.0)
    for place in ((1.0, -1.0), (-2.0, -1.0), (2.0, 2.0)):
        chapter.click(*place)
    chapter.has_points(3)
    expect(chapter.status).not_to_contain_text("There are no points")
    assert chapter.colour(1.0, -1.0) != ground
    chapter.drag((1.0, -1.0), (0.5, -0.5))
    chapter.has_points(3)
    assert chapter.colour(1.0, -1.0) == ground != chapter.colour(0.5, -0.5)
    chapter.click(-2.0, -1.0, modifiers=["Alt"])
    chapter.has_points(2)
    chapter.click(2.0, 2.0, button="right")
    chapter.has_points(1)
    page.locator("nav a[data-chapter=network]").click()
    page.locator("nav a[data-chapter=line]").click()
    chapter.has_points(1)
    assert chapter.colour(0.5, -0.5) != ground
    page.locator("#line-plane").focus()
    for key in ("ArrowRight", "ArrowDown", "Enter", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    chapter.has_points(3)
    page.keyboard.press("Delete")
    chapter.has_points(2)
    page.keyboard.press("Control+z")
    chapter.has_points(3)
    page.locator("#line-undo").click()
    page.locator("#line-redo").click()
    chapter.has_points(3)
    page.locator("#line-new").click()
    chapter.has_points(30)


def test_the_fit_follows_points_of_ones_own(chapter):
    chapter.page.locator("#line-clear").click()
    for x, y in ((-2.0, 1.0), (0.0, 0.5), (2.0, 0.0)):
        chapter.click(x, y)
    chapter.has_points(3)
    expect(chapter.page.locator("#line-best")).to_contain_text("Least squares: a = −0.2")
    chapter.page.locator("#line-epochs").fill("200")
    chapter.page.locator("#line-epochs").press("Tab")
    chapter.train.click()
    expect(chapter.status).to_contain_text("Done: 200 epochs")
    assert chapter.model() == pytest.approx((-0.25, 0.5), abs=0.02)


def test_the_three_paths_begin_where_the_start_is_dragged_and_end_where_the_engine_does(with_engine):
    chapter = with_engine
    page = chapter.page
    expect(page.locator("#line-paths-title")).to_contain_text("when the engine has started")
    chapter.wait_for_paths(ends(POINTS, START, 0.03, 20, (1, 5, 30)))
    bowl = Bowl(POINTS)
    floor, slope = (sum(chapter.colour(a, b, "line-valley")) for a, b in ((bowl.a + 0.1, bowl.b + 0.03), (3.5, -1.5)))
    assert floor < slope  # the bands get darker downward
    chapter.drag(START, (3.0, 1.5), "line-valley")
    expect(chapter.status).to_contain_text("starts at a = ")
    start = chapter.model()
    assert start == pytest.approx((3.0, 1.5), abs=0.02)
    chapter.wait_for_paths(ends(POINTS, start, 0.03, 20, (1, 5, 30)))
    page.locator("#line-batch").fill("10")
    chapter.wait_for_paths(ends(POINTS, start, 0.03, 20, (1, 10, 30)))
    page.locator("#line-valley").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#slope")).not_to_have_text("%.4f" % start[0])
    chapter.wait_for_paths(ends(POINTS, chapter.model(), 0.03, 20, (1, 10, 30)))
    page.locator("#line-step").click()
    chapter.has_steps(1)
    page.locator("#line-reset").click()
    assert chapter.model() == pytest.approx((start[0] - 5 / 80, start[1]), abs=2e-3)


def test_the_largest_eta_is_shown_and_a_larger_one_diverges_in_words(with_engine):
    chapter = with_engine
    page, bowl = chapter.page, Bowl(POINTS)
    assert chapter.text("line-largest-full") == "%.3g" % bowl.largest_full()
    assert chapter.text("line-largest-single") == "%.3g" % bowl.largest_single()
    expect(page.locator("#line-largest-order")).to_have_text("%.3g" % largest_in_order(POINTS))
    eta = page.locator("#line-eta")
    eta.fill("lots")
    expect(eta).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#line-eta-hint")).to_have_text("Must be above 0, to 10; still 0.03")
    eta.fill("0.9")
    expect(page.locator("#line-verdict")).to_contain_text("With η = 0.9 single examples diverge. All")
    expect(page.locator("#line-bounce")).to_contain_text("the factor is −0.85: nearer, on the other side")
    expect(page.locator("#line-loss-single")).to_have_text("diverges")
    chapter.train.click()
    expect(chapter.status).to_contain_text("Diverged after 81 examples")
    expect(chapter.train).to_have_attribute("aria-pressed", "false")
    page.locator("#line-eta-slider").fill("50")
    expect(eta).to_have_value("0.1")
    chapter.train.click()
    expect(chapter.status).to_contain_text("Done: 20 epochs")
    assert chapter.model() == fitted(POINTS, START, 0.1, 20)[:2]
    before = float(chapter.text("line-largest-single"))
    chapter.click(2.4, 2.0)
    chapter.has_points(31)
    assert float(chapter.text("line-largest-single")) < before / 2


def test_examples_come_in_a_random_order_of_a_seed_and_the_start_is_that_of_the_class(with_engine):
    chapter = with_engine
    page = chapter.page
    page.locator("#line-order").select_option("random")
    expect(chapter.status).to_contain_text("in a random order")
    page.locator("#line-seed").fill("7")
    page.locator("#line-seed").press("Tab")
    page.locator("#line-step").click()
    first = order(30, 0, seed=7)[0]
    expect(page.locator("#line-example")).to_contain_text("Example %d of 30" % (first + 1))
    page.locator("#line-random").click()
    model = Linear(seed=8)
    expect(page.locator("#line-seed")).to_have_value("8")
    expect(chapter.status).to_contain_text("Linear() with seed 8 starts at a = %.2f" % model.a.data)
    start = chapter.model()
    assert start == pytest.approx((model.a.data, model.b.data), abs=5e-4)
    for _ in range(2):
        page.locator("#line-one-epoch").click()
    chapter.has_steps(60)
    assert chapter.model() == fitted(POINTS, start, 0.03, 2, seed=8)[:2]
    chapter.wait_for_paths(ends(POINTS, start, 0.03, 20, (1, 5, 30), seed=8))
    page.reload()
    chapter = Chapter(page)
    expect(page.locator("#line-order")).to_have_value("random")
    expect(page.locator("#line-seed")).to_have_value("8")
    chapter.has_steps(60)
    assert chapter.model() == fitted(POINTS, start, 0.03, 2, seed=8)[:2]
    page.locator("#line-reset").click()
    assert chapter.model() == start
    page.locator("#line-step").click()
    expect(page.locator("#line-example")).to_contain_text("Example %d of 30" % (order(30, 0, seed=8)[0] + 1))


def test_the_curves_are_read_by_mouse_and_by_key_and_the_class_is_shown_whole(chapter):
    page, reading = chapter.page, chapter.page.locator("#line-at")
    page.evaluate(LABELS)
    for _ in range(3):
        page.locator("#line-one-epoch").click()
    chapter.has_steps(90)
    page.wait_for_function("labels.length")
    assert all(float(text).is_integer() for text in page.evaluate("labels"))
    bowl = Bowl(POINTS)
    a, b, _ = fitted(POINTS, START, 0.03, 3)
    expect(reading).to_have_text("Epoch 3: mean loss %.4f." % bowl.loss(a, b))
    expect(page.locator("#line-floor")).to_have_text("least squares, %.4f" % bowl.least)
    reading.press("Home")
    expect(reading).to_have_text("Epoch 0: mean loss %.4f." % bowl.loss(*START))
    reading.press("ArrowRight")
    loss = step(line_at(*START), *POINTS[0], 0.03).data
    expect(reading).to_contain_text("Epoch 0: loss of the example %.4f" % loss)
    page.locator("#line-curve .u-over").hover(position={"x": 2, "y": 20})
    expect(reading).to_contain_text("Epoch 0")
    expect(page.locator("#line-mark")).to_be_visible()
    page.locator("#linear-class summary").click()
    for line_of_class in ("class Linear(Model):", "self.a = Value(rng.random())", "def zero_grad(self):"):
        expect(page.locator("#line-class")).to_contain_text(line_of_class)


@pytest.mark.usefixtures("no_engine")
def test_what_lies_over_the_chart_is_at_its_place_however_late_the_chart_comes_and_whatever_its_size(page, url, watched):
    held, library = [], "**/uPlot.iife.min.js"
    watched(page)
    page.route(library, lambda route: held.append(route))
    page.goto(url + "#line")
    chapter, floor, mark = Chapter(page), page.locator("#line-floor"), page.locator("#line-mark")
    for _ in range(2):
        page.locator("#line-one-epoch").click()
    chapter.has_steps(60)
    page.locator("#line-at").press("Home")
    page.locator("#line-at").press("ArrowRight")
    expect(floor).to_be_hidden()
    for route in held:
        route.continue_()
    page.unroute(library)
    expect(floor).to_have_text("least squares, %.4f" % Bowl(POINTS).least)
    expect(mark).to_be_visible()
    over = """() => ["#line-curve .u-over", "#line-floor"].map(name => {
        const box = document.querySelector(name).getBoundingClientRect();
        return [Math.round(box.left), Math.round(box.width)];
    })"""
    chart, line = page.evaluate(over)
    assert chart == line
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_function("([over, before]) => String(eval(over)()[0]) !== before", arg=[over, ",".join(map(str, chart))])
    page.wait_for_function("over => { const [chart, line] = eval(over)(); return String(chart) === String(line) }", arg=over)


def test_line_residual_and_the_code_that_runs_share_a_screen(chapter):
    page = chapter.page
    for width, height in ((1280, 720), (1440, 900), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("#line-next").click()
        expect(page.locator("#line-listing .lit")).to_have_count(1)
        page.evaluate("scrollTo(0, 0)")
        for name in ("line-plane", "line-train", "line-code", "sgd-algorithm"):
            box = page.locator("#" + name).bounding_box()
            assert 0 <= box["x"] and box["x"] + box["width"] <= width, (width, name)
            assert 0 <= box["y"] and box["y"] + box["height"] <= height, (height, name)


def place(page, name):
    """Where something is, in pixels."""
    return list(page.locator("#" + name).bounding_box().values())


def test_nothing_jumps_on_a_phone_while_stepping(chapter):
    page = chapter.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#line-next").click()
    names = ("line-listing", "line-example", "sgd-algorithm", "line-valley", "line-ending")
    before = [place(page, name) for name in names]
    for _ in range(6):
        page.locator("#line-next").click()
    expect(chapter.status).to_contain_text("2 of its 5 lines")
    assert [place(page, name) for name in names] == [pytest.approx(box, abs=0.1) for box in before]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("full_driver", "no_engine")
def test_the_chapter_is_accessible_and_fits_every_width(page, url, watched, scheme):
    watched(page)
    page.emulate_media(color_scheme=scheme)
    page.goto(url + "#line")
    chapter = Chapter(page)
    page.locator("#line-step").click()
    page.locator("#line-eta").fill("x")
    assert violations(page) == []
    for width in (1920, 768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
        for name in ("line-train", "line-reset", "line-speed", "line-plane", "line-valley", "line-eta-slider"):
            box = page.locator("#" + name).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
        box = page.locator("#line-plane").bounding_box()
        assert box["width"] / box["height"] == pytest.approx(10 / 9, rel=0.01)
    other = "light" if scheme == "dark" else "dark"
    before = chapter.colour(-2.0, -1.0)
    page.emulate_media(color_scheme=other)
    page.wait_for_function(
        """before => { const p = document.getElementById('line-plane');
        const [r, g, b] = p.getContext('2d').getImageData(p.width * 0.1, p.height * 0.9, 1, 1).data;
        return Math.abs(r + g + b - before) > 150; }""",
        arg=sum(before),
    )


def test_points_start_and_settings_survive_a_reload_even_at_once(chapter):
    page = chapter.page
    page.locator("#line-clear").click()
    page.reload()
    chapter = Chapter(page)
    chapter.has_points(0)
    expect(page.locator("#line-empty")).to_be_visible()
    chapter.click(0.5, 1.0)
    chapter.click(-1.0, -0.5)
    chapter.has_points(2)
    page.locator("#line-epochs").fill("7")
    page.reload()
    chapter = Chapter(page)
    chapter.has_points(2)
    expect(page.locator("#line-epochs")).to_have_value("7")
    chapter.drag(START, (0.5, 0.5), "line-valley")
    expect(chapter.status).to_contain_text("0.5")
    start = chapter.model()
    assert start != START
    page.locator("#line-eta").fill("0,1")
    page.locator("#line-eta").press("Tab")
    slider = page.locator("#line-eta-slider").input_value()
    page.reload()
    chapter = Chapter(page)
    chapter.has_points(2)
    assert chapter.model() == start
    expect(page.locator("#line-eta")).to_have_value("0.1")
    expect(page.locator("#line-eta-slider")).to_have_value(slider)
    expect(page.locator("#line-epochs")).to_have_value("7")


UNREADABLE = "{", "[1]", '{"points": [[1, "x"]], "start": 5, "values": {"eta": "nan", "x": "1"}}', '{"points": 3}'


@pytest.mark.usefixtures("no_engine")
def test_what_was_kept_and_cannot_be_read_does_no_harm(page, url, watched):
    watched(page)
    page.add_init_script("try { localStorage.setItem('glassgrad.line', window.name) } catch {}")  # a reload leaves the name
    page.goto(url + "#line")
    for text in UNREADABLE:
        page.evaluate("text => { window.name = text }", text)
        page.reload()
        assert page.evaluate("window.name") == text
        chapter = Chapter(page)
        chapter.has_points(30)
        expect(page.locator("#line-eta"), text).to_have_value("0.03")
        assert chapter.model() == START, text


def test_a_number_with_two_readings_is_refused_in_words(chapter):
    field, hint = chapter.page.locator("#line-eta"), chapter.page.locator("#line-eta-hint")
    field.fill("1,000")
    expect(hint).to_have_text("1,000 could be 1.000 or 1000: write it without the comma; still 0.03")
    field.press("Tab")
    expect(field).to_have_value("1,000")
    field.fill("0,5")
    field.press("Tab")
    expect(field).to_have_value("0.5")
