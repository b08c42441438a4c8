"""The three experiments: what to do, where, and whether it is done, which the worker finds out."""

import asyncio

from pyscript import document

from ui.code.bench import outcome
from ui.page.browser import by_id, listen
from ui.page.wire import Failed

LOST = "The engine was replaced meanwhile. Check again."
WAITING = "The check runs as soon as the engine is ready."
UNRUN = "You have changes that are not running yet: press Run first."

EXPERIMENTS = (
    {
        "name": "leaky-relu",
        "title": "A leaky relu",
        "text": (
            "A neuron whose relu is at 0 has a derivative of 0, and learns nothing from that example. A leaky relu lets a tenth of a "
            "negative number through. Add the operation leaky_relu to the table: its result, and its derivative by "
            "its operand. Then have the neurons use it, and train."
        ),
        "places": (("engine/rules.py", 'rule("relu"'), ("engine/nn.py", "total.relu()")),
        "solution": (
            "# rules.py, in the table\n"
            'rule("leaky_relu",\n'
            "     lambda a: a if a > 0 else 0.1 * a,\n"
            "     lambda a, out: (1.0 if a > 0 else 0.1,))\n\n"
            "# nn.py, where Neuron ends\n"
            "return total.leaky_relu() if self.relu else total\n\n"
            "# a formula without a question, which the compiler takes, too\n"
            'rule("leaky_relu",\n'
            "     lambda a: (0.1 + 0.9 * (a > 0)) * a,\n"
            "     lambda a, out: (0.1 + 0.9 * (a > 0),))"
        ),
    },
    {
        "name": "momentum",
        "title": "Momentum",
        "text": (
            "A ball that rolls downhill keeps its speed. Give every parameter a velocity: at each step 0.9 of it stays, "
            "the gradient is added, and the parameter moves by −η times the velocity. Keep the velocities with the "
            "model. (A pause forgets them: the page keeps the parameters only.)"
        ),
        "places": (("engine/train.py", "def update(model, eta)"),),
        "solution": (
            "# train.py\n"
            "def update(model, eta):\n"
            "    parameters = model.parameters()\n"
            '    if not hasattr(model, "velocities"):\n'
            "        zeros = [0.0] * len(parameters)\n"
            "        model.velocities = zeros\n"
            "    for i, p in enumerate(parameters):\n"
            "        v = 0.9 * model.velocities[i] + p.grad\n"
            "        model.velocities[i] = v\n"
            "        p.data -= eta * v"
        ),
    },
    {
        "name": "loss",
        "title": "A loss of your own",
        "text": (
            "What does a mistake cost? Write a function of a score and a label that returns a Value, and list it in "
            "LOSSES under a name. The square of hinge, for example, forgives small shortfalls and punishes large ones. "
            "After Run, the playground offers it among its losses."
        ),
        "places": (("engine/losses.py", "LOSSES = {"),),
        "solution": (
            "# losses.py, above LOSSES\n"
            "def squared_hinge(score, y):\n"
            '    """The square of hinge."""\n'
            "    return hinge(score, y) ** 2\n\n"
            "# and in it\n"
            'LOSSES = {"hinge": hinge, "squared": squared,\n'
            '          "logistic": logistic,\n'
            '          "squared_hinge": squared_hinge}'
        ),
    },
)


class Experiments:
    """Shows the experiments; open(path, part) shows a place in a file, unrun() says whether changes wait for Run, and
    turned() is called when one is unfolded or folded."""

    def __init__(self, bridge, open, unrun, turned):
        self._bridge, self._open, self._unrun, self._turned = bridge, open, unrun, turned
        self._round = 0  # of checks: the one whose results count
        self._present = None  # the name of what is being checked
        self._wanted = None  # the name of what is to be checked
        for experiment in EXPERIMENTS:
            by_id("experiments").append(self._made(experiment))

    def unfolded(self):
        """The name of the first experiment that is unfolded, or None."""
        open_ones = [one["name"] for one in EXPERIMENTS if by_id("experiment-" + one["name"]).open]
        return open_ones[0] if open_ones else None

    def unfold(self, name):
        """Show this experiment."""
        by_id("experiment-" + name).open = True

    def ready(self):
        """There is an engine."""
        if self._wanted:
            self._check(self._wanted)

    def lost(self):
        """What was asked will not be answered."""
        if self._present:
            self._finish()
            self._say(self._last, LOST)

    def forget(self):
        """Other files run now: what was found is not true of them."""
        for experiment in EXPERIMENTS:
            by_id("experiment-%s-result" % experiment["name"]).replaceChildren()

    def _check(self, which):
        if self._present:
            return
        self._last = which
        if self._unrun():
            self._say(which, UNRUN)
        elif self._bridge.state != "ready":
            self._wanted = which
            self._say(which, WAITING)
        else:
            self._wanted, self._present = None, which
            self._round += 1
            self._button(which).disabled = True
            self._say(which, "Checking …")
            asyncio.create_task(self._run(which, self._round))

    async def _run(self, which, number):
        try:
            results = await self._bridge.run("experiment", which)
        except Failed as failure:
            results = [{"good": False, "words": failure.words}]
        if number != self._round:
            return
        self._finish()
        missing = [result for result in results if result["good"] is False]
        self._say(which, "One thing is missing." if missing else "Done: it works.", "wrong" if missing else "good")
        items = document.createElement("ul")
        items.className = "outcomes"
        for result in results:
            items.append(outcome(result, "", self._open))
        by_id("experiment-%s-result" % which).append(items)

    def _finish(self):
        self._round += 1
        self._button(self._present).disabled = False
        self._present = None

    def _button(self, which):
        return by_id("experiment-%s-check" % which)

    def _say(self, which, words, kind=""):
        line = document.createElement("p")
        line.textContent = words
        line.className = kind
        by_id("experiment-%s-result" % which).replaceChildren(line)

    def _made(self, experiment):
        which = experiment["name"]
        box, result = document.createElement("details"), document.createElement("div")
        box.className = "experiment"
        box.id = "experiment-" + which
        listen(box, "toggle", lambda event: self._turned())
        box.append(_element("summary", experiment["title"]), _element("p", experiment["text"]))
        buttons = document.createElement("div")
        buttons.className = "toolbar"
        for path, part in experiment["places"]:
            buttons.append(self._place(path, part))
        check = _element("button", "Check my solution")
        check.type = "button"
        check.id = "experiment-%s-check" % which
        listen(check, "click", lambda event: self._check(which))
        buttons.append(check)
        result.id = "experiment-%s-result" % which
        result.setAttribute("role", "status")
        solution = document.createElement("details")
        listing = _element("pre", experiment["solution"])
        listing.tabIndex = 0  # it can be scrolled
        solution.append(_element("summary", "One solution"), listing)
        box.append(buttons, result, solution)
        return box

    def _place(self, path, part):
        button = _element("button", "Open " + path.split("/")[-1])
        button.type = "button"
        listen(button, "click", lambda event: self._open(path, part))
        return button


def _element(kind, text):
    element = document.createElement(kind)
    element.textContent = text
    return element
