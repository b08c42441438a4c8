"""Changed files as the lines in which they differ from their originals: short text for a link, and back.

>>> originals = {"engine/nn.py": "a\\nb\\nc"}
>>> text = write(originals, {"engine/nn.py": "a\\nB\\nc"})
>>> text.split("\\n")[1:]
['@1,1', '+B']
>>> read(text, originals)
{'engine/nn.py': 'a\\nB\\nc'}
"""

from engine.records.numbers import whole_number

MOST_FILES = 60
FAR = 300  # edits, at most, that are told apart: beyond them all lines between the first and the last are other ones
OTHER = "it was made for another %s than this page has"
FORM = "changes of files are written in another way"
SHOWN = 2  # lines before and after a change that are shown


def fingerprint(text):
    """Eight hexadecimal digits that tell a text from others: FNV-1a, of 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return "%08x" % value


def write(originals, changed):
    """The files that differ from their originals (both path -> text) as text; "" for none."""
    lines = []
    for path in sorted(changed):
        if changed[path] != originals[path]:
            lines.append("%s %s" % (path[len("engine/") : -len(".py")], fingerprint(originals[path])))
            for first, count, added in difference(originals[path].split("\n"), changed[path].split("\n")):
                lines.append("@%d,%d" % (first, count))
                lines += ["+" + line for line in added]
    return "\n".join(lines)


def read(text, originals):
    """The changed files, path -> text. ValueError with a sentence where they cannot be had from these originals."""
    return {path: _applied(originals[path], hunks, path) for path, hunks in _files(text, originals)}


def rows(text, originals):
    """What is changed, for people: a list of (sign, line), the sign "" for the name of a file, "@" for a place, " ", "-" or "+"."""
    found = []
    for path, hunks in _files(text, originals):
        found.append(("", path))
        lines, shown = originals[path].split("\n"), 0
        for first, count, added in hunks:
            start = max(first - SHOWN, shown)
            if start > shown or not shown:
                found += _context(lines[shown : min(shown + SHOWN, start)] if shown else [])
                found.append(("@", "line %d" % (first + 1)))
                start = max(start, min(shown + SHOWN, start)) if shown else start
            found += _context(lines[start:first])
            found += [("-", line) for line in lines[first : first + count]] + [("+", line) for line in added]
            shown = first + count
        found += _context(lines[shown : shown + SHOWN])
    return found


def difference(before, after):
    """What makes a list of lines another one: [(first, count, added)], from the first on: `count` lines go, `added` come."""
    start, end = 0, 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    hunks = []
    for gone, came in _edits(old, new):
        x, y = gone if gone is not None else came
        place, added = start + x, [] if came is None else [new[y]]
        if hunks and hunks[-1][0] + hunks[-1][1] == place:
            hunks[-1][1] += 0 if gone is None else 1
            hunks[-1][2] += added
        else:
            hunks.append([place, 0 if gone is None else 1, added])
    return [tuple(hunk) for hunk in hunks]


def _edits(old, new):
    """The edits that make `old` into `new`, as few as possible (Myers): (place, None) for a line that goes, (None, place)
    for one that comes; place: (x, y) in both."""
    reach, ways = {1: (0, None)}, None
    for edits in range(min(FAR, len(old) + len(new)) + 1):
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1][0] < reach[k + 1][0])
            x, way = reach[k + 1] if down else reach[k - 1]
            if edits:
                way = (way, ((None, (x, x - k - 1)) if down else ((x, x - k + 1), None)))
            x += 0 if down else 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = (x, way)
            if x >= len(old) and x - k >= len(new):
                return _unrolled(way)
    gone = [((x, 0), None) for x in range(len(old))]
    return gone + [(None, (len(old), y)) for y in range(len(new))] or ways


def _unrolled(way):
    found = []
    while way:
        way, edit = way
        found.append(edit)
    return found[::-1]


def _files(text, originals):
    """[(path, hunks)] of a text that `write` wrote, for the originals that are there."""
    found = []
    for line in text.split("\n"):
        sign = line[:1]
        if sign == "+" and found and found[-1][1]:
            found[-1][1][-1][2].append(line[1:])
        elif sign == "@" and found:
            found[-1][1].append(_place(line[1:]) + ([],))
        else:
            short, _, mark = line.partition(" ")
            path = "engine/%s.py" % short
            if sign in ("", "+", "@"):
                raise ValueError(FORM)
            if path not in originals:
                raise ValueError("there is no file %s here" % path[:60])
            if fingerprint(originals[path]) != mark:
                raise ValueError(OTHER % path.split("/")[-1])
            if path in [other for other, _ in found] or len(found) == MOST_FILES:
                raise ValueError(FORM)
            found.append((path, []))
    for path, hunks in found:
        _applied(originals[path], hunks, path)
    return found


def _place(text):
    first, _, count = text.partition(",")
    try:
        return whole_number(first), whole_number(count)
    except ValueError:
        raise ValueError(FORM)


def _applied(original, hunks, path):
    lines, result, place = original.split("\n"), [], 0
    for first, count, added in hunks:
        if first < place or first + count > len(lines):
            raise ValueError(OTHER % path.split("/")[-1])
        result += lines[place:first] + added
        place = first + count
    return "\n".join(result + lines[place:])


def _context(lines):
    return [(" ", line) for line in lines]
