"""What the chapter keeps in the browser from visit to visit: drafts of files, and the console's history."""

import json

from ui.page.browser import window


def recall(key, otherwise):
    """What was kept under this key, or `otherwise`; browsers may forbid to keep anything."""
    try:
        text = window.localStorage.getItem("glassgrad." + key)
        return json.loads(text) if text else otherwise
    except Exception:
        return otherwise


def keep(key, what):
    """Keep something that JSON can hold; returns whether that worked."""
    try:
        window.localStorage.setItem("glassgrad." + key, json.dumps(what))
    except Exception:  # forbidden, or full
        return False
    return True
