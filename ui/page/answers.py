"""The right answers to the questions of the page, found by the engine itself, and what is said of right and wrong ones.

>>> QUESTIONS["partial"].judge("76")
(True, 'Right: ...')
"""

from engine.losses import hinge
from engine.nn import Linear, Net
from engine.records.numbers import number
from engine.rules import rule_of
from engine.train import update
from engine.value import Value, topological_order

UNREAD = "Write a number, such as 3 or −0.5."


class Number:
    """A question for a number: `right()` computes it, `wrong` says of likely mistakes what they are, by the number."""

    def __init__(self, right, because, hint, wrong=()):
        self._right, self._because, self._hint, self._wrong = right, because, hint, wrong

    def judge(self, text):
        """Whether the answer is right, or None for one that is no number, and a sentence about it."""
        try:
            given = number(text.replace("−", "-"))
        except ValueError as error:
            return None, str(error) + "." if str(error) else UNREAD
        right = self._right()
        if near(given, right):
            return True, "Right: " + self._because
        for mistake, words in self._wrong:
            if near(given, mistake):
                return False, words
        return False, self._hint


class Choice:
    """A question with answers to choose from: `right()` finds the name of the right one; `words` has one for each."""

    def __init__(self, right, words):
        self._right, self.words = right, words

    def judge(self, name):
        """As Number.judge, of the name that was chosen, "" for none."""
        if name not in self.words:
            return None, "Choose one of the answers."
        right = name == self._right()
        return right, ("Right: " if right else "Not this one: ") + self.words[name]


def near(a, b):
    """Whether a typed number can be meant as the other one."""
    return abs(a - b) <= 1e-9 * max(1, abs(b))


def partial():
    """∂f/∂x of (x + y) + x³ at 5, 1."""
    x, y = Value(5), Value(1)
    ((x + y) + x**3).backward()
    return x.grad


def runs_of_shared():
    """How often s in s + s² is handed its turn in a walk back."""
    s = Value(1.5) * 2
    return str(len([node for node in topological_order(s + s**2)[1] if node is s]))


def slope():
    """The line of question 2 after backward() on its example."""
    line = Linear()
    line.a.data, line.b.data = 1.0, 0.0
    ((line(2) - 5) ** 2).backward()
    return line


def after_step():
    """Its slope after one step with η = 0.03."""
    line = slope()
    update(line, 0.03)
    return line.a.data


def twice():
    """The gradient of a leaf after two walks back."""
    a = Value(5)
    result = (a + 2) ** 2 + a**3
    result.backward()
    result.backward()
    return a.grad


def on_a_ray():
    """Why 87%: whether a net without biases has scores of one sign along rays from the origin."""
    net = Net(hidden=(16, 16), seed=0)
    pairs = [(net((x, y)).data, net((3 * x, 3 * y)).data) for x, y in ((1, 0.5), (-0.5, 1), (0.3, -1))]
    return "rays" if all([(one > 0) == (other > 0) for one, other in pairs]) else "steps"


QUESTIONS = {
    "partial": Number(
        partial,
        "x + y gives 1 and x³ gives 3 · 5² = 75, and both shares are added.",
        "Not this: x is used twice, so add the derivative of x + y and that of x³.",
        ((75, "That is the share of x³ alone: x is also used in x + y."), (1, "That is the derivative by y.")),
    ),
    "shared": Choice(
        runs_of_shared,
        {
            "1": "in reverse topological order a node comes after all nodes that use it, so its grad is complete.",
            "2": "then the first share of its grad would be handed on twice.",
            "0": "s was computed from x, and x needs its share.",
        },
    ),
    "evaluations": Number(
        lambda: 2 * len(Net(hidden=(16, 16)).parameters()),
        "two for each parameter. Back-propagation needs one forward pass and one backward pass.",
        "Not this: a central difference evaluates at w + h and at w − h, for each parameter.",
        ((305, "That is for one-sided differences, which share one evaluation. Central ones need two each."),),
    ),
    "slope-grad": Number(
        lambda: slope().a.grad,
        "the residual is 1 · 2 + 0 − 5 = −3, and 2 · (−3) · 2 = −12.",
        "Not this: the residual e is a·x + b − y, and the derivative of e² by a is 2·e·x.",
        ((12, "The sign: the residual is prediction minus label, 2 − 5."), (-6, "That is b.grad: multiply it by x.")),
    ),
    "slope-step": Number(
        after_step,
        "1 − 0.03 · (−12) = 1.36.",
        "Not this: a becomes a − η · a.grad.",
        ((0.64, "The sign: the step goes against the gradient, which is negative here."),),
    ),
    "too-large": Choice(
        lambda: "grow",
        {
            "slow": "that is what a small η does.",
            "grow": "each step is too long by more than the one before.",
            "stop": "a step is only short where the gradient is small, and there it is not.",
        },
    ),
    "weights": Number(
        lambda: len(Net(hidden=(16, 16)).parameters()),
        "2 · 16 + 16 · 16 + 16 · 1 = 304.",
        "Not this: each neuron has one weight for each of its inputs.",
        ((337, "That is with biases: 33 of these are biases."),),
    ),
    "hinge": Number(
        lambda: hinge(Value(0.25), -1).data,
        "the margin is −1 · 0.25 = −0.25, and 1 − (−0.25) = 1.25.",
        "Not this: the margin is label times score, and the loss max(0, 1 − margin).",
        ((0.75, "That is for the label +1: the margin has the label’s sign."),),
    ),
    "rays": Choice(
        on_a_ray,
        {
            "steps": "more steps change it little.",
            "rays": "a score at t times a point is t times its score, for t > 0. So the boundary is made of rays.",
            "neurons": "with biases the same 16 and 16 neurons reach 100%.",
        },
    ),
    "file": Choice(
        lambda: "rules" if rule_of("*") else "",
        {
            "value": "its operators and _backward only look the rule up.",
            "rules": "one line for each operation, with its result and its derivatives.",
            "train": "it uses the grads, and computes none.",
        },
    ),
    "twice": Number(
        twice,
        "a is a leaf, and leaves add up: 89 + 89. That is why zero_grad exists. (Inner nodes begin from 0 again.)",
        "Not this: the derivative is 89, and a leaf adds to the grad that it has.",
        (
            (89, "That is after one call: a leaf adds to the grad that it has."),
            (281, "So it is with the tutorial’s class. This engine lets inner nodes begin from 0 again."),
        ),
    ),
    "compiled": Choice(
        lambda: "table",
        {
            "table": "there is no second table that could differ.",
            "own": "then it could differ from the table that Value uses.",
            "differences": "they would be slow, and not exact.",
        },
    ),
}
