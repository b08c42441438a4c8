"""What the visitor made in this chapter, kept in the browser from visit to visit: points, start and settings."""

from ui.line.fields import TABLE
from ui.page.store import keep, recall

KEY = "line"
FAR = 1e6  # further from 0 nothing was put by hand


class Kept:
    """`points` (a list of (x, y)), or None; `start` (a, b), or None; `values`, all settings; `seed` of new points.

    What is kept and cannot be read, as by an older version of the page, counts as not kept.
    """

    def __init__(self, most):
        """most: how many points the chapter takes."""
        kept = recall(KEY, None)
        kept = kept if isinstance(kept, dict) else {}
        self.points = _pairs(kept.get("points"), most)
        start = _pairs([kept.get("start")], 1)
        self.start = start[0] if start else None
        self.seed = kept["seed"] if isinstance(kept.get("seed"), int) else 0
        self.values = {key: setting.default for key, setting in TABLE.items()}
        written = kept.get("values")
        for key, text in written.items() if isinstance(written, dict) else ():
            try:
                self.values[key] = TABLE[key].parse(text)
            except (KeyError, ValueError, AttributeError):
                pass


def write(points, start, values, seed):
    """Keep this instead; returns whether that worked."""
    shown = {key: TABLE[key].show(value) for key, value in values.items()}
    return keep(KEY, {"points": [list(point) for point in points], "start": list(start), "values": shown, "seed": seed})


def _pairs(pairs, most):
    """A list of two numbers each, as tuples; None if it is none, or too long."""
    try:
        found = [(float(a), float(b)) for a, b in pairs]
    except (TypeError, ValueError):
        return None
    good = len(found) <= most and all([abs(a) < FAR and abs(b) < FAR for a, b in found])
    return found if good else None
