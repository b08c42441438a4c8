"""What the browser has kept may be damaged, or another version's: the page works, and shows none of it as markup."""

import json

import pytest
from playwright.sync_api import expect

from engine.records.links import CHAPTERS
from tests.e2e.playground import Playground

MARKUP = "<img src=x onerror='window.hurt = true'>"
LASTING = (
    "answered", "function", "before-link", "console", "drafts", "draft:engine/nn.py", "line", "reading", "settings.unfolded",
    "own.1", "own." + MARKUP,
)  # fmt: skip
SESSION = ("address", "tab", "presented")
RIGHT = {  # the kind of what is kept under a key, with something wrong inside
    "answered": [7, None, [], {}, MARKUP],
    "function": {
        "key": ["own"], "own": 5, "linked": {}, "hung": 9, "untried": "no", "stopped": [], "values": {"x": "1", MARKUP: None},
        "defaults": 3, "before": {"own": [], "values": [1], "key": MARKUP},
    },
    "before-link": {"before": {"engine/nn.py": 8, "engine/none.py": MARKUP}, "brought": [MARKUP]},
    "console": [3, None, {"a": []}, MARKUP],
    "drafts": {"engine/nn.py": 4, "engine/field.py": [], "../../secret": MARKUP},
    "draft:engine/nn.py": MARKUP + "\ud800",
    "line": {"state": {"points": 7, "now": "1.2.AAAA", "eta": None, "step": "9" * 9, MARKUP: 1}, "before": {"start": []}, "mine": 0},
    "reading": {"open": "yes", "step": [MARKUP]},
    "settings.unfolded": [0],
    "own.1": {"link": MARKUP, "words": MARKUP + "9" * 100_000, "when": "z"},
    "own." + MARKUP: {"link": 1, "words": {}, "when": None},
    "address": ["", "#network?points=" + MARKUP, [[[[1, 2]], None], [None, {"dataset": "moons", "count": 1e9}]], "no"],
    "tab": "0.<b>" + "9" * 100_000,
    "presented": ["network", "1"],
}  # fmt: skip
EARLIER = {"line": {"values": {"eta": []}, "seed": "0", "points": [[1], "ab"], "start": {"0": 1}}, "address": ["", 7, 7]}
DEEP = "[" * 100_000
TEXTS = ("{", '["', "null", "7", '""', '"text"', "[]", "[[]]", "{}", "true", "NaN", "1e999", DEEP, '{"a": %s' % DEEP, "\0\ud800", "9" * 100_000)


KEEP = """for (const [storage, key, text] of JSON.parse(window.name || "[]"))
    try { window[storage].setItem(key, text); } catch (full) {}"""


CASES = [{key: json.dumps(value) for key, value in values.items()} for values in (RIGHT, EARLIER)]
CASES += [dict(zip(LASTING + SESSION, TEXTS[first:] + TEXTS[:first])) for first in (0, 8)]


def entries(texts):
    """[storage, key, text] for both storages."""
    found = []
    for storage, keys in (("localStorage", LASTING), ("sessionStorage", SESSION)):
        found += [[storage, "glassgrad." + key, texts.get(key, "")] for key in keys]
    return found


@pytest.mark.usefixtures("no_engine")
def test_whatever_the_browser_has_kept_the_page_works_and_takes_none_of_it_for_markup(page, url, watched):
    watched(page)
    page.add_init_script(KEEP)
    page.goto(url)
    for texts in CASES:
        page.evaluate(
            "kept => { window.name = kept; history.replaceState('own, untried', '', '?present'); }", json.dumps(entries(texts))
        )
        page.reload()
        expect(page.locator("#present-bar")).to_be_visible()
        page.locator("#present-end").click()
        for chapter in CHAPTERS:
            page.locator("nav [data-chapter=%s]" % chapter).click()
            expect(page.locator("#" + chapter)).to_be_visible()
            expect(page.locator("#" + chapter)).not_to_have_attribute("inert", "")
            if chapter != "network":
                assert page.locator("#%s-trouble" % chapter).inner_text() == ""
        expect(page.locator("#code-files")).to_be_visible()
        page.locator("nav [data-chapter=network]").click()
        page.evaluate("location.hash = '#network?points=a0,0b1,1'")
        playground = Playground(page, 2, full=False)
        playground.click(2.0, -1.2)
        playground.wait_for_points(3)
        if texts is CASES[0]:
            expect(page.locator("#own-words")).to_contain_text("Your last state: <img src=x")
        page.locator("#undo").click()
        playground.wait_for_points(2)
        assert page.evaluate("[window.hurt, document.querySelectorAll('img[src=x]').length]") == [None, 0]
