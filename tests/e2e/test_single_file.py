"""The page as one file, opened from the disk: it does what the site does, and asks for nothing else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.code import Code
from tests.e2e.test_main_job import work_in_every_chapter, work_with_points
from ui.site.single_file import write


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("one file") / "glass grad.html"
    write(path)
    return path


def test_it_works_without_network_in_every_chapter(page, context, watched, file):
    requests = []
    context.set_offline(True)
    context.on("request", lambda request: requests.append(request.url))
    watched(page).goto(file.as_uri())
    work_with_points(page)
    work_in_every_chapter(page)
    Code(page).type("__import__('fractions').Fraction(6, 4)")  # which the page itself never imports
    expect(page.locator("#console-output .result").last).to_have_text("Fraction(3, 2)")
    asked = {url for url in requests if urlsplit(url).scheme not in ("data", "blob")}
    assert asked <= {file.as_uri()}  # Firefox does not report that of the page itself


def test_a_file_that_is_cut_off_says_so(page, watched, file, allowed_errors):
    allowed_errors.append("stream end")  # of Firefox
    cut = file.with_name("cut off.html")
    cut.write_bytes(file.read_bytes()[:-1_000_000])
    watched(page).goto(cut.as_uri())
    expect(page.locator("#status")).to_contain_text("This file is not whole, or the browser is too old for it (")
