"""The engine's side of the comparison of both engines."""

import json
from time import perf_counter

from engine.compiler.compare import compare
from engine.losses import LOSSES
from engine.nn import Net
from ui.work.browser_host import BrowserHost
from ui.work.network.compiling import refuse_what_differs


class Comparing:
    """One comparison at a time, a bit of it at every call."""

    def begin(self, state, parameters=None):
        """Begin to compare one step of both engines on the page's state; answers as `go_on`."""
        state = json.loads(state)
        points = [tuple(point) for point in state["points"]]
        options = dict(alpha=state["alpha"], batch_size=state["batch"], seed=state["seed"], start=state["steps"])
        loss = loss_of(state)
        self._comparison = compared(net_of(state, parameters), points, loss, options)
        self._done, self._examples = 0, min(state["batch"] or len(points), len(points))
        return self.go_on(0)

    def go_on(self, budget):
        """For some milliseconds; JSON of the Comparison, of how many examples of how many are done, or of trouble."""
        deadline = perf_counter() + budget / 1000.0
        try:
            while True:
                result = next(self._comparison)
                if result:
                    return json.dumps(result._asdict())
                self._done += 1
                if perf_counter() > deadline:
                    return json.dumps({"done": min(self._done, self._examples), "examples": self._examples})
        except BaseException as error:  # an operation without a formula, for example
            return json.dumps({"trouble": "This net cannot be compiled here, so there is nothing to compare: %s." % error})


def compared(net, points, loss, options):
    """As `compare`; Unknown or ValueError if the compiled module would not train this net."""
    refuse_what_differs(loss)
    yield from compare(net, points, loss, BrowserHost, **options)


def register(sync):
    """Let the page call a Comparing."""
    comparing = Comparing()
    sync.compare = comparing.begin
    sync.compare_on = comparing.go_on


def loss_of(state):
    """The loss of a state; the first one, if it is the visitor's and has been taken away since."""
    return LOSSES.get(state["loss"]) or next(iter(LOSSES.values()))


def net_of(state, parameters):
    """The net of a state, with these parameters if it is given any; those of its seed if they are not as many."""
    net = Net(hidden=state["hidden"], bias=state["bias"], seed=state["weights"])
    if parameters is not None and len(parameters) == len(net.parameters()):
        for p, value in zip(net.parameters(), parameters.to_py()):
            p.data = value
    return net
