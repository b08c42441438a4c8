"""The speed control: as many steps a second as it says, or as fast as it goes; F goes to full speed and back."""

from pyscript import document

from ui.page.browser import by_id, key_of, listen
from ui.page.pace import FULL, speed_name

FIELDS = "input:not([type=radio]):not([type=checkbox]):not([type=range]), select, textarea, [contenteditable=true]"


class Speed:
    """Calls changed(speed), a position of the control, at once and whenever it is another one."""

    def __init__(self, changed):
        self._changed = changed
        self._control = by_id("speed-control")
        self._before = int(self._control.defaultValue)  # what F goes back to
        listen(self._control, "input", lambda event: self._take())
        listen(document, "keydown", self._key)
        self._take()

    def _take(self):
        speed = int(self._control.value)
        if speed != FULL:
            self._before = speed
        by_id("speed-name").textContent = speed_name(speed)
        self._control.setAttribute("aria-valuetext", speed_name(speed))
        self._changed(speed)

    def _key(self, event):
        """Anywhere in the chapter but in a text field."""
        if key_of(event) != "f" or event.ctrlKey or event.metaKey or event.altKey or event.repeat:
            return
        if not by_id("network").hidden and not event.target.closest(FIELDS):
            self._control.value = str(self._before if int(self._control.value) == FULL else FULL)
            self._take()
