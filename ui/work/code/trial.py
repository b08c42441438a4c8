"""A trial of changed files before they take over: what the page will do with them, on a small net and few points.

What fails, fails here, with a traceback, while the last working version still runs.
"""

import json

from engine.data import moons
from engine.losses import LOSSES
from ui.page.settings import defaults
from ui.work.network.session import Session

NET = [3]
STEPS = 2
FRAMES = 200  # at most, of 20 ms each
OURS = ("hinge", "squared", "logistic")  # losses that the page offers, whatever else there is


def prove(state=None, parameters=None):
    """Train and draw a small net in both engines and with every loss, then the playground's. Raises what they raise.

    state, parameters  the playground's, as it tells them to a Session; without them this has been done before
    """
    if state is None:
        return
    for name in OURS:
        if name not in LOSSES:
            raise KeyError("LOSSES in losses.py has no %r any more, which the page offers" % name)
    for backend in "compiled", "python":
        _train(defaults()["loss"], backend)
    for name in LOSSES:
        _train(name, "compiled")
    session = Session()
    _passed(session, session.tell(state, parameters))
    _passed(session, session.frame(20, 1))


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
    _passed(session, session.tell(json.dumps(state)))
    for _ in range(FRAMES):
        answer = _passed(session, session.frame(20, STEPS - session.steps))
        if answer.trouble or not answer.busy and session.steps == STEPS:
            return


def _passed(session, answer):
    """The answer; raises what the session has caught to give it."""
    if session.error:
        raise session.error
    return answer
