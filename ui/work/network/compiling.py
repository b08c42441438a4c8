"""The playground's net as a compiled machine, and whether that does what the engine's files say."""

from engine.compiler.compare import agreement
from engine.compiler.compiler import compiling
from engine.compiler.machine import Machine
from engine.compiler.replaced import originals, refuse
from ui.work.browser_host import BrowserHost

ALIKE = 1e-9  # relative difference of parameters that exp, log and other powers may leave after a few steps
OTHERWISE = "it would not do the same as the changed files"


class Compiling:
    """Keeps the last machine, which serves every net of its shape and loss."""

    def __init__(self):
        self._key = self._machine = None

    def machine(self, net, shape, loss):
        """A generator that returns a Machine with the parameters of `net`; ValueError, Unknown or what the engine
        raises if there can be none."""
        if (shape, loss) != self._key:
            self._key = None  # until there is a machine: this generator may be left in the middle
            refuse_what_differs(loss)
            yield
            compiled = yield from compiling(net, loss, BrowserHost.simd)
            self._machine = Machine(net, loss, BrowserHost, compiled)
            self._key = shape, loss
        else:
            refuse()  # the prompt may have changed the engine meanwhile
            self._machine.model = net
            self._machine.load()
        return self._machine


def refuse_what_differs(loss):
    """Unknown or ValueError if a compiled training is not that of the engine's files, as far as a short one shows."""
    refuse()
    if originals and agreement(loss, BrowserHost).difference > ALIKE:
        raise ValueError(OTHERWISE)
