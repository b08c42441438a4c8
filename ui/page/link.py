"""One worker, from its start to its end, and the questions that it has not answered yet."""

import js
from pyscript import PyWorker
from pyscript.ffi import create_proxy, to_js

from ui.page import wire
from ui.page.browser import at, now, window
from ui.page.downloads import LOADER, WORKER

STARTING = 90_000  # milliseconds that Python may take to start
LOADING = 15_000  # milliseconds for the visitor's files to load, or to answer once, when they prove themselves, at least
SHARE = 6  # times as long as Python's start, if that is longer
SLOW = "Python did not start in time."
ENDLESS = "The files did not load and train a small net within %d seconds. Is there an endless loop in them?"


class Late(Exception):
    """An answer did not come in time."""


class Link:
    """broke() is called when the worker reports an error that nobody caught, which need not be its end.

    further(share), if given, is called while the files come that it starts from.
    anew  whether all of them have just been fetched one by one
    """

    def __init__(self, broke, further=None, anew=False):
        self.broke = broke
        self.ended = False
        self.waiting = 0  # questions without an answer yet
        self.silence = 0  # ticks since the last answer or question
        self.patient = 0  # questions that may take as long as the visitor likes
        self._allowed = 0
        self._reported = ""
        self._worker = _started() or PyWorker(at(WORKER), type="pyodide", version=_loader(anew), config=to_js({"sync_main_only": True}))
        self._worker.onerror = self._reports  # which PyScript calls, for what Python raises
        self._worker.addEventListener("error", create_proxy(self._reports))  # and for what the browser reports
        self._begun = getattr(self._worker, "begun", None) or now()
        self._heard = now()  # when the start got further
        self._further = further
        self._worker.addEventListener("message", create_proxy(self._news))
        js.setTimeout(self._catch_up, 0)

    async def load(self, files):
        """Wait until Python runs and has loaded the engine with these files; ImportError, with words or a traceback."""
        while True:
            try:
                await _in_time(self._worker.ready, STARTING)
                break
            except Late:
                if now() - self._heard >= STARTING:
                    raise ImportError(SLOW + self._reported)
        self._allowed = max(LOADING, SHARE * (now() - self._begun))
        trouble, _ = await self.proving("load", wire.encode(files))
        if trouble:
            raise ImportError(trouble)

    async def proving(self, function, *arguments):
        """As `call`, but ImportError if the answer takes longer than files that are in order need."""
        try:
            return await self.call(function, *arguments, limit=self._allowed)
        except Late:
            raise ImportError(ENDLESS % (self._allowed / 1000))

    def _catch_up(self, *_):
        """Take in what the worker told before there was anybody to hear it (see ui/page/start.mjs)."""
        self._got_further(getattr(self._worker, "loaded", None))
        reported = getattr(self._worker, "reported", None)
        if reported:
            self._report(reported)

    def _news(self, event):
        """Python's start has got further (see ui/page/python.mjs)."""
        self._got_further(getattr(event.data, "loaded", None))

    def _got_further(self, share):
        if share is not None and not self.ended:
            self._heard = now()
            if self._further:
                self._further(share)

    def _reports(self, event):
        self._report(getattr(event, "message", "an error"))

    def _report(self, words):
        if not self.ended:
            self._reported = " It reported: %s" % words
            self.broke()

    async def call(self, function, *arguments, limit=0, patient=False):
        """Call a function of ui/work/registry.py; returns its answer and whether that is final.

        arguments  texts and typed arrays
        limit      milliseconds, after which it raises Late
        patient    whether the answer may take as long as it likes
        Failed if the engine has raised something; if the worker has broken down, whatever PyScript raises then.
        The answer never comes if the worker is ended before.
        """
        if not self.waiting:
            self.silence = 0
        self.waiting += 1
        self.patient += patient
        try:
            promise = getattr(self._worker.sync, function)(*arguments)
            answer = await (_in_time(promise, limit) if limit else promise)
        finally:
            self.waiting -= 1
            self.patient -= patient
            self.silence = 0
        if self.ended:
            await never()
        return wire.unpacked(answer)

    def end(self):
        """End the worker, whatever it is doing."""
        self.ended = True
        self._worker.terminate()


def never():
    """A promise that is not kept."""
    return window.Promise.new(lambda resolve, reject: None)


def _loader(anew):
    """The address of what the worker starts Python with."""
    choose = getattr(window, "pythonLoader", None)  # of ui/page/start.mjs
    return choose() if choose and not anew else at(LOADER)


def _started():
    """The worker that ui/page/start.mjs has started before there was any Python, None if somebody has taken it."""
    worker = getattr(window, "firstWorker", None)
    window.firstWorker = None
    return worker


async def _in_time(promise, milliseconds):
    """What a promise becomes; Late if it takes longer. What it becomes is not ""."""
    late = window.Promise.new(lambda resolve, reject: js.setTimeout(lambda: resolve(""), milliseconds))
    answer = await window.Promise.race(js.Array.of(promise, late))
    if isinstance(answer, str) and not answer:
        raise Late()
    return answer
