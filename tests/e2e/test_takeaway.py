"""What visitors take along: real downloads, whose numbers are those of the page."""

import json
import struct

from playwright.sync_api import expect

from tests.unit.test_takeaway import BITS, SAME, bare, code_of


def take(page, kind):
    """Press a button of the section: (the file's name, its bytes)."""
    with page.expect_download() as download:
        page.locator("#export-" + kind).click()
    expect(page.locator("#out-said")).to_have_text("%s is saved." % download.value.suggested_filename)
    return download.value.suggested_filename, download.value.path().read_bytes()


def unfold(page):
    page.locator("#yours > summary").click()
    page.locator("#yours-out > summary").click()


def test_what_is_taken_from_the_playground_is_what_it_shows_and_runs_anywhere(ready, tmp_path):
    page = ready.page
    ready.set("hidden", "4, 3")
    ready.set("count", "20")
    ready.wait_for_points(20)
    for change in (lambda: None, lambda: ready.set("batch", "6"), lambda: ready.click(2.0, -1.2)):
        change()
        for _ in range(3):
            step = int(ready.number("steps")) + 1
            page.locator("#step").click()
            expect(page.locator("#steps")).to_have_text(str(step))
    ready.wait_for_points(21)
    unfold(page)
    name, text = take(page, "script")
    assert name == "glassgrad-network-step-9.py"
    printed = bare(tmp_path, text.decode())
    loss = page.locator("#loss").inner_text()
    assert SAME % loss in printed and BITS % (4 * 3 + 3 * 5 + 4) in printed
    assert "step 9: loss %s, accuracy %.1f%%" % (loss, ready.number("accuracy")) in printed
    name, text = take(page, "notebook")
    assert name == "glassgrad-network-step-9.ipynb" and SAME % loss in bare(tmp_path, code_of(text))

    name, text = take(page, "csv")
    header, *rows = text.decode().splitlines()
    points = [tuple(map(float, row.split(","))) for row in rows]
    assert (name, header, len(points), points[-1]) == ("glassgrad-points.csv", "x,y,label", 21, (2.0, -1.2, 1.0))
    name, text = take(page, "json")
    whole = json.loads(text)
    assert (name, whole["format"], whole["version"], whole["chapter"]) == ("glassgrad-state.json", "glassgrad", 1, "network")
    assert [tuple(point) for point in whole["network"]["points"]] == points
    assert (whole["network"]["step"], whole["network"]["loss"]) == (9, loss)
    assert [phase["from_step"] for phase in whole["network"]["run"]] == [0, 3, 6]
    assert len(whole["network"]["weights"]) == 31

    before = page.evaluate("document.getElementById('plane').toDataURL()")
    name, picture = take(page, "png")
    box = page.evaluate("[plane.clientWidth, plane.clientHeight]")
    assert name == "glassgrad-plane-step-9.png"
    assert list(struct.unpack(">2L", picture[16:24])) == [2 * side for side in box]
    assert page.evaluate("document.getElementById('plane').toDataURL()") == before
    page.locator("#yours > summary").click()
