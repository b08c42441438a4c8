"""The points on the plane, and every way to change them, with undo.

Points are tuples (x1, x2, y), y = +1 or -1, in the order in which they came. Coordinates that come
from a hand are rounded to a thousandth, so that they can be written down exactly.
"""

from engine.data import CLASSIFICATION
from engine.records.point_text import FAR
from engine.records.settings import DATA, SETTINGS

UNDO_LIMIT = 200
KEPT_LIMIT = 2000  # points, in all that Undo would bring back after a reload


class Points:
    """`items` are the points; `origin` is what they were made from, or None once a hand has changed them."""

    def __init__(self, items=(), origin=None):
        self.items = list(items)
        self.origin = origin
        self._past = []
        self._future = []

    def add(self, x1, x2, y):
        """A point by hand."""
        self.begin()
        self.put(x1, x2, y)

    def put(self, x1, x2, y):
        """A point more, as part of the change that has begun."""
        self.items.append((rounded(x1), rounded(x2), y))

    def replace(self, items, origin=None):
        """Other points in place of these, as one change; it is none if they are the same."""
        items = list(items)
        if items != self.items:
            self._remember()
        self.items, self.origin = items, origin

    def forget(self):
        """Let the points as they are be the beginning, before which there is nothing to undo."""
        self._past, self._future = [], []

    def past(self):
        """What Undo would bring back, the last of it, as plain data for `take_past`: [points or None, origin]."""
        kept, room = [], KEPT_LIMIT
        for items, origin in reversed(self._past):
            room -= 0 if origin else len(items)
            if room < 0:
                break
            kept.append([None if origin else items, origin])
        return kept[::-1]

    def take_past(self, kept):
        """Have Undo bring back what `past` gave; nothing, if it is no such thing."""
        try:
            self._past += [_moment(*moment) for moment in kept]
        except (KeyError, TypeError, ValueError, OverflowError):  # damaged, or a data set of another version
            pass

    def begin(self):
        """Begin a change by hand: however many calls of `move` and `drop` follow, they are one change."""
        self._remember()
        self.origin = None

    def drop(self, indices):
        """Leave out the points with these indices, as part of the change that has begun."""
        gone = set(indices)
        self.items = [item for i, item in enumerate(self.items) if i not in gone]

    def move(self, index, x1, x2):
        """Put a point elsewhere, as part of the change that has begun."""
        self.items[index] = (rounded(x1), rounded(x2), self.items[index][2])

    def undo(self):
        """Take the last change back; False if there is none."""
        return self._swap(self._past, self._future)

    def redo(self):
        """Take the last undo back; False if there is none."""
        return self._swap(self._future, self._past)

    def can_undo(self):
        return bool(self._past)

    def can_redo(self):
        return bool(self._future)

    def nearest(self, x1, x2, reach1, reach2):
        """The index of the nearest point in an ellipse about (x1, x2), the last drawn of equals; None if none."""
        best, best_distance = None, 1.0
        for i, (a, b, _) in enumerate(self.items):
            distance = ((a - x1) / reach1) ** 2 + ((b - x2) / reach2) ** 2
            if distance <= best_distance:
                best, best_distance = i, distance
        return best

    def along(self, start, end, reach1, reach2):
        """The indices of all points within reach of the straight way from `start` to `end`."""
        (a1, a2), (b1, b2) = start, end
        d1, d2 = (b1 - a1) / reach1, (b2 - a2) / reach2
        length = d1 * d1 + d2 * d2
        found = []
        for i, (x1, x2, _) in enumerate(self.items):
            p1, p2 = (x1 - a1) / reach1, (x2 - a2) / reach2
            t = min(max((p1 * d1 + p2 * d2) / length, 0.0), 1.0) if length else 0.0
            if (p1 - t * d1) ** 2 + (p2 - t * d2) ** 2 <= 1.0:
                found.append(i)
        return found

    def _remember(self):
        self._past.append((list(self.items), self.origin))
        del self._past[:-UNDO_LIMIT]
        self._future = []

    def _swap(self, source, target):
        if not source:
            return False
        target.append((self.items, self.origin))
        self.items, self.origin = source.pop()
        return True


def _moment(items, origin):
    """(points, what they were made from) out of the plain data of `past`; an exception if these are none."""
    if origin is None:
        return [_point(*item) for item in items], None
    origin = {key: SETTINGS[key].parse(SETTINGS[key].show(origin[key])) for key in DATA}
    return made(origin), origin


def _point(x1, x2, y):
    if not (abs(float(x1)) < FAR and abs(float(x2)) < FAR and y in (1, -1)):
        raise ValueError
    return float(x1), float(x2), int(y)


def made(origin):
    """The points of a data set, from the settings that describe it."""
    return CLASSIFICATION[origin["dataset"]](origin["count"], origin["noise"], origin["seed"])


def rounded(x):
    return round(x * 1000) / 1000
