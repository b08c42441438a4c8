"""The console: a Python prompt in the worker, with history, completion, and a way to stop it."""

import asyncio

from pyscript import document
from pyscript.ffi import to_js

from ui.code.trouble import ending
from ui.page.bridge import STOPPED
from ui.page.browser import by_id, listen, window
from ui.page.store import keep, recall, texts
from ui.page.wire import Failed

PAST = 100  # inputs that are remembered
SHOWN = 300  # pieces of output that stay on the page
ENDED = "With this input Python %s."
ANEW = "This Python is gone, and with it what was defined here. The console begins anew."
STARTING = "The engine is starting; what you enter runs as soon as it is ready."
UNSTARTED = "The engine could not be started; what you enter runs once it has been. The network’s page can try again."


class Console:
    """`page` is the whole page: its trainer knows the net and the points that the console is given."""

    def __init__(self, page):
        self._trainer, self._bridge = page.trainer, page.bridge
        self._past = texts(recall("console", []))[-PAST:]
        self._at = len(self._past)  # the place in it that is shown; behind the last one is what is being typed
        self._draft = ""
        self._running = self._used = self._escaped = False
        self._waiting = None  # what _submit is to be called with when there is an engine
        self._input, self._output = by_id("console-input"), by_id("console-output")
        listen(self._input, "keydown", self._key, passive=False)
        listen(self._input, "input", lambda event: self._fit())
        listen(by_id("stop"), "click", lambda event: self._stop())
        listen(by_id("console-clear"), "click", lambda event: self._output.replaceChildren())
        if self._bridge.state != "ready":
            self._say_waiting()

    def ready(self):
        """There is an engine."""
        _say("")
        if self._waiting is not None:
            self._submit(self._waiting)

    def lost(self):
        """This Python is gone."""
        if self._running:
            self._echo(self._input.value)
            self._write("")
            how = self._bridge.how
            if how:
                self._show("err", "Stopped." if how == STOPPED else ENDED % ending(how))
        if self._used or self._running:
            self._show("note", ANEW)
        self._used = False
        self._finish()
        self._say_waiting()

    def _say_waiting(self):
        _say(UNSTARTED if self._bridge.state == "failed" else STARTING)

    def _key(self, event):
        if event.isComposing:
            return
        escaped, self._escaped = self._escaped, event.key == "Escape"
        handled = True
        if event.key == "Enter" and not event.shiftKey:
            self._submit(event.ctrlKey or event.metaKey)
        elif event.key == "Tab" and not event.shiftKey and not escaped and self._input.value.strip():
            self._complete()
        elif event.key == "c" and event.ctrlKey and self._running:
            self._stop()
        elif event.key == "ArrowUp" and "\n" not in self._input.value[: self._input.selectionStart]:
            self._leaf(-1)
        elif event.key == "ArrowDown" and "\n" not in self._input.value[self._input.selectionEnd :]:
            self._leaf(1)
        else:
            handled = False
        if handled:
            event.preventDefault()

    def _submit(self, force):
        source = self._input.value.replace("\r", "")
        self._waiting = None
        if self._running or not source.strip():
            return
        if self._bridge.state != "ready":
            self._waiting = force
            self._say_waiting()
            return
        self._running = True
        self._input.readOnly = True
        by_id("stop").disabled = False
        by_id("console-completions").textContent = ""
        _say("Running. Stop ends it, and with it this Python; the net and the points are kept.")
        asyncio.create_task(self._run(source, force))

    async def _run(self, source, force):
        state, arrays = self._trainer.state()
        try:
            answer = await self._bridge.ask("console_run", source, force, state, arrays=arrays, patient=True)
        except Failed as failure:  # of the engine, as it was to hand over the net, or of a result that cannot be shown
            answer = {"pieces": [["err", failure.words]]}
        self._bridge.trust()
        self._finish()
        if "more" in answer:
            self._insert("\n" + answer["more"])
            return
        self._used = True
        self._echo(source)
        self._write("")
        for kind, text in answer["pieces"]:
            self._show(kind, text)

    def _finish(self):
        self._running = False
        self._input.readOnly = False
        by_id("stop").disabled = True
        _say("")

    def _stop(self):
        if self._running:
            self._bridge.stop()  # which calls lost()

    def _complete(self):
        if self._bridge.state == "ready" and not self._running:
            asyncio.create_task(self._ask_names(self._input.value, self._input.selectionStart))
        elif self._running:
            _say("Names can be completed when this has ended.")

    async def _ask_names(self, text, end):
        line = text[:end].split("\n")[-1]
        if not line.strip():
            self._insert("    ")
            return
        try:
            length, names = await self._bridge.ask("console_complete", line)
        except Failed:
            return
        if self._input.value != text:
            return  # typed on meanwhile
        word = line[len(line) - length :]
        if len(names) == 1:
            self._insert(names[0][length:].replace("()", "("))
        elif names:
            self._insert(_common(names)[length:])
        shown = [name.split(".")[-1] for name in names[:60]]
        more = " … and %d more" % (len(names) - 60) if len(names) > 60 else ""
        found = "  ".join(shown) + more if len(names) > 1 else ""
        by_id("console-completions").textContent = found if names else "No name begins with “%s”." % word

    def _insert(self, text):
        start, end, value = self._input.selectionStart, self._input.selectionEnd, self._input.value
        self._write(value[:start] + text + value[end:], start + len(text))

    def _write(self, text, cursor=None):
        self._input.value = text
        cursor = len(text) if cursor is None else cursor
        self._input.setSelectionRange(cursor, cursor)
        self._fit()

    def _fit(self):
        """As many rows as there are lines, up to a dozen."""
        lines = self._input.value.split("\n")
        self._input.rows = min(12, len(lines))
        by_id("console-prompt").textContent = "\n".join([">>>"] + ["..."] * (min(12, len(lines)) - 1))
        by_id("console-completions").textContent = ""

    def _leaf(self, by):
        """Go through earlier inputs."""
        if self._running or not 0 <= self._at + by <= len(self._past):
            return
        if self._at == len(self._past):
            self._draft = self._input.value
        self._at += by
        self._write(self._draft if self._at == len(self._past) else self._past[self._at])

    def _echo(self, source):
        """Show in the output what was entered, and remember it."""
        self._remember(source)
        for i, line in enumerate(source.rstrip().split("\n")):
            self._show("input", (">>> " if i == 0 else "... ") + line)

    def _remember(self, source):
        if source.strip() and (not self._past or self._past[-1] != source):
            self._past = (self._past + [source])[-PAST:]
            keep("console", self._past)
        self._at, self._draft = len(self._past), ""

    def _show(self, kind, text):
        if kind == "svg":
            piece = document.createElement("img")  # in which scripts do not run
            piece.src = "data:image/svg+xml," + str(window.encodeURIComponent(text))
            piece.alt = "Picture of the result"
        elif kind == "html":
            piece = document.createElement("iframe")
            piece.setAttribute("sandbox", "")  # no scripts, no forms, no origin
            piece.title = "The result"
            piece.srcdoc = text
        else:
            piece = document.createElement("pre")
            piece.textContent = text[:-1] if text.endswith("\n") else text
        piece.className = kind
        self._output.append(piece)
        while self._output.children.length > SHOWN:
            self._output.firstElementChild.remove()
        self._output.scrollTo(to_js({"top": self._output.scrollHeight}))


def _common(names):
    """What all names begin with."""
    first, last = min(names), max(names)
    count = 0
    while count < min(len(first), len(last)) and first[count] == last[count]:
        count += 1
    return first[:count]


def _say(words):
    by_id("console-status").textContent = words
