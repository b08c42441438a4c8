"""Where this page comes from: on GitHub Pages its address tells the repository."""

from pyscript import document

from ui.page.browser import window

HOST = ".github.io"


def link_sources():
    """Have the links to the page's source lead to its repository, where that is known; elsewhere to its own files."""
    address = repository(str(window.location.hostname), str(window.location.pathname))
    if address:
        for link in document.querySelectorAll("a.source"):
            link.href = address


def repository(host, path):
    """The repository of a page at this address, None if it does not tell.

    >>> repository("ada.github.io", "/glassgrad/")
    'https://github.com/ada/glassgrad'
    """
    if not host.endswith(HOST):
        return None
    owner, first = host[: -len(HOST)], path.strip("/").split("/")[0]
    return "https://github.com/%s/%s" % (owner, first if first and "." not in first else host)
