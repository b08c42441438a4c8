"""How the tests start a browser: Playwright's own, or one of the system's.

Firefox as it is installed is driven by WebDriver BiDi, which Playwright calls the channel "moz-firefox".
`python3 -m tests.e2e.launch firefox /usr/bin/firefox-esr` tries whether a page can be opened there.
"""

import os
import sys

from playwright.sync_api import sync_playwright

FLAGS = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def arguments(name, path):
    """What Playwright's launch() is told for "chromium", "firefox" or "webkit" at `path`; "" means its own."""
    given = {"executable_path": path} if path else {}
    if name == "chromium":
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        given["args"] = FLAGS + (["--no-sandbox"] if root else [])
    if name == "firefox" and path:
        given["channel"] = "moz-firefox"
    return given


def attempt(name, path):
    """Start a browser and open a page in it, or raise Playwright's error."""
    with sync_playwright() as playwright:
        browser = getattr(playwright, name).launch(**arguments(name, path))
        browser.new_page().goto("about:blank")
        browser.close()


if __name__ == "__main__":
    attempt(*sys.argv[1:])
