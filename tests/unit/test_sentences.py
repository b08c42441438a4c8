"""How the page speaks: short sentences, one minus sign, formulas that can be read aloud, terms that are explained."""

import ast
import re
from html.parser import HTMLParser

import pytest

from tests.setup import ROOT

LONGEST = 25  # words of a sentence
BLOCKS = {
    *("p", "li", "dd", "dt", "h1", "h2", "h3", "legend", "label", "caption", "figcaption", "th", "td", "summary"),
    *("option", "div", "button", "article", "section", "title"),
}
UNREAD = {"code", "pre", "svg", "script", "style"}  # what is no sentence
VOID = {"meta", "link", "input", "br", "img", "hr"}
TEMPLATE = re.compile(r"%[-+.0-9]*[sdrgfe]|%%|\{[^}]*\}")


class Page(HTMLParser):
    """texts: those of the blocks and the titles that can be read; formulas: the texts of <math>, by their operators."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.formulas, self.terms, self.entries, self.numbers = [], [], [], {}, []
        self._open, self._stack = [], [""]
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.texts += [given[name] for name in ("title", "aria-label", "placeholder", "content") if given.get(name)]
        if "term" in given.get("class", "").split():
            self.terms.append(given["popovertarget"])
        if "popover" in given and given["id"].startswith("term-"):
            self.entries[given["id"]] = ""
        if tag == "math":
            self.formulas.append([])
        if tag not in VOID:
            self._open.append((tag, given.get("id")))
        if tag in BLOCKS:
            self._stack.append("")

    def handle_endtag(self, tag):
        name, of = self._open.pop()
        assert name == tag, "%s is closed where %s is open, at line %d" % (tag, name, self.getpos()[0])
        if tag in BLOCKS:
            text = self._stack.pop()
            if text.strip():
                self.texts.append(" ".join(text.split()))
            if of in self.entries:
                self.entries[of] = text
        if tag == "math":
            self._stack[-1] += "formula"

    def handle_data(self, data):
        tags = [tag for tag, _ in self._open]
        if "math" in tags:
            self.formulas[-1].append((tags[-1], data))
        elif UNREAD & set(tags):
            self._stack[-1] += "code" if data.strip() and not self._stack[-1].endswith("code") else " "
        else:
            self._stack[-1] += data


PAGE = Page((ROOT / "index.html").read_text())


def sentences(text):
    return re.split(r"(?<=[.!?])[”)]*\s+", TEMPLATE.sub("1", text))


def too_long(text):
    return [one for one in sentences(text) if len(one.split()) > LONGEST]


def strings(path):
    """The texts that a file of the page may show: its strings but docstrings, those with a space in them."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    lone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | lone:
            if re.match(r"[^a-z][^={<>]* [^={<>\n]*$", node.value):
                yield node.value


SOURCES = [
    path
    for path in sorted((ROOT / "ui").rglob("*.py"))
    if "node_modules" not in path.parts and "site" not in path.parts
]


def test_no_sentence_of_the_page_has_more_than_25_words():
    assert [one for text in PAGE.texts for one in too_long(text)] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_sentence_that_python_shows_has_more_than_25_words(path):
    assert [one for text in strings(path) for one in too_long(text)] == []


def test_a_minus_is_a_minus_everywhere_but_in_code():
    assert [text for text in PAGE.texts if re.search(r"(?<![\w-])-\d|\d - \d|– ?\d", text)] == []
    parts = [part for formula in PAGE.formulas for part in formula]
    assert [data for tag, data in parts if tag in ("mo", "mn") and "-" in data] == []


def test_a_formula_has_its_parts_in_their_elements():
    assert PAGE.formulas
    parts = [(tag, data) for formula in PAGE.formulas for tag, data in formula if data.strip()]
    assert [part for part in parts if part[0] not in ("mi", "mn", "mo", "mtext")] == []
    assert [data for tag, data in parts if tag == "mn" and not re.fullmatch(r"[\d.]+", data)] == []


def test_every_term_has_an_entry_and_every_entry_is_reached():
    assert sorted(set(PAGE.terms)) == sorted(PAGE.entries)
