"""A button that plays: something goes on at a calm pace until it is paused."""

import js

from ui.page.browser import by_id, listen


class Playing:
    """The button called `name`; calls start() when it is pressed, and then go_on() every so many milliseconds."""

    def __init__(self, name, milliseconds, start, go_on):
        self._button = by_id(name)
        self._milliseconds, self._start, self._go_on = milliseconds, start, go_on
        self._timer = None
        listen(self._button, "click", lambda event: self.toggle())

    def toggle(self):
        """Play, or pause."""
        if self._timer is not None:
            self.pause()
            return
        self._button.setAttribute("aria-pressed", "true")
        self._run()
        self._start()

    def pace(self, milliseconds):
        """Go on every so many milliseconds from now on."""
        self._milliseconds = milliseconds
        if self._timer is not None:
            js.clearInterval(self._timer)
            self._run()

    def pause(self):
        """Stop playing."""
        if self._timer is not None:
            js.clearInterval(self._timer)
            self._timer = None
        self._button.setAttribute("aria-pressed", "false")

    def _run(self):
        self._timer = js.setInterval(lambda *_: self._go_on(), self._milliseconds)
