"""The controls of a table of settings: checked as they are typed, and the last good value kept at work."""

from pyscript import document

from ui.page.browser import Debounced, by_id, listen, on_entered

PAUSE = 500  # milliseconds of quiet after which typed text counts


class Form:
    """The form with the id `name`, with a control for each setting of `table`, whose id is id_of(key).

    get(key) is the value at work; changed(key, value) is called for each new good one.
    """

    def __init__(self, name, table, get, changed, id_of=lambda key: key):
        self._table, self._get, self._changed = table, get, changed
        self._controls = {key: by_id(id_of(key)) for key in table}
        self._commits = {}
        for key in table:
            self._attach(key)
        self.show()
        listen(by_id(name), "submit", lambda event: event.preventDefault(), passive=False)

    def show(self, but=None):
        """Write all values into the controls, except into the one called `but`."""
        for key in self._table:
            if key != but:
                self.put(key)

    def put(self, key):
        """Write the value at work into its control."""
        self._write(key)
        self._complain(key, "")

    def flush(self):
        """Let what was typed count now."""
        for commit in self._commits.values():
            commit.flush()

    def _attach(self, key):
        control, setting = self._controls[key], self._table[key]
        if setting.typed:
            hint = document.createElement("small")
            hint.id = control.id + "-hint"
            control.after(hint)
            control.setAttribute("aria-describedby", hint.id)
        commit = self._commits[key] = Debounced(lambda: self._commit(key), PAUSE)

        def typed(event):
            self._complain(key, self._read(key)[1])
            commit()

        def finished(event):
            commit()
            commit.flush()
            if not self._read(key)[1]:
                self._write(key)  # as the page writes it

        listen(control, "input", typed)
        on_entered(control, finished)

    def _read(self, key):
        """The value in a control and "", or None and what is wrong with it."""
        control = self._controls[key]
        text = ("on" if control.checked else "off") if control.type == "checkbox" else control.value
        try:
            return self._table[key].parse(str(text)), ""
        except ValueError as error:
            return None, str(error)

    def _write(self, key):
        control = self._controls[key]
        if control.type == "checkbox":
            control.checked = self._get(key)
        else:
            control.value = self._table[key].show(self._get(key))

    def _commit(self, key):
        value, wrong = self._read(key)
        if not wrong and value != self._get(key):
            self._changed(key, value)

    def _complain(self, key, wrong):
        """Say below a field what it accepts, and while its text is wrong why, and which value stays at work."""
        setting, control = self._table[key], self._controls[key]
        if not setting.typed:
            return
        if wrong:
            control.setAttribute("aria-invalid", "true")
        else:
            control.removeAttribute("aria-invalid")
        hint = by_id(control.id + "-hint")
        hint.textContent = "%s; still %s" % (wrong, setting.show(self._get(key))) if wrong else setting.accepts
