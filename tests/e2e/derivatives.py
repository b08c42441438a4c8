"""The chapter "derivatives" as a visitor uses it, on a Playwright page, and what the engine says in CPython.

Tests that ask for the fixture `derivatives` share one page; each begins at the start of the walk through the
tutorial's function, though the visitor's own may be one of before.
"""

from playwright.sync_api import expect

from engine.value import Value, topological_order
from tests.e2e.shared import WINDOW, paste, press_if_there, wait_for_state
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.program import Program

SLIDER = "input[type=range][data-variable=%s]"
DERIVATIVE = "output[data-derivative=%s]"
ANEW = "def f(a=1.0, b=1.0, s=1.0, y=1.0):\n    return a"  # variables that a test may have moved, and another counts on
CONTROLS = """[...document.querySelectorAll('#derivatives :is(input:not([type=range]), select:not(#order-case))')].map(e => [
    '#derivatives ' + (e.id ? '#' + e.id : `[name="${e.name}"][value="${e.value}"]`),
    e.matches('[type=radio], [type=checkbox]') ? e.checked : e.value])"""
STATE = """[
    ...%s, location.hash, ['engine', document.documentElement.dataset.engine],
    ...[...document.querySelectorAll('#derivatives [type=range]')].map(e => [e.id, e.min, e.max, e.value]),
    ...['expression', 'function-status', 'function-printed', 'variables-trouble', 'walk-title', 'walk-arithmetic',
        'difference-formula', 'difference-exact', 'chain-numbers', 'order-words', 'order-right-step'].map(
        id => [id, document.getElementById(id).textContent]),
    ...[...document.querySelectorAll('#graph [data-node]')].map(g => [g.dataset.node, g.dataset.op, g.dataset.value]),
    ['view', document.querySelector('#graph svg')?.getAttribute('viewBox')],
    ['aside', document.querySelectorAll('#derivatives .aside, #derivatives .wrong').length]].map(String)""" % CONTROLS


class Chapter:
    def __init__(self, page):
        self.page = page
        self.status = page.locator("#function-status")
        expect(page.locator("svg [data-node]")).to_have_count(6)

    def wait_until_ready(self):
        expect(self.page.locator("#difference-exact")).to_have_text("89")
        expect(self.page.locator("#order-words")).to_contain_text("So far")
        self._controls = self.page.evaluate(CONTROLS)

    def state(self):
        """What a test may count on, as a list of texts."""
        return self.page.evaluate(STATE)

    def start_again(self, state):
        """Bring the page back to `state`, that of its start, by what a visitor can do; fails if it cannot."""
        self.page.set_viewport_size(WINDOW)
        for chapter in ("#network?dataset=moons", "#derivatives"):  # training is at its start, too
            self.page.goto(self.page.url.split("#")[0] + chapter)
        self.type(ANEW)
        expect(self.page.locator(SLIDER % "s")).to_be_visible()
        self.page.select_option("#examples", "tutorial")
        expect(self.page.locator("#variables .variable")).to_have_count(1)
        self.page.select_option("#order-case", "shared")
        self.page.locator("#difference-h").fill("-5")
        self.click("walk-start")
        self.click("graph-fit")
        for (place, value), (_, now) in zip(self._controls, self.page.evaluate(CONTROLS)):
            control = self.page.locator(place)
            if value in (now, False):
                continue
            if value is True:
                control.check()
            elif control.evaluate("e => e.matches('select')"):
                control.select_option(value)
            else:
                control.fill(value)
        press_if_there(self.page, "own-dismiss")
        wait_for_state(self.page, STATE, state)

    def click(self, name):
        self.page.locator("#" + name).click()

    def type(self, text):
        editor = self.page.locator("#expression")
        editor.click()
        self.page.keyboard.press("Control+a")
        paste(editor, text)

    def nodes(self):
        """The nodes on the screen: a list of (op, value, grad), texts, in the order of their numbers."""
        return self.page.evaluate(
            "[...document.querySelectorAll('svg [data-node]')].sort((a, b) => a.dataset.node - b.dataset.node)"
            ".map(g => [g.dataset.op, g.dataset.value, g.dataset.grad ?? null])"
        )

    def walk(self):
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
