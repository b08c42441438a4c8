"""What chapters 1, 2 and 4 show, as a link: it comes back as it was, and whatever a link says ends in a sentence."""

import random
import re
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import links, states
from engine.records.settings import defaults
from tests.setup import ROOT
from ui.derivatives.examples import EXAMPLES


def read(text):
    """The Link of an address from # on."""
    return links.Link(text[1:], lambda query: parse_qsl(query, keep_blank_values=True))


def link(chapter, state, **others):
    return links.write(chapter, defaults(), [], None, state, **others)


floats = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)
near = st.floats(-999_999, 999_999).map(lambda x: x + 0.0)
names = st.sampled_from(["x", "y", "w1", "ß", "a_long_name"])
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=300)
functions = texts.map(lambda text: "def f(x):\n    return x  # " + text.strip("\n"))
STATES = {
    "derivatives": {
        "example": st.sampled_from(states.FUNCTIONS), "f": st.none() | functions, "at": st.dictionaries(names, floats),
        "walk": st.integers(0, 99_999), "by": st.none() | names, "log-h": st.integers(-60, -4).map(lambda n: n / 4),
        "reading": st.sampled_from(["engine", "tutorial"]),
    },
    "network": {
        "view": st.sampled_from(["curves", "landscape", "slow-motion"]), "point": st.none() | st.integers(0, 9999),
        "pick": st.none()
        | st.tuples(st.just("neuron"), st.integers(1, 5), st.integers(0, 63))
        | st.tuples(st.just("edge"), st.integers(1, 5), st.integers(0, 63), st.none() | st.integers(0, 63)),
    },
    "line": {
        "points": st.none() | st.lists(st.tuples(near, near), max_size=200), "data": st.integers(0, 10**9 - 1),
        "start": st.tuples(near, near), "eta": st.integers(1, 10**6).map(lambda n: n / 10**5), "epochs": st.integers(1, 200),
        "batch": st.integers(1, 200), "order": st.sampled_from(["given", "random"]), "seed": st.integers(0, 9999),
        "step": st.integers(0, 10**9 - 1), "line": st.integers(0, 50),
        "now": st.none() | st.tuples(st.integers(0, 200), st.integers(0, 10**6), floats, floats, floats, floats),
    },
    "code": {
        "file": st.sampled_from(["value", "nn", "compiler/wasm"]), "experiment": st.sampled_from((None, *states.EXPERIMENTS)),
        "files": st.none() | texts.filter(str.strip),
    },
}  # fmt: skip


@pytest.mark.parametrize("chapter", STATES)
@given(st.data())
def test_a_state_in_a_link_comes_back_as_it_was(chapter, data):
    state = data.draw(st.fixed_dictionaries(STATES[chapter]))
    address = link(chapter, state)
    found = read(address)
    assert found.trouble == "" and found.chapter == chapter
    assert dict(states.defaults(chapter), **found.of(chapter)) == state
    assert all(character in states.PLAIN + "#?&=+%" for character in address.replace("code/", ""))
    assert states.taken(chapter, states.shown(chapter, state)) == found.of(chapter)


@pytest.mark.parametrize("chapter", sorted({*STATES} - {"network"}))
def test_a_chapter_that_shows_what_it_shows_at_first_says_so_only_in_a_whole_link(chapter):
    state = states.defaults(chapter)
    assert link(chapter, state) == "#" + chapter
    assert list(read(link(chapter, state, whole=True)).of(chapter).items())[0] in state.items()


def test_the_tables_name_what_the_chapters_have():
    assert states.FUNCTIONS == tuple(key for key, *_ in EXAMPLES)
    assert states.EXPERIMENTS == tuple(re.findall('"name": "(.*)"', (ROOT / "ui/code/experiments.py").read_text()))
    assert {chapter: sorted(keys) for chapter, keys in states.ORDER.items()} == {
        chapter: sorted(table) for chapter, table in states.STATES.items()
    }
    assert not set(states.KEYS) & {*defaults(), *links.runs.KEYS, "recipe", "points"}


@pytest.mark.parametrize("carried", [quote, lambda text: text.replace("&", "&amp;"), lambda text: text.replace("+", "%20")])
def test_a_function_survives_what_mail_does_to_it(carried):
    state = {"f": "def f(x, y):\n    return (x - 1)**2 % 3 + y  # 50%25", "at": {"x": 0.1, "y": -2.0}, "walk": 4}
    head, _, tail = link("derivatives", state).partition("?")
    assert read(head + "?" + carried(tail).replace("%3D", "=").replace("%26", "&")).of("derivatives") == state
    assert read("#" + carried(head[1:] + "?" + tail)).of("derivatives") == state


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("#derivatives?f=", "f= (must be a function in Python)"),
        ("#derivatives?f=" + "x" * 9000, "a function in a link has at most 8000 characters, not 9000"),
        ("#derivatives?at=x", "at=x (must be values such as x:1.5,y:2)"),
        ("#derivatives?at=x:1e999", "at=x:1e999 ("),
        ("#derivatives?log-h=-5.1", "log-h=-5.1 (must be −15 to −1, in quarters)"),
        ("#derivatives?example=none", "example=none (must be tutorial, partial,"),
        ("#line?line-points=" + "_".join(["1,2"] * 201), "201 points are more than the 200 of this chapter"),
        ("#line?line-points=1,2_3", "(must be points such as 0,1_0.5,-2)"),
        ("#line?line-start=1e7,0", "line-start=1e7,0 (must be a slope and an intercept"),
        ("#line?line-now=1.2.AAAA", "line-now=1.2.AAAA (it is not whole)"),
        ("#code?file=../secret", "file=../secret (must be a file such as nn)"),
        ("#code?experiment=rm", "experiment=rm (must be leaky-relu or momentum or loss)"),
    ],
)  # fmt: skip
def test_a_part_that_is_not_taken_is_named_and_the_rest_taken(address, named):
    found = read(address + "&walk=3&line-eta=0.5")
    assert named in found.trouble
    assert found.of("derivatives") == {"walk": 3} and found.of("line") == {"eta": 0.5} and found.of("code") == {}


def test_ten_thousand_hostile_links_end_in_a_link_and_a_sentence():
    chance = random.Random(0)
    keys = [*states.KEYS, *defaults(), "points", "recipe", "step", "until", "given", "nonsense"]
    pieces = [
        "", "-", "1e999", "nan", "inf", "0x1F", "²", "١", "%", "%zz", "%00", "\0", "&", "&amp;", "=", ";", ",", ":", "_", ".", "a1,2",
        "<script>alert(1)</script>", "def f(x):", "def%20f", "__import__('os')", "1" * 400, "9" * 9, "-1", "AAAA", "../", "x:1", "\ud83d\ude00",
    ]  # fmt: skip
    for _ in range(10_000):
        parts = []
        for _ in range(chance.randint(0, 5)):
            value = "".join(chance.choice(pieces) for _ in range(chance.randint(0, 4)))
            parts.append(chance.choice(keys) + chance.choice(["=", "=", "%3D", ""]) + value)
        head = "#" + chance.choice([*links.CHAPTERS, "", "nowhere"]) + chance.choice(["?", "?", "%3F", ""])
        found = read(head + chance.choice(["&", "&", "&amp;", ";"]).join(parts))
        assert isinstance(found.trouble, str) and len(found.trouble) < 800
        for chapter in links.CHAPTERS:
            again = read(link(chapter, found.of(chapter)))
            assert again.of(chapter) == {
                key: value for key, value in found.of(chapter).items() if value != states.STATES[chapter][key].default
            }
