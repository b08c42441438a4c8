"""A branch of training beside the one that goes on: a session of its own, which is asked for one step at a time."""

from ui.work.network.session import Session
from ui.work.registry import WithArrays, entry

_session = Session()


@entry("other_branch")
def other_branch(state, parameters=None):
    """A task that goes to the step state["goal"] of a state and draws it; returns the parts of `Session.frame`'s answers
    that make the picture, with "steps", "loss" and "accuracy"."""
    _session.tell(state, parameters)
    answer, arrays, busy = {}, {}, True
    while busy:
        part, more = _session.frame(0)
        answer.update(part)
        arrays.update(more)
        busy = part["busy"] and not part["trouble"]
        if busy:
            yield
    return WithArrays(answer, arrays)
