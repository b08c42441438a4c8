"""The page's timeline: how long any earlier step takes after a million steps, and what keeping them costs training."""

from statistics import median

from tests.bench.measure import ROUNDS, show
from tests.e2e.conftest import serving
from tests.setup import ROOT

STEPS = 1_000_000
PLACES = 40  # steps that are gone back to
SPAN = 2000  # milliseconds over which steps are counted
PROBE = """
from ui.page.browser import listen

page = Page()

def switch(event):
    on = document.documentElement.getAttribute("data-timeline") != "off"
    page.trainer.history = page.scrubber.history if on else None

def measure(event):
    document.documentElement.setAttribute("data-kept", str(page.scrubber.history.timeline.size()))

listen(document, "switch", switch)
listen(document, "measure", measure)
"""
SPEED = """([how, span]) => new Promise(done => {
    document.documentElement.dataset.timeline = how;
    document.dispatchEvent(new Event('switch'));
    const steps = () => parseInt(document.getElementById('steps').textContent);
    setTimeout(() => {
        const [first, start] = [steps(), performance.now()];
        setTimeout(() => done(1000 * (steps() - first) / (performance.now() - start)), span);
    }, 300);
})"""
BACK = """async places => {
    const slider = document.getElementById('timeline'), steps = document.getElementById('steps'), times = [];
    for (const place of places) {
        const start = performance.now();
        slider.value = place;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        await new Promise(done => {
            const look = () => steps.textContent === String(place) ? done() : requestAnimationFrame(look);
            look();
        });
        times.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 200));
    }
    return times;
}"""


def timeline(browser):
    """Print both tables."""
    server = serving(ROOT)
    page = browser.new_page()
    main = (ROOT / "ui/main.py").read_text()
    page.route("**/ui/main.py", lambda route: route.fulfill(body=main[: -len("Page()\n")] + PROBE))
    page.goto(server.url)
    page.wait_for_function("document.documentElement.dataset.engine === 'ready'", timeout=90_000)
    page.wait_for_function("document.getElementById('loss').textContent !== '–'")
    page.locator("#speed-control").press("End")
    page.locator("#train").click()
    speeds = {"on": [], "off": []}
    for _ in range(ROUNDS):
        for how, found in speeds.items():
            found.append(page.evaluate(SPEED, [how, SPAN]))
    rates = {how: median(found) for how, found in speeds.items()}
    show(
        "Steps a second on the page at full speed, moons",
        ["timeline", "median", "ratio"],
        [(how, (rate, "{:,.0f}"), (rate / rates["off"], "{:.2f}")) for how, rate in rates.items()],
    )
    page.locator("#reset").click()
    page.evaluate(SPEED, ["on", 0])
    page.locator("#train").click()
    page.wait_for_function("n => parseInt(document.getElementById('steps').textContent) >= n", arg=STEPS, timeout=600_000)
    page.locator("#train").click()
    page.wait_for_function("document.getElementById('train').ariaPressed === 'false'")
    page.evaluate("document.dispatchEvent(new Event('measure'))")
    times = page.evaluate(BACK, [(i * 7_919_001 + 13) % STEPS for i in range(PLACES)])
    show(
        "Back to an earlier step of a million, from the slider to the painted number",
        ["", "median ms", "longest ms", "MB kept"],
        [
            (
                "%d steps" % PLACES,
                (median(times), "{:.0f}"),
                (max(times), "{:.0f}"),
                (int(page.locator("html").get_attribute("data-kept")) / 1e6, "{:.1f}"),
            )
        ],
    )
    page.close()
    server.shutdown()
    server.server_close()
