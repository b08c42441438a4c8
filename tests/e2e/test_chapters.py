"""All chapters alike: they open, they are accessible in both schemes, and no width scrolls sideways."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_page import violations

FULL = {  # something that is there once a chapter is complete
    "derivatives": "#derivatives svg [data-node]",
    "line": "#line-plane",
    "network": "#plane",
    "code": "#machine-code details",
}


def opened(page, chapter):
    """Open a chapter by the navigation, and wait until it is complete."""
    page.locator("nav a[data-chapter=%s]" % chapter).click()
    expect(page.locator(FULL[chapter]).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chapter_is_accessible_and_fits_every_width(browser, url, watched, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = watched(context.new_page())
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    for chapter in FULL:
        page.set_viewport_size({"width": 1280, "height": 900})
        opened(page, chapter)
        assert violations(page) == [], chapter
        for width in (1920, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_chapter_in_the_address_opens_before_the_engine_is_ready(page, url, watched):
    watched(page)
    for chapter in FULL:
        page.goto("about:blank")
        page.goto(url + "#" + chapter)
        expect(page.locator("#" + chapter)).to_be_visible()
        expect(page.locator("nav a[aria-current]")).to_have_attribute("data-chapter", chapter)
        expect(page.locator(FULL[chapter]).first).to_be_visible()
