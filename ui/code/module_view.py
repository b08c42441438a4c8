"""The machine code view: the tape of the net, and the module it becomes, each part beside its Python."""

import asyncio

from pyscript import document

from ui.page.browser import by_id, listen
from ui.page.wire import Failed

WHAT = (
    "The net of the playground, %s, with its %s loss: one example leaves %d instructions on the tape. They become a "
    "WebAssembly module of %s bytes with %d functions. Open one to read it, beside the Python that it came from."
)


class MachineCode:
    """Fills the element #machine-code; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._place = by_id("machine-code")
        self._shown = None  # what the compiled net depended on
        self._asking = False

    def lost(self):
        """The worker is gone, and what it had compiled: what is not on the page yet cannot be asked for."""
        self._place.replaceChildren()
        self._shown = None
        self._asking = False

    def show(self):
        """Compile the playground's net, unless it is on the screen already."""
        values = self._page.values
        key = (tuple(values["hidden"]), values["bias"], values["loss"])
        if key != self._shown and not self._asking and self._page.bridge.state == "ready":
            self._asking = True
            asyncio.create_task(self._compile(key))

    async def _compile(self, key):
        self._state = self._page.trainer.state()[0]
        trouble = None
        try:
            answer = await self._page.bridge.run("machine_code", self._state)
        except Failed as failure:
            trouble = failure.words
        self._asking, self._shown = False, key
        self._place.replaceChildren(_element("h2", "The machine code"))
        if trouble:
            self._place.append(_element("p", trouble))
            return
        hidden, _, loss = key
        widths = "-".join([str(n) for n in (2,) + hidden + (1,)])
        size = "%d,%03d" % (answer["size"] // 1000, answer["size"] % 1000)
        what = WHAT % (widths, loss, answer["instructions"], size, len(answer["parts"]))
        for words in (what, answer["note"]):
            if words:
                self._place.append(_element("p", words))
        self._place.append(self._tape(answer))
        for number, part in enumerate(answer["parts"]):
            self._place.append(self._part(number, part))

    def _tape(self, answer):
        folded = _folded("The tape of one example", "%d instructions" % answer["instructions"])
        note = "x0, x1: the inputs. x2: the label. x3: how many examples there are. p: parameters. r: results."
        folded.append(_element("p", note, "quiet"), _listing(answer["tape"], "The tape"))
        return folded

    def _part(self, number, part):
        detail = "%d bytes" % part["size"]
        folded = _folded(part["title"], ("%s, " % part["export"] if part["export"] else "") + detail)
        listen(folded, "toggle", lambda event: self._open(folded, number, part))
        return folded

    def _open(self, folded, number, part):
        """Fill a part in when it is first opened."""
        if folded.open and not folded.querySelector("pre"):
            columns = _element("div", "", "beside")
            python = _element("div")
            for source in part["sources"]:
                python.append(_element("h3", "%s, line %d" % (source["file"], source["line"])))
                python.append(_listing(source["text"], "Python of " + part["title"]))
            if not part["sources"]:
                python.append(_element("p", "Bookkeeping that Python has no need of.", "quiet"))
            code = _element("div")
            code.append(_element("h3", "WebAssembly"))
            columns.append(python, code)
            folded.append(columns)
            asyncio.create_task(self._write(code, number, part))

    async def _write(self, code, number, part):
        try:
            text = await self._page.bridge.ask("machine_text", self._state, number)
        except Failed as failure:
            text = failure.words
        code.append(_listing(text, "WebAssembly of " + part["title"]))


def _element(tag, text="", style=""):
    made = document.createElement(tag)
    made.textContent = text
    if style:
        made.className = style
    return made


def _folded(title, detail):
    """A folded part of the page, with its title."""
    folded, summary = _element("details"), _element("summary", title)
    summary.append(_element("span", detail, "quiet"))
    folded.append(summary)
    return folded


def _listing(text, label):
    """Text to be scrolled through, by keyboard too."""
    made = _element("pre", text)
    made.tabIndex = 0
    made.setAttribute("role", "region")
    made.setAttribute("aria-label", label)
    return made
