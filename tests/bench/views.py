"""What the views below the net cost training on the page: none, the curves, the landscape; at full speed."""

from statistics import median

from tests.bench.measure import show
from tests.e2e.conftest import serving
from tests.setup import ROOT

CASES = ((100, "16, 16"), (1000, "16, 16"), (100, "64, 64"), (1000, "64, 64"))  # points, hidden layers
VIEWS = ("none", "curves", "landscape")
ROUNDS, SPAN = 5, 1500  # milliseconds over which steps and frames are counted
PROBE = """
from ui.page.browser import listen

page = Page()

def choose(event):
    page.views.each("hide")
    name = document.documentElement.getAttribute("data-view")
    if name != "none":
        page.views.show(name)

listen(document, "choose", choose)
"""
MEASURE = """([name, span]) => new Promise(done => {
    document.documentElement.dataset.view = name;
    document.dispatchEvent(new Event('choose'));
    const steps = () => parseInt(document.getElementById('steps').textContent);
    setTimeout(() => {
        const [first, start] = [steps(), performance.now()];
        let frames = 0, longest = 0, last = start;
        const tick = now => {
            frames += 1;
            longest = Math.max(longest, now - last);
            last = now;
            if (now - start < span) requestAnimationFrame(tick);
            else done([1000 * (steps() - first) / (now - start), 1000 * frames / (now - start), longest]);
        };
        requestAnimationFrame(tick);
    }, 300);
})"""


def views(browser):
    """Print a table for each case."""
    server = serving(ROOT)
    main = (ROOT / "ui/main.py").read_text()
    for count, hidden in CASES:
        page = browser.new_page()
        page.route("**/ui/main.py", lambda route: route.fulfill(body=main[: -len("Page()\n")] + PROBE))
        page.goto(server.url + "#network?count=%d&hidden=%s" % (count, hidden.replace(" ", "")))
        page.wait_for_function("document.documentElement.dataset.engine === 'ready'", timeout=90_000)
        page.wait_for_function("document.getElementById('loss').textContent !== '–'", timeout=90_000)
        page.locator("#landscape").click()
        page.wait_for_function("document.getElementById('landscape-here').textContent !== '–'", timeout=90_000)
        page.locator("#speed-control").press("End")
        page.locator("#train").click()
        found = {name: [] for name in VIEWS}
        for _ in range(ROUNDS):
            for name in VIEWS:
                found[name].append(page.evaluate(MEASURE, [name, SPAN]))
        medians = {name: list(map(median, zip(*rounds))) for name, rounds in found.items()}
        base = medians["none"][0]
        show(
            "On the page at full speed, %d points, %s" % (count, hidden),
            ["view", "steps a second", "ratio", "frames a second", "longest ms"],
            [
                (name, (steps, "{:,.0f}"), (steps / base, "{:.2f}"), (frames, "{:.0f}"), (longest, "{:.0f}"))
                for name, (steps, frames, longest) in medians.items()
            ],
        )
        page.close()
    server.shutdown()
    server.server_close()
