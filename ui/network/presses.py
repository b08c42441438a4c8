"""Presses in the text of the chapter: they set what the text speaks of, and it can be taken back; the points stay.

`data-set` says what: a setting of the page, or its recipe, as "batch=10", and the word "creases" for their button.
"""

from pyscript import document

from engine.records.settings import control_table
from ui.network.explanation_numbers import settings
from ui.page.browser import by_id, listen


class Presses:
    """All of them; `busy` while one is at work."""

    def __init__(self, page):
        self._page = page
        self._before, self._pressed = {}, {}  # of each setting that a press has changed: before the first, and since
        self.busy = False
        for button in document.querySelectorAll("#reading-text .press"):
            listen(button, "click", lambda event, what=str(button.getAttribute("data-set")): self._set(what))
        listen(by_id("reading-undo"), "click", lambda event: self._take_back())

    def _set(self, what):
        """Settings get other values, as in their controls."""
        inputs, before = self._page.inputs, dict(self._page.values)
        self.busy = True
        for part in what.split():
            if part == "creases":
                if str(by_id("creases").getAttribute("aria-pressed")) != "true":
                    by_id("creases").click()
                continue
            key, text = part.split("=")
            value = control_table()[key].parse(text)
            if inputs.setting(key) != value:
                inputs.setting_changed(key, value)
        inputs.show_settings()  # in the control of what was set too, which nobody has typed into
        self.busy = False
        for key, value in self._page.values.items():
            if value != before[key]:
                self._before.setdefault(key, before[key])
                self._pressed[key] = value
        by_id("reading-undo").hidden = not self._before
        self._say()

    def _take_back(self):
        """Bring back what the presses have changed, unless the visitor has changed it since."""
        for key, value in self._before.items():
            if self._page.values[key] == self._pressed[key] != value:
                self._page.inputs.setting_changed(key, value)
        self._page.inputs.show_settings()
        self._before, self._pressed = {}, {}
        by_id("reading-contents").querySelector("summary").focus()
        by_id("reading-undo").hidden = True
        self._say()

    def _say(self):
        trainer = self._page.trainer
        self._page.say(settings(self._page.values, trainer.steps, trainer.training))
