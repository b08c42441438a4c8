"""The checks beside the editor: runs them in the worker, and says of each what came of it and where it is about."""

import asyncio

from pyscript import document

from ui.code.files import name
from ui.page.browser import by_id, listen
from ui.page.wire import Failed

LOST = "The engine was replaced meanwhile. Run the checks again."
UNSTARTED = "The engine could not be started; the checks run once it has been."
SIGNS = {True: "✓", False: "✗", None: "–"}
WORDS = {True: "passes: ", False: "fails: ", None: "note: "}


class Bench:
    """Shows the checks; open(path, line) shows a place in a file."""

    def __init__(self, bridge, open):
        self._bridge, self._open = bridge, open
        self._round = 0  # the run of the checks whose results count
        self._wanted = False
        listen(by_id("checks"), "click", lambda event: self.run())

    def run(self):
        """Run all checks, as soon as there is an engine."""
        self._round += 1
        if self._bridge.state != "ready":
            self._wanted = True
            _say(UNSTARTED if self._bridge.state == "failed" else "The checks run as soon as the engine is ready.")
            return
        self._wanted = False
        by_id("checks").disabled = True
        _say("Checking …")
        asyncio.create_task(self._run(self._round))

    def ready(self):
        """There is an engine."""
        if self._wanted:
            self.run()

    def lost(self):
        """What was asked will not be answered."""
        if by_id("checks").disabled:
            self._round += 1
            by_id("checks").disabled = False
            _say(LOST)

    async def _run(self, number):
        try:
            results = await self._bridge.run("checks", progress=lambda done: _say("Checking: %d done." % done))
        except Failed as failure:
            results = [{"name": "the checks", "good": False, "words": "ended with " + failure.words}]
        if number == self._round:
            by_id("checks").disabled = False
            self._show(results)

    def _show(self, results):
        failed = [result for result in results if result["good"] is False]
        open_ones = [result for result in results if result["good"] is None]
        passed = [result for result in results if result["good"]]
        if failed:
            words = "%d of %d checks %s." % (len(failed), len(results), "fails" if len(failed) == 1 else "fail")
        else:
            words = "All %d checks pass." % len(passed)
            if open_ones:
                words = "%d checks pass; %d could not be judged." % (len(passed), len(open_ones))
        _say(words, "wrong" if failed else "good")
        box = by_id("check-results")
        if failed or open_ones:
            box.append(self._list(failed + open_ones))
        details, summary = document.createElement("details"), document.createElement("summary")
        summary.textContent = "The %d that pass" % len(passed)
        details.append(summary, self._list([dict(result, path="") for result in passed]))
        if passed:
            box.append(details)

    def _list(self, results):
        items = document.createElement("ul")
        items.className = "outcomes"
        for result in results:
            items.append(outcome(result, result["name"], self._open))
        return items


def outcome(result, title, open):
    """One result as an item of a list, with a button that shows the place it is about, if it has one."""
    item = document.createElement("li")
    item.className = {True: "good", False: "bad", None: "open"}[result["good"]]
    sign, said, words = [document.createElement("span") for _ in range(3)]
    sign.textContent = SIGNS[result["good"]]
    sign.setAttribute("aria-hidden", "true")
    said.className = "said"
    said.textContent = WORDS[result["good"]]
    if title:
        strong = document.createElement("b")
        strong.textContent = title
        words.append(strong, ": ")
    words.append(result["words"])
    if result.get("path"):
        button = document.createElement("button")
        button.type = "button"
        button.className = "place"
        button.textContent = "%s, line %d" % (name(result["path"]), result["line"])
        listen(button, "click", lambda event: open(result["path"], result["line"]))
        words.append(" ", button)
    item.append(sign, said, words)
    return item


def _say(words, kind=""):
    line = document.createElement("p")
    line.textContent = words
    line.className = kind
    by_id("check-results").replaceChildren(line)
