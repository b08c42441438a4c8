"""The worker's side of the machine code view: the tape and the module of a net, part by part."""

import json

from engine.compiler.compiler import compile
from engine.compiler.formulas import Unknown
from engine.compiler.sources import listing
from engine.compiler.wat import function_text
from ui.work.browser_host import BrowserHost
from ui.work.network.comparing import loss_of, net_of
from ui.work.network.compiling import refuse_what_differs

IDLE = "Value objects train instead of this module: %s."


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
            note = _idle(loss)
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
                "note": note,
                "tape": str(compiled.tape),
                "instructions": len(compiled.tape.instructions),
                "size": len(compiled.binary),
                "parts": parts,
            }
        )

    def text(self, number):
        """The WebAssembly text of a part."""
        return function_text(self._parts[number].function)


def _idle(loss):
    """Why the module does not train, if it does not."""
    try:
        refuse_what_differs(loss)
    except (Unknown, ValueError) as reason:
        return IDLE % reason
    return ""


def register(sync):
    """Let the page call a MachineCode."""
    code = MachineCode()
    sync.machine_code = code.compile
    sync.machine_text = code.text
