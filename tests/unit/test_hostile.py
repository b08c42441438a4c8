"""Hostile input by chance: addresses, what the browser has kept, files of points. Each ends in a value or a sentence."""

import json
import random
import sys
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from engine.records import links, states
from engine.records.settings import defaults
from tests.unit.stand_in import Browser, Storage
from ui.work.registry import WithArrays
from ui.work.yours.bringing import points_of_text

MARKUP = "<img src=x onerror=alert(1)>"
PIECES = (
    "%", "%zz", "%E0%A4%A", "%00", "\0", "\ud83d", "\udc00", "&", "&amp;", "=", "?", "#", ";", ",", ":", "_", ".", "~", "*", "+", "-",
    "NaN", "inf", "-1e999", "1" * 400, "9" * 9, "²", "１", "__proto__", "constructor", "toString=1", MARKUP, "\u202e", "AAAAAAAA8D8",
)  # fmt: skip
WHOLE = (
    "#network?dataset=own&points=a1.2,-0.35b0,1a0.5,0.25&rate=0.5&hidden=4&step=12&until=3:dataset=moons;7:rate=2~w3=AAAAAAAA8D8",
    "#network?points=*AAAAAAAA8D8AAAAAAADgPwE&step=2&given=2.AAAAAAAA8D8&loss=logistic&pick=w2.0.b&point=3&view=landscape",
    "#line?line-eta=0.1&line-start=0,1&line-points=0,1_1,2&line-step=9&line-now=0.1.AAAAAAAA8D8AAAAAAADgPwAAAAAAAPA_AAAAAAAA8D8",
    "#derivatives?f=def+f(x):%0A++++return+x*x&at=x:3&walk=2&by=x&log-h=-3",
    "#code?file=nn&experiment=momentum&files=nn+01234567%0A%403,1%0A%2Bx",
)  # fmt: skip


def damaged(chance, text, pieces=PIECES):
    """A text with something wrong in it: cut, doubled, turned, or with pieces put in."""
    for _ in range(chance.randint(1, 4)):
        cut, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
        piece = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 3)))
        text = chance.choice(
            [text[:cut], text[cut:], text[:cut] + piece + text[cut:], text[:cut] + text[other:], text + "&" + text, text[cut:] + text[:cut]]
        )[:20_000]
    return text


def pairs(query):
    return parse_qsl(query, keep_blank_values=True)


def read(text):
    """A link, of which every part is a value that can be written again; `trouble` is a sentence."""
    link = links.Link(text[1:], pairs)
    assert link.chapter in links.CHAPTERS and link.values.keys() == defaults().keys()
    assert link.trouble == "" or link.trouble.startswith("Not taken from the link: ") and len(link.trouble) < 2000
    again = links.Link(links.write(link.chapter, link.values, link.items or [], link.run)[1:], pairs)
    assert again.trouble == "" and again.values == link.values and again.run == link.run
    for chapter in links.CHAPTERS:
        assert states.taken(chapter, states.shown(chapter, link.of(chapter))) == {
            key: value for key, value in link.of(chapter).items() if value != states.STATES[chapter][key].default
        }
    return link


def test_ten_thousand_damaged_addresses_end_in_values_and_a_sentence():
    chance = random.Random(12)
    said = sum(bool(read("#" + damaged(chance, chance.choice(WHOLE)[1:])).trouble) for _ in range(10_000))
    assert 5_000 < said < 10_000


@pytest.mark.parametrize("key", [*states.KEYS, *defaults(), "points", "until", "given", "step", "zz"])
def test_a_megabyte_under_any_key_ends_in_a_sentence(key):
    for piece in ("9", "a1,2", "%", "\ud83d", ";1:w1=AAAAAAAA8D8"):
        assert read("#network?%s=%s" % (key, piece * (1_000_000 // len(piece)))).trouble.count(key + "=") == 1


def junk(chance, depth=0):
    """Something that JSON can hold."""
    kind = chance.randrange(9 if depth < 3 else 7)
    if kind > 6:
        items = [junk(chance, depth + 1) for _ in range(chance.randrange(4))]
        return items if kind == 7 else {str(junk(chance, 9))[:9]: item for item in items}
    numbers = (0, -1, 2, 7.5, 10**400, float("nan"), float("inf"))
    return chance.choice([None, True, False, chance.choice(numbers), MARKUP, "", chance.choice(PIECES)])


def broken(chance, thing):
    """The same with junk somewhere in it."""
    if not thing or not isinstance(thing, (list, dict)) or chance.random() < 0.2:
        return junk(chance)
    other = dict(thing) if isinstance(thing, dict) else list(thing)
    key = chance.choice(list(other) if isinstance(other, dict) else range(len(other)))
    if chance.random() < 0.2:
        del other[key]
    else:
        other[key] = broken(chance, other[key])
    return other


class Kept:
    """The page's modules with a stand-in for the browser, whose storages hold what `hold` was given."""

    def __init__(self, monkeypatch):
        browser = Browser()
        browser.install(monkeypatch)
        browser.blank()
        for name in NAMES:
            monkeypatch.delitem(sys.modules, name, raising=False)
        self.window = sys.modules["pyscript"].document.defaultView
        self.window.localStorage = self.window.sessionStorage = self.storage = Storage()
        self.storage.room = 10**7
        self.modules = {name.split(".")[-1]: import_module(name) for name in NAMES}

    def hold(self, chance, key, right):
        """Keep something broken under this key; what it is."""
        thing = broken(chance, right)
        text = json.dumps(thing)
        if chance.random() < 0.1:
            text = chance.choice([text[: chance.randrange(len(text) + 1)], "[" * 100_000, "\0", "\ud83d"])
        self.storage.kept = {"glassgrad." + key: text}
        return text


NAMES = ("ui.page.store", "ui.page.points", "ui.code.drafts", "ui.line.kept", "ui.derivatives.choice", "ui.address")
ORIGINALS = {"engine/nn.py": "n", "engine/value.py": "v", "engine/compiler/scores.py": "s"}
LINE = {"state": {"points": "0,1_2,3", "start": "1,2", "eta": "0.5"}, "before": {"step": "3"}, "mine": False}
EARLIER = {"values": {"eta": "0.5"}, "seed": 3, "points": [[0, 1], [2, 3]], "start": [1, 2]}
FUNCTION = {
    "key": "own", "own": "x*x", "linked": "x", "untried": True, "hung": "x", "stopped": True, "values": {"x": 1.0}, "defaults": {"x": 2.0},
}  # fmt: skip
PAST = [[[[0.5, 1.0, 1], [1.0, 2.0, -1]], None], [None, {"dataset": "moons", "count": 20, "noise": 0.1, "seed": 3}]]


@pytest.fixture
def kept(monkeypatch):
    return Kept(monkeypatch)


def test_damaged_drafts_are_files_and_texts_or_nothing(kept):
    chance, drafts = random.Random(1), kept.modules["drafts"]
    for _ in range(2000):
        kept.hold(chance, "drafts", {"engine/nn.py": "m", "engine/field.py": "f", "engine/gone.py": "g"})
        key, text = "glassgrad.draft:engine/value.py", json.dumps(junk(chance))
        kept.storage.kept[key] = text
        found = drafts.recalled(ORIGINALS)
        assert all(path in ORIGINALS and isinstance(text, str) for path, text in found.items())


def test_a_damaged_line_is_a_state_of_the_chapter(kept):
    chance, line = random.Random(2), kept.modules["kept"]
    for _ in range(2000):
        kept.hold(chance, "line", chance.choice([LINE, EARLIER]))
        state, before, mine = line.recalled()
        assert states.taken("line", states.shown("line", state)) == {
            key: value for key, value in state.items() if value != states.LINE[key].default
        }
        assert isinstance(states.taken("line", before), dict) and isinstance(mine, bool)


def test_a_damaged_function_is_texts_and_numbers(kept):
    chance, choice = random.Random(3), kept.modules["choice"]
    for _ in range(2000):
        kept.hold(chance, "function", dict(FUNCTION, before=FUNCTION))
        started, questions = [], SimpleNamespace()
        variables = SimpleNamespace(start=lambda *given: started.extend(given), take=lambda *given: None)
        chosen = choice.Choice.__new__(choice.Choice)
        chosen._variables, chosen._questions, chosen._show = variables, questions, lambda key: None
        assert isinstance(chosen.recall(), str)
        assert all(isinstance(x, float) and abs(x) < float("inf") for numbers in started for x in numbers.values())
        assert isinstance(questions.hung, (str, type(None))) and isinstance(questions.stopped, bool)
        if chosen._before is not None:
            assert isinstance(chosen._put(chosen._before), str)


def test_what_undo_would_bring_back_is_points_or_nothing(kept):
    chance, points = random.Random(4), kept.modules["points"]
    for _ in range(2000):
        shown = points.Points()
        shown.take_past(broken(chance, PAST))
        while shown.undo():
            assert all(isinstance(x, float) and isinstance(y, float) and label in (1, -1) for x, y, label in shown.items)
    shown.take_past(PAST)
    assert shown.undo() and len(shown.items) == 20 and shown.undo() and shown.items == [(0.5, 1.0, 1), (1.0, 2.0, -1)]


def test_an_address_after_a_reload_is_the_link_that_was_kept_or_the_one_that_there_is(kept):
    chance, address = random.Random(5), kept.modules["address"]
    kept.window.URLSearchParams = SimpleNamespace(new=lambda text: _Pairs(pairs(text)))
    kept.window.Math = SimpleNamespace(random=random.random)
    for _ in range(2000):
        kept.window.location = SimpleNamespace(hash="#line")

        def replace(mark, title, to=None):
            kept.window.location.hash = to or kept.window.location.hash

        kept.window.history = SimpleNamespace(state=chance.choice([None, 7, "own", "own, untried; 0.5", "x"]), replaceState=replace)
        kept.hold(chance, "address", ["#line", "#network?rate=0.5", PAST, False])
        found = address.Address()
        assert found.link.trouble == "" and isinstance(found.untried, bool)
        assert found.link.chapter in ("line", "network")


class _Pairs(list):
    def forEach(self, act):
        for key, value in self:
            act(value, key, None)


FREE = {"x": None, "y": None, "label": None, "positive": None, "fit": None, "plane": (-1.5, 2.5, -1.5, 2.0)}
FILES = (
    "x,y,label\n0.5,1.25,1\n-0.75,0.5,-1\n2,-1,1\n",
    "\ufeffx1;x2;Klasse\r\n0,5;1,250;blau\r\n-0,75;0,500;rot\r\n2;-1,000;blau\r\n",
    '"x" "y" "class"\n"1" 0.5 1.25 "B"\n"2" -0.75 0.5 "A"\n',
    json.dumps({"points": [{"label": 1, "x": 0.5, "y": 1.25}, {"y": 0.5, "x": -0.75, "label": 0}]}),
    json.dumps([[0.5, 1.25, 1], [-0.75, 0.5, -1], [2, -1, 1]]),
)
CELLS = (*PIECES, '"', "'", "\n", "\r", "\t", "\u2028", "[", "]", "{", "}", "null", "1e308", "-1e308", "5e-324", "1,2.3", "−1", "[[" * 30)


def points_of(text, choices):
    """What is found in a text; a task that never raises."""
    task = points_of_text(choices, text)
    while True:
        try:
            next(task)
        except StopIteration as end:
            assert isinstance(end.value, WithArrays)
            return end.value.answer, end.value.arrays["points"]


def test_ten_thousand_damaged_files_end_in_points_or_a_sentence():
    chance = random.Random(6)
    for _ in range(10_000):
        text = damaged(chance, chance.choice(FILES), CELLS)
        columns = {name: chance.choice([None, None, 0, 1, 2]) for name in ("x", "y", "label")}
        choices = dict(FREE, **columns, positive=chance.choice([None, "1", MARKUP]), fit=chance.choice([None, "scale", "widen"]))
        found, points = points_of(text, choices)
        if found["trouble"]:
            assert found["trouble"].endswith("Nothing was taken.") and len(found["trouble"]) < 500
        else:
            assert all(abs(x) < 1e6 and abs(y) < 1e6 and label in (1, -1) for x, y, label in json.loads(points))
        json.dumps(found).encode()


@pytest.mark.parametrize("piece", ["9", "1,2,1\n", ",", '"', "[", '{"a":', "\0", "\ud83d", "a b\n", "\n", "1e", MARKUP])
def test_a_file_of_a_megabyte_ends_in_points_or_a_sentence(piece):
    found, points = points_of(piece * (1_000_000 // len(piece)), FREE)
    assert found["trouble"].endswith("Nothing was taken.") and len(found["trouble"]) < 500
