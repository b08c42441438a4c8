"""How a step of a walk reads in the engine's code or in the tutorial's: which lines run, what stands for what, and why."""

from ui.page.browser import by_id

GAP = 3  # pixels above the first line in sight, which is seen whole
LETTERS = {"engine": "abcdefgh", "tutorial": ("self", "other")}  # what each code calls the operands
SAYS = {  # by code and by what led to a state
    "engine": {
        "": "A leaf is what the constructor makes: its data, grad 0, and no _prev, since nothing was computed.",
        "forward": "apply makes the new node. Its _prev keeps the operands, for the way back.",
        "start": "backward begins: the derivative of the result by itself is 1.",
        "backward": "_backward gives each operand its local derivative times the grad of out.",
    },
    "tutorial": {
        "": "The constructor makes a leaf: data, grad 0, an empty _prev, and a _backward that does nothing.",
        "forward": "_prev is (self, other). _backward is a closure: a function that still knows self, other and out.",
        "start": "backward begins: the derivative of the result by itself is 1. Then each _backward runs, in reverse order.",
        "backward": "The closure runs: each operand gains its local derivative times out.grad.",
    },
}


class Listing:
    """The lines of code in an element; what is shown already is not shown again."""

    def __init__(self, place):
        self._place = place
        self._shown = None, None

    def show(self, excerpts, key):
        """key: [name of the excerpt, the numbers of the lines that are lit, that of a rule or 0], or None for nothing."""
        if excerpts is self._shown[0] and key == self._shown[1]:
            return
        self._shown = excerpts, key
        rows = []
        if key:
            name, lit, rule = key
            first, lines = excerpts[name]
            rows = [_line(first + i, line, first + i in lit) for i, line in enumerate(lines)]
            if rule:
                rows.append(_line("⋮", "rules.py", False))
                rows.append(_line(rule, " ".join(excerpts["rules"][rule - 1].split()), True))
        place = self._place
        place.innerHTML = "".join(rows)
        marked = list(place.querySelectorAll(".lit"))
        if marked:  # the last of them at the foot, if the first is seen then
            foot = marked[-1].offsetTop + marked[-1].offsetHeight + 2 * GAP - place.clientHeight
            wanted = min(foot, marked[0].offsetTop)
            place.scrollTop = min([row.offsetTop for row in place.children if row.offsetTop >= wanted]) - GAP


class Reading:
    """One of both codes beside a walk. `rules` is that of ui.work.graph, with "tutorial" in it for the other one.

    prefix  of the ids of the places
    """

    def __init__(self, prefix):
        self._listing = Listing(by_id(prefix + "walk-code"))
        self.code = "engine"

    def show(self, rules, trace, state):
        """The lines that run at a step."""
        kind, node = trace.event(state)
        found = rules["tutorial"] if self.code == "tutorial" else rules
        if kind in ("forward", "backward"):
            key = found["ops"].get(trace.nodes[node]["op"], {}).get(kind)
        else:
            key = found["excerpts"].get("start" if kind else "leaf")
        self._listing.show(found["excerpts"], key)

    def rows(self, rows):
        """The arithmetic of a step, as Trace has it, in the letters of the code."""
        if self.code == "engine":
            return rows
        return [(_in_tutorial(assignment), _without_one(filled), total) for assignment, filled, total in rows]

    def who(self, trace, state):
        """Which nodes the letters stand for, and what the lit lines do, in sentences."""
        kind, node = trace.event(state)
        says = SAYS[self.code][kind]
        if not kind:
            return says + " Press Play or Step forward; a click on a node goes to its step."
        operands = trace.nodes[node]["of"] if kind != "start" else []
        named = list(zip(LETTERS[self.code], [trace.name(v) for v in operands]))
        result = "out" if kind != "start" else "self"
        who = ", ".join(["%s is %s" % pair for pair in named + [(result, trace.name(node))] if pair[0] != pair[1]])
        if kind == "forward" and self.code == "tutorial":
            says = says if len(operands) > 1 else says.replace("(self, other)", "(self,)").replace("self, other", "self")
        return "%s. %s" % (who, says) if who else says


def _in_tutorial(assignment):
    for letter, name in zip(LETTERS["engine"], LETTERS["tutorial"]):
        for attribute in (".data", ".grad"):
            assignment = assignment.replace(letter + attribute, name + attribute)
    return assignment.replace("+= 1.0 * ", "+= ").replace("+= -1.0 * ", "+= -")


def _without_one(filled):
    return filled[4:] if filled.startswith("1 * ") else filled


def _line(number, text, lit):
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    row = '<div class="%s"><span class="number">%s</span><span>%s</span></div>'
    return row % ("lit" if lit else "", number, text or " ")
