"""What visitors take along: real downloads, whose numbers are those of the page."""

import csv
import json
import struct
from xml.etree import ElementTree

from playwright.sync_api import expect

from tests.unit.test_takeaway import BITS, SAME, bare, code_of

SVG = "{http://www.w3.org/2000/svg}"


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

    def by_hand():
        ready.click(2.0, -1.2)
        page.locator("[data-edge='1,2,0']").dispatch_event("click")
        ready.set("weight-value", "0.123")

    for change in (lambda: None, lambda: ready.set("batch", "6"), by_hand):
        change()
        for _ in range(3):
            step = int(ready.number("steps")) + 1
            page.locator("#step").click()
            expect(page.locator("#steps")).to_have_text(str(step))
    ready.wait_for_points(21)
    unfold(page)
    name, text = take(page, "script")
    assert name == "glassgrad-network-step-9.py"
    script = text.decode()
    printed = bare(tmp_path, script)
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
    assert list(whole["network"]["run"][2]["weights_set"]) == ["6"] and "weights={6: 0.123}" in script
    assert len(whole["network"]["weights"]) == 31

    before = page.evaluate("document.getElementById('plane').toDataURL()")
    name, picture = take(page, "png")
    box = page.evaluate("[plane.clientWidth, plane.clientHeight]")
    assert name == "glassgrad-plane-step-9.png"
    assert list(struct.unpack(">2L", picture[16:24])) == [2 * side for side in box]
    assert page.evaluate("document.getElementById('plane').toDataURL()") == before
    name, text = take(page, "svg")
    drawing = ElementTree.fromstring(text)
    assert name == "glassgrad-network-step-9.svg" and drawing.find(SVG + "title").text == "A net in training at step 9"
    words = [part.text for part in drawing.iter(SVG + "text")]
    assert {"x₁", "x₂", "Loss", "Accuracy", "Norm of the gradient", "steps", "training"} <= set(words)
    assert len([part for part in drawing.iter(SVG + "path") if part.get("stroke") in ("#1f5fc4", "#d4620c")]) > 5
    page.locator("#yours > summary").click()


def test_what_is_taken_from_the_chapters_is_what_they_show(derivatives, tmp_path):
    page = derivatives.page
    page.emulate_media(color_scheme="dark")
    unfold(page)
    expect(page.locator("#out-why")).to_contain_text("SVG")
    expect(page.locator("#export-png")).to_be_disabled()
    derivatives.type("x**2 * y + sin(y)  # mine")
    expect(page.locator("#graph [data-op=sin]")).to_have_count(1)
    expect(page.locator("#by-variable option")).to_have_count(2)
    name, text = take(page, "script")
    printed = bare(tmp_path, text.decode())
    assert name == "glassgrad-derivatives.py" and printed.count("(the page: the same)") == 3
    assert bare(tmp_path, code_of(take(page, "notebook")[1])) == printed
    header, *rows = list(csv.reader(take(page, "csv")[1].decode().splitlines()))
    assert header == ["node", "operation", "operands", "data", "grad"] and len(rows) == 6
    assert "df/dx = %s " % dict((row[0], row[4]) for row in rows)["x"] in printed
    name, text = take(page, "svg")
    drawing = ElementTree.fromstring(text)
    boxes = [part for part in drawing.iter(SVG + "rect") if part.get("rx")]
    assert name == "glassgrad-graph.svg" and len(boxes) == 6
    inks = {part.get("fill", "rgb(0, 0, 0)") for part in drawing.iter(SVG + "text")}
    assert "rgb(30, 31, 36)" in inks, "the light scheme's"
    assert not [part for part in drawing.iter() if part.get("class") or part.get("style")]
    assert json.loads(take(page, "json")[1])["derivatives"]["function"] == "x**2 * y + sin(y)  # mine"
    page.emulate_media(color_scheme="light")

    page.locator("nav [data-chapter=line]").click()
    page.locator("#line-one-epoch").click()
    expect(page.locator("#line-epoch")).to_have_text("1")
    expect(page.locator("#export-png")).to_be_enabled()
    name, text = take(page, "script")
    printed = bare(tmp_path, text.decode())
    shown = [page.locator("#" + place).inner_text() for place in ("slope", "intercept", "line-loss")]
    assert name == "glassgrad-line-step-30.py"
    assert "The page shows a = %s, b = %s, mean loss %s: the same." % tuple(shown) in printed.replace("-", "−")
    assert "That is the page's line, to the last bit." in printed
    assert bare(tmp_path, code_of(take(page, "notebook")[1])) == printed
    assert len(take(page, "csv")[1].decode().splitlines()) == 31
    assert take(page, "png")[1][:4] == b"\x89PNG"
    drawing = ElementTree.fromstring(take(page, "svg")[1])
    assert len(list(drawing.iter(SVG + "circle"))) == 30 + 2
    page.locator("#line-next").click()
    expect(page.locator("#line-status")).to_contain_text("In the middle")
    assert "That is the page's line, to the last bit." in bare(tmp_path, take(page, "script")[1].decode())
    page.locator("#line-reset").click()
    page.locator("nav [data-chapter=code]").click()
    expect(page.locator("#export-script")).to_be_disabled()
    assert json.loads(take(page, "json")[1])["line"]["steps"] == 0
    page.locator("#yours > summary").click()
