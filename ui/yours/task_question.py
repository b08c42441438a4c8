"""The question of a task, which is answered once, before training."""

from pyscript import document
from pyscript.ffi import to_js

from engine.records.judging import answer_of, short
from ui.page.browser import by_id, listen

ANSWER_FIRST = "Answer the question of the task first: training begins after it."


class Question:
    """Asks in the page. answer: the number of a choice, from 1, or a number; None while there is none.

    buttons   ids of all buttons that begin a training: disabled while an answer is due
    answered  a function of the answer's text
    """

    def __init__(self, buttons, answered):
        self._titles = {name: str(by_id(name).title) for name in buttons}
        self._answered, self._ask, self._next = answered, None, ()
        self.answer = None
        listen(by_id("task-question"), "submit", self._submitted, passive=False)

    def show(self, ask, following, answer):
        """Ask, or show an answer that was given; ask: None for no question; following: ids of what comes after it."""
        self._ask, self._next, self.answer = ask, following, answer
        if ask:
            by_id("task-asked").textContent = ask["text"]
            choices = by_id("task-choices")
            choices.replaceChildren()
            for i, words in enumerate(ask["choices"]):
                label, choice = document.createElement("label"), document.createElement("input")
                choice.type, choice.name, choice.value = "radio", "task-choice", str(i + 1)
                label.append(choice, words)
                choices.append(label)
            by_id("task-number").hidden = bool(ask["choices"])
            by_id("task-number-in").value = ""
            by_id("task-question-trouble").textContent = ""
        self._show_answer()

    def why(self):
        """Why training cannot begin, in a sentence; "" if it can."""
        return ANSWER_FIRST if self._ask and self.answer is None else ""

    def _show_answer(self):
        """The question, or the answer that was given."""
        ask, given = self._ask, self.answer is not None
        by_id("task-question").hidden = not ask or given
        by_id("task-predicted").hidden = not ask or not given
        if ask and given:
            words = ask["choices"][self.answer - 1] if ask["choices"] else short(self.answer)
            by_id("task-predicted").textContent = "%s Your answer: %s." % (ask["text"], words)
        why = self.why()
        for name in self._titles:
            by_id(name).disabled = bool(why)
            by_id(name).title = why or self._titles[name]

    def _submitted(self, event):
        event.preventDefault()
        chosen = document.querySelector("#task-choices :checked")
        text = (str(chosen.value) if chosen else str(by_id("task-number-in").value)).strip()
        try:
            self.answer = answer_of(self._ask, text)
        except ValueError:
            words = "Choose one of the answers." if self._ask["choices"] else "Type a number."
            by_id("task-question-trouble").textContent = words
            return
        self._show_answer()
        for name in self._next[:1]:
            by_id(name).focus(to_js({"preventScroll": True}))
        self._answered(text)
