"""Frames for course pages: what a query asks for, read tolerantly; the style that leaves it; the snippet."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.setup import ROOT
from ui.page.frames import CHAPTERS, EXHIBITS, GROUPS, Frame, query, snippet, told

NAMES = [*EXHIBITS, *CHAPTERS, ""]
PAGE = (ROOT / "index.html").read_text()


@pytest.mark.parametrize(
    ("pairs", "name", "chapter", "show", "hide", "transparent"),
    [
        ([("embed", "")], "", "", [], [], False),
        ([("embed", "plane")], "plane", "network", [], [], False),
        ([("embed", "Console ")], "console", "code", [], [], False),
        ([("embed", "code")], "code", "code", [], [], False),
        ([("embed", "line")], "line", "line", [], [], False),
        ([("embed", "plane"), ("hide", "edits,speed"), ("show", "settings")], *("plane", "network"), ["settings"], ["edits", "speed"], False),
        ([("embed", "plane"), ("amp;hide", "speed, edits,,speed"), ("amp;transparent", "")], *("plane", "network"), [], ["speed", "edits"], True),
        ([("embed", ""), ("transparent", "0")], "", "", [], [], False),
    ],
)  # fmt: skip
def test_a_query_says_what_is_shown(pairs, name, chapter, show, hide, transparent):
    frame = Frame(pairs)
    assert (frame.name, frame.chapter, frame.show, frame.hide) == (name, chapter, show, hide)
    assert (frame.transparent, frame.trouble) == (transparent, "")


def test_unknown_names_are_named_and_the_rest_is_taken():
    frame = Frame([("embed", "plain"), ("hide", "speed,buttons"), ("show", "x" * 99)])
    assert (frame.name, frame.hide, frame.show) == ("", ["speed"], [])
    assert frame.trouble == "Nothing to show or hide has this name: plain, %s…, buttons." % ("x" * 24)
    assert Frame([("hide", "a,b,c,d,e,f")]).trouble.endswith("a, b, c, d, and 2 more.")


@given(st.lists(st.tuples(st.sampled_from(["embed", "hide", "show", "transparent", "amp;embed", "?"]), st.text()), max_size=5))  # fmt: skip
def test_no_query_gets_anything_of_its_own_into_the_style(pairs):
    frame = Frame(pairs)
    known = {"main :not(:is()"} | {selector for _, selector in GROUPS.values()}
    style = frame.style()
    assert style.count("{") == style.count("}") == style.count("display: none !important;")
    assert all(rule[: rule.index(" {")] in known or rule.startswith("main :not(:is(") for rule in style.split("\n") if rule)
    assert len(frame.trouble) < 250


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(list(GROUPS)), unique=True), st.lists(st.sampled_from(list(GROUPS)), unique=True), st.booleans())  # fmt: skip
def test_what_is_written_is_read_as_the_same(name, show, hide, transparent):
    written = query(name, show, hide, transparent)
    frame = Frame([part.split("=") if "=" in part else (part, "") for part in written[1:].split("&")])
    assert (frame.name, frame.show, frame.hide, frame.transparent, frame.trouble) == (name, show, hide, transparent, "")


def test_every_name_that_a_selector_uses_is_on_the_page():
    selectors = [selector for _, _, selector, _ in EXHIBITS.values()] + [selector for _, selector in GROUPS.values()]
    used = set(re.findall(r"[#.][\w-]+|\[[\w-]+=[\w-]+\]", " ".join(selectors)))
    here = {"#" + name for name in re.findall(r' id="([^"]+)"', PAGE)}
    here |= {"." + name for names in re.findall(r' class="([^"]+)"', PAGE) for name in names.split()}
    here |= {"[data-group=%s]" % name for name in re.findall(r' data-group="([^"]+)"', PAGE)}
    assert used - here - {"[role=alert]"} == set()


class Attributes(HTMLParser):
    def handle_starttag(self, tag, attributes):
        self.tag, self.attributes = tag, dict(attributes)


@given(st.sampled_from(NAMES), st.text())
def test_a_snippet_is_one_frame_of_exactly_this_address(name, state):
    address = "https://example.org/" + query(name, hide=["speed"]) + "#network?" + state
    parser = Attributes()
    parser.feed(snippet(address, name, "line"))
    called, height = told(name, "line")
    assert parser.tag == "iframe" and parser.attributes["src"] == address
    assert parser.attributes["height"] == str(height) and called in parser.attributes["title"]


def test_the_readme_names_all_that_can_be_shown_and_hidden():
    section = (ROOT / "README.md").read_text().split("## In a course page")[1].split("\n## ")[0]
    named = set(re.findall(r"`([\w-]+)`", section))
    assert {*EXHIBITS, *CHAPTERS, *GROUPS} - named == set()
