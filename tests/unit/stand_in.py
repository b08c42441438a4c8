"""Stand-ins for the browser's objects that the page's Python talks to, so that it runs in CPython.

>>> browser = Browser()
>>> browser.install(monkeypatch)
>>> from ui.page.bridge import Bridge

Time stands still until `pass_time`; workers answer when the test says so.
"""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType, SimpleNamespace

MODULES = ("ui.page.browser", "ui.page.link", "ui.page.downloads", "ui.page.bridge")
SIZES = {"pyodide.asm.wasm": 10, "pyodide.asm.mjs": 11, "pyodide.mjs": 12}  # of Python's files, on this page
ZIP = bytes(30) + b"PK\5\6" + bytes(18)


class Question(asyncio.Future):
    """A call of a worker's function that is not answered yet."""

    name, arguments = "", ()


class Worker:
    """What PyWorker makes: `questions` are all that it was asked, but whether it lives, which it says at once."""

    def __init__(self):
        self.ready = asyncio.get_running_loop().create_future()
        self.questions = []
        self.ended = self.dead = False
        self.onerror = None
        self.listeners = {}
        self.addEventListener = self.listeners.__setitem__
        self.sync = _Sync(self)

    def terminate(self):
        self.ended = True

    def asked(self, name):
        """The last unanswered question of this name, as "ask" or "begin"."""
        return [question for question in self.questions if question.name == name and not question.done()][-1]


class _Sync:
    def __init__(self, worker):
        self._worker = worker

    def __getattr__(self, name):
        def call(*arguments):
            question = Question(loop=asyncio.get_running_loop())
            question.name, question.arguments = name, arguments
            if name == "ping" and not self._worker.dead:
                question.set_result('{"answer": null}')
            else:
                self._worker.questions.append(question)
            return question

        return call


class Browser:
    """workers: all that were started. files: the ends of addresses -> bytes, the status of a response that is none, or
    an exception; every other file is what it should be."""

    def __init__(self, files=None):
        self.time = 0.0
        self.workers, self.fetched = [], []
        self.files = files or {}
        self._timers, self._intervals = [], []

    def install(self, monkeypatch):
        """Have js, pyscript and pyscript.ffi be stand-ins, and the page's modules that use them be imported anew."""
        window = SimpleNamespace(
            URL=SimpleNamespace(new=lambda name, base: SimpleNamespace(href=base + name)),
            Promise=SimpleNamespace(new=_promise, race=_race),
            document=SimpleNamespace(baseURI="http://page/"),
            Uint8Array=SimpleNamespace(new=lambda content: content),
            Reflect=SimpleNamespace(get=getattr),
            Function=SimpleNamespace(new=lambda *names: _attempt),  # of ui.page.browser
            fetch=self._fetch,
            JSON=SimpleNamespace(parse=json.loads, stringify=json.dumps),
            matchMedia=lambda query: SimpleNamespace(matches=False),
        )
        js = ModuleType("js")
        js.setTimeout, js.clearTimeout = self._set_timeout, self._clear_timeout
        js.setInterval = lambda run, milliseconds: self._intervals.append([run, milliseconds, self.time])
        js.performance = SimpleNamespace(now=lambda: self.time, getEntriesByType=lambda kind: [])
        js.console = SimpleNamespace(warn=lambda words: None)
        js.Array = SimpleNamespace(of=lambda *things: list(things))
        pyscript, ffi = ModuleType("pyscript"), ModuleType("pyscript.ffi")
        root = SimpleNamespace(getAttribute=lambda name: None)
        pyscript.document = SimpleNamespace(defaultView=window, documentElement=root)
        pyscript.PyWorker = self.worker
        pyscript.config = {}
        ffi.to_js = ffi.create_proxy = lambda thing: thing
        for name, module in (("js", js), ("pyscript", pyscript), ("pyscript.ffi", ffi)):
            monkeypatch.setitem(sys.modules, name, module)
        for name in MODULES:
            monkeypatch.delitem(sys.modules, name, raising=False)
        downloads = import_module("ui.page.downloads")
        monkeypatch.setattr(downloads, "SIZES", SIZES)

    def blank(self):
        """One element stands for all of a page, all colours are one, and what is to be painted is painted at once."""
        document = sys.modules["pyscript"].document
        element = SimpleNamespace(textContent="", setAttribute=lambda name, value: None)
        document.getElementById = lambda name: element
        document.documentElement = None
        window = document.defaultView
        window.getComputedStyle = lambda of: SimpleNamespace(getPropertyValue=lambda name: "#102030")
        window.requestAnimationFrame = lambda paint: paint(0)

    async def pass_time(self, milliseconds):
        """Let time pass: timers and intervals run when they are due."""
        end = self.time + milliseconds
        while True:
            await settle()
            due = [[interval[2] + interval[1], interval] for interval in self._intervals]
            due += [[time, (run,)] for time, run in self._timers]
            due = [entry for entry in due if entry[0] <= end]
            if not due:
                break
            self.time, entry = min(due, key=lambda entry: entry[0])
            if len(entry) == 1:
                self._timers = [timer for timer in self._timers if timer[1] is not entry[0]]
            else:
                entry[2] = self.time
            entry[0]()
        self.time = end
        await settle()

    def worker(self, *arguments, **options):
        """A new worker."""
        self.workers.append(Worker())
        return self.workers[-1]

    def _set_timeout(self, run, milliseconds):
        self._timers.append((self.time + milliseconds, run))
        return self._timers[-1]

    def _clear_timeout(self, timer):
        self._timers = [other for other in self._timers if other is not timer]

    async def _fetch(self, address, options=None):
        self.fetched.append((address, options["cache"]))
        name = address.split("/")[-1]
        content = self.files.get(name, ZIP if name.endswith(".zip") else bytes(SIZES.get(name, 10)))
        if isinstance(content, Exception):
            raise content
        if isinstance(content, int):
            return SimpleNamespace(ok=False, status=content)
        async def whole():
            return _Bytes(content)

        return SimpleNamespace(ok=True, status=200, arrayBuffer=whole)


class Storage:
    """localStorage: room for so many characters."""

    def __init__(self):
        self.kept, self.room = {}, 1000

    def getItem(self, key):
        return self.kept.get(key)

    def setItem(self, key, text):
        if sum(map(len, self.kept.values())) + len(text) > self.room:
            raise OSError("full")
        self.kept[key] = text

    def removeItem(self, key):
        self.kept.pop(key, None)


class _Bytes(bytes):
    @property
    def length(self):
        return len(self)


async def settle():
    """Let everything run that can."""
    for _ in range(30):
        await asyncio.sleep(0)


def _promise(executor):
    future = asyncio.get_running_loop().create_future()
    executor(
        lambda what=None: future.done() or future.set_result(what),
        lambda why=None: future.done() or future.set_exception(Exception(why)),
    )
    return future


async def _race(futures):
    done, _ = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


def finish(coroutine):
    """Run a coroutine to its end, in a thread of its own: in this one a browser's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def _attempt(target, name, given):
    try:
        return True, getattr(target, name)(*given)
    except Exception as error:
        return False, str(error)
