"""Python's own library: the modules that this page never imports are fetched when somebody's code asks for one."""

import importlib
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from zipimport import zipimporter

ARCHIVE = "/lib/python314.zip"
NAMES = "rest.txt"  # in the archive: the modules that it lacks
UNREACHABLE = "The rest of Python's library, with %s in it, could not be loaded: %s. Is there a network?"


class Rest:
    """Finds modules that are not in the archive yet, by putting the whole library in its place.

    fetch  gives the whole library as a JavaScript Uint8Array, or raises
    """

    def __init__(self, fetch):
        self._fetch = fetch
        self._names = set(zipimporter(ARCHIVE).get_data(ARCHIVE + "/" + NAMES).decode().split())

    def find_spec(self, name, path=None, target=None):
        """As importlib wants it; ImportError if the library cannot be fetched."""
        if name not in self._names:
            return None
        try:
            whole = self._fetch().to_bytes()
        except Exception as error:
            raise ImportError(UNREACHABLE % (name, error)) from None
        self._names = set()
        Path(ARCHIVE).write_bytes(whole)
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path)


def fetch_rest():
    """Have missing modules be fetched from now on; nothing is missing where Python was started with all of them."""
    try:
        fetch = importlib.import_module("whole_library").fetch
    except ImportError:
        return
    sys.meta_path.append(Rest(fetch))
