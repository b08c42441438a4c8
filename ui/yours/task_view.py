"""A task as the student sees it: text, question, goal and how near it is; and the hand-in, once there is one.

Nothing of the task runs anything: it is text, and numbers that the page compares with its own.
"""

import asyncio

from pyscript.ffi import to_js

from engine.records import numbers
from engine.records.hand_in import HandIn, of_task, start_text, with_parts
from engine.records.judging import NAMES, goal_words, judge
from engine.records.judging import changes as changes_of
from engine.records.links import Link
from engine.records.tasks import chapter_of
from ui.page.browser import by_id, listen, now, style_sheet, window
from ui.page.frames import GROUPS
from ui.yours.copying import Copying
from ui.yours.finding import Finding, done, listed, share_of
from ui.yours.locks import Locks
from ui.yours.task_question import Question

OFTEN = 300  # milliseconds between two reports to a page around this one, at least
SOLVED = "The task is solved. The link to hand in is above."
UNREADABLE = "The task in this link cannot be shown: %s."
BEGIN = {"network": ("train", "step"), "line": ("line-train", "line-step", "line-one-epoch", "line-next"), "derivatives": ()}
PARTS = ("goal-part", "typed", "hand-in", "as-it-is")


class TaskView:
    """The task of `page`'s link, if there is one."""

    def __init__(self, page, tell):
        self._page, self._tell = page, tell
        self._task = self._solved = None
        self._told, self._said = -OFTEN, ""
        self._locks, self._finding = Locks(page), Finding(page)
        self._question = Question([name for names in BEGIN.values() for name in names], self._answered)
        watch = window.MutationObserver.new(lambda *_: self._look())
        watch.observe(by_id("line-steps"), to_js({"childList": True}))
        self._style = style_sheet()
        page.gate, page.on_task = self._question.why, self.open
        page.trainer.followers.append(self)
        listen(by_id("task-typed"), "submit", self._typed, passive=False)
        listen(by_id("task-name"), "input", lambda event: self._named())
        listen(by_id("task-leave"), "click", lambda event: self._leave())
        listen(by_id("task-as-it-is"), "click", lambda event: self._hand_in("Your hand-in as it is: %s."))
        Copying("copy-hand-in", "hand-in")
        self.open()

    def open(self):
        """Show the task of the page's link, or none."""
        self._task = self._solved = None
        self._finding.checked = {}
        self._locks.open()
        self._question.show(None, (), None)
        self._style.replaceSync("")
        by_id("task").hidden = True
        said = self._page.of_task
        if "task" not in said:
            return
        try:
            hand_in = HandIn(_Said(said), self._page.pairs)
        except ValueError as error:
            by_id("link-trouble").textContent = UNREADABLE % error
            said.clear()
            return
        if not hand_in.start:
            said["start"] = start_text(self._page.begun)
            hand_in.start = Link(self._page.begun, self._page.pairs)
        said.pop("result", None)  # it is that of a state which is about to be another
        self._task, self._start = hand_in.task, hand_in.start
        self._chapter = chapter_of(self._task, self._start.chapter)
        self._show(hand_in)
        self._locks.close(self._start.chapter, self._task["may"])
        self._stop_where_it_ends()
        self._look()
        self._page.write_address()

    def _show(self, hand_in):
        """Everything of the task that does not change: all of it text."""
        task = self._task
        by_id("task-title").textContent = task["title"] or "Task"
        by_id("task-text").textContent = task["text"]
        may = [NAMES[key] for key in task["may"] if key in NAMES]
        by_id("task-may").textContent = "You may change %s." % listed(may) if may else "The settings stay as they are."
        by_id("task-may").hidden = self._chapter == "derivatives" and not may
        by_id("task-goal").textContent = goal_words(task)
        by_id("task-name").value = hand_in.name
        by_id("task-solved").textContent = ""
        for part in PARTS:
            by_id("task-" + part).hidden = True
        by_id("task-goal-part").hidden = task["goal"] is None
        by_id("task-typed").hidden = self._chapter != "derivatives"
        by_id("task-typed-in").value = hand_in.typed
        rules = [GROUPS[name][1] for name in task["hide"] if name in GROUPS]
        self._style.replaceSync("\n".join(["%s { display: none !important; }" % rule for rule in rules]))
        self._question.show(task["ask"], BEGIN[self._chapter], hand_in.answer)
        by_id("task").toggleAttribute("data-solved", False)
        by_id("task").hidden = False

    def _stop_where_it_ends(self):
        """Training pauses where the goal is reached, or cannot be any more, by the page's own rules."""
        goal = self._task["goal"]
        if self._chapter != "network" or not goal:
            return
        stops = {"stop_steps": goal["steps"] or None}
        if goal["on"] == "training":
            stops.update({"stop_accuracy": goal["accuracy"], "stop_loss": goal["loss"]})
        for key in stops:
            if stops[key] is not None:
                self._page.values[key] = stops[key]
        self._page.inputs.show_settings()

    def _answered(self, text):
        """The question is answered, with this text."""
        self._page.of_task["answer"] = text
        self._look()
        self._page.write_address()

    def shown(self, picture):
        """A frame of the training was painted."""
        self._look()

    def reset(self):
        """Training begins anew."""
        self._look()

    def _found(self):
        """What there is, for `judge`."""
        return dict(self._finding.found(self._chapter), answered=self._question.answer is not None)

    def _look(self):
        """Show how near the goal is; where it is reached, say so and hand in."""
        if not self._task:
            return
        found = self._found()
        if found.get("steps") and "loss" not in found:
            return
        reached, why = judge(self._task, found)
        self._show_progress(found, reached, why)
        begun = not self._task["goal"] or found.get("steps") or "typed" in found
        if self._chapter == "network" and reached and self._page.trainer.training:
            return  # the rules above are about to pause it
        if reached and begun and not self._solved:
            if self._chapter == "line":
                self._page.chapters.opened("line").player.stop()
            changed = changes_of(self._task, self._start, Link(self._page.link()[1:], self._page.pairs))
            reached, why = judge(self._task, found, changed)
            self._show_progress(found, reached, why)
            if reached:
                self._hand_in("Solved: %s. Hand this link in.", found)

    def _show_progress(self, found, reached, why):
        goal = self._task["goal"]
        words = "Reached." if reached else "Not yet: %s." % why
        if self._question.why():
            words = "Answer the question; then train."
        elif self._chapter == "derivatives":
            words = "Reached." if reached else "Not yet: %s." % why if "typed" in found else "Type it, and press Check."
        elif not found.get("steps"):
            words = "Press Train."
        if words != self._said:
            self._said = by_id("task-progress").textContent = words
        by_id("task-as-it-is").hidden = bool(self._solved) or not found.get("steps") or self._page.trainer.training
        share = share_of(goal, found) if found.get("steps") or self._chapter == "derivatives" else None
        by_id("task-bar").hidden = share is None
        if share is not None:
            by_id("task-bar").firstElementChild.style.width = "%.1f%%" % (100 * share)
        if now() - self._told > OFTEN or reached:
            self._told = now()
            data = {key: found[key] for key in ("steps", "loss", "accuracy") if key in found}
            self._tell("progress", reached=reached, why=why, **data)

    def _hand_in(self, words, found=None):
        """Make the hand-in of what there is now."""
        solved, found = bool(found), found or self._found()
        self._numbers = [found[key] for key in ("loss", "accuracy") if key in found]
        self._state = self._page.link()
        by_id("task-solved").textContent = words % done(found)
        by_id("task-hand-in").hidden = False
        if solved:
            by_id("task").toggleAttribute("data-solved", True)
            by_id("task-as-it-is").hidden = True
            self._solved = True
            say = self._page.chapters.opened("line").say if self._chapter == "line" else self._page.say
            say(SOLVED)
        link = self._write()
        if solved:
            self._tell("solved", link=link, **{key: found[key] for key in ("steps", "loss", "accuracy") if key in found})

    def _write(self):
        said = self._page.of_task
        parts = of_task(
            said["task"], said["start"], said.get("answer", ""), said.get("typed", ""), said.get("name", ""), self._numbers
        )
        link = str(window.location.href).split("#")[0].split("?")[0] + with_parts(self._state, parts)
        by_id("hand-in").value = link
        return link

    def _named(self):
        self._page.of_task["name"] = str(by_id("task-name").value).strip()
        self._write()
        self._page.write_address()

    def _typed(self, event):
        event.preventDefault()
        text = str(by_id("task-typed-in").value).strip()
        try:
            typed = numbers.number(text.replace("−", "-"))
        except ValueError as error:
            by_id("task-progress").textContent = str(error) or "That is not a number."
            return
        self._page.of_task["typed"] = text
        if self._page.bridge.state == "ready":
            asyncio.create_task(self._check(typed))
        else:
            by_id("task-progress").textContent = "The engine is starting; press Check again then."

    async def _check(self, typed):
        """Compare what was typed with what the engine finds."""
        task = self._task
        why = await self._finding.check(task["goal"], typed)
        if self._task is task:
            self._look()
            if why:
                by_id("task-progress").textContent = why
            self._page.write_address()

    def _leave(self):
        """The task is no more; what was made stays."""
        self._page.of_task.clear()
        self.open()
        self._page.write_address()


class _Said:
    """What HandIn wants of a Link."""

    def __init__(self, said):
        self.of_task = said
