"""The built site, under a path as GitHub Pages has it: few requests, without a network, and one release after another."""

import gzip
import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.playground import Playground
from tests.setup import ROOT
from ui.site.build import build
from ui.site.serve import Server

PLACE = "glassgrad"  # the site's folder on the server
KEPT = "async () => { await navigator.serviceWorker.ready }"
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (worker) await new Promise(done => worker.addEventListener("statechange", done));
    return registration.waiting ? "waiting" : worker && worker.state !== "redundant" ? worker.state : "none";
}"""
MOST = 5e6  # bytes that a first visit transfers until the engine is there
PACKED = (".html", ".js", ".mjs", ".css", ".json", ".py", ".wasm", ".svg", ".webmanifest")  # by GitHub Pages, as gzip
SHARES = """window.shares = []; addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    if (document.documentElement.dataset.engine === "starting") shares.push(document.getElementById("progress").value);
}).observe(document.getElementById("progress"), {attributes: true}))"""
FIRST = 20  # requests until the page is there and starts its worker


class Site:
    """A server with what is in `folder` now."""

    def __init__(self, folder, port=0):
        self.folder = folder
        self.server = Server(folder, port, served=lambda: [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()])
        self.url = self.server.url + PLACE + "/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, release):
        """Put another release in the place of what is there."""
        old = self.folder / PLACE
        if old.exists():
            old.rename(self.folder / ("old" + release.name))
        release.rename(old)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site(tmp_path):
    (tmp_path / "served").mkdir()
    site = Site(tmp_path / "served")
    build(tmp_path / "first")
    site.publish(tmp_path / "first")
    yield site
    site.stop()


def another(folder, monkeypatch, words):
    """Build a release whose page says something else."""
    real = Path.read_bytes
    page = ROOT / "index.html"
    title = b"<title>Glassgrad"
    with monkeypatch.context() as patch:
        patch.setattr(
            Path, "read_bytes", lambda path: real(path).replace(title, title + words) if path == page else real(path)
        )
        build(folder)
    return folder


def opened(page, site):
    page.goto(site.url)
    playground = Playground(page)
    playground.wait_until_ready()
    return playground


def test_a_first_visit_transfers_little_and_a_pack_that_is_broken_is_done_without(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, service_workers="block")
    page, asked = context.new_page(), set()
    page.add_init_script(SHARES)
    page.on("request", lambda request: asked.add(request.url.split("?")[0]))
    opened(page, site)
    shares = page.evaluate("window.shares")
    assert shares == sorted(shares) and shares[-1] > 90
    sizes = [transferred(site.folder / PLACE / (address.removeprefix(site.url) or "index.html")) for address in asked if address.startswith(site.url)]
    assert len(sizes) > FIRST and sum(sizes) < MOST
    assert not [address for address in asked if address.endswith(("asm.wasm", ".zip"))]
    pack = next(site.folder.rglob("pack.xz")).read_bytes()
    for broken, answer in (("pack.xz", {"body": pack[:1_000_000]}), ("xz.js", {"status": 404})):
        page.route("**/made/" + broken, lambda route, request, answer=answer: route.fulfill(**answer))
        with page.expect_request("**/pyodide.asm.wasm"):
            page.reload()
        Playground(page).wait_until_ready()
        page.unroute("**/made/" + broken)
    context.close()


def transferred(path):
    """How many bytes a file takes on the way from GitHub Pages."""
    content = path.read_bytes()
    return len(gzip.compress(content) if path.suffix in PACKED else content)


def test_after_one_visit_everything_works_without_a_network(page, watched, site, allowed_errors, browser_name):
    watched(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))  # the service worker's, too
    page.goto(site.url)
    playground = Playground(page)
    playground.wait_for_points(100)
    names = [address.split("/")[-1].split("?")[0] for address in asked]
    assert names.index("worker.py") <= FIRST and "start.json" in names and "rng.py" not in names
    playground.wait_until_ready()
    page.evaluate(KEPT)
    names = [address.split("/")[-1].split("?")[0] for address in asked]
    if browser_name == "chromium":  # elsewhere Playwright does not see what a service worker asks for
        assert "python_stdlib.zip" in names and not {"pyodide.asm.wasm", "library.zip", "worker.zip"} & set(names)
    site.stop()
    page.reload()
    playground.wait_until_ready()
    playground.train()
    playground.wait_for("steps", "n >= 10")
    page.locator("nav a[data-chapter=derivatives]").click()
    expect(page.locator("#graph svg").first).to_be_visible()
    page.locator("nav a[data-chapter=line]").click()
    expect(page.locator("#line")).to_be_visible()
    page.locator("nav a[data-chapter=code]").click()
    expect(page.locator("#code-text")).to_be_visible()
    page.locator("#console-input").fill("import colorsys; colorsys.rgb_to_hsv(1, 0, 0)")
    page.locator("#console-input").press("Enter")
    expect(page.locator("#console-output .result")).to_have_text("(0.0, 1.0, 1)")


def test_a_new_release_is_offered_taken_up_whole_and_one_that_is_not_whole_never(
    page, site, tmp_path, monkeypatch, allowed_errors
):
    next(site.folder.rglob("pack.xz")).write_bytes(b"not a pack")  # its files are then kept one by one
    opened(page, site)
    page.evaluate(KEPT)
    first = page.locator("html").get_attribute("data-release")
    broken = another(tmp_path / "second", monkeypatch, b" 2")
    with open(broken / "index.html", "a") as page_of_it:
        page_of_it.write("<!-- not that of this release -->")
    site.publish(broken)
    opened(page, site)
    assert page.evaluate(UPDATE) == "none"
    expect(page.locator("#new-release")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-release", first)
    third = another(tmp_path / "third", monkeypatch, b" 3")
    name = re.search(r'data-release="(\w+)"', (third / "index.html").read_text())[1]
    site.publish(third)
    playground = opened(page, site)
    expect(page.locator("#new-release")).to_be_visible()
    page.locator("nav a[data-chapter=code]").click()  # files of the release that is open, which the server has no more
    expect(page.locator("#code-text")).to_be_visible()
    page.locator("nav a[data-chapter=network]").click()
    playground.click(2.0, -1.2)
    playground.wait_for_points(101)
    page.locator("#new-release-dismiss").click()
    expect(page.locator("#new-release")).to_be_hidden()
    page.reload()  # the earlier release is still the one in use, and the other one is offered again
    playground.wait_until_ready()
    expect(page.locator("html")).to_have_attribute("data-release", first)
    page.locator("#new-release-reload").click()
    expect(page.locator("html")).to_have_attribute("data-release", name)
    playground.wait_until_ready()
    playground.wait_for_points(101)
    expect(page.locator("#new-release")).to_be_hidden()
    assert name != first
