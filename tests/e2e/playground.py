"""The playground as a visitor uses it: by clicks, keys and what can be seen, on a Playwright page."""

from playwright.sync_api import expect

BLUE, ORANGE = 1, -1
PATIENCE = 90_000  # milliseconds that anything may take, on a busy machine, before a test gives up


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
        red, _, blue = self.colour(x1, x2)
        return BLUE if blue > red + 15 else ORANGE if red > blue + 15 else 0
