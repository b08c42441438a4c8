"""The training loop in two listings side by side: the tutorial's, and the engine's own; each line knows what it does.

>>> function("def f(x):\\n    return x\\n\\n\\ny = 1\\n", "f")
[(1, 'def f(x):'), (2, '    return x')]
"""

from pyscript import document

from ui.page.browser import by_id
from ui.page.loading import load

WHOLE, STEP = "engine/exhibits/whole_graph.py", "engine/train.py"
LISTINGS = (("loop-whole", WHOLE, ("descend",)), ("loop-step", STEP, ("step", "add_gradient", "update")))


class TwoLoops:
    """`bridge.changed` has the files that run in place of the page's own."""

    def __init__(self, bridge):
        self._bridge = bridge

    async def show(self, on):
        """Unfold both, as they run now, or fold them away; OSError if a file cannot be loaded."""
        if on:
            await load([WHOLE, STEP])
            for place, path, names in LISTINGS:
                with open(path) as file:
                    self._write(place, self._bridge.changed.get(path) or file.read(), names)
        by_id("loop-code").hidden = not on

    def _write(self, place, text, names):
        by_id(place).replaceChildren()
        for name in names:
            for number, line in function(text, name):
                row, where, code = [document.createElement(tag) for tag in ("div", "span", "code")]
                where.className, where.textContent, code.textContent = "number", str(number), line
                row.append(where, code)
                if part(line):
                    row.setAttribute("data-code", part(line))
                by_id(place).append(row)


def function(text, name):
    """The lines of a function of a module, as (number, line), without its docstring."""
    found, quoted = [], False
    for number, line in enumerate(text.split("\n"), 1):
        if not found and not line.startswith("def %s(" % name):
            continue
        if found and line and not line.startswith((" ", ")")):
            break
        marks = line.count('"""')
        if marks or quoted:
            quoted = quoted != (marks % 2 == 1)
        else:
            found.append((number, line))
    while found and not found[-1][1].strip():
        found.pop()
    return found


def part(line):
    """Which part of a step a line does: "zero_grad", "loss", "backward", "update", or "" for none of them."""
    code = line.strip()
    if code.startswith("def ") or code.startswith("return"):
        return ""
    if "zero_grad(" in code:
        return "zero_grad"
    if "backward(" in code:
        return "backward"
    if "add_gradient(" in code:
        return "loss backward"
    if "-= eta" in code or code.startswith("update("):
        return "update"
    return "loss" if code.startswith(("losses =", "loss =", "share =", "score,")) else ""
