"""What an address says of the chapter, and how the chapter comes to show it: some of it at once, the rest with the graph."""

from pyscript import document

from engine.records.states import defaults
from ui.page.browser import by_id, listen


class Opening:
    """Takes a state to be opened, and says what is shown; write() is called when that has become something else.

    See engine.records.states for what a state is.
    """

    def __init__(self, variables, choice, stepping, difference, write):
        self._variables, self._choice, self._stepping, self._difference = variables, choice, stepping, difference
        self._write = write
        self._state = None  # of which the graph is to show the rest
        self._placed = True  # its values are those of the variables
        for button in document.querySelectorAll("input[name=reading]"):
            listen(button, "change", lambda event: self._read(str(event.target.value)))
        listen(by_id("difference-h"), "input", lambda event: write())

    def take(self, state, fresh, untried):
        """Show of a state what can be shown without its graph; returns the function's text."""
        self._state, self._placed = dict(defaults("derivatives"), **state), False
        by_id("difference-h").value = self._state["log-h"]
        self._difference.show()
        for button in document.querySelectorAll("input[name=reading]"):
            button.checked = str(button.value) == self._state["reading"]
        self._stepping.read(self._state["reading"])
        text = self._choice.open(state, fresh, untried)
        self._state.update(dict({"f": None}, **self._choice.said()))
        self._write()
        return text

    def over(self):
        """Another function is shown: what is not opened yet does not count."""
        self._state = None
        self._write()

    def moved(self):
        """A variable has been moved."""
        self._placed = True
        self._write()

    def place(self, names, given):
        """Put the variables where they are to be, now that the text has been read; given: the text's own defaults."""
        if self._state and not self._placed:
            wanted = dict(given, **dict(self._choice.start(), **self._state["at"]))
            self._variables.start({name: wanted.get(name, 1.0) for name in names}, given)
            self._placed = True

    def choose_variable(self, select, names):
        """Choose the variable of the differences, of these."""
        if self._state:
            select.selectedIndex = names.index(self._state["by"]) if self._state["by"] in names else 0

    def finish(self):
        """There is the graph: walk to where the walk is to be."""
        if self._state:
            state, self._state = self._state, None
            self._stepping.go(state["walk"])
        self._write()

    def said(self):
        """What is shown."""
        state = dict(self._choice.said(), reading=self._stepping.reading())
        state["log-h"] = float(by_id("difference-h").value)
        if not self._state or self._placed:
            values, start = self._variables.values, self._choice.start()
            state["at"] = {name: values[name] for name in self._variables.names if values[name] != start.get(name)}
        if self._state:
            return dict(self._state, **state)
        which = by_id("by-variable").selectedIndex
        state["by"] = self._variables.names[which] if 0 < which < len(self._variables.names) else None
        state["walk"] = self._stepping.state
        return state

    def _read(self, code):
        self._stepping.read(code)
        self._write()
