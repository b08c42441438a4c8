"""Tracebacks: made readable, and asked which line of which file they are about."""

FRAME = '  File "'
LACKING = "%s.py has no '%s', which another file needs; a draft for an earlier version of the page may lack it"


def tidy(traceback):
    """A traceback without the lines of Python's own import machinery, and with paths that begin at the engine."""
    kept, skipping = [], False
    for line in traceback.strip().split("\n"):
        if line.startswith(FRAME):
            skipping = "<frozen importlib" in line or "/importlib/__init__.py" in line
            line = _shortened(line)
        elif not line.startswith("    "):
            skipping = False
        if not skipping:
            kept.append(line)
    return "\n".join(kept)


def place(traceback, changed):
    """The (path, line) of the engine that a traceback is about, or None.

    The innermost frame in one of the `changed` files, since the mistake is likely there, else in the engine.
    """
    frames = []
    for line in traceback.split("\n"):
        if line.startswith(FRAME) and '", line ' in line:
            path, _, rest = line[len(FRAME) :].partition('", line ')
            number = rest.split(",")[0].strip()
            at = path.rfind("engine/")
            if at >= 0 and number.isdigit():
                frames.append((path[at:], int(number)))
    mine = [frame for frame in frames if frame[0] in changed]
    return (mine or frames or [None])[-1]


def headline(traceback):
    """What a traceback says, in one line: its last that is not indented."""
    lines = [line for line in traceback.strip().split("\n") if line.strip() and not line.startswith(" ")]
    words = lines[-1] if lines else "no reason given"
    if words.startswith("ImportError: cannot import name '") and "' from 'engine." in words:
        quoted = words.split("'")
        words = LACKING % (quoted[3].split(".")[-1], quoted[1])
    return words


def ending(words):
    """What became of a Python that broke down, from what its JavaScript says: the end of a sentence about it."""
    if "call stack" in words or "too much recursion" in words:
        return "ran out of stack: something nests, or calls itself, too deeply"
    if "terminated with exit" in words:
        return "was told to exit"
    return "broke down: %s" % words


def _shortened(line):
    path, quote, rest = line[len(FRAME) :].partition('"')
    for folder in ("engine/", "ui/"):
        at = path.rfind(folder)
        if at >= 0:
            path = path[at:]
            break
    return FRAME + path + quote + rest
