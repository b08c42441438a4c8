"""How long a visit takes until the engine is ready, and what it transfers: python3 -m tests.bench visits [--rounds N]

The site is built, and served as GitHub Pages serves it, with text and WebAssembly as gzip. In each round, and in each
browser, take turns: a first visit with everything cold, a first visit on a line of 5 Mbit/s, two later visits, and a
worker that is stopped and starts again. Chromium keeps what it has compiled during a later visit for those after it.
Times are from navigation, or from Stop, to `data-engine=ready`.
"""

import argparse
import gzip
import os
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import expect, sync_playwright

from tests.bench.measure import show
from tests.e2e.code import ORIGINALS, Code
from tests.e2e.launch import arguments
from tests.setup import variable
from ui.site.build import build
from ui.site.serve import Handler, Server

BROWSERS = ("chromium", "firefox")
TEXT = (".html", ".js", ".mjs", ".css", ".json", ".py", ".toml", ".wasm", ".svg", ".webmanifest")
SLOW = 5e6 / 8  # bytes per second
PART = 1 << 14  # bytes that are sent at once
READY = "document.documentElement.dataset.engine === 'ready'"
COMPILED = 6000  # milliseconds of a visit, after which Chromium has kept what it has compiled
KEPT = "async () => { await navigator.serviceWorker.ready }"


class Pages(Server):
    """Serves a built site, gzipped where GitHub Pages does that; `rate` is bytes per second for all together, or None."""

    def __init__(self, folder):
        super().__init__(folder, served=lambda: [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()])
        self.RequestHandlerClass = lambda *given: Compressing(*given, directory=str(folder))
        self.packed, self.rate, self.sent = {}, None, 0
        self.turn = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def send(self, out, data):
        for start in range(0, len(data), PART):
            part = data[start : start + PART]
            with self.turn:
                self.sent += len(part)
                if self.rate:
                    time.sleep(len(part) / self.rate)
            out.write(part)

    def end(self):
        self.shutdown()
        self.server_close()


class Compressing(Handler):
    def do_GET(self):
        source = self.send_head()
        if source:
            with source:
                self.server.send(self.wfile, self.body if self.body is not None else source.read())

    def send_header(self, name, value):
        if name == "Content-type":
            path = Path(self.translate_path(self.path))
            self.body = None
            if path.is_file() and path.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", ""):
                if path not in self.server.packed:
                    self.server.packed[path] = gzip.compress(path.read_bytes(), 6)
                self.body = self.server.packed[path]
                super().send_header("Content-Encoding", "gzip")
        if name == "Content-Length" and self.body is not None:
            value = str(len(self.body))
        super().send_header(name, value)

    body = None


def visits(rounds):
    """Measure, and print the tables."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build(site)
        server = Pages(site)
        names = [name for name in BROWSERS if variable(name) in os.environ]
        browsers = {name: getattr(playwright, name).launch(**arguments(name, os.environ[variable(name)])) for name in names}
        times, sizes = {}, {}
        for _ in range(rounds):
            for name, browser in browsers.items():
                for what, (taken, size) in measured(browser, server).items():
                    times.setdefault((name, what), []).append(taken)
                    sizes.setdefault((name, what), []).append(size)
        rows = [
            ("%s, %s" % key, (median(taken), "{:,.2f}"), (median(sizes[key]) / 1e6, "{:,.2f}"))
            for key, taken in times.items()
        ]
        show("Visits: until the engine is ready", ["", "median s", "MB"], rows)
        for browser in browsers.values():
            browser.close()
        server.end()


def measured(browser, server):
    """What each kind of visit takes, in seconds, and transfers, in bytes."""
    found = {}
    context = browser.new_context()
    page = context.new_page()
    found["first visit"] = timed(server, page, lambda: page.goto(server.url))
    started, sent = time.perf_counter(), server.sent
    page.evaluate(KEPT)
    found["and kept for times without a network"] = time.perf_counter() - started, server.sent - sent
    page.goto("about:blank")
    found["later visit"] = timed(server, page, lambda: page.goto(server.url))
    page.wait_for_timeout(COMPILED)
    page.goto("about:blank")
    found["the one after it"] = timed(server, page, lambda: page.goto(server.url))
    code = Code(page)
    expect(code.status).to_have_text(ORIGINALS)
    code.type("while True: pass")
    found["another worker, after Stop"] = timed(server, page, lambda: stopped(page))
    context.close()
    server.rate = SLOW
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    found["first visit, 5 Mbit/s"] = timed(server, page, lambda: page.goto(server.url))
    context.close()
    server.rate = None
    return found


def stopped(page):
    """Press Stop, and wait until the worker is gone."""
    page.locator("#stop").click()
    page.wait_for_function("!(%s)" % READY)


def timed(server, page, act):
    """Seconds from an act until the engine is ready, and the bytes that are sent meanwhile."""
    started, sent = time.perf_counter(), server.sent
    act()
    page.wait_for_function(READY, timeout=120_000)
    return time.perf_counter() - started, server.sent - sent


def main(given):
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench visits")
    parser.add_argument("--rounds", type=int, default=5)
    visits(parser.parse_args(given).rounds)
