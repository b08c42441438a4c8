"""The desk of the chapter: files to change, Run, and what became of it. Drafts are kept in the browser."""

import asyncio

from ui.code.drafts import Drafts, recalled
from ui.code.files import OWN_COPIES, Files, line_of, listed, name, originals
from ui.code.sheets import Sheets
from ui.code.trouble import ending, headline, place, tidy
from ui.page.bridge import last_line
from ui.page.browser import Debounced, by_id, listen

FIRST = "engine/value.py"
BROKEN = "The engine does not run with these files. Mend them and press Run, or reset all."
ENDED = "With %s Python %s."
UNSTARTED = "The engine could not be started. Run tries again."
OWN_COPY = (
    "%s by the page itself, which has its own copy of this file. What you change here reaches what runs in the worker: "
    "training, the console and the checks."
)


class Desk:
    """Files are tried on what state() returns, the playground's; ran() is called when others have begun to run, and
    turned() when another one is shown."""

    def __init__(self, bridge, state, ran, turned):
        self._bridge, self._playground, self._ran, self._turned = bridge, state, ran, turned
        texts = originals()
        self.files = Files(texts, recalled(texts))
        self._drafts = Drafts(self.files, self._elsewhere)
        self.files.running = dict(self._bridge.changed)
        self._busy = self._wanted = False  # files are being loaded; or will be, when there is an engine
        self._before = None  # the texts before the last reset
        self._trial = 0  # the run that counts
        self._recalled = bool(self.files.changed())
        self.sheets = Sheets(self.files, self._edited, self.run, self._opened)
        self._compare = Debounced(self._show_differences, 300)
        listen(by_id("run"), "click", lambda event: self.run())
        listen(by_id("cancel-run"), "click", lambda event: self._cancel())
        listen(by_id("reset-file"), "click", lambda event: self.reset([self.sheets.path]))
        listen(by_id("reset-code"), "click", lambda event: self.reset_all())
        listen(by_id("undo-reset"), "click", lambda event: self._undo_reset())
        listen(by_id("differences"), "click", lambda event: self._toggle_differences())

    async def start(self):
        """Open the first file; to be awaited once."""
        await self.sheets.open(FIRST)
        self._show()

    def run(self):
        """Have a worker with the files as they are written now take over."""
        if self._busy:
            return
        self._drafts.flush()
        if self._bridge.state == "starting":
            self._wanted = True
            self._say("The engine is still starting. Your files run as soon as it is ready.")
        else:
            asyncio.create_task(self._run())

    def ready(self):
        """There is an engine."""
        if self._wanted:
            self._wanted = False
            self.run()
        self._compare()

    def lost(self):
        """There is no engine any more, or another one is being started."""
        if self._bridge.state == "failed":
            self._say(BROKEN if self.files.running else UNSTARTED, wrong=True)

    def reset(self, paths):
        """Put the originals of these files back into the editors."""
        self._before = dict(self.files.texts)
        for path in paths:
            self._put(path, self.files.originals[path])
        self._changed()

    def reset_all(self):
        """Put all originals back, and run them."""
        self._wanted = False
        self._end_trial()
        if self.files.changed():
            self.reset(list(self.files.changed()))
        self._forget_trouble()
        if self.files.running:
            self.run()
        else:
            self._show()

    async def open(self, path, part):
        """Show a file at the line that contains `part`, or at a line by its number."""
        line = part if isinstance(part, int) else line_of(self.files.texts[path], part)
        await self.sheets.open(path, line, focus=True)

    def shown(self):
        """The file that is shown, as links call it: "nn" for engine/nn.py."""
        return (self.sheets.path or FIRST)[len("engine/") : -len(".py")]

    async def open_named(self, short):
        """Show the file that links call so, if there is one."""
        path = "engine/%s.py" % short
        if path in self.files.texts:
            await self.sheets.open(path)

    async def _run(self):
        files = self.files.changed()
        self._trial += 1
        trial = self._trial
        self._show_busy(True)
        self._recalled = False
        self._forget_trouble()
        self._say("Starting Python with %s …" % (self._yours(files) if files else "the original files"))
        try:
            trouble = await self._bridge.change(files, *self._playground())
        except Exception as error:
            trouble = ENDED % (self._yours(files) if files else "the original files", ending(last_line(error)))
        if trial != self._trial:
            return
        self._show_busy(False)
        if trouble:
            await self._show_trouble(trouble, files)
            return
        self.files.running = files
        self._show()
        self._ran()

    def _cancel(self):
        """Do not wait for these files."""
        self._end_trial()
        self._show()

    def _end_trial(self):
        self._trial += 1
        self._bridge.drop()
        self._show_busy(False)

    def _show_busy(self, busy):
        self._busy = by_id("run").disabled = busy
        by_id("cancel-run").hidden = not busy

    async def _show_trouble(self, trouble, files):
        where = place(trouble, files)
        words = headline(trouble)
        if where:
            words += " (%s, line %d)" % (name(where[0]), where[1])
        self._show()
        words += "" if words[-1] in ".?!" else "."
        if self._bridge.state != "failed":
            words += " The page goes on with %s." % ("your last working version" if self.files.running else "the originals")
        self._say(words, wrong=True)
        by_id("traceback").textContent = tidy(trouble)
        by_id("traceback").hidden = "\n" not in trouble.strip()  # it is a sentence
        if where and where[0] in self.files.texts:
            self.sheets.mark(where[0], [(where[1], "wrong")])
            await self.sheets.open(where[0], where[1])

    def _forget_trouble(self):
        by_id("traceback").hidden = True
        self.sheets.unmark()

    def _edited(self, path):
        self._drafts.edited(path)
        self._changed()

    def _changed(self):
        self._show()
        self._compare()

    def _put(self, path, text):
        self._write(path, text)
        self._drafts.edited(path)

    def put(self, changed):
        """Have the editors hold these changed files, path -> text, and the originals of all others."""
        for path in self.files.paths():
            text = changed.get(path, self.files.originals[path])
            if text != self.files.texts[path]:
                self._put(path, text)
        self._changed()

    def _write(self, path, text):
        self.files.write(path, text)
        self.sheets.write(path, text)

    def _undo_reset(self):
        before, self._before = self._before, None
        for path, text in before.items():
            self._put(path, text)
        self._changed()

    def _elsewhere(self, path, text):
        """Another tab has changed a file."""
        self._write(path, text)
        self._changed()

    def _show(self):
        """Show the state of all files, and say in words what is running."""
        self.sheets.show_state()
        self._show_file()
        self._say(self._state())

    def _state(self):
        files = self.files
        waiting = files.waiting()
        if self._recalled and waiting:
            return "Your changes of last time, to %s, are here but not running: press Run." % _names(waiting)
        if waiting:
            what = "differs" if len(waiting) == 1 else "differ"
            return "%s %s from what is running. Run it with Ctrl Enter." % (_names(waiting), what)
        if self._bridge.state == "failed":
            return BROKEN if files.running else UNSTARTED
        if files.running:
            return "The page runs with %s." % self._yours(files.running)
        return "These are the original files, and they are what runs."

    def _yours(self, files):
        return "your " + _names([path for path in self.files.paths() if path in files])

    def _opened(self):
        self._show_file()
        self._turned()

    def _show_file(self):
        by_id("reset-file").disabled = not (self.sheets.path and self.files.differs(self.sheets.path))
        by_id("reset-code").disabled = not (self.files.changed() or self.files.running)
        by_id("undo-reset").hidden = self._before is None
        own = OWN_COPIES.get(name(self.sheets.path or ""))
        by_id("own-copy").hidden = not own
        by_id("own-copy").textContent = OWN_COPY % own if own else ""

    def _say(self, words, wrong=False):
        by_id("code-status").textContent = words
        by_id("code-status").className = "wrong" if wrong else ""

    def _toggle_differences(self):
        by_id("diff").hidden = not by_id("diff").hidden
        by_id("differences").setAttribute("aria-expanded", "false" if by_id("diff").hidden else "true")
        self._show_differences()

    def _show_differences(self):
        if by_id("diff").hidden:
            return
        changed = self.files.changed()
        if not changed:
            show_diff("There are no changes: all files are the originals.")
        elif self._bridge.state != "ready":
            show_diff("The differences are found by the engine’s Python, which is still starting.")
        else:
            pairs = [(path, self.files.originals[path], changed[path]) for path in self.files.paths() if path in changed]
            asyncio.create_task(self._ask_differences(pairs))

    async def _ask_differences(self, pairs):
        show_diff(await self._bridge.ask("code_diff", pairs))


def show_diff(text):
    """Show a unified difference, or a sentence, line by line."""
    box = by_id("diff")
    lines = []
    for line in text.split("\n"):
        row = box.ownerDocument.createElement("div")
        row.textContent = line or " "
        row.className = {"+": "added", "-": "removed", "@": "quiet"}.get(line[:1], "")
        if line.startswith("+++") or line.startswith("---"):
            row.className = "head"
        lines.append(row)
    box.replaceChildren(*lines)


def _names(paths):
    return listed([name(path) for path in paths])
