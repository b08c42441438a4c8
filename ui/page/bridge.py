"""The only place that talks to the worker: starts it, asks it, and replaces it when it does not answer.

>>> bridge = Bridge(ready=..., lost=..., failed=..., progress=...)
>>> bridge.start()
>>> answer = await bridge.ask("frame", 40, 1)
"""

import asyncio
import json

import js
from pyscript import PyWorker, config
from pyscript.ffi import to_js

from ui.page.browser import window

RUNTIME = "ui/node_modules/pyodide/"
FILES = ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide.asm.mjs", "pyodide.mjs", "pyodide-lock.json")
DOWNLOAD = 13_500_000  # bytes in all of them, about: the measure of the progress bar
TICK = 500  # milliseconds between two looks at the worker
PATIENCE = 10  # ticks without an answer, after which a worker counts as hanging
START_PATIENCE = 180  # the same while Python starts
HEARTBEAT = 4  # ticks of idleness after which the worker is asked whether it lives
SLOW = "Python did not start in time."
LOADING = 15_000  # milliseconds for the engine's files to load and prove themselves, once Python runs
ENDLESS = "The files did not load and train a small net within 15 seconds. Is there an endless loop in them?"
SILENT = "stopped answering"
RESTARTS = 3  # workers in a row that may be lost before giving up


class Bridge:
    """Calls, in turn, progress(share) while starting, ready(), lost(how) when a worker hangs or dies
    (another is being started then), failed(words) when none can be, and, before ready(), replaced() when
    another one has taken over."""

    def __init__(self, ready, lost, failed, progress, replaced):
        self._ready, self._lost, self._failed, self._progress = ready, lost, failed, progress
        self._replaced = replaced
        self.state = "idle"  # then starting, ready or failed
        self.how = ""  # how the last worker was lost
        self.changed = {}  # files of the engine that every worker gets in place of the page's own, path -> text
        self.patient = False  # an answer may take as long as it likes
        self._worker = None
        self._generation = 0  # of workers: what belongs to an earlier one is ignored
        self._waiting = 0  # questions without an answer yet
        self._silence = 0  # ticks since the last answer or question
        self._losses = 0  # workers lost since one has got further
        js.setInterval(self._tick, TICK)

    def start(self):
        """Start a worker, in place of the present one if there is one."""
        self._stop()
        self.state = "starting"
        asyncio.create_task(self._start(self._generation))

    def ask(self, name, *arguments):
        """The present worker's answer, to be awaited; it never comes if there is none, or if it is lost before."""
        return self._ask(self._worker, self._generation, name, arguments)

    async def ask_patiently(self, name, *arguments):
        """The same, for what may take as long as the visitor likes: until `stop`."""
        self.patient = True
        answer = await self.ask(name, *arguments)
        self.patient = False
        return answer

    def stop(self):
        """End what the worker is doing, and with it the worker; another one is started."""
        self._losses = 0
        self._replace(self._generation, "was stopped")

    async def change(self, files, *state):
        """Have a worker with these files in place of the page's own take over, if they can be loaded.

        state  what to try them on: the playground's, as it tells it
        Returns "" or, if they cannot be loaded, the traceback, and then everything stays as it is. The present
        worker goes on meanwhile.
        """
        try:
            worker = await self._worker_with(files, state=state)
        except ImportError as error:
            return str(error)
        self._stop()
        self.changed, self._worker, self.state = files, worker, "ready"
        self._watch(self._generation)
        self.how = ""
        self._replaced()
        self._ready()
        return ""

    async def _ask(self, worker, generation, name, arguments):
        if generation != self._generation or self.state != "ready":
            await _never()
        if not self._waiting:
            self._silence = 0
        self._waiting += 1
        try:
            answer = await getattr(worker.sync, name)(*arguments)
        except Exception as error:  # the worker's Python broke down: as good as lost
            js.console.warn("The engine failed: " + str(error))
            self._replace(generation, "failed (%s)" % last_line(error))
        if generation != self._generation:
            await _never()
        self._waiting -= 1
        self._silence = 0
        return answer

    def trust(self):
        """The worker has got further: what was lost before it counts no more."""
        self._losses = 0

    async def _start(self, generation):
        try:
            await self._download(generation)
            if generation != self._generation:
                return
            self._progress(1.0)
            self._silence = 0
            await self._worker_with(self.changed, lambda worker: self._starting(generation, worker))
        except Exception as error:
            self._fail(generation, last_line(error))
            return
        if generation == self._generation:
            self._waiting = self._silence = 0
            self.state = "ready"
            self._watch(generation)
            self._ready()

    def _starting(self, generation, worker):
        self._worker = worker
        worker.onerror = lambda event: self._fail(generation, "Python stopped while starting")

    async def _worker_with(self, files, started=None, state=()):
        """A new worker that has loaded these files; ImportError, with the traceback, if they cannot be."""
        address = window.URL.new(RUNTIME + "pyodide.mjs", window.document.baseURI).href
        worker = PyWorker("ui/worker.py", type="pyodide", version=address, config=worker_config())
        if started:
            started(worker)
        try:
            await _in_time(worker.ready, START_PATIENCE * TICK, SLOW)
            await _in_time(worker.sync.load(json.dumps(files), *state), LOADING, ENDLESS)
        except BaseException:
            worker.terminate()
            raise
        return worker

    def _watch(self, generation):
        self._worker.onerror = lambda event: self._replace(generation, "failed")

    async def _download(self, generation):
        """Fetch Python's files into the browser's cache, where the worker finds them, to show how far it is."""
        self._received = 0
        await asyncio.gather(*[self._fetch(generation, name) for name in FILES])

    async def _fetch(self, generation, name):
        response = await window.fetch(RUNTIME + name)
        if not response.ok:
            raise OSError("%s could not be loaded (%d)" % (name, response.status))
        reader = response.body.getReader()
        while generation == self._generation:
            part = await reader.read()
            if part.done:
                break
            self._received += part.value.length
            self._silence = 0
            self._progress(min(self._received / DOWNLOAD, 1.0))

    def _tick(self, *_):
        self._silence += 1
        if self.state == "starting" and self._silence > START_PATIENCE:
            self._fail(self._generation, SLOW)
        elif self.state == "ready" and self._waiting and self._silence > PATIENCE and not self.patient:
            self._replace(self._generation, SILENT)
        elif self.state == "ready" and not self._waiting and self._silence > HEARTBEAT:
            asyncio.create_task(self.ask("ping"))

    def _replace(self, generation, how):
        if generation != self._generation:
            return
        self._losses += 1
        self.how = how
        if self._losses > RESTARTS:
            self._fail(generation, "%d in a row %s" % (self._losses, how))
            return
        self.start()
        self._lost(how)

    def _fail(self, generation, words):
        if generation == self._generation:
            self._stop()
            self._losses = 0
            self.state = "failed"
            self._failed(words)

    def _stop(self):
        self._generation += 1
        self._waiting = self._silence = 0
        self.patient = False
        if self._worker:
            self._worker.terminate()
            self._worker = None


def worker_config():
    """The page's configuration, with the files that only the worker needs."""
    files = dict(config["files"])
    files.update({path: path for path in config["worker"]["files"]})
    return to_js({"files": files, "plugins": config["plugins"], "sync_main_only": True})


async def _in_time(promise, milliseconds, words):
    """Waits for a promise of a text or of nothing; ImportError, with the text or after so long with these words."""
    late = window.Promise.new(lambda resolve, reject: js.setTimeout(lambda: resolve(words), milliseconds))
    trouble = await window.Promise.race(js.Array.of(promise, late))
    if isinstance(trouble, str) and trouble:
        raise ImportError(trouble)


def _never():
    return window.Promise.new(lambda resolve, reject: None)


def last_line(error):
    """What an exception says, in one line: of a traceback, the last."""
    message = str(error.args[-1]) if error.args else ""
    return message.strip().split("\n")[-1] or type(error).__name__
