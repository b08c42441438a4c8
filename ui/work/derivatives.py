"""The side of the chapter "derivatives" in the worker."""


def register(sync):
    """Let the page call what this chapter needs."""
