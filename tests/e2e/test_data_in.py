"""Points out of files, pastes and drops: shown first, taken as one change, or refused with nothing changed."""

import json
import re

import pytest
from playwright.sync_api import expect

LOSS = re.compile(r"^[\d.]+$")
GERMAN = "\ufeffx1;x2;Klasse\r\n0,5;1,250;blau\r\n-0,75;0,500;rot\r\n2;-1,000;blau\r\n"
DROP = """([where, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'dropped.csv', {type: 'text/csv'}));
    document.querySelector(where).dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def data(ready):
    """The playground with the panel's section open."""
    page = ready.page
    for name in ("yours", "yours-data"):
        if page.locator("#" + name).get_attribute("open") is None:
            page.locator("#%s > summary" % name).click()
    yield ready
    if page.locator("#yours").get_attribute("open") is not None:  # it is not after a reload
        page.locator("#data-paste").fill("")
        page.locator("#yours > summary").click()


def choose(page, text, name="points.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    page.set_input_files("#data-file", {"name": name, "mimeType": "text/csv", "buffer": raw})


def test_a_file_is_shown_then_taken_as_one_change_that_undo_takes_back(data):
    page = data.page
    choose(page, GERMAN)
    expect(page.locator("#data-words")).to_have_text("3 points: +1 is “blau” (2), −1 is “rot” (1).")
    expect(page.locator("#data-head")).to_contain_text("x1x2Klassexythe label0,51,250blau")
    data.wait_for_points(100)
    page.locator("#data-load").click()
    data.wait_for_points(3)
    assert data.dot_at(0.5, 1.25) == 1 and data.dot_at(-0.75, 0.5) == -1
    expect(page.locator("#dataset")).to_have_value("own")
    page.locator("#data-swap").click()
    expect(page.locator("#data-words")).to_have_text("3 points: +1 is “rot” (1), −1 is “blau” (2).")
    page.locator("#data-load").click()
    expect(page.locator("#status")).to_contain_text("Loaded: 3 points.")
    page.wait_for_function("location.hash.includes('points=b0.5,1.25a-0.75,0.5b2,-1')")
    page.locator("#undo").click()
    page.locator("#undo").click()
    data.wait_for_points(100)
    expect(page.locator("#dataset")).to_have_value("moons")
    for raw in (GERMAN[1:].encode("utf-16"), GERMAN[1:].replace("blau", "größer").encode("windows-1252")):
        choose(page, raw)
        expect(page.locator("#data-words")).to_contain_text("3 points: +1 is “")
    expect(page.locator("#data-words")).to_contain_text("“größer” (2)")


def test_what_is_wrong_is_said_and_nothing_is_changed(data):
    page, trouble = data.page, data.page.locator("#data-trouble")
    for text, words in (
        ("x,y,label\n0,1,1\n0,abc,1\n", "Line 3: “abc” in column “y” is no number: “0,abc,1”. Nothing was taken."),
        ("0,0,1\n1,1,0\n<img src=x onerror=alert(1)>,1,1", "Line 3: “<img src=x onerror=alert(1)>” in column 1 is no number"),
        ("[" * 5000, "more than 20 brackets"),
        ("0,0,1\n\0\ufffe,\u202e", "“points.csv” is no text: it has zero bytes"),
        ("0,1,a\n0,2,b\n1,1,c\n", "3 classes, “a”, “b”, “c”, are more than two."),
    ):
        choose(page, text)
        expect(trouble).to_contain_text(words)
        expect(page.locator("#data-load")).to_be_disabled()
        data.wait_for_points(100)
    page.select_option("#data-positive", label="b")
    expect(page.locator("#data-words")).to_have_text("3 points: +1 is “b” (1), −1 is the rest (2).")
    expect(trouble).to_be_empty()
    page.locator("#data-paste").fill("1 2\n3 4\n")
    expect(trouble).to_contain_text("Three columns are needed")
    page.locator("#data-paste").fill("")
    expect(trouble).to_be_empty()
    expect(page.locator("#data-preview")).to_be_hidden()
    assert page.locator("img").count() == 0


def test_what_lies_outside_is_scaled_or_widens_the_plane(data):
    page = data.page
    page.locator("#data-paste").fill("width\theight\tname\tkind\n100\t2000\ta\tno\n200\t3000\tb\tyes\n")
    expect(page.locator("#data-scale")).to_have_text("x₁ = (width − 150) / 50, x₂ = (height − 2500) / 500")
    page.locator("#data-load").click()
    data.wait_for_points(2)
    assert data.dot_at(1.0, 1.0) == 1 and data.dot_at(-1.0, -1.0) == -1
    page.locator("input[name=data-fit][value=widen]").check()
    expect(page.locator("#data-load")).to_be_enabled()
    page.locator("#data-load").click()
    page.wait_for_function("Number(document.getElementById('plane').dataset.ymax) > 3000")
    page.select_option("#data-x", label="height")
    page.select_option("#data-y", label="width")
    expect(page.locator("#data-scale")).to_contain_text("x₁ = (height − 2500) / 500")


def test_ten_thousand_points_dropped_on_the_plane_load_and_train(data):
    page = data.page
    items = [[(i * 7919 % 4000) / 1000 - 1.5, (i * 104729 % 3500) / 1000 - 1.5, 1 - 2 * (i % 2)] for i in range(10_000)]
    page.evaluate(DROP, ["#plane", json.dumps(items)])
    expect(page.locator("#data-words")).to_contain_text("10000 points")
    page.locator("#data-load").click()
    data.wait_for_points(10_000)
    data.train()
    data.wait_for("steps", "n > 3")
    data.train()
    choose(page, "0,0,1\n" * 100_001)
    expect(page.locator("#data-trouble")).to_have_text(
        "These are 100,001 points, and at most 100,000 can be taken. Nothing was taken."
    )
    data.wait_for_points(10_000)


def test_a_file_dropped_before_the_panel_has_come_is_read_as_soon_as_it_has(page, url, watched):
    watched(page)
    held = []
    page.route("**/ui/yours/panel.py", lambda route: held.append(route))
    with page.expect_request("**/ui/yours/panel.py"):
        page.goto(url)
    page.locator("#yours > summary").click()
    page.locator("#yours-data > summary").click()
    page.locator("#data-paste").fill("0,0,1")
    page.evaluate(DROP, ["#plane", "0,0,1\n1,1,-1"])
    expect(page.locator("#data-load")).to_be_disabled()
    held.pop().continue_()
    expect(page.locator("#data-words")).to_contain_text("2 points")
    expect(page.locator("#data-file")).to_have_value(re.compile("dropped.csv"))


def test_a_text_put_there_before_the_engine_is_ready_waits_for_it(playground):
    page = playground.page
    page.evaluate(
        "document.getElementById('data-paste').value = '0,0,1\\n1,1,-1';"
        "document.getElementById('data-paste').dispatchEvent(new Event('input'))"
    )
    expect(page.locator("#data-load")).to_be_enabled()
    page.locator("#data-load").evaluate("button => button.click()")
    playground.wait_for_points(2)


def test_what_is_typed_over_a_text_that_was_read_cannot_be_taken_before_it_is_read(data):
    page, button = data.page, data.page.locator("#data-load")
    page.locator("#data-paste").fill("0,0,1\n1,1,-1")
    expect(button).to_be_enabled()
    disabled = page.evaluate(
        "document.getElementById('data-paste').value = '0,0,1';"
        "document.getElementById('data-paste').dispatchEvent(new Event('input'));"
        "document.getElementById('data-load').disabled"
    )
    assert disabled
    expect(button).to_be_enabled()
    button.click()
    data.wait_for_points(1)


def test_a_share_is_held_out_for_the_test_and_drawn_hollow(data):
    page = data.page
    rows = ["%.2f,%.2f,%d" % (i / 10 - 1, 1 if i % 2 else -1, 2 * (i % 2) - 1) for i in range(20)]
    page.locator("#data-paste").fill("\n".join(rows))
    expect(page.locator("#data-load")).to_be_enabled()
    page.locator("#data-load").click()
    data.wait_for_points(20)
    expect(page.locator("#test-loss")).to_be_hidden()
    everything = page.locator("#loss").inner_text()
    data.set("test-share", "25")
    expect(page.locator("#test-loss")).to_have_text(LOSS)
    expect(page.locator("#test-accuracy")).to_be_visible()
    expect(page.locator("#loss")).not_to_have_text(everything)
    page.wait_for_function("location.hash.includes('share=25')")
    hollow = [i for i in range(20) if data.dot_at(i / 10 - 1, 1 if i % 2 else -1) == 0]
    assert hollow == [3, 4, 6, 8, 16]  # as engine.data.held_out says
    data.train()
    data.wait_for("steps", "n > 20")
    data.train()
    expect(page.locator("#test-words")).to_have_text("Test: 5 of 20 points, held out from training; they are hollow on the plane.")
    shown = page.locator("#test-loss").inner_text()
    assert page.locator("#curve-test-loss").inner_text().startswith(shown[:4])
    page.reload()
    data.wait_until_ready()
    expect(page.locator("#test-loss")).to_have_text(LOSS)
    data.set("test-share", "51")
    expect(page.locator("#test-share-hint")).to_contain_text("Must be 0 to 50; still 25")
    data.set("test-share", "0")
    expect(page.locator("#test-loss")).to_be_hidden()


def test_a_formula_makes_points_and_a_hostile_one_makes_a_sentence(data):
    page, trouble = data.page, data.page.locator("#formula-trouble")
    page.locator("#data-formula").fill("x*x + y*y < 1")
    page.locator("#data-count").fill("300")
    page.locator("#data-make").click()
    data.wait_for_points(300)
    expect(page.locator("#formula-said")).to_contain_text("300 points: ")
    page.locator("#data-formula").fill("[1 for i in range(10**12)]")
    page.locator("#data-formula").press("Enter")
    expect(trouble).to_contain_text("still running after 1 second, so it was stopped")
    page.locator("#data-formula").fill("9**9**9**9")
    page.locator("#data-make").click()
    expect(trouble).to_contain_text("“9**9**9**9” did not end in time, so the engine was stopped")
    data.wait_until_ready()
    expect(page.locator("#data-formula")).to_have_value("9**9**9**9")
    data.wait_for_points(300)
    page.locator("#undo").click()
    data.wait_for_points(100)


def test_a_brush_sprays_points_in_one_stroke_which_is_one_change(ready):
    page = ready.page
    ready.clear()
    page.locator("#brush").click()
    page.locator("#brush-density").fill("8")
    ready.drag((-0.5, 1.0), (1.5, 1.0))
    ready.wait_for("points", "n >= 16")
    count = int(ready.number("points"))
    assert count % 8 == 0
    written = page.wait_for_function(  # the address may have been written in the midst of the stroke, too
        "count => { const found = (location.hash.split('points=a')[1] ?? '').split('a'); return found.length === count && found; }",
        arg=count,
    )
    points = [tuple(map(float, part.split(","))) for part in written.json_value()]
    assert all(-0.9 < x1 < 1.9 and 0.7 < x2 < 1.3 for x1, x2 in points)
    ready.choose("-1")
    ready.click(0.5, -1.0)
    ready.wait_for_points(count + 8)
    page.locator("#undo").click()
    ready.wait_for_points(count)
    page.locator("#undo").click()
    ready.wait_for_points(0)
    page.locator("#brush").click()
    ready.click(0.5, -1.0)
    ready.wait_for_points(1)


def test_the_points_can_be_edited_in_a_table(data):
    page, table = data.page, data.page.locator("#point-table")
    data.clear()
    for x1 in (0.0, 0.5, 1.0):
        data.click(x1, 1.0)
    data.wait_for_points(3)
    table.locator("summary").click()
    expect(page.locator("#table-place")).to_have_text("1 to 3 of 3")
    field = page.get_by_label("Point 2, x")
    field.fill("-1,25")
    field.press("Tab")
    expect(field).to_have_value("-1.25")
    expect(page.get_by_label("Point 2, y")).to_be_focused()
    page.get_by_label("Point 2, label").select_option("-1")
    page.wait_for_function("location.hash.includes('b-1.25,')")
    field.fill("abc")
    field.press("Tab")
    expect(page.locator("#table-trouble")).to_have_text("Point 2: “abc” is no number. It is as it was.")
    expect(field).to_have_value("-1.25")
    page.locator("#undo").click()
    page.locator("#undo").click()
    expect(field).not_to_have_value("-1.25")
    field.fill("2")
    page.get_by_label("Remove point 1").click()  # it moves up as soon as the field is left: nothing is wrong any more
    data.wait_for_points(2)
    page.locator("#table-add").click()
    data.wait_for_points(3)
    expect(page.get_by_label("Point 3, x")).to_be_focused()
    page.select_option("#dataset", "moons")
    data.wait_for_points(100)
    page.locator("#table-next").click()
    page.locator("#table-from").fill("95")
    page.locator("#table-from").press("Enter")
    expect(page.locator("#table-place")).to_have_text("91 to 100 of 100")
    table.locator("summary").click()
