"""The derivative that a task asks for, in the worker: found without running the task's text as Python."""

from engine.records.written_function import derivative
from ui.work.failures import Wrong
from ui.work.registry import entry


@entry("task_derivative")
def right(text, at, name):
    """The derivative of a written function, see engine.records.written_function; Wrong if there is none."""
    try:
        return derivative(text, at, name)
    except ValueError as error:
        raise Wrong(1, str(error)) from None
