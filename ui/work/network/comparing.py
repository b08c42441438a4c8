"""The engine's side of the comparison of both engines."""

from engine.compiler.compare import compare
from engine.data import split
from engine.losses import LOSSES
from engine.nn import Net
from ui.work.browser_host import BrowserHost
from ui.work.failures import Wrong
from ui.work.network.compiling import refuse_what_differs
from ui.work.registry import entry


@entry("compare")
def comparing(state, parameters=None):
    """Compare one step of both engines on the page's state; yields how many examples of how many are done.

    Returns the Comparison as a dict; Wrong if the compiled module would not train this net.
    """
    points, loss = learnt(state), loss_of(state)
    options = dict(alpha=state["alpha"], batch_size=state["batch"], seed=state["seed"], start=state["steps"])
    done, examples = 0, min(state["batch"] or len(points), len(points))
    try:
        refuse_what_differs(loss)
        for result in compare(net_of(state, parameters), points, loss, BrowserHost, **options):
            if result:
                return result._asdict()
            done += 1
            yield {"done": min(done, examples), "examples": examples}
    except Exception as error:  # an operation without a formula, for example
        raise Wrong(0, "This net cannot be compiled here, so there is nothing to compare: %s." % error) from None


def learnt(state):
    """The points of a state that are trained on: all but those that its share holds out for the test."""
    return split([tuple(point) for point in state["points"]], state.get("share", 0), state.get("seed", 0))[0]


def loss_of(state):
    """The loss of a state; the first one, if it is the visitor's and has been taken away since."""
    return LOSSES.get(state["loss"]) or next(iter(LOSSES.values()))


def net_of(state, parameters):
    """The net of a state, with these parameters if it is given any; those of its seed if they are not as many."""
    net = Net(hidden=state["hidden"], bias=state["bias"], seed=state["weights"])
    if parameters is not None and len(parameters) == len(net.parameters()):
        put(net, parameters)
    return net


def put(net, parameters):
    """Have the net's parameters be these numbers, as many as there are."""
    for p, value in zip(net.parameters(), parameters):
        p.data = value
