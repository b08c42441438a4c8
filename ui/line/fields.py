"""The chapter's settings: eta, epochs and mini-batch of the three descents, and the order of the examples."""

from engine.records.settings import Setting, choice, decimal, plain, whole
from ui.page.form import Form

TABLE = {
    "eta": Setting(0.03, decimal(0, 10, zero=False), "above 0, to 10", plain),
    "epochs": Setting(20, whole(1, 200), "1 to 200"),
    "batch": Setting(5, whole(1, 200), "1 to 200"),
    "order": choice("given", ("given", "random")),
    "seed": Setting(0, whole(0, 9999), "0 to 9999"),
}


class Fields:
    """Owns `values`, a dict with the keys of TABLE; calls changed(key) after each new good value."""

    def __init__(self, values, changed):
        self.values = values
        self._changed = changed
        self._form = Form("line-settings", TABLE, lambda key: self.values[key], self._take, lambda key: "line-" + key)

    def order_seed(self):
        """The seed of the random order, None where the examples come in theirs."""
        return self.values["seed"] if self.values["order"] == "random" else None

    def put(self, key, value):
        """Another value, not from its field."""
        self._take(key, value)
        self._form.put(key)

    def flush(self):
        """Let what was typed count now."""
        self._form.flush()

    def _take(self, key, value):
        self.values[key] = value
        self._changed(key)
