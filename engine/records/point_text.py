"""Points as a short text for a link, and back. Pure text, without a browser.

>>> read(write([(1.2, -0.35, 1), (0.0, 1.0, -1)]))
[(1.2, -0.35, 1), (0.0, 1.0, -1)]
"""

from engine.records import numbers

MOST = 10000  # points in a link: MicroPython reads them in less than half a second
WRITTEN = numbers.DIGITS + "ab,.+-e "
FORM = "points are written as in a1.2,-0.35b0,1, a for +1 and b for -1"


def write(items):
    """Points as a short text for a link: "a1.2,-0.35b0,1", a for +1 and b for -1."""
    return "".join(["%s%s,%s" % ("a" if y > 0 else "b", _short(x1), _short(x2)) for x1, x2, y in items])


def read(text):
    """The points that `write` wrote, at most MOST. ValueError with a sentence if the text is not of that form."""
    count = text.count("a") + text.count("b")
    if count > MOST:
        raise ValueError("%d points are more than the %d that a link may bring" % (count, MOST))
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


def _coordinate(text, part):
    try:
        if text[-1:] not in numbers.DIGITS:  # MicroPython reads "." as 0
            raise ValueError
        x = float(text)
    except ValueError:
        raise ValueError("“%s” is not a point: %s" % (part[:20], FORM))
    if not abs(x) < 1e6:
        raise ValueError("“%s” is too far away: a point lies within a million" % part[:20])
    return x


def _short(x):
    return "%.10g" % (x + 0.0)  # + 0.0, because -0.0 is 0 for everyone else
