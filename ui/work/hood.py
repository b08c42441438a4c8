"""The side of the chapter "code" in the worker."""


def register(sync):
    """Let the page call what this chapter needs."""
