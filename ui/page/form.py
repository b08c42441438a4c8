"""The controls of the settings: checked as they are typed, and the last good value kept at work."""

from pyscript import document

from ui.page.browser import Debounced, by_id, listen
from ui.page.settings import SETTINGS

IDS = {"loss": "loss-function"}  # where the control's id is not the setting's name
PAUSE = 500  # milliseconds of quiet after which typed text counts


class Form:
    """Reads and shows `values`, a dict of settings; calls changed(key, value) for each new good value."""

    def __init__(self, values, changed):
        self._values = values
        self._changed = changed
        self._controls = {}
        for key in SETTINGS:
            self._attach(key)
        self.show()
        listen(by_id("settings"), "submit", lambda event: event.preventDefault(), passive=False)

    def show(self, but=None):
        """Write all values into the controls, except into the one called `but`."""
        for key, control in self._controls.items():
            if key == but:
                continue
            if control.type == "checkbox":
                control.checked = self._values[key]
            else:
                control.value = SETTINGS[key].show(self._values[key])
            self._complain(key, False)
        own = self._values["dataset"] == "own"
        for key in ("count", "noise", "seed"):
            self._controls[key].disabled = own

    def _attach(self, key):
        control = self._controls[key] = by_id(IDS.get(key, key))
        setting = SETTINGS[key]
        if setting.accepts:
            hint = document.createElement("small")
            hint.id = control.id + "-hint"
            hint.textContent = setting.accepts
            control.after(hint)
            control.setAttribute("aria-describedby", hint.id)
        commit = Debounced(lambda: self._commit(key), PAUSE)

        def typed(event):
            self._complain(key, self._read(key) is ValueError)
            commit()

        def finished(event):
            commit()
            commit.flush()
            self._tidy(key)

        listen(control, "input", typed)
        listen(control, "change", finished)

    def _read(self, key):
        """The value in a control, or ValueError itself if it holds none."""
        control = self._controls[key]
        text = ("on" if control.checked else "off") if control.type == "checkbox" else control.value
        try:
            return SETTINGS[key].parse(text)
        except ValueError:
            return ValueError

    def _commit(self, key):
        value = self._read(key)
        if value is not ValueError and value != self._values[key]:
            self._changed(key, value)

    def _tidy(self, key):
        """Write a good value the way the page writes it, once its control is left."""
        control = self._controls[key]
        if control.type != "checkbox" and self._read(key) is not ValueError:
            control.value = SETTINGS[key].show(self._values[key])

    def _complain(self, key, wrong):
        """Say below a control what it accepts, and while its text is wrong which value stays at work."""
        setting, control = SETTINGS[key], self._controls[key]
        hint = by_id(control.id + "-hint")
        if not hint:
            return
        if wrong:
            control.setAttribute("aria-invalid", "true")
            hint.textContent = "Must be %s; still %s" % (setting.accepts, setting.show(self._values[key]))
        else:
            control.removeAttribute("aria-invalid")
            hint.textContent = setting.accepts
