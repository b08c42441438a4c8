"""What the page keeps in the browser from visit to visit: what visitors have written, and how far they are.

Browsers may forbid to keep anything, or have no room left: then the page works without, and says so once. What is
kept in SESSION is for a reload of this very tab.
"""

import json

from ui.page.browser import attempt, window

FORBIDDEN = "This browser keeps nothing for this page, so what you change is gone when the page is closed."
FULL = "This browser has no room left to keep what you change here: it is gone when the page is closed."
PREFIX = "glassgrad."
LASTING, SESSION = "localStorage", "sessionStorage"

_listener = None  # is told once that nothing can be kept
_trouble = ""


def on_trouble(listener):
    """Call listener(sentence) once, as soon as something cannot be kept; at once if that is known already."""
    global _listener
    _listener = listener
    if _trouble:
        listener(_trouble)


def recall(key, otherwise, where=LASTING):
    """What was kept under this key, or `otherwise`, if nothing of its kind was: another version may have written it."""
    storage = _storage(where)
    text = storage.getItem(PREFIX + key) if storage else None
    text = _plain(text) if text else None
    kept = json.loads(text) if text else otherwise
    return kept if otherwise is None or type(kept) is type(otherwise) else otherwise


def texts(kept):
    """What of a list that was kept are texts."""
    return [text for text in kept if isinstance(text, str)]


def keep(key, what, where=LASTING):
    """Keep something that JSON can hold; returns whether that worked."""
    storage = _storage(where)
    if not storage:
        return _failed(FORBIDDEN)
    worked, _ = attempt(storage, "setItem", PREFIX + key, json.dumps(what))
    return worked or _failed(FULL)


def note(key, what, where=LASTING):
    """Keep something that nobody misses where it cannot be kept, such as what was unfolded."""
    storage = _storage(where)
    if storage:
        attempt(storage, "setItem", PREFIX + key, json.dumps(what))


def forget(key):
    """Keep nothing under this key any more."""
    storage = _storage()
    if storage:
        attempt(storage, "removeItem", PREFIX + key)


def keys():
    """The keys under which something is kept."""
    storage = _storage()
    names = [str(storage.key(i)) for i in range(storage.length)] if storage else []
    return [name[len(PREFIX) :] for name in names if name.startswith(PREFIX)]


def forget_all():
    """Keep nothing any more, not even for a reload of this tab."""
    for where in (LASTING, SESSION):
        storage = _storage(where)
        for name in [str(storage.key(i)) for i in range(storage.length)] if storage else []:
            if name.startswith(PREFIX):
                attempt(storage, "removeItem", name)


def _plain(text):
    """A JSON as the browser writes it, "" if it is none: MicroPython takes minutes for a number of a million digits."""
    read, thing = attempt(window.JSON, "parse", text)
    written, again = attempt(window.JSON, "stringify", thing) if read else (False, "")
    return str(again) if written else ""


def _storage(where=LASTING):
    """One of the browser's storages, if it can be read."""
    worked, storage = attempt(window.Reflect, "get", window, where)
    return storage if worked and storage and attempt(storage, "getItem", PREFIX)[0] else None


def _failed(words):
    global _trouble
    if not _trouble:
        _trouble = words
        if _listener:
            _listener(words)
    return False
