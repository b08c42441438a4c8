"""The chapter "code" as a visitor uses it, on a Playwright page.

Tests that ask for the fixture `workbench` share one page, with `workbench.playground` on it; each begins with the
original files, an empty console and the playground at its start.
"""

import re

from playwright.sync_api import expect

from tests.e2e.playground import Playground
from tests.e2e.shared import paste, press_if_there, wait_for_state
from tests.setup import ROOT

ORIGINALS = "These are the original files, and they are what runs."
CLOSE = "document.querySelectorAll('#code details[open] > summary').forEach(summary => summary.click())"
STATE = """[
    ['engine', document.documentElement.dataset.engine], location.hash,
    ...['code-status', 'console-output', 'console-status'].map(id => [id, document.getElementById(id).textContent]),
    ...['traceback', 'diff', 'cancel-run'].map(id => [id, document.getElementById(id).hidden]),
    ...['run', 'stop', 'checks', 'reset-code'].map(id => [id, document.getElementById(id).disabled]),
    ['input', document.getElementById('console-input').value],
    ['file', document.getElementById('code-text').ariaLabel, document.querySelectorAll('#code-files small').length],
    ['wrong', document.querySelectorAll('#code .wrong').length],
    ['open', document.querySelectorAll('#code details[open]').length]].map(String)"""


class Code:
    def __init__(self, page):
        self.page = page
        self.show()
        self.status = page.locator("#code-status")
        self.content = page.locator("#code .cm-content")
        self.results = page.locator("#check-results")
        self.output = page.locator("#console-output")
        self.input = page.locator("#console-input")
        self.texts = {}

    def show(self):
        self.page.locator("nav [data-chapter=code]").click()
        expect(self.page.locator("#code-text")).to_be_visible()

    def open(self, name):
        self.page.locator("[data-file='%s']" % name).click()
        expect(self.page.locator("#code-text")).to_have_attribute("aria-label", name)

    def change(self, name, *pairs):
        """Paste a file anew, with these replacements in the text that it has now."""
        self.open(name)
        text = self.texts.get(name) or next((ROOT / "engine").rglob(name)).read_text()
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.texts[name] = text
        self.content.click()
        self.page.keyboard.press("Control+a")
        paste(self.content, text)

    def run(self):
        """Run, and wait for the checks after it."""
        self.page.locator("#run").click()
        expect(self.status).to_have_text(re.compile("The page runs with your|These are the original files"))
        expect(self.results).to_contain_text(re.compile("checks? (pass|fail)"))

    def check(self, name):
        if not self.page.locator("#experiment-%s-check" % name).is_visible():
            self.page.locator("#experiment-%s > summary" % name).click()
        self.page.locator("#experiment-%s-check" % name).click()
        return self.page.locator("#experiment-%s-result" % name)

    def type(self, source):
        self.input.fill(source)
        self.input.press("Enter")


class Workbench(Code):
    """The chapter on a page that tests share, with its playground; see tests.e2e.shared."""

    def __init__(self, page):
        self.playground = Playground(page)
        self.playground.wait_until_ready()
        self._playground_at_start = self.playground.state()
        super().__init__(page)

    def wait_until_ready(self):
        self.page.evaluate(CLOSE)
        expect(self.status).to_have_text(ORIGINALS)
        expect(self.content).to_contain_text("Numbers that remember")

    def state(self):
        """What a test may count on, as a list of texts."""
        return self.page.evaluate(STATE)

    def start_again(self, state):
        """Bring the page back to `state`, that of its start, by what a visitor can do; fails if it cannot."""
        self.texts.clear()
        self.show()
        for name in ("stop", "reset-code"):
            press_if_there(self.page, name)
        expect(self.status).to_have_text(ORIGINALS)
        expect(self.page.locator("html")).to_have_attribute("data-engine", "ready")
        if self.page.locator("#diff").is_visible():
            self.page.locator("#differences").click()
        self.open("value.py")
        self.content.press("Control+Home")
        self.input.fill("")
        self.page.locator("#console-clear").click()
        self.page.evaluate(CLOSE)
        self.playground.start_again(self._playground_at_start)
        self.show()
        wait_for_state(self.page, STATE, state)
