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


def test_it_works_without_network_in_every_chapter(page, context, watched, file, by_protocol):
    requests = []
    context.set_offline(True)
    context.on("request", lambda request: requests.append(request.url))
    watched(page).goto(file.as_uri())
    work_with_points(page)
    work_in_every_chapter(page)
    code = Code(page)
    code.type("__import__('fractions').Fraction(6, 4)")  # which the page itself never imports
    expect(code.output.locator(".result").last).to_have_text("Fraction(3, 2)")
    code.type("while True: pass")
    page.locator("#stop").click()
    expect(code.output).to_contain_text("The console begins anew")
    code.type("2 + 2")
    expect(code.output.locator(".result").last).to_have_text("4")
    show_and_take_out(page, by_protocol)
    steps = page.locator("#steps").inner_text()
    page.reload()
    expect(page.locator("#steps")).to_have_text(steps)
    Code(page).input.press("ArrowUp")
    expect(page.locator("#console-input")).to_have_value("2 + 2")
    asked = {url for url in requests if urlsplit(url).scheme not in ("data", "blob")}
    assert asked <= {file.as_uri()}  # Firefox does not report that of the page itself


def show_and_take_out(page, by_protocol):
    """Have the panel make the link's code, and a file of each kind."""
    page.locator("#yours > summary").click()
    expect(page.locator("#yours-file")).to_be_visible()
    page.locator("#yours-link > summary").click()
    page.locator("#qr-show").click()
    expect(page.locator("#qr svg")).to_be_visible()
    page.locator("#yours-out > summary").click()
    for chapter, kinds in (("network", ("csv", "png", "svg", "script")), ("derivatives", ("svg", "notebook"))):
        page.locator("nav [data-chapter=%s]" % chapter).click()
        for kind in kinds if not by_protocol else ():
            with page.expect_download() as download:
                page.locator("#export-" + kind).click()
            assert download.value.path().stat().st_size > 100
    page.locator("#yours > summary").click()


def test_a_file_that_is_cut_off_says_so(page, watched, file, allowed_errors):
    allowed_errors.append("stream end")  # of Firefox
    cut = file.with_name("cut off.html")
    cut.write_bytes(file.read_bytes()[:-1_000_000])
    watched(page).goto(cut.as_uri())
    expect(page.locator("#status")).to_contain_text("This file is not whole, or the browser is too old for it (")
