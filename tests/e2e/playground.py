"""The playground as a visitor uses it: by clicks, keys and what can be seen, on a Playwright page.

Tests that ask for the fixture `ready` share one page and its engine; each begins at step 0 with the settings of the
start and 100 points; Undo may be possible, and a branch of before may lie behind the curves. Those that need a page
just opened ask for `playground` or `alone`.
"""

from playwright.sync_api import expect

from tests.e2e.shared import PATIENCE, WINDOW, press_if_there, wait_for_state

BLUE, ORANGE = 1, -1
START = "#network?dataset=moons"  # a link says all settings: those that it does not name are those of the start
STATE = """[
    ...[...document.querySelectorAll(
        '#settings :is(input, select), input[name=label], #speed-control, #points, #steps, #loss, #accuracy')].map(e => [
        e.id || e.name + e.value, e.matches('[type=checkbox], [type=radio]') ? e.checked : e.value,
        e.disabled, e.ariaInvalid]),
    ...[...document.querySelectorAll('#network [aria-pressed]')].map(e => [e.id, e.ariaPressed]),
    ...['network', 'comparison', 'curve-empty'].map(id => [id, document.getElementById(id).checkVisibility()]),
    ...Object.entries(document.getElementById('plane').dataset).sort(),
    ['engine', document.documentElement.dataset.engine]].map(part => part.join())"""


class Playground:
    def __init__(self, page, points=100, full=True):
        """points: how many there are at first, None if that has been seen to; full: whether to set full speed.

        All settings are unfolded.
        """
        self.page = page
        self.plane = page.locator("#plane")
        self.status = page.locator("#status")
        if points is not None:
            expect(page.locator("#points")).to_have_text(str(points))
        expect(self.status).not_to_contain_text("Starting the page")
        if page.locator("#all-settings").get_attribute("aria-expanded") == "false":
            page.locator("#all-settings").click()
        if full:
            page.locator("#speed-control").press("End")
            page.locator("#speed-control").blur()

    def wait_until_ready(self):
        expect(self.page.locator("html")).to_have_attribute("data-engine", "ready")
        expect(self.page.locator("#loss")).not_to_have_text("–")

    def state(self):
        """The settings, the readouts and what else a test may count on, as a list of texts."""
        return self.page.evaluate(STATE)

    def open(self, link):
        """Open a link, from # on, over the page, as in the browser's address field."""
        self.page.goto(self.page.url.split("#")[0] + link)

    def start_again(self, state):
        """Bring a page with an engine back to `state`, that of its start, by what a visitor can do; fails if it cannot.

        Controls that a link leaves as they are, are put back here one by one.
        """
        self.page.set_viewport_size(WINDOW)
        if self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
            self.page.emulate_media(color_scheme="light")
        self.open(START)
        self.choose(BLUE)
        self.page.locator("#curves").click()
        for name in ("reading-close", "unpick", "own-dismiss"):
            press_if_there(self.page, name)
            expect(self.page.locator("#" + name)).to_be_hidden()
        self.page.locator("#speed-control").fill("100")
        self.page.wait_for_function("location.hash === '#network'")
        wait_for_state(self.page, STATE, state)

    def number(self, name):
        """The number at the start of an output."""
        return float(self.page.locator("#" + name).inner_text().rstrip("%"))

    def wait_for(self, name, test):
        """Wait until the number at the start of an output satisfies a JavaScript test of `n`."""
        self.page.wait_for_function(
            "([id, test]) => { const n = parseFloat(document.getElementById(id).textContent);"
            " return Function('n', 'return ' + test)(n); }",
            arg=[name, test],
            timeout=PATIENCE,
        )

    def wait_for_points(self, count):
        expect(self.page.locator("#points")).to_have_text(str(count))

    def place(self, x1, x2):
        """Where (x1, x2) is, in pixels from the canvas's top left corner."""
        expect(self.plane).to_be_visible()  # another chapter may just be leaving
        box = self.plane.bounding_box()
        xmin, xmax, ymin, ymax = (
            float(self.plane.get_attribute("data-" + name)) for name in ("xmin", "xmax", "ymin", "ymax")
        )
        return (
            (x1 - xmin) / (xmax - xmin) * box["width"],
            (ymax - x2) / (ymax - ymin) * box["height"],
        )

    def click(self, x1, x2, **options):
        x, y = self.place(x1, x2)
        self.plane.click(position={"x": x, "y": y}, **options)

    def drag(self, start, end):
        self.plane.scroll_into_view_if_needed()
        box = self.plane.bounding_box()
        mouse = self.page.mouse
        (x, y), (to_x, to_y) = self.place(*start), self.place(*end)
        mouse.move(box["x"] + x, box["y"] + y)
        mouse.down()
        mouse.move(box["x"] + to_x, box["y"] + to_y, steps=5)
        mouse.up()

    def choose(self, label):
        self.page.locator("input[name=label][value='%s']" % label).check(force=True)

    def clear(self):
        self.page.locator("#clear").click()
        self.wait_for_points(0)

    def train(self):
        self.page.locator("#train").click()

    def set(self, name, text):
        """Type into a control of the settings, and leave it."""
        self.page.locator("#" + name).fill(text)
        self.page.locator("#" + name).press("Tab")

    def colour(self, x1, x2):
        """The canvas's colour at (x1, x2), as (red, green, blue), read back once what is due is painted."""
        x, y = self.place(x1, x2)
        return tuple(
            self.page.evaluate(
                """([x, y]) => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
                    const plane = document.getElementById('plane'), scale = plane.width / plane.clientWidth;
                    const [r, g, b] = plane.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data;
                    done([r, g, b]);
                })))""",
                [x, y],
            )
        )

    def class_at(self, x1, x2):
        """BLUE or ORANGE by the canvas's colour at (x1, x2), 0 where it is neither."""
        return self._class(x1, x2, 15)

    def dot_at(self, x1, x2):
        """As class_at, but of a dot: the ground, however sure the net is, is paler (in the light scheme)."""
        return self._class(x1, x2, 140)

    def _class(self, x1, x2, least):
        red, _, blue = self.colour(x1, x2)
        return BLUE if blue > red + least else ORANGE if red > blue + least else 0
