"""The walk through the graph: its buttons, and beside them the lines of the engine that run and their arithmetic."""

from ui.page.browser import by_id, listen
from ui.page.playing import Playing

PAUSE = 900  # milliseconds between two steps while playing
GAP = 3  # pixels above the first line in sight, which is seen whole
TITLES = {"forward": "forward", "start": "backward begins", "backward": "backward"}


class Stepping:
    """Which state of a Trace is shown; calls `shown(trace, state)` at each change.

    prefix   of the ids of its buttons and of the places that it writes to, where there is more than one walk
    restart  whether another graph is begun at its start, rather than with all data known
    """

    def __init__(self, shown, prefix="", restart=False):
        self._shown, self._prefix, self._restart = shown, prefix, restart
        self.trace = self._rules = self._excerpt = None
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
            self._excerpt = None
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
        rows = trace.arithmetic(state, self._forms)
        self._by_id("walk-arithmetic").innerHTML = "".join([self._row(*row) for row in rows])
        self._by_id("walk-who").textContent = self._who(kind, node)
        self._show_code(kind, node)
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
        """Which nodes the letters of value.py stand for."""
        if not kind:
            return "Press Play or Step forward. A click on a node goes to its step."
        trace = self.trace
        if "fold" in trace.nodes[node]:
            operations = trace.nodes[node]["size"]
            return "Unfold it to see its %d operations." % operations if operations > 1 else "Unfold it to see its operation."
        named = list(zip("abcdefgh", [trace.name(v) for v in trace.nodes[node]["of"]])) if kind != "start" else []
        who = ", ".join(["%s is %s" % pair for pair in named + [("out", trace.name(node))] if pair[0] != pair[1]]) + "."
        return who + (" Each operand gains its local derivative times the grad of out." if kind == "backward" else "")

    def _show_code(self, kind, node):
        """The function of value.py that is at work, and the line of rules.py, both lit where they ran."""
        excerpts = self._rules["excerpts"]
        key = excerpts["start"]
        if kind in ("forward", "backward"):
            key = self._rules["ops"][self.trace.nodes[node]["op"]][kind]
        elif not kind:
            key = ["apply", [], 0]
        if key == self._excerpt:
            return
        self._excerpt = key
        name, lit, rule = key
        first, lines = excerpts[name]
        rows = [_line(first + i, line, first + i in lit) for i, line in enumerate(lines)]
        if rule:
            rows.append(_line("⋮", "rules.py", False))
            rows.append(_line(rule, " ".join(excerpts["rules"][rule - 1].split()), True))
        place = self._by_id("walk-code")
        place.innerHTML = "".join(rows)
        marked = list(place.querySelectorAll(".lit"))
        if marked:  # the last of them at the foot, if the first is seen then
            foot = marked[-1].offsetTop + marked[-1].offsetHeight + 2 * GAP - place.clientHeight
            wanted = min(foot, marked[0].offsetTop)
            place.scrollTop = min([row.offsetTop for row in place.children if row.offsetTop >= wanted]) - GAP


def _line(number, text, lit):
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    row = '<div class="%s"><span class="number">%s</span><span>%s</span></div>'
    return row % ("lit" if lit else "", number, text or " ")
