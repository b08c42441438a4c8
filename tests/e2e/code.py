"""The chapter "code" as a visitor uses it, on a Playwright page."""

import re

from playwright.sync_api import expect

from tests.setup import ROOT


class Code:
    def __init__(self, page):
        page.locator("nav [data-chapter=code]").click()
        expect(page.locator("#code-text")).to_be_visible()
        self.page = page
        self.status = page.locator("#code-status")
        self.content = page.locator("#code .cm-content")
        self.results = page.locator("#check-results")
        self.output = page.locator("#console-output")
        self.input = page.locator("#console-input")
        self.texts = {}

    def open(self, name):
        self.page.locator("[data-file='%s']" % name).click()
        expect(self.page.locator("#code-text")).to_have_attribute("aria-label", name)

    def change(self, name, *pairs):
        """Type a file anew, with these replacements in the text that it has now."""
        self.open(name)
        text = self.texts.get(name) or next((ROOT / "engine").rglob(name)).read_text()
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.texts[name] = text
        self.content.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

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
