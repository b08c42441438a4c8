"""The chapter "derivatives" as a visitor uses it, on a Playwright page, and what the engine says in CPython."""

from playwright.sync_api import expect

from engine.value import Value, topological_order
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.program import Program

SLIDER = "input[type=range][data-variable=%s]"
DERIVATIVE = "output[data-derivative=%s]"


class Chapter:
    def __init__(self, page):
        self.page = page
        self.status = page.locator("#function-status")
        expect(page.locator("svg [data-node]")).to_have_count(6)

    def click(self, name):
        self.page.locator("#" + name).click()

    def type(self, text):
        self.page.locator("#expression").fill(text)

    def nodes(self):
        """The nodes on the screen: a list of (op, value, grad), texts, in the order of their numbers."""
        return self.page.evaluate(
            "[...document.querySelectorAll('svg [data-node]')].sort((a, b) => a.dataset.node - b.dataset.node)"
            ".map(g => [g.dataset.op, g.dataset.value, g.dataset.grad ?? null])"
        )

    def state(self):
        """Everything that stepping changes."""
        return self.page.evaluate(
            "[document.getElementById('graph').innerHTML, document.querySelector('.step-panel').innerHTML,"
            " document.getElementById('walk-position').value]"
        )

    def derivative(self, name):
        return float(self.page.locator(DERIVATIVE % name).inner_text().replace("−", "-"))


def engines(text, values):
    """What the engine in CPython says: [(op, value, grad)] of all nodes, and the derivative by each variable."""
    with Guard() as guard:
        variables = [Value(x) for x in values]
        root = Program(text).run(guard, variables)
        root.backward()
        leaves, inner = topological_order(root)
        nodes = [[n._op, repr(n.data), repr(float(n.grad))] for n in leaves + inner]
        return nodes, [v.grad for v in variables]
