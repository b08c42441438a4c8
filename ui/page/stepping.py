"""The walk through the graph: its buttons, and beside them the lines of the engine that run and their arithmetic."""

from ui.page.browser import by_id, listen
from ui.page.playing import Playing
from ui.page.reading import Reading

PAUSE = 900  # milliseconds between two steps while playing
TITLES = {"forward": "forward", "start": "backward begins", "backward": "backward"}


class Stepping:
    """Which state of a Trace is shown; calls `shown(trace, state)` at each change.

    prefix   of the ids of its buttons and of the places that it writes to, where there is more than one walk
    restart  whether another graph is begun at its start, rather than with all data known
    """

    def __init__(self, shown, prefix="", restart=False):
        self._shown, self._prefix, self._restart = shown, prefix, restart
        self.trace = self._rules = None
        self._reading = Reading(prefix)
        self._playing = Playing(prefix + "walk-play", PAUSE, self._begin, self._play)
        self.state = 0
        act = {
            "step-back": lambda: self.go(self.state - 1),
            "step-forward": lambda: self.go(self.state + 1),
            "forward": lambda: self.go(self.trace.forward),
            "backward": lambda: self.go(self.trace.last),
            "walk-start": lambda: self.go(0),
        }
        for name in act:
            listen(self._by_id(name), "click", lambda event, name=name: self._by_hand(act[name]))
        listen(self._by_id("walk-position"), "input", lambda event: self._by_hand(self._drag))
        pace = self._by_id("walk-pace")
        if pace:
            listen(pace, "change", lambda event: self._playing.pace(int(pace.value)))

    def take(self, trace, rules):
        """Another trace; `rules` is None if they are those of before. The state stays if the nodes are the same."""
        before, self.trace = self.trace, trace
        if rules:
            self._rules = rules
            self._forms = {op: rule["forms"] for op, rule in rules["ops"].items()}
        if before is None or before.nodes != trace.nodes:
            self.pause()
            at_end = before is not None and self.state == before.last
            self.state = 0 if self._restart else trace.last if at_end else trace.forward
            self._by_id("walk-position").max = trace.last
        self._show()

    def go(self, state):
        """Show a state, or the nearest there is."""
        self.state = min(max(state, 0), self.trace.last)
        self._show()

    def go_to_node(self, node):
        """Show the step of a node: backward if the walk is on its way back."""
        self.pause()
        self.go(self.trace.state_of(node, self.state > self.trace.forward))

    def read(self, code):
        """Show the code of the "engine" or of the "tutorial" beside the walk."""
        self._reading.code = code
        if self.trace:
            self._show()

    def reading(self):
        """Whose code it is."""
        return self._reading.code

    def pause(self):
        """Stop playing."""
        self._playing.pause()

    def _by_id(self, name):
        return by_id(self._prefix + name)

    def _by_hand(self, act):
        if self.trace:
            self.pause()
            act()

    def _drag(self):
        self.go(int(self._by_id("walk-position").value))

    def _begin(self):
        if not self.trace:
            self.pause()
        elif self.state == self.trace.last:
            self.go(0)

    def _play(self):
        self.go(self.state + 1)
        if self.state == self.trace.last:
            self.pause()

    def _show(self):
        trace, state = self.trace, self.state
        position = self._by_id("walk-position")
        position.value = state
        kind, node = trace.event(state)
        title = self._title(kind, node)
        position.setAttribute("aria-valuetext", title)
        self._by_id("step-back").disabled = state == 0
        self._by_id("step-forward").disabled = state == trace.last
        self._by_id("walk-title").textContent = title
        rows = self._reading.rows(trace.arithmetic(state, self._forms))
        self._by_id("walk-arithmetic").innerHTML = "".join([self._row(*row) for row in rows])
        self._by_id("walk-who").textContent = self._who(kind, node)
        self._reading.show(self._rules, trace, state)
        self._shown(trace, state)

    def _title(self, kind, node):
        trace, state = self.trace, self.state
        if not kind:
            return "At the start: only the leaves have data"
        words = "Step %d of %d, %s: %s" % (state, trace.last, TITLES[kind], trace.name(node))
        return words + (" = %s" % trace.written(node) if kind != "start" and trace.nodes[node]["of"] else "")

    def _row(self, assignment, filled, total):
        filled = " = <b>%s</b>" % filled if filled else ""
        return "<li><code>%s%s</code><span>%s</span></li>" % (assignment, filled, total)

    def _who(self, kind, node):
        """Which nodes the letters of the code stand for."""
        trace = self.trace
        if kind and "fold" in trace.nodes[node]:
            operations = trace.nodes[node]["size"]
            return "Unfold it to see its %d operations." % operations if operations > 1 else "Unfold it to see its operation."
        return self._reading.who(trace, self.state)
