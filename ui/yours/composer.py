"""Composes a task: a form, and out of it the task's link and its frame for a course page, which begin with the state
that the page shows."""

import asyncio

from pyscript import document

from engine.records import numbers, tasks
from engine.records.hand_in import with_parts
from engine.records.judging import NAMES, goal_words, short
from ui.page.browser import Debounced, by_id, listen, window
from ui.page.frames import GROUPS, query, snippet
from ui.page.wire import Failed
from ui.yours.copying import Copying

PAUSE = 200  # milliseconds of quiet after which typed text counts
FIRST = ("rate", "falls", "alpha", "loss", "batch", "hidden", "bias", "weights", tasks.BY_HAND, tasks.POINTS)
SHORT = {tasks.BY_HAND: "Weights by hand", "count": "Number of points", "f": "Function", "at": "Values of variables"}
WRONG = "%s: %s is not a number."


class Composer:
    """The section “Set a task” of `page`."""

    def __init__(self, page):
        self._page, self._chapter = page, None
        self._soon = Debounced(self._compose, PAUSE)
        for kind in ("input", "change"):
            listen(by_id("compose"), kind, lambda event: self._changed())
        listen(by_id("compose"), "submit", lambda event: event.preventDefault(), passive=False)
        listen(by_id("yours-task"), "toggle", lambda event: self._changed())
        listen(by_id("yours"), "toggle", lambda event: self._changed())
        listen(window, "address", lambda event: self._soon())
        for name in ("copy-task-link", "copy-task-snippet", "task-try"):
            listen(by_id(name), "click", lambda event: self._soon.flush())
        for field in ("task-link", "task-snippet"):
            Copying("copy-" + field, field)

    def _changed(self):
        self._unfold()
        self._soon()

    def _unfold(self):
        """Show the fields that what is chosen needs, and what this chapter has."""
        chapter = self._page.chapter
        if chapter != self._chapter:
            self._chapter = chapter
            self._offer(chapter)
        what = {"network": _value("compose-what"), "line": _value("compose-line-what")}.get(chapter)
        for name, chosen in (("ask", _value("compose-ask")), ("of", chapter), ("what", what)):
            for element in document.querySelectorAll("#compose [data-%s]" % name):
                element.hidden = chosen not in str(element.getAttribute("data-" + name)).split()
        self._offer_answers()
        for name in ("may", "hide"):
            chosen = [str(box.parentElement.textContent) for box in self._checked(name)]
            by_id("compose-%s-said" % name).textContent = ", ".join(chosen).lower() if chosen else "nothing"

    def _offer(self, chapter):
        """A box for each thing of this chapter that a task can let be changed, or hide."""
        keys = [key for key in FIRST if key in tasks.MAY[chapter]]
        keys += [key for key in tasks.MAY[chapter] if key not in keys]
        _boxes("compose-may", [(key, SHORT.get(key) or _capital(NAMES[key])) for key in keys])
        section = by_id(chapter)
        groups = [name for name in GROUPS if section.querySelector(GROUPS[name][1])]
        _boxes("compose-hide", [(name, _capital(GROUPS[name][0])) for name in sorted(groups)])

    def _offer_answers(self):
        """The choices that there are now, to choose the right one from."""
        select, choices = by_id("compose-right-choice"), _choices()
        if [str(option.textContent) for option in select.options][1:] == choices:
            return
        chosen = str(select.value)
        while select.options.length > 1:
            select.options[1].remove()
        for words in choices:
            option = document.createElement("option")
            option.value = option.textContent = words
            select.append(option)
        select.value = chosen if chosen in choices else ""

    def _checked(self, name):
        return document.querySelectorAll("#compose-%s :checked" % name)

    def _compose(self):
        """Show link and frame, or what is wrong."""
        if not (by_id("yours").open and by_id("yours-task").open):
            return
        self._unfold()
        trouble, empty = "", False
        try:
            data = self._read()
            empty = not (data["title"] or data["text"] or data["ask"])
            text = tasks.write(data)
        except ValueError as error:
            trouble = str(error)
            trouble = trouble[:1].upper() + trouble[1:] + ("" if trouble[-1:] == "." else ".")
        by_id("compose-trouble").textContent = "" if empty else trouble
        by_id("composed").hidden = bool(trouble) or empty
        if trouble or empty:
            return
        task = tasks.read(text)
        link = with_parts(self._page.link(), ["task=" + text])
        page = str(window.location.href).split("#")[0].split("?")[0]
        by_id("composed-goal").textContent = goal_words(task)
        if task["goal"] and task["goal"]["derivative"]:
            asyncio.create_task(self._find_derivative(task["goal"]))
        by_id("task-link").value = by_id("task-try").href = page + link
        frame = page + query("", hide=task["hide"]) + link
        by_id("task-snippet").value = snippet(frame, "", self._chapter)

    async def _find_derivative(self, goal):
        """Tell the teacher what is right, or why nothing is."""
        try:
            right = await self._page.bridge.ask("task_derivative", goal["function"], goal["at"], goal["derivative"])
            by_id("composed-goal").textContent = "%s It is %s." % (goal_words({"goal": goal}), short(right))
        except Failed as failure:
            by_id("compose-trouble").textContent = "This cannot be judged: %s." % failure.words
            by_id("composed").hidden = True

    def _read(self):
        """The task in the fields; ValueError with a sentence if one of them cannot be read."""
        if self._chapter == "code":
            raise ValueError("Tasks are set in chapters 1 to 3.")
        return {
            "title": _value("compose-title"),
            "text": _value("compose-text"),
            "may": [str(box.value) for box in self._checked("may")],
            "hide": [str(box.value) for box in self._checked("hide")],
            "ask": self._ask(_value("compose-ask")),
            "goal": self._goal(),
        }

    def _ask(self, kind):
        if not kind:
            return None
        ask = {"text": _value("compose-question"), "choices": [], "right": None}
        if kind == "choices":
            ask["choices"], right = _choices(), _value("compose-right-choice")
            if len(ask["choices"]) < 2:
                raise ValueError("The question needs two choices at least.")
            ask["right"] = ask["choices"].index(right) + 1 if right else None
        else:
            ask["right"] = _number("Right answer", "compose-right", numbers.number)
            ask["within"] = _number("To within", "compose-within", numbers.number)
        return ask

    def _goal(self):
        """The goal of this chapter's fields; None for none."""
        if self._chapter == "derivatives":
            name = _value("compose-derivative")
            near = _number("To within", "compose-derivative-near", numbers.number)
            chapter = self._page.chapters.opened("derivatives")
            if not name:
                return None
            if not chapter:
                raise ValueError("The chapter is not open yet.")
            text, at = chapter.function()
            if name not in at:
                raise ValueError("The function shown has no variable %s." % name)
            return {"derivative": name, "within": near, "function": text, "at": at}
        if self._chapter not in ("line", "network"):
            return None
        goal = {"steps": _number("Within steps", "compose-steps", numbers.whole_number)}
        what = _value("compose-line-what" if self._chapter == "line" else "compose-what")
        if what in ("accuracy", "loss"):
            goal[what] = _number("At least" if what == "accuracy" else "At most", "compose-" + what, numbers.number)
        elif what == "line":
            for key, name in (("slope", "slope"), ("intercept", "intercept"), ("within", "near")):
                goal[key] = _number(_capital(key), "compose-" + name, numbers.number)
        if self._chapter == "network":
            goal["on"] = _value("compose-on")
            for key in ("neurons", "layers"):
                goal[key] = _number("Hidden %s at most" % key, "compose-" + key, numbers.whole_number)
        return goal if any([goal[key] is not None for key in goal if key != "on"]) else None


def _value(name):
    return str(by_id(name).value).strip()


def _choices():
    """The choices in their field, a line each."""
    return [line.strip() for line in _value("compose-choices").split("\n") if line.strip()]


def _number(label, name, read):
    """The number in a field, None if it is empty."""
    text = _value(name).replace("−", "-")
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(str(error) or WRONG % (label, text[:20]))


def _boxes(name, options):
    """Fill an element with a check box for each (value, label)."""
    place = by_id(name)
    place.replaceChildren()
    for value, words in options:
        label, box = document.createElement("label"), document.createElement("input")
        box.type, box.value = "checkbox", value
        label.append(box, words)
        place.append(label)


def _capital(words):
    words = words[4:] if words[:4] == "the " else words
    return words[:1].upper() + words[1:]
