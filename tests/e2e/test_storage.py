"""What the browser keeps: drafts of two tabs and of earlier versions; and the page where it keeps nothing."""

import pytest
from playwright.sync_api import expect

from tests.e2e.code import Code
from tests.e2e.playground import Playground
from tests.setup import ROOT

FORBIDDEN = """
Object.defineProperty(window, "localStorage", {get() { throw new DOMException("denied", "SecurityError"); }});
Object.defineProperty(window, "sessionStorage", {get() { throw new DOMException("denied", "SecurityError"); }});
"""
FULL = """
Storage.prototype.setItem = function () { throw new DOMException("no room", "QuotaExceededError"); };
"""


def show(page, chapter):
    page.locator("nav [data-chapter=%s]" % chapter).click()
    expect(page.locator("#" + chapter)).to_be_visible()


@pytest.mark.parametrize(("script", "words"), [(FORBIDDEN, "keeps nothing"), (FULL, "no room left")])
def test_without_storage_everything_works_and_the_page_says_once_that_nothing_is_kept(
    page, url, watched, script, words
):
    page.add_init_script(script)
    watched(page)
    page.goto(url)
    ready = Playground(page)
    ready.wait_until_ready()
    code = Code(page)
    show(page, "code")
    code.type("1 + 1")
    expect(code.output).to_contain_text("2")
    expect(page.locator("#kept")).to_contain_text(words)
    code.change("losses.py", ("always a little to pay", "always a little to pay, however small"))
    code.run()
    expect(code.status).to_contain_text("losses.py")
    show(page, "network")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")


def test_two_tabs_keep_each_other_s_drafts(context, url, watched):
    tabs = []
    context.route("**/pyodide.asm.wasm", lambda route: None)  # no engine is needed, and four would start
    for _ in range(2):
        page = watched(context.new_page())
        page.goto(url + "#code")
        tabs.append(Code(page))
        expect(tabs[-1].content).to_contain_text("Numbers that remember")
    for code, name, old, new in (
        (tabs[0], "losses.py", "always a little to pay", "always a little to pay in A"),
        (tabs[1], "data.py", "Toy data to learn from", "Toy data to learn from in B"),
    ):
        code.page.bring_to_front()
        code.change(name, (old, new))
        code.page.wait_for_function(
            "([name, text]) => (localStorage.getItem('glassgrad.draft:engine/' + name) || '').includes(text)",
            arg=[name, new.split()[-1]],
        )
    for code in tabs:  # each shows both, now and after a reload
        for again in (False, True):
            if again:
                code.page.reload()
            for name, text in (("losses.py", "to pay in A"), ("data.py", "learn from in B")):
                code.open(name)
                code.content.click()
                code.page.keyboard.press("Control+Home")
                expect(code.content).to_contain_text(text)


@pytest.mark.usefixtures("no_engine")
def test_drafts_of_an_earlier_version_are_carried_over(page, url, watched):
    text = (ROOT / "engine/compiler/scores.py").read_text() + "# mine\n"
    watched(page)
    page.goto(url)
    page.evaluate("text => localStorage.setItem('glassgrad.drafts', JSON.stringify({'engine/field.py': text}))", text)
    page.goto(url + "#code")
    page.reload()
    code = Code(page)
    expect(code.status).to_contain_text("Your changes of last time, to scores.py")
    code.open("scores.py")
    code.content.click()
    page.keyboard.press("Control+End")
    expect(code.content).to_contain_text("# mine")
