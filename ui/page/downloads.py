"""Says what is wrong with the files that the worker starts from, and fetches them anew.

Pyodide itself keeps silent for ever about a file that is cut off, or that is the sign-in page of some network.
"""

import asyncio

from pyscript.ffi import to_js

from ui.page.browser import at, window

RUNTIME = "ui/node_modules/pyodide/"
SIZES = {  # of the pinned runtime, in bytes
    "pyodide.asm.wasm": 9_598_218,
    "pyodide.asm.mjs": 1_250_344,
    "pyodide.mjs": 17_931,
}
MADE = ["ui/made/library.zip", "ui/made/worker.zip"]
WORKER = "ui/worker.py"
LOADER = "ui/page/python.mjs"
ANEW = "reload"  # the way to fetch that does not believe what is in the cache
ZIP, ZIP_END = ".zip", 22  # bytes at the end of an archive, which begin with
END_SIGN = [0x50, 0x4B, 5, 6]


async def refresh():
    """Fetch all files anew, whatever is in the browser's cache; OSError, which names the file, if one is broken."""
    await asyncio.gather(*[_look(path, True) for path in paths()])


async def trouble():
    """What is wrong with the files, a sentence without a full stop; "" if nothing is."""
    try:
        await asyncio.gather(*[_look(path) for path in paths()])
    except OSError as error:
        return str(error.args[0])
    return ""


def paths():
    """The paths of all files that the worker starts from."""
    return [RUNTIME + name for name in SIZES] + MADE + [LOADER, WORKER]


async def _look(path, anew=False):
    response = await get(path, anew)
    content = window.Uint8Array.new(await response.arrayBuffer())
    ending = [content[i] for i in range(max(0, content.length - ZIP_END), content.length)]
    check(path.split("/")[-1], content.length, content.length > 0 and content[0] == ord("<"), ending)


async def get(path, anew=False):
    """The response for a file; OSError if there is none."""
    try:
        response = await window.fetch(at(path), to_js({"cache": ANEW if anew else "default"}))
    except Exception as error:
        raise OSError("%s could not be loaded (%s)" % (path.split("/")[-1], error.args[-1]))
    if not response.ok:
        raise OSError("%s could not be loaded (%d)" % (path.split("/")[-1], response.status))
    return response


def check(name, size, page, ending):
    """OSError if a file of that size is not what it should be.

    page    whether it is a web page
    ending  its last bytes
    """
    if page:
        raise OSError("a web page came in place of %s: does this network ask you to sign in?" % name)
    if name.endswith(ZIP) and ending[:4] != END_SIGN:
        raise OSError("%s is not whole: it ends after %s bytes" % (name, grouped(size)))
    if name.endswith(".wasm") and size != SIZES[name]:
        words = "%s is not whole: it has %s of %s bytes" if size < SIZES[name] else "%s is too large: it has %s of %s bytes"
        raise OSError(words % (name, grouped(size), grouped(SIZES[name])))


def grouped(number):
    """A whole number with its digits in groups of three."""
    digits, groups = str(number), []
    while digits:
        groups.insert(0, digits[-3:])
        digits = digits[:-3]
    return ",".join(groups)
