"""The chapter's settings: eta, epochs and mini-batch of the three descents, and the order of the examples."""

from engine.records.states import LINE
from ui.page.form import Form

TABLE = {key: LINE[key] for key in ("eta", "epochs", "batch", "order", "seed")}


class Fields:
    """Owns `values`, a dict with the keys of TABLE; calls changed(key) after each new good value."""

    def __init__(self, changed):
        self.values = {key: setting.default for key, setting in TABLE.items()}
        self._changed = changed
        self._form = Form("line-settings", TABLE, lambda key: self.values[key], self._take, lambda key: "line-" + key)

    def order_seed(self):
        """The seed of the random order, None where the examples come in theirs."""
        return self.values["seed"] if self.values["order"] == "random" else None

    def put(self, key, value):
        """Another value, not from its field."""
        self._take(key, value)
        self._form.put(key)

    def take(self, values):
        """Other values, all of them, of which changed is not told."""
        self.values.update(values)
        self._form.show()

    def flush(self):
        """Let what was typed count now."""
        self._form.flush()

    def _take(self, key, value):
        self.values[key] = value
        self._changed(key)
