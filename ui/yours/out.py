"""Takes out what is shown: each button makes a file of the chapter that is open."""

import asyncio

from ui.page.bridge import last_line
from ui.page.browser import by_id, listen, window
from ui.page.loading import files_of, load
from ui.yours.nothing import Nothing

KINDS = ("csv", "json", "png", "svg", "script", "notebook")
MIME = {
    "csv": "text/csv;charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "script": "text/x-python;charset=utf-8",
    "notebook": "application/x-ipynb+json",
}
HERE = {  # what there is in a chapter, and why not the rest
    "network": (KINDS, ""),
    "line": (KINDS, ""),
    "derivatives": (("csv", "json", "svg", "script", "notebook"), "A graph is a drawing: take it as SVG, not as PNG."),
    "code": (("json",), "This chapter has files, not points: the JSON holds those that you have changed."),
}
SAVED = "%s is saved."
FAILED = "That file could not be made: %s."
# The browser saves a Blob by a link; its address is needed until the download has begun.
SAVE = """const link = document.createElement("a")
link.href = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], {type}))
link.download = name
document.body.append(link)
link.click()
link.remove()
setTimeout(() => URL.revokeObjectURL(link.href), 60000)"""


class Out:
    """The section "Take it out"; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._save = window.Function.new("data", "name", "type", SAVE)
        for kind in KINDS:
            listen(by_id("export-" + kind), "click", lambda event, kind=kind: asyncio.create_task(self._take(kind)))
        listen(window, "hashchange", lambda event: self._offer())
        self._offer()

    def _offer(self):
        """Another chapter may be open."""
        kinds, why = HERE[self._page.chapter]
        for kind in KINDS:
            by_id("export-" + kind).disabled = kind not in kinds
            by_id("export-" + kind).title = "" if kind in kinds else why
        by_id("out-why").textContent = why
        by_id("out-said").textContent = ""

    async def _take(self, kind):
        """Make a file, and save it."""
        by_id("out-said").textContent = ""
        try:
            await load(files_of("takeaway"))
            from ui.yours.making import make

            name, data = await make(self._page, kind)
        except Nothing as nothing:
            by_id("out-said").textContent = nothing.args[0]
            return
        except Exception as error:
            by_id("out-said").textContent = FAILED % last_line(error)
            return
        self._save(data, name, MIME[kind])
        by_id("out-said").textContent = SAVED % name
