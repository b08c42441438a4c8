"""Points as a short text for a link, and back, bit for bit. Pure text, without a browser.

>>> read(write([(1.2, -0.35, 1), (0.0, 1.0, -1)]))
[(1.2, -0.35, 1), (0.0, 1.0, -1)]
"""

import struct

from engine.records import numbers
from engine.records.packed import to_bytes, to_text

PACKED = "*"  # begins points whose coordinates have too many digits to be written as people do
MOST = 10000  # points in a link: MicroPython reads them in less than half a second
WRITTEN = numbers.DIGITS + "ab,.+-e "
FAR = 1e6
TOO_MANY = "%d points are more than the %d that a link may bring"
FORM = "points are written as in a1.2,-0.35b0,1, a for +1 and b for -1"


def write(items):
    """Points as a short text for a link: "a1.2,-0.35b0,1", a for +1 and b for -1; packed where that is shorter, or
    where ten digits are not all."""
    written = [(_short(x1), _short(x2), x1, x2, y) for x1, x2, y in items]
    plain = "".join(["%s%s,%s" % ("a" if y > 0 else "b", first, second) for first, second, _, _, y in written])
    exact = all([float(first) == x1 and float(second) == x2 for first, second, x1, x2, _ in written])
    return plain if exact and len(plain) <= 22 * len(items) else PACKED + _packed(items)


def read(text):
    """The points that `write` wrote, at most MOST. ValueError with a sentence if the text is not of that form."""
    if text[:1] == PACKED:
        return _unpacked(text[1:])
    count = text.count("a") + text.count("b")
    if count > MOST:
        raise ValueError(TOO_MANY % (count, MOST))
    if not all([character in WRITTEN for character in set(text)]):
        raise ValueError(FORM)
    items = []
    for part in text.replace("a", " a").replace("b", " b").split():
        coordinates = part[1:].split(",")
        if part[0] not in "ab" or len(coordinates) != 2:
            raise ValueError("“%s” is not a point: %s" % (part[:20], FORM))
        x1, x2 = [_coordinate(written, part) for written in coordinates]
        items.append((x1, x2, 1 if part[0] == "a" else -1))
    return items


def difference(before, after):
    """How `after` follows from `before`, as text: "3.2.a1,2": three points at the beginning and two at the end are
    the same, and between them is that one."""
    most = min(len(before), len(after))
    first = last = 0
    while first < most and before[first] == after[first]:
        first += 1
    while last < most - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return "%d.%d.%s" % (first, last, write(after[first : len(after) - last]))


def apply_difference(before, text):
    """The points that follow; ValueError with a sentence if the text is no difference from these points."""
    first, last, points = (text.split(".", 2) + ["", ""])[:3]
    first, last = numbers.whole_number(first), numbers.whole_number(last)
    if first + last > len(before):
        raise ValueError("it does not fit the points")
    return before[:first] + read(points) + before[len(before) - last :]


def _packed(items):
    """x1 and x2 of all points, eight bytes each, then a bit for each, the lowest first: whether it is +1."""
    bits = [sum([1 << k for k, (_, _, y) in enumerate(items[i : i + 8]) if y > 0]) for i in range(0, len(items), 8)]
    return to_text(b"".join([struct.pack("<dd", x1, x2) for x1, x2, _ in items]) + bytes(bits))


def _unpacked(text):
    data = to_bytes(text)
    count = 8 * len(data) // 129  # 128 bits of numbers, and one of the label
    if count > MOST:
        raise ValueError(TOO_MANY % (count, MOST))
    if len(data) != 16 * count + (count + 7) // 8:
        raise ValueError("the points are not whole")
    items = []
    for i in range(count):
        x1, x2 = struct.unpack("<dd", data[16 * i : 16 * i + 16])
        if not (abs(x1) < FAR and abs(x2) < FAR):
            raise ValueError("a point is too far away: a point lies within a million")
        items.append((x1, x2, 1 if data[16 * count + i // 8] >> i % 8 & 1 else -1))
    return items


def _coordinate(text, part):
    try:
        if text[-1:] not in numbers.DIGITS:  # MicroPython reads "." as 0
            raise ValueError
        x = float(text)
    except ValueError:
        raise ValueError("“%s” is not a point: %s" % (part[:20], FORM))
    if not abs(x) < FAR:
        raise ValueError("“%s” is too far away: a point lies within a million" % part[:20])
    return x


def _short(x):
    return "%.10g" % (x + 0.0)  # + 0.0, because -0.0 is 0 for everyone else
