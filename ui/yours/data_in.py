"""Points out of a file or a paste: the worker reads the text, the visitor sees what it is, and takes it.

Nothing changes before it is taken; then it is one change, which Undo takes back.
"""

import asyncio
import json

from ui.page.browser import Debounced, attempt, by_id, listen, window
from ui.page.wire import Failed
from ui.yours.data_preview import Preview

TYPING = 350  # milliseconds without a key, after which the text is read
LARGEST = 20_000_000  # bytes of a file: 100,000 points are 2 to 5 million
LARGE = "“%s” has %d MB, and at most %d can be read. Nothing was taken."
WAITING = "It is read as soon as the engine has started."
READING = "Reading …"
UNREADABLE = "“%s” could not be read: %s. Nothing was taken."
MANY = 10_000  # points, above which things slow down
SLOW = " More than 10,000 points are slow to draw and to train."
NO_TEXT = "“%s” is no text: it has zero bytes in it. Nothing was taken."
UTF16 = {"254 255": "utf-16be", "255 254": "utf-16le"}  # by the first two bytes
NOTHING_CHOSEN = {"x": None, "y": None, "label": None, "positive": None, "fit": None}


class DataIn:
    """Listens to the controls; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._text = None  # what is to be read
        self._choices = dict(NOTHING_CHOSEN)
        self._wanted = 0  # grows with every wish: what was wanted before does not count
        self._answered = True
        self._points = None  # what would be taken, as JSON
        self._preview = Preview(self._chosen)
        self._pasted = Debounced(self._take_paste, TYPING)
        listen(by_id("data-paste"), "input", lambda event: self._typed())
        listen(by_id("data-paste"), "change", lambda event: self._pasted.flush())
        listen(by_id("data-file"), "change", lambda event: self._file(event.target.files.item(0)))
        listen(by_id("data-load"), "click", lambda event: self._load())
        page.when_ready.append(self._ready)
        if by_id("data-paste").value:  # from before the page was there
            self._take_paste()
        elif by_id("data-file").files.length:
            self._file(by_id("data-file").files.item(0))

    def _typed(self):
        """What was read is not what stands there now, so it can no longer be taken."""
        self._want()
        self._answered = True  # the earlier text needs no answer
        self._pasted()

    def _take_paste(self):
        text = str(by_id("data-paste").value)
        by_id("data-file").value = ""
        if text.strip():
            self._read(text)
        else:
            self._forget()

    def _file(self, file):
        if file:
            self._forget()
            by_id("data-paste").value = ""
            asyncio.create_task(self._open(file, self._wanted))

    async def _open(self, file, wanted):
        if file.size > LARGEST:
            by_id("data-trouble").textContent = LARGE % (file.name, file.size // 1_000_000, LARGEST // 1_000_000)
            return
        try:
            buffer = await file.arrayBuffer()
        except Exception as error:
            by_id("data-trouble").textContent = UNREADABLE % (file.name, error)
            return
        if wanted == self._wanted:
            text = decoded(buffer)
            if text is None:
                by_id("data-trouble").textContent = NO_TEXT % file.name
            else:
                self._read(text)

    def _forget(self):
        """Nothing is to be read, and nothing can be taken."""
        self._wanted += 1
        self._text, self._answered, self._choices = None, True, dict(NOTHING_CHOSEN)
        self._show({"trouble": ""}, None)
        by_id("data-said").textContent = ""

    def _read(self, text):
        """Another text is to be read."""
        self._text, self._choices = text, dict(NOTHING_CHOSEN)
        self._ask()

    def _chosen(self, key, value):
        """A column, a label or a way to fit is chosen."""
        if key in ("x", "y", "label"):
            self._choices.update(self._preview.columns())
        if key == "label":
            self._choices["positive"] = None
        self._choices[key] = value
        self._ask()

    def _want(self):
        """Nothing can be taken until there is an answer to what is wanted now."""
        self._wanted += 1
        by_id("data-load").disabled = True
        by_id("data-said").textContent = READING if self._page.bridge.state == "ready" else WAITING

    def _ask(self):
        self._want()
        self._answered = False
        if self._page.bridge.state == "ready":
            asyncio.create_task(self._answer(self._wanted))

    def _ready(self):
        if not self._answered:
            self._ask()

    async def _answer(self, wanted):
        choices = dict(self._choices, plane=self._page.plane.usual)
        try:
            found = await self._page.bridge.run("points_of_text", choices, arrays=[self._text])
        except Failed as failure:
            found = {"trouble": failure.words, "points": ""}
        if found and wanted == self._wanted:
            self._answered = True
            by_id("data-said").textContent = SLOW.strip() if found.get("count", 0) > MANY and found["points"] else ""
            self._show(found, str(found["points"]))

    def _show(self, found, points):
        self._points = points
        by_id("data-trouble").textContent = found["trouble"]
        by_id("data-load").disabled = not points
        self._preview.show(found)

    def _load(self):
        items = [tuple(point) for point in json.loads(self._points)]
        why = self._page.inputs.bring(items, "Loaded")
        if why:
            by_id("data-trouble").textContent, by_id("data-said").textContent = why, ""
            return
        words = "1 point is" if len(items) == 1 else "%d points are" % len(items)
        by_id("data-said").textContent = "%s on the plane of chapter 3. Undo brings the earlier ones back." % words


def decoded(buffer):
    """The text of a file: UTF-8, UTF-16 if it begins like that, or else what old Windows programs write. None where it
    has zero bytes: MicroPython would end it there."""
    start = window.Uint8Array.new(buffer, 0, min(2, buffer.byteLength))
    first = " ".join([str(start[i]) for i in range(start.length)])
    if first not in UTF16 and window.Uint8Array.new(buffer).includes(0):
        return None
    fatal = window.JSON.parse('{"fatal": true}')
    worked, text = attempt(window.TextDecoder.new(UTF16.get(first, "utf-8"), fatal), "decode", buffer)
    return str(text if worked else window.TextDecoder.new("windows-1252").decode(buffer))
