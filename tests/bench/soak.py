"""What the page and its worker hold over a long use at full speed: python3 -m tests.bench soak [--minutes 30]

Training goes on all the while; spread over 30 minutes are 200 changes of chapter, and 50 times Run in chapter 4, each with a
comment changed, which starts a worker; over fewer minutes, fewer. Heaps are measured after a collection, by the browser's
debugger; the objects are Python's.
"""

import json
import os
import re
from time import monotonic

from playwright.sync_api import expect, sync_playwright

from tests.bench.measure import show
from tests.e2e.code import Code
from tests.e2e.conftest import serving
from tests.e2e.launch import arguments
from tests.e2e.playground import Playground
from tests.setup import ROOT, variable

CHAPTERS = ("derivatives", "line", "code", "network")
CHANGES, RUNS, ROUNDS = 200, 50, 10  # ROUNDS: how often it is measured, after the first time
LINK = "#network?stop_still=off&noise=0.3"
PYTHON = "import gc, pyodide_js; gc.collect(); print('held', len(gc.get_objects()), pyodide_js._module.HEAP8.length)"


def soak(minutes):
    """Use the page for so long, and print what is held."""
    server = serving(ROOT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**arguments("chromium", os.environ.get(variable("chromium"), "")))
        page = browser.new_page()
        page.goto(server.url + LINK)
        playground = Playground(page)
        playground.wait_until_ready()
        use, share = Use(page, playground), min(1, minutes / 30)
        rows, began = [use.measured(0.0)], monotonic()
        for number in range(1, ROUNDS + 1):
            use.round(round(CHANGES * share / ROUNDS), round(RUNS * share / ROUNDS), began + 60 * minutes * number / ROUNDS)
            rows.append(use.measured((monotonic() - began) / 60))
            print("%.1f of %g minutes, %s steps" % (rows[-1][0], minutes, format(rows[-1][1], ",")), flush=True)
        browser.close()
    server.shutdown()
    server.server_close()
    report(rows)


class Use:
    """A visitor who trains, and meanwhile changes chapters and runs files."""

    def __init__(self, page, playground):
        self._page, self._playground = page, playground
        self._heaps = Heaps(page)
        self._code = Code(page)
        self._steps = self._last = self._runs = 0
        self.open("network")
        playground.train()

    def open(self, chapter):
        self._page.locator("nav [data-chapter=%s]" % chapter).click()
        expect(self._page.locator("#" + chapter)).to_be_visible()
        self._count()

    def round(self, changes, runs, until):
        """So many changes of chapter and runs, and then training until that time."""
        for i in range(changes):
            self.open(CHAPTERS[i % len(CHAPTERS)])
            if CHAPTERS[i % len(CHAPTERS)] == "code" and runs:
                runs -= 1
                self._runs += 1
                self._edit()
                self._code.run()
        self.open("network")
        while monotonic() < until:
            self._page.wait_for_timeout(500)
            self._count()

    def _edit(self):
        self._code.open("losses.py")
        self._code.content.click()
        self._page.keyboard.press("Control+End")
        self._page.keyboard.insert_text("\n# run %d" % self._runs)

    def _count(self):
        """Steps begin anew where a stop rule or a reset has intervened."""
        now = int(self._page.locator("#steps").text_content())
        self._steps += max(0, now - self._last)
        self._last = now

    def measured(self, minutes):
        """(minutes, steps, runs, page's heap, worker's heap, Python's memory, Python's objects)."""
        self.open("code")
        self._page.locator("#console-clear").click()
        self._code.type(PYTHON)
        expect(self._code.output).to_contain_text(re.compile(r"held \d+ \d+"))
        objects, memory = map(int, re.search(r"held (\d+) (\d+)", self._code.output.text_content()).groups())
        page, worker = self._heaps.used()
        self.open("network")
        return minutes, self._steps, self._runs, page, worker, memory, objects


class Heaps:
    """The JavaScript heaps of a page and of the worker that it has started last."""

    def __init__(self, page):
        self._page, self._worker, self._answers, self._number = page, None, {}, 0
        self._session = page.context.new_cdp_session(page)
        self._session.on("Target.attachedToTarget", lambda event: setattr(self, "_worker", event["sessionId"]))
        self._session.on("Target.receivedMessageFromTarget", self._answered)
        self._session.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False})

    def used(self):
        """Bytes, after a collection."""
        self._session.send("HeapProfiler.collectGarbage")
        self._ask("HeapProfiler.collectGarbage")
        return self._session.send("Runtime.getHeapUsage")["usedSize"], self._ask("Runtime.getHeapUsage")["usedSize"]

    def _answered(self, event):
        answer = json.loads(event["message"])
        self._answers[answer.get("id")] = answer.get("result")

    def _ask(self, method):
        self._number += 1
        message = json.dumps({"id": self._number, "method": method})
        self._session.send("Target.sendMessageToTarget", {"sessionId": self._worker, "message": message})
        while self._number not in self._answers:
            self._page.wait_for_timeout(20)
        return self._answers.pop(self._number)


def report(rows):
    """The table, and the growth from the second measurement on: before it, chapters are opened for the first time."""
    show(
        "A long use at full speed, in Chromium",
        ["minutes", "steps", "runs", "page's heap MB", "worker's heap MB", "Python's memory MB", "Python's objects"],
        [
            ("%.1f" % row[0], (row[1], "{:,}"), (row[2], "{}"), *[(size / 1e6, "{:.2f}") for size in row[3:6]], (row[6], "{:,}"))
            for row in rows
        ],
    )
    first, last = rows[1], rows[-1]
    millions = max(last[1] - first[1], 1) / 1e6
    growth = [(last[i] - first[i]) / millions for i in (3, 4, 5, 6)]
    print("Growth per million steps: page %+.3f MB, worker %+.3f MB, Python %+.3f MB and %+.0f objects" % (
        growth[0] / 1e6, growth[1] / 1e6, growth[2] / 1e6, growth[3]))  # fmt: skip
