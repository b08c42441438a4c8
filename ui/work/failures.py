"""What to say of an exception out of the engine, which may be the visitor's own version of it."""

import traceback
from pathlib import Path


class Wrong(Exception):
    """What is wrong with the visitor's text, a sentence, and the number of its line (from 1 on; 0 if it has none).

    numeric  whether it is wrong because of the numbers that it was tried on
    """

    def __init__(self, line, words, numeric=False):
        super().__init__(words)
        self.line, self.words, self.numeric = line, words, numeric


def place_of(error):
    """The path and line of the innermost frame in the engine that an exception went through; ("", 0) if none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = in_engine(frame.filename)
        if path:
            return path, frame.lineno
    return "", 0


def in_engine(filename):
    """The path of a file of the engine, such as "engine/compiler/tape.py", from wherever it stands; "" for others."""
    parts = Path(filename).parts
    return "/".join(parts[parts.index("engine") :]) if "engine" in parts else ""


def sentence(error):
    """An exception and its place, such as "TypeError: 'float' object is not iterable (engine/value.py, line 63)"."""
    path, line = place_of(error)
    words = "%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__
    return "%s (%s, line %d)" % (words, path, line) if path else words
