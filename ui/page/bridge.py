"""The only place that talks to the worker: starts it, asks it, and replaces it when it does not answer.

>>> bridge = Bridge(ready=..., lost=..., failed=..., progress=..., replaced=...)
>>> bridge.start()
>>> names = await bridge.ask("losses")
>>> cost = await bridge.run("cost", 16, progress=show)
"""

import asyncio

import js

from ui.page import wire
from ui.page.downloads import refresh, trouble
from ui.page.link import SLOW, STARTING, Link, never
from ui.page.wire import Failed

TICK = 500  # milliseconds between two looks at the worker
PATIENCE, LONGEST = 10, 120  # ticks without an answer, after which a worker counts as hanging: at first, and at most
HEARTBEAT = 4  # ticks of idleness after which the worker is asked whether it lives
SILENT = "stopped answering"
BROKE = "failed"  # how a worker was lost begins with this if it has broken down
STOPPED = "was stopped"  # because the visitor wanted it
RESTARTS = 3  # workers in a row that may be lost before giving up
PROOFS = 100  # times that a worker has to get further before a loss counts no more as a sign of a slow device


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
        self._link = None  # to the worker that works, or is being started
        self._trial = None  # the link to a worker that is tried with other files
        self._start = None  # the start that is going on
        self._anew = False  # whether the next one is not to believe what is in the cache
        self._silence = 0  # ticks since a start got further
        self._patience = PATIENCE
        self._wait = self._longest = 0  # ticks that an answer takes at present, and that one has taken at most
        self._proofs = 0  # times that the worker has got further
        self._losses = 0  # workers lost since one has got further
        self._runs = {}  # name of a task -> the run of it that counts
        self._run = 0  # the last one
        js.setInterval(self._tick, TICK)

    @property
    def patient(self):
        """Whether the worker is busy with something that may take as long as the visitor likes."""
        return bool(self._link and self._link.patient)

    def start(self):
        """Start a worker, in place of the present one if there is one."""
        self._stop()
        self.state = "starting"
        self._start = _Start()
        asyncio.create_task(self._begin(self._start, self._anew))
        self._anew = False

    def ask(self, name, *arguments, arrays=(), patient=False):
        """The answer of an entry of ui/work/registry.py, to be awaited; it never comes if there is no worker, or if
        the present one is lost before. Failed if the engine, or what the visitor wrote, has raised something.

        arguments  plain data; arrays: typed arrays, which follow them
        patient    whether the answer may take as long as the visitor likes, until `stop`
        """
        return self._ask(self._link, name, arguments, arrays, patient)

    def run(self, name, *arguments, arrays=(), progress=None):
        """The same for a task, which the worker does bit by bit; its last answer, or None if it is cancelled or
        begun anew meanwhile.

        progress  called with what the task says of its progress, if it is given
        """
        self._run += 1
        self._runs[name] = self._run
        return self._advance(self._link, name, self._run, arguments, arrays, progress)

    def cancel(self, name):
        """End a task."""
        self._runs.pop(name, None)

    def stop(self):
        """End what the worker is doing, and with it the worker; another one is started."""
        self._losses = 0
        self._replace(self._link, STOPPED)

    async def change(self, files, state, arrays):
        """Have a worker with these files in place of the page's own take over, if they can be loaded.

        state, arrays  what to try them on: the playground's, as it tells it
        Returns "" or, if they cannot be loaded, the traceback, and then everything stays as it is. The present
        worker goes on meanwhile.
        """
        link = self._trial = Link(lambda: None)
        try:
            await link.load(files)
            if files:
                run = "0"
                trouble, done = await link.proving("begin", "prove", run, wire.encode([state]), *arrays)
                while not done:
                    trouble, done = await link.proving("go_on", "prove", run)
                if trouble:
                    raise ImportError(trouble)
        except BaseException as error:
            link.end()
            if isinstance(error, ImportError):
                return str(error)
            raise
        self._trial = None
        self._stop()
        self.changed = files
        self.how = ""
        self._take_over(link)
        self._replaced()
        self._ready()
        return ""

    def drop(self):
        """End the worker that is being tried with other files, if there is one; what `change` returns then means nothing."""
        if self._trial:
            self._trial.end()
            self._trial = None

    def trust(self):
        """The worker has got further: what was lost before it counts no more."""
        self._losses = 0
        self._proofs += 1
        if self._proofs > PROOFS:
            self._patience = min(self._patience, max(PATIENCE, 2 * self._longest))

    async def _ask(self, link, name, arguments, arrays, patient):
        answer, _ = await self._call(link, "ask", name, wire.encode(arguments), *arrays, patient=patient)
        return answer

    async def _advance(self, link, name, run, arguments, arrays, progress):
        answer, done = await self._call(link, "begin", name, str(run), wire.encode(arguments), *arrays)
        while self._runs.get(name) == run:
            if done:
                del self._runs[name]
                return answer
            if progress:
                progress(answer)
            answer, done = await self._call(link, "go_on", name, str(run))
        return None

    async def _call(self, link, *arguments, patient=False):
        if not link or link.ended or self.state != "ready":
            await never()
        try:
            return await link.call(*arguments, patient=patient)
        except Failed:
            raise
        except Exception as error:  # the worker's Python broke down: as good as lost
            js.console.warn("The engine failed: " + str(error))
            self._replace(link, "%s (%s)" % (BROKE, last_line(error)))
        await never()

    async def _begin(self, start, anew):
        if anew:
            try:
                await refresh()
            except OSError as error:
                self._fail(start, last_line(error))
            if start.ended:
                return
        link = self._link = Link(lambda: asyncio.create_task(self._suspect(start)), self._further, anew)
        try:
            await link.load(self.changed)
        except Exception as error:
            await self._suspect(start)
            self._fail(start, last_line(error))
        if not start.ended:
            start.ended = True
            self._take_over(link)
            self._ready()

    async def _suspect(self, start):
        """Something went wrong in a worker that is being started, which need not be the end: it is if a file is broken."""
        words = "" if start.ended else await trouble()
        if words:
            self._fail(start, words)

    def _further(self, share):
        """So much of the download is there."""
        self._silence = 0
        self._progress(share)

    def _take_over(self, link):
        self._link, self.state = link, "ready"
        self._wait = self._proofs = 0
        link.broke = lambda: self._replace(link, BROKE)

    def _tick(self, *_):
        if self.state == "starting":
            self._silence += 1
            if self._silence > STARTING // TICK:
                self._fail(self._start, SLOW)
        elif self.state == "ready":
            link = self._link
            if link.silence < self._wait:  # it has answered meanwhile
                self._longest = max(self._longest, self._wait)
            link.silence += 1
            self._wait = link.silence if link.waiting and not link.patient else 0
            if self._wait > self._patience:
                self._patience = min(2 * self._patience, LONGEST)  # perhaps this device is slow
                self._replace(link, SILENT)
            elif not link.waiting and link.silence > HEARTBEAT:
                asyncio.create_task(self._call(link, "ping"))

    def _replace(self, link, how):
        if not link or link is not self._link:
            return
        self._losses += 1
        self.how = how
        if self._losses > RESTARTS:
            self._give_up("%d in a row %s" % (self._losses, how))
            return
        self.start()
        self._lost(how)

    def _fail(self, start, words):
        if not start.ended:
            self._anew = True
            self._give_up(words)

    def _give_up(self, words):
        self._stop()
        self._losses = 0
        self.state = "failed"
        self._failed(words)

    def _stop(self):
        if self._start:
            self._start.ended = True
        self._silence = 0
        if self._link:
            self._link.end()
            self._link = None


class _Start:
    """A start of the worker: `ended` once it is ready, has failed, or another one has taken its place."""

    ended = False


def last_line(error):
    """What an exception says, in one line: of a traceback, the last."""
    message = str(error.args[-1]) if error.args else ""
    return message.strip().split("\n")[-1] or type(error).__name__
