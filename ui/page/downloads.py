"""Fetches what the worker needs into the browser's cache, where the worker finds it, and says what is wrong with it.

Pyodide itself keeps silent for ever about a file that is cut off, or that is the sign-in page of some network.
"""

import asyncio

from pyscript import config
from pyscript.ffi import to_js

from ui.page.browser import window

RUNTIME = "ui/node_modules/pyodide/"
SIZES = {  # of the pinned runtime, in bytes
    "pyodide.asm.wasm": 9_598_218,
    "python_stdlib.zip": 2_545_637,
    "pyodide.asm.mjs": 1_250_344,
    "pyodide.mjs": 17_931,
    "pyodide-lock.json": 119_077,
}
BINARY = (".wasm", ".zip")  # no server on the way changes these
WORKER = "ui/worker.py"
LOADER = "ui/page/python.mjs"
ANEW = "reload"  # the way to fetch that does not believe what is in the cache


class Download:
    """One download. progress(share) is called as it goes on.

    anew  whether to fetch what is in the cache already once more
    """

    def __init__(self, progress, anew=False):
        self.ended = False
        self._progress, self._anew = progress, anew
        self._received = 0

    async def run(self):
        """Wait until everything is there; OSError, which names the file, if it is not what it should be."""
        files = runtime() + (worker_files() if self._anew else [])
        await asyncio.gather(*[self._fetch(path) for path in files])

    async def _fetch(self, path):
        name = path.split("/")[-1]
        response = await get(path, self._anew)
        reader, size, page = response.body.getReader(), 0, False
        while not self.ended:
            part = await reader.read()
            if part.done:
                break
            page = page or size == 0 and part.value[0] == ord("<")
            size += part.value.length
            if name in SIZES:
                self._received += part.value.length
                self._progress(min(self._received / sum(SIZES.values()), 1.0))
        if not self.ended:
            check(name, size, page, name.endswith(BINARY))


async def get(path, anew=False):
    """The response for a file; OSError if there is none."""
    try:
        response = await window.fetch(path, to_js({"cache": ANEW if anew else "default"}))
    except Exception as error:
        raise OSError("%s could not be loaded (%s)" % (path.split("/")[-1], error))
    if not response.ok:
        raise OSError("%s could not be loaded (%d)" % (path.split("/")[-1], response.status))
    return response


def check(name, size, page, exactly):
    """OSError if a file of that size is not what it should be. page: it is a web page."""
    if page:
        raise OSError("a web page came in place of %s: does this network ask you to sign in?" % name)
    if exactly and name in SIZES and size != SIZES[name]:
        words = "%s is not whole: it has %s of %s bytes" if size < SIZES[name] else "%s is too large: it has %s of %s bytes"
        raise OSError(words % (name, grouped(size), grouped(SIZES[name])))


async def trouble():
    """What is wrong with the files of the worker, a sentence without a full stop; "" if nothing is."""
    try:
        await asyncio.gather(*[_look(path) for path in runtime() + worker_files()])
    except OSError as error:
        return str(error.args[0])
    return ""


async def _look(path):
    response = await get(path)
    content = window.Uint8Array.new(await response.arrayBuffer())
    check(path.split("/")[-1], content.length, content.length > 0 and content[0] == ord("<"), True)


def runtime():
    """The paths of Python itself, and of what begins in the worker."""
    return [RUNTIME + name for name in SIZES] + [LOADER, WORKER]


def worker_files():
    """The paths of all files that the worker imports."""
    return list(config["files"]) + list(config["worker"]["files"])


def grouped(number):
    """A whole number with its digits in groups of three."""
    digits, groups = str(number), []
    while digits:
        groups.insert(0, digits[-3:])
        digits = digits[:-3]
    return ",".join(groups)
