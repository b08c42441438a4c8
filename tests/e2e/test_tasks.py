"""Tasks: a teacher composes one in the page, a student solves it, and the terminal checks what is handed in."""

import re
from random import Random

from playwright.sync_api import expect

from engine.__main__ import main
from engine.records.packed import pack, to_text
from engine.records.tasks import write
from tests.e2e.test_embed import Course

SETTING = "#network?dataset=circles&hidden=8&rate=0.5"


def compose(ready):
    """The link and the snippet of a task that is composed by hand."""
    page = ready.page
    ready.open(SETTING)
    expect(page.locator("#hidden")).to_have_value("8")
    page.locator("#yours > summary").click()
    page.locator("#yours-task > summary").click()
    page.locator("#compose-title").fill("Rings")
    page.locator("#compose-text").fill("Separate the circles. <b onclick='alert(1)'>Few</b> neurons will do.")
    page.locator("#compose-ask").select_option("choices")
    page.locator("#compose-question").fill("What shape will the boundary have?")
    page.locator("#compose-choices").fill("a circle\na polygon")
    expect(page.locator("#compose-right-choice option")).to_have_count(3)
    page.locator("#compose-right-choice").select_option("a polygon")
    page.locator("#compose-accuracy").fill("many")
    expect(page.locator("#compose-trouble")).to_have_text("At least: many is not a number.")
    page.locator("#compose-accuracy").fill("90")
    page.locator("#compose-steps").fill("80")
    expect(page.locator("#composed-goal")).to_have_text("Accuracy of at least 90%, within 80 steps.")
    before = page.locator("#task-link").input_value()
    page.locator("#compose > details > summary").first.click()
    page.locator("#compose-may").get_by_label("Learning rate", exact=True).check()
    expect(page.locator("#compose-may-said")).to_have_text("learning rate")
    expect(page.locator("#task-snippet")).to_have_value(re.compile(r'^<iframe src="[^"]+\?embed#network\?dataset=circles'))
    expect(page.locator("#task-link")).not_to_have_value(before)
    link = page.locator("#task-link").input_value()
    expect(page.locator("#task-try")).to_have_attribute("href", link)
    tried, copied = page.evaluate(
        """() => {
            const find = id => document.getElementById(id), link = find("task-try"), copied = [];
            const typed = (id, text, then) => {
                const field = find(id), before = field.value;
                for (const value of [text, before]) {
                    field.value = value;
                    field.dispatchEvent(new Event("input", {bubbles: true}));
                    if (value === text) then();
                }
            };
            let tried;
            link.addEventListener("click", event => event.preventDefault(), {once: true});
            typed("compose-steps", "70", () => { link.click(); tried = link.href; });
            navigator.clipboard.writeText = async text => { copied.push(text); };
            typed("compose-accuracy", "many", () => find("copy-task-link").click());
            delete navigator.clipboard.writeText;
            return [tried, copied];
        }"""
    )
    assert tried != link and copied == []
    expect(page.locator("#task-try")).to_have_attribute("href", link)
    page.locator("#yours > summary").click()
    return link


def test_a_task_is_composed_solved_handed_in_and_checked_and_a_forged_hand_in_is_found_out(ready, capsys):
    page = ready.page
    link = compose(ready)
    page.goto(link)
    task = page.locator("#task")
    expect(task.locator("#task-title")).to_have_text("Rings")
    expect(task.locator("#task-text")).to_contain_text("<b onclick='alert(1)'>Few</b> neurons")
    assert task.locator("b").count() == 1  # the word Goal
    expect(page.locator("#train")).to_be_disabled()
    for name in ("dataset", "hidden", "recipe", "clear", "new-weights"):
        expect(page.locator("#" + name)).to_be_disabled()
        assert "This task does not let you change" in page.locator("#" + name).get_attribute("title")
    ready.click(0.0, 0.0)
    expect(page.locator("#status")).to_contain_text("This task does not let you change the points.")
    page.locator("#yours > summary").click()
    page.locator("#yours-data > summary").click()
    page.locator("#data-paste").fill("0,0,1\n1,1,0")
    page.locator("#data-load").click()
    expect(page.locator("#data-trouble")).to_have_text("This task does not let you change the points.")
    page.locator("#data-make").click()
    expect(page.locator("#formula-trouble")).to_have_text("This task does not let you change the points.")
    page.get_by_text("The points as a table").click()
    page.locator("#table-add").click()
    expect(page.locator("#table-trouble")).to_have_text("This task does not let you change the points.")
    ready.wait_for_points(100)
    page.locator("#data-paste").fill("")
    page.get_by_text("The points as a table").click()
    page.locator("#yours-data > summary").click()
    page.locator("#yours > summary").click()
    ready.wait_for_points(100)
    page.locator("#task-answer").click()
    expect(page.locator("#task-question-trouble")).to_have_text("Choose one of the answers.")
    page.get_by_role("radio", name="a polygon").check()
    page.locator("#task-answer").click()
    expect(page.locator("#task-predicted")).to_contain_text("Your answer: a polygon.")
    ready.set("rate", "0.6")
    ready.train()
    expect(page.locator("#task-solved")).to_contain_text("Solved: ")
    page.locator("#task-name").fill("Ada, of Ockham")
    handed_in = page.locator("#hand-in").input_value()
    assert main(["verify", handed_in, "--task", link]) == 0
    assert re.search(r"Ada, of Ockham +Rings +reached .* a polygon +yes", capsys.readouterr().out)
    forged = re.sub("result=.*", "result=" + pack([0.0001, 1.0]), handed_in)
    assert main(["verify", forged]) == 1
    assert "it says a loss of 0.0001, but done again it is" in capsys.readouterr().out
    page.wait_for_function("location.hash.includes('answer=2')")
    page.reload()
    ready.wait_until_ready()
    expect(page.locator("#task-solved")).to_contain_text("Solved: ")
    assert main(["verify", page.locator("#hand-in").input_value(), "--task", link]) == 0
    page.locator("#task-leave").click()
    expect(task).to_be_hidden()
    expect(page.locator("#hidden")).to_be_enabled()
    page.wait_for_function("!location.hash.includes('task=')")


def test_damaged_tasks_in_links_are_named_and_the_page_goes_on(ready):
    page, random = ready.page, Random(1)
    text = write({"title": "Rings", "ask": {"text": "?", "choices": ["a", "b"]}, "goal": {"loss": 0.5, "steps": 9}})
    hostile = [to_text(b"[" * 3000), to_text(b'{"title":1e999}'), "A" * 9000, to_text(b'{"goal":{"loss":1,"x":0}}')]
    for i in range(16):
        at = random.randrange(len(text))
        hostile.append(text[:at] + "".join(random.choices("AZaz09-_%.", k=3)) + text[at + random.randrange(8) :])
    for one in hostile:
        page.evaluate("hash => { location.hash = hash }", "#network?noise=0.2&task=" + one)
        page.wait_for_function(
            "document.getElementById('task').checkVisibility()"
            " || document.getElementById('link-trouble').textContent.startsWith('The task in this link cannot be shown')"
        )
        page.evaluate("location.hash = '#network?noise=0.1'")
        page.wait_for_function(
            "!document.getElementById('task').checkVisibility() && !document.getElementById('link-trouble').textContent"
        )
    page.evaluate("hash => { location.hash = hash }", "#network?task=" + text)
    expect(page.locator("#task-title")).to_have_text("Rings")


def test_a_task_in_a_frame_tells_the_course_page_how_far_it_is(page, url, watched, capsys):
    watched(page)
    task = write({"title": "Moons", "hide": ["settings"], "goal": {"accuracy": 80, "steps": 500}})
    course = Course(page, url, {"one": ("?embed#network?task=" + task, "")}).wait_until_ready("one")
    frame = course.frame("one")
    expect(frame.locator("#task-goal")).to_have_text("Accuracy of at least 80%, within 500 steps.")
    expect(frame.locator("#settings")).to_be_hidden()
    frame.locator("#train").click()
    course.wait("name => told[name].some(({type}) => type === 'solved')", "one")
    (solved,) = course.told("one", "solved")
    assert main(["verify", solved["link"]]) == 0
    assert solved["accuracy"] >= 0.8 and course.told("one", "progress")[-1]["reached"]
