"""Files of the page that are loaded when they are first needed, group by group, as pyscript.toml lists them.

>>> await load(files_of("line"))
>>> from ui.line.chapter import Line
"""

import asyncio
import os

from pyscript import config

from ui.page.browser import at, window


def files_of(group):
    """The paths that a chapter, or another group of pyscript.toml, needs besides what the page starts with.

    "code" shows all of the engine.
    """
    paths = list(config["chapters"][group])
    if group == "code":
        others = [config["worker"]["files"]] + [config["chapters"][other] for other in config["chapters"]]
        found = {path for files in others for path in files if path.startswith("engine/")}
        paths += [path for path in sorted(found) if path not in paths]
    return paths


async def load(paths):
    """Bring these files of the page to where Python can import and open them, unless they are there; OSError, in words."""
    missing = [_fetch(path) for path in paths if not _exists(path)]
    for outcome in await asyncio.gather(*missing, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def bring_in(paths):
    """Import these modules of the page one after the other, with time for the visitor and the training in between."""
    for path in paths:
        if path.startswith("ui/"):
            __import__(path[: -len(".py")].replace("/", "."))
            await asyncio.sleep(0.02)


async def _fetch(path):
    try:
        response = await window.fetch(at(path))
        text = await response.text()
    except Exception as error:  # no network, or no more of it
        raise OSError("%s could not be loaded (%s)" % (path, error.args[-1]))
    if not response.ok:
        raise OSError("%s could not be loaded (%d)" % (path, response.status))
    parts = path.split("/")[:-1]
    for depth in range(len(parts)):
        folder = "/".join(parts[: depth + 1])
        if not _exists(folder):
            os.mkdir(folder)
    with open(path, "w") as file:
        file.write(text)


def _exists(path):
    try:
        os.stat(path)
    except OSError:
        return False
    return True
