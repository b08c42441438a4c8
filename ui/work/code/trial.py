"""A trial of changed files before they take over: what the page will do with them, on a small net and few points.

What fails, fails here, with a traceback, while the last working version still runs.
"""

import traceback

from engine.data import moons
from engine.losses import LOSSES
from engine.records.settings import LOSS_NAMES, defaults
from ui.work.network.session import Session
from ui.work.registry import entry

NET = [3]
STEPS = 2
FRAMES = 200  # at most


@entry("prove")
def prove(state, parameters=None):
    """Train and draw a small net in both engines and with every loss, then the playground's. Yields between frames.

    state, parameters  the playground's, as it tells them to a Session
    Returns "" or, if anything fails, the traceback.
    """
    try:
        for name in LOSS_NAMES:
            if name not in LOSSES:
                raise KeyError("LOSSES in losses.py has no %r any more, which the page offers" % name)
        for backend in "compiled", "python":
            yield from _train(defaults()["loss"], backend)
        for name in LOSSES:
            yield from _train(name, "compiled")
        session = Session()
        session.tell(state, parameters)
        yield from _advanced(session, session.steps)
    except BaseException:
        return traceback.format_exc()
    return ""


def _train(loss, backend):
    state = dict(
        defaults(),
        loss=loss,
        backend=backend,
        hidden=NET,
        rate=0.01,
        steps=0,
        points=moons(6),
        domain=[-1.5, 2.5, -1.5, 2.0],
        palette=[[0, 0, 255], [255, 255, 255], [255, 0, 0]],
    )
    session = Session()
    session.tell(state)
    yield from _advanced(session, STEPS)


def _advanced(session, steps):
    """Advance a session until it has trained so many steps, and is ready to train and draw in any case."""
    for _ in range(FRAMES):
        answer, arrays = session.frame(max(1, steps - session.steps))
        if answer["trouble"] or session.steps >= steps and arrays:
            return
        yield
