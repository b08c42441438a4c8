"""The worker's side of the machine code view: the tape and the module of a net, part by part."""

import json

from engine.compiler.compiler import compile
from engine.compiler.sources import listing
from engine.compiler.wat import function_text
from ui.work.browser_host import BrowserHost
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.compiling import does_the_same

IDLE = "This module does not do what your version of the engine does, so Value objects train instead."


class MachineCode:
    """Keeps the parts of one module; their text is written when it is asked for."""

    def compile(self, state):
        """Compile the net of the page's state; JSON: its tape and parts, or `trouble`.

        note  what there is to say of the module as a whole, if anything
        """
        state = json.loads(state)
        net, loss = net_of(state, None), loss_of(state)
        try:
            compiled = compile(net, loss, BrowserHost.simd)
            self._parts = listing(compiled, net, loss)
            idle = not does_the_same(loss)
        except BaseException as error:  # an operation without a formula, for example
            return json.dumps({"trouble": "This net cannot be compiled: %s." % error})
        parts = [
            {
                "title": part.title,
                "export": part.export,
                "size": len(part.function.code),
                "sources": [source._asdict() for source in part.sources],
            }
            for part in self._parts
        ]
        return json.dumps(
            {
                "note": IDLE if idle else "",
                "tape": str(compiled.tape),
                "instructions": len(compiled.tape.instructions),
                "size": len(compiled.binary),
                "parts": parts,
            }
        )

    def text(self, number):
        """The WebAssembly text of a part."""
        return function_text(self._parts[number].function)


def register(sync):
    """Let the page call a MachineCode."""
    code = MachineCode()
    sync.machine_code = code.compile
    sync.machine_text = code.text
