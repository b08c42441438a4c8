"""Changed files as differences from their originals: they come back exactly, are short, and fit these originals only."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.records import changes
from tests.setup import ROOT

PATHS = ("engine/nn.py", "engine/rules.py", "engine/compiler/wasm.py")
ORIGINALS = {path: (ROOT / path).read_text() for path in PATHS}
lines = st.lists(st.sampled_from(["", "a", "b", "+c", "@1,2", "nn 00", "    return é"]), max_size=12).map("\n".join)


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_differences_are_the_fewest_that_make_one_list_the_other(before, after):
    found, place, edits = [], 0, 0
    for first, count, added in changes.difference(before, after):
        assert first >= place and (count or added)
        found += before[place:first] + added
        place, edits = first + count, edits + count + len(added)
    assert found + before[place:] == after
    common = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, x in enumerate(before):
        for j, y in enumerate(after):
            common[i + 1][j + 1] = common[i][j] + 1 if x == y else max(common[i][j + 1], common[i + 1][j])
    assert edits == len(before) + len(after) - 2 * common[-1][-1]


@given(lines, lines, lines)
def test_files_come_back_exactly(one, other, third):
    originals = {"engine/nn.py": one, "engine/compiler/wasm.py": other}
    changed = {"engine/nn.py": third, "engine/compiler/wasm.py": one}
    text = changes.write(originals, changed)
    wanted = {path: changed[path] for path in changed if changed[path] != originals[path]}
    assert (changes.read(text, originals) if text else {}) == wanted
    if text:
        assert [line for sign, line in changes.rows(text, originals) if not sign] == sorted(wanted)


def test_two_lines_changed_far_apart_make_a_short_text_that_people_can_read():
    changed = ORIGINALS["engine/nn.py"].replace("total.relu()", "total.leaky_relu()").replace('"""', "'''", 1)
    text = changes.write(ORIGINALS, dict(ORIGINALS, **{"engine/nn.py": changed}))
    assert len(text) < 400 and text.count("@") == 2
    shown = changes.rows(text, ORIGINALS)
    assert shown[0] == ("", "engine/nn.py") and ("+", "        return total.leaky_relu() if self.relu else total") in shown
    assert [sign for sign, _ in shown].count("-") == [sign for sign, _ in shown].count("+") == 2
    assert [line for sign, line in shown if sign == "@"][0] == "line 1"


def test_texts_without_a_line_in_common_are_told_apart_soon():
    one, other = ("\n".join(word + str(i) for i in range(1000)) for word in ("a", "b"))
    text = changes.write({"engine/nn.py": one}, {"engine/nn.py": other})
    assert changes.read(text, {"engine/nn.py": one}) == {"engine/nn.py": other}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nn 00000000\n@1,1\n+x", "it was made for another nn.py than this page has"),
        ("secret 00000000\n@1,1", "there is no file engine/secret.py here"),
        ("../nn 00000000", "there is no file engine/../nn.py here"),
        ("+x", "changes of files are written in another way"),
        ("@1,1", "changes of files are written in another way"),
        ("HERE\n@5,1\n@3,1", "it was made for another nn.py"),
        ("HERE\n@99999,1", "it was made for another nn.py"),
        ("HERE\n@1,x", "changes of files are written in another way"),
        ("HERE\nHERE", "changes of files are written in another way"),
        ("", "changes of files are written in another way"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(text, words):
    text = text.replace("HERE", "nn " + changes.fingerprint(ORIGINALS["engine/nn.py"]))
    with pytest.raises(ValueError, match=words):
        changes.read(text, ORIGINALS)


def test_thousands_of_hostile_texts_end_in_files_or_a_sentence():
    chance = random.Random(1)
    marks = {path: "%s %s" % (path[7:-3], changes.fingerprint(text)) for path, text in ORIGINALS.items()}
    pieces = [*marks.values(), "@1,1", "@0,0", "@3,", "@²,1", "+x", "+", "", " ", "nn", "@-1,2", "\0", "é", "@999999999,9"]
    for _ in range(3000):
        text = "\n".join(chance.choice(pieces) for _ in range(chance.randint(0, 5)))
        try:
            assert all(isinstance(new, str) for new in changes.read(text, ORIGINALS).values())
            changes.rows(text, ORIGINALS)
        except ValueError as error:
            assert str(error)
