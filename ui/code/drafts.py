"""The changed files that the browser keeps from visit to visit: a draft for each, so that two tabs keep each other's."""

from pyscript import document

from ui.code.files import MOVED
from ui.page.browser import Debounced, listen, window
from ui.page.store import PREFIX, forget, keep, recall

OLD = "drafts"  # the key under which earlier versions of the page kept all of them together
DRAFT = "draft:"  # before a path: the key under which its text is kept
QUIET = 300  # milliseconds without a key, after which drafts are kept


def recalled(originals):
    """The changed files that were kept, path -> text; those of an earlier version of the page come along."""
    kept = recall(OLD, {})
    moved = {MOVED.get(path, path): text for path, text in kept.items() if isinstance(text, str)}
    found = {path: text for path, text in moved.items() if path in originals}
    for path in originals:
        text = recall(DRAFT + path, None)
        if isinstance(text, str):
            found[path] = text
    if kept and all([keep(DRAFT + path, found[path]) for path in moved if path in originals]):
        forget(OLD)
    return found


class Drafts:
    """Keeps those of `files`; elsewhere(path, text) is called when another tab has changed a file."""

    def __init__(self, files, elsewhere):
        self._files, self._elsewhere = files, elsewhere
        self._edits = set()  # paths of files that are to be kept
        self._soon = Debounced(self._keep, QUIET)
        listen(window, "pagehide", lambda event: self.flush())
        listen(document, "visibilitychange", lambda event: self.flush())
        listen(window, "storage", self._stored)

    def edited(self, path):
        """A file is to be kept, soon."""
        self._edits.add(path)
        self._soon()

    def flush(self):
        """Keep now what is to be kept."""
        self._soon.flush()

    def _keep(self):
        for path in self._edits:
            if self._files.differs(path):
                keep(DRAFT + path, self._files.texts[path])
            else:
                forget(DRAFT + path)
        self._edits = set()

    def _stored(self, event):
        """Another tab has kept a draft: it is this tab's too, unless the file is being changed here."""
        key = str(event.key or "")
        path = key[len(PREFIX + DRAFT) :] if key.startswith(PREFIX + DRAFT) else ""
        if path in self._files.texts and path not in self._edits:
            text = recall(DRAFT + path, self._files.originals[path])
            if isinstance(text, str) and text != self._files.texts[path]:
                self._elsewhere(path, text)
