"""The questions at the end of each chapter, and how far the visitor is: judged here, kept in this browser."""

from pyscript import document

from engine.records.links import CHAPTERS
from ui.page import store
from ui.page.answers import QUESTIONS
from ui.page.browser import by_id, listen

KEY = "answered"


class Quiz:
    """Judges the answers. `answered` are the names of the questions that were answered right."""

    def __init__(self):
        self.answered = [name for name in QUESTIONS if name in store.texts(store.recall(KEY, []))]
        for form in document.querySelectorAll(".question"):
            listen(form, "submit", self._submitted, passive=False)
            form.querySelector("fieldset").disabled = False
        self._show_progress()

    def _submitted(self, event):
        event.preventDefault()
        form = event.target
        name = form.id[len("ask-") :]
        right, words = QUESTIONS[name].judge(_given(form))
        verdict = form.querySelector("[role=status]")
        verdict.textContent = words
        verdict.className = "" if right is None else "right" if right else "wrong"
        if right and name not in self.answered:
            self.answered.append(name)
            store.note(KEY, self.answered)
            self._show_progress()

    def _show_progress(self):
        """Mark the chapters whose questions are all answered, and say on the front door where to go on."""
        open_chapters = [chapter for chapter in CHAPTERS if not self._mark(chapter)]
        if self.answered:
            path = by_id("path")
            count = (len(self.answered), len(QUESTIONS))
            path.textContent = "You have answered %d of the %d questions right. " % count
            if open_chapters:
                link = document.createElement("a")
                link.href = "#" + open_chapters[0]
                link.textContent = "Go on with chapter %d" % (CHAPTERS.index(open_chapters[0]) + 1)
                path.append(link, ".")

    def _mark(self, chapter):
        """Whether all questions of this chapter are answered, which its place in the navigation shows."""
        names = [form.id[len("ask-") :] for form in by_id(chapter).querySelectorAll(".question")]
        done = all([name in self.answered for name in names])
        tab = document.querySelector("nav [data-chapter=%s]" % chapter)
        if done:
            tab.setAttribute("data-done", "")
            tab.title = "All questions answered"
        return done


def _given(form):
    """What was typed or chosen, "" if nothing was."""
    field = form.querySelector("input[name=answer]:not([type=radio]), input[name=answer]:checked")
    return str(field.value).strip() if field else ""
