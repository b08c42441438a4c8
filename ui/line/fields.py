"""The chapter's fields: checked as they are typed, and the last good value kept at work."""

from pyscript import document

from ui.page.browser import Debounced, by_id, listen
from ui.page.settings import Setting, decimal, plain, whole

PAUSE = 400  # milliseconds of quiet after which typed text counts
TABLE = {
    "eta": Setting(0.03, decimal(0, 10, zero=False), "above 0, to 10", plain),
    "epochs": Setting(20, whole(1, 200), "1 to 200"),
    "batch": Setting(5, whole(1, 200), "1 to 200"),
}


class Fields:
    """Shows and reads `values`, a dict with the keys of TABLE; calls changed(key) after each new good value."""

    def __init__(self, changed):
        self.values = {key: setting.default for key, setting in TABLE.items()}
        self._changed = changed
        for key in TABLE:
            self._attach(key)
        listen(by_id("line-settings"), "submit", lambda event: event.preventDefault(), passive=False)

    def put(self, key, value):
        """Another value, not from its field."""
        self.values[key] = value
        _control(key).value = TABLE[key].show(value)
        self._check(key)
        self._changed(key)

    def _attach(self, key):
        control, hint = _control(key), document.createElement("small")
        hint.id = control.id + "-hint"
        control.value = TABLE[key].show(self.values[key])
        control.after(hint)
        control.setAttribute("aria-describedby", hint.id)
        self._check(key)
        commit = Debounced(lambda: self._commit(key), PAUSE)

        def typed(event):
            self._check(key)
            commit()

        def finished(event):
            commit()
            commit.flush()

        listen(control, "input", typed)
        listen(control, "change", finished)

    def _commit(self, key):
        value = _read(key)
        if value is not None and value != self.values[key]:
            self.values[key] = value
            self._changed(key)

    def _check(self, key):
        """Say below a field what it takes, and while its text is wrong which value stays at work."""
        control, hint, setting = _control(key), by_id("line-%s-hint" % key), TABLE[key]
        if _read(key) is None:
            control.setAttribute("aria-invalid", "true")
            hint.textContent = "Must be %s; still %s" % (setting.accepts, setting.show(self.values[key]))
        else:
            control.removeAttribute("aria-invalid")
            hint.textContent = setting.accepts


def _control(key):
    return by_id("line-" + key)


def _read(key):
    """The value in a field, or None if it holds none."""
    try:
        return TABLE[key].parse(_control(key).value)
    except ValueError:
        return None
