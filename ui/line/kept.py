"""What the visitor made in this chapter, kept in the browser from visit to visit, as texts of engine.records.states."""

from engine.records.line_run import made
from engine.records.states import taken
from ui.page.store import keep, recall

KEY = "line"


def recalled():
    """The state that was kept, and that of before a link was opened, or None; as an earlier version of the page kept it, too.

    What is kept and cannot be read counts as not kept.
    """
    kept = recall(KEY, {})
    state = taken("line", kept["state"]) if "state" in kept else _earlier(kept)
    before = kept.get("before")
    return state, before if isinstance(before, dict) else None, kept.get("mine") is not False


def write(state, before, mine):
    """Keep these texts instead; mine: whether the state is the visitor's, not a link's."""
    return keep(KEY, {"state": state, "before": before, "mine": mine})


def _earlier(kept):
    """What an earlier version of the page kept."""
    written = kept.get("values")
    texts = dict(written) if isinstance(written, dict) else {}
    seed, points, start = kept.get("seed"), kept.get("points"), kept.get("start")
    try:
        texts["points"] = "_".join(["%r,%r" % (float(x), float(y)) for x, y in points])
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        texts["start"] = "%r,%r" % (float(start[0]), float(start[1]))
    except (TypeError, ValueError, OverflowError, LookupError):
        pass
    if isinstance(seed, int):
        texts["data"] = str(seed)
    state = taken("line", texts)
    if state.get("points") == made(state.get("data", 0)):
        state["points"] = None
    return state
