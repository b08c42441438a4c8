"""Changed files that a link has brought: shown as differences, put into the editors on request, and what was there kept."""

from engine.records.changes import read, rows
from ui.page.browser import by_id, listen
from ui.page.store import keep, recall

KEY = "before-link"
ASKS = "A link brings changes of %s. Nothing of them runs before you put them into the editors and press Run."
REFUSED = "The link’s changes of files are not taken: %s."
CLASSES = {"": "head", "@": "quiet", "-": "removed", "+": "added"}


class Linked:
    """Asks about `text`, the changes of a link that is open (see engine.records.changes), or None.

    files    Files of the desk
    put      put(texts) has the editors hold these changed files, path -> text, and the originals of all others
    changed  called when what the address says has changed
    """

    def __init__(self, files, put, changed):
        self._files, self._put, self._changed = files, put, changed
        self.text = None
        kept = recall(KEY, {})
        self._before, self._brought = _texts(kept.get("before"), files), _texts(kept.get("brought"), files)
        listen(by_id("take-linked"), "click", lambda event: self._take())
        listen(by_id("leave-linked"), "click", lambda event: self._close())
        listen(by_id("bring-files"), "click", lambda event: self._bring_back())
        self._show()

    def open(self, text):
        """Show the changes of a link, unless they are in the editors already."""
        try:
            if read(text, self._files.originals) == self._files.changed():
                self._close()
                return
            lines = rows(text, self._files.originals)
        except ValueError as error:
            by_id("link-trouble").textContent = REFUSED % error
            self._close()
            return
        self.text = text
        names = [line.split("/")[-1] for sign, line in lines if not sign]
        by_id("linked-words").textContent = ASKS % ", ".join(names)
        place = by_id("linked-diff")
        place.replaceChildren()
        for sign, line in lines:
            row = place.ownerDocument.createElement("div")
            row.textContent = line if sign in ("", "@") else sign.replace("-", "−") + line
            row.className = CLASSES.get(sign, "")
            place.append(row)
        self._show()

    def _take(self):
        """Put them into the editors; what was there can be had back, unless it was a link's too."""
        brought, present = read(self.text, self._files.originals), self._files.changed()
        if self._before is None or present != self._brought:
            self._before = present
        self._brought = brought
        keep(KEY, {"before": self._before, "brought": brought})
        self._put(brought)
        self._close()

    def _bring_back(self):
        before, self._before, self._brought = self._before, None, None
        keep(KEY, {})
        self._put(before)
        self._show()

    def _close(self):
        self.text = None
        self._show()
        self._changed()

    def _show(self):
        by_id("linked-files").hidden = self.text is None
        by_id("files-before").hidden = self._before is None


def _texts(kept, files):
    """Files that were kept, path -> text, of those that there are; None if none were."""
    if not isinstance(kept, dict):
        return None
    return {path: text for path, text in kept.items() if path in files.originals and isinstance(text, str)}
