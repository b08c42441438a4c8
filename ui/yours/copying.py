"""Copies what a field shows, and says so at the button."""

from ui.page.browser import by_id, listen, window

# In JavaScript: where there is no clipboard, as in a frame, the old way, which needs the field selected.
COPY = """
field.focus(); field.select();
const old = () => document.execCommand('copy');
const done = navigator.clipboard ? navigator.clipboard.writeText(field.value).then(() => true, old) : Promise.resolve(old());
done.then(said)
"""
STAYS = 2000  # milliseconds that the button says so


class Copying:
    """A button that copies the value of a field."""

    def __init__(self, button, field):
        self._button, self._field, self._words = by_id(button), by_id(field), str(by_id(button).textContent)
        self._copy = window.Function.new("field", "said", COPY)
        listen(self._button, "click", lambda event: self._copy_shown())

    def _copy_shown(self):
        if self._field.getClientRects().length:  # else it has just been found to be of no use
            self._copy(self._field, self._say)

    def _say(self, worked):
        self._button.textContent = "Copied" if worked else "Selected: copy it"
        window.setTimeout(lambda: setattr(self._button, "textContent", self._words), STAYS)
