"""The worker's side of the machine code view: the tape and the module of a net, part by part."""

from engine.compiler.compiler import compiling
from engine.compiler.formulas import Unknown
from engine.compiler.sources import listing
from engine.compiler.wat import function_text
from ui.work.browser_host import BrowserHost
from ui.work.failures import Wrong
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.compiling import refuse_what_differs
from ui.work.registry import entry

IDLE = "Value objects train instead of this module: %s."


class MachineCode:
    """Keeps the parts of one module; their text is written when it is asked for."""

    def __init__(self):
        self._key = None

    def describe(self, state):
        """Compile the net of the page's state; yields in between, and returns its tape and parts. Wrong if it cannot be.

        note  what there is to say of the module as a whole, if anything
        """
        loss = loss_of(state)
        yield from self._compile(state)
        parts = [
            {
                "title": part.title,
                "export": part.export,
                "size": len(part.function.code),
                "sources": [source._asdict() for source in part.sources],
            }
            for part in self._parts
        ]
        return {
            "note": _idle(loss),
            "tape": str(self._compiled.tape),
            "instructions": len(self._compiled.tape.instructions),
            "size": len(self._compiled.binary),
            "parts": parts,
        }

    def text(self, state, number):
        """The WebAssembly text of a part of the net of the page's state."""
        for _ in self._compile(state):
            pass
        return function_text(self._parts[number].function)

    def _compile(self, state):
        key = state["hidden"], state["bias"], state["loss"]
        if key == self._key:
            return
        net, loss = net_of(state, None), loss_of(state)
        try:
            self._key = None  # until both are there: this generator may be left in the middle
            self._compiled = yield from compiling(net, loss, BrowserHost.simd)
            self._parts = listing(self._compiled, net, loss)
        except Exception as error:  # an operation without a formula, for example
            raise Wrong(0, "This net cannot be compiled: %s." % error) from None
        self._key = key


def _idle(loss):
    """Why the module does not train, if it does not."""
    try:
        refuse_what_differs(loss)
    except (Unknown, ValueError) as reason:
        return IDLE % reason
    return ""


_code = MachineCode()
entry("machine_code")(_code.describe)
entry("machine_text")(_code.text)
