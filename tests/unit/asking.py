"""What the page asks of the worker, asked in one process: through the registry, and as JSON text there and back."""

from ui.page import wire
from ui.work import registry


def asked(name, *arguments):
    """The answer of an entry, of a task its last; wire.Failed if it raises."""
    if registry.is_task(name):
        answer, done = wire.unpacked(registry.begin(name, "1", wire.encode(arguments)))
        while not done:
            answer, done = wire.unpacked(registry.go_on(name, "1"))
        return answer
    return wire.unpacked(registry.ask(name, wire.encode(arguments)))[0]
