"""The playground's net as a compiled machine, and whether that does what the engine's files say."""

from engine.compiler.compare import agreement
from engine.compiler.compiler import compiling
from engine.compiler.machine import Machine
from ui.work.browser_host import BrowserHost

ALIKE = 1e-9  # relative difference of parameters that exp, log and other powers may leave after a few steps
OTHERWISE = "it would not do the same as the changed files"


class Compiling:
    """Keeps the last machine, which serves every net of its shape and loss."""

    changed = False  # the files of the engine are not the page's own, and may train in a way that no module knows

    def __init__(self):
        self._key = self._machine = None

    def machine(self, net, shape, loss):
        """A generator that returns a Machine with the parameters of `net`; ValueError, Unknown or what the engine
        raises if there can be none."""
        if (shape, loss) != self._key:
            self._key = None  # until there is a machine: this generator may be left in the middle
            if not does_the_same(loss):
                raise ValueError(OTHERWISE)
            yield
            compiled = yield from compiling(net, loss, BrowserHost.simd)
            self._machine = Machine(net, loss, BrowserHost, compiled)
            self._key = shape, loss
        else:
            self._machine.model = net
            self._machine.load()
        return self._machine


def does_the_same(loss):
    """Whether a compiled training is that of the engine's files, as far as a short one shows."""
    return not Compiling.changed or agreement(loss, BrowserHost).difference <= ALIKE
