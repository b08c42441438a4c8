"""The exhibit of the wrong order: both walks back through one small graph, side by side, and then a net."""

import asyncio

from ui.page.browser import by_id, listen
from ui.page.drawing import Drawing
from ui.page.trace import Trace, in_words, short
from ui.page.wire import Failed

LOST = "The engine was lost while comparing. Compare again."


class Order:
    """Asks the worker when it is told that there is one."""

    def __init__(self, bridge):
        self._bridge = bridge
        self._walks = None
        self._seed = 0
        self._comparing = False  # both orders on the net
        self._drawings = [
            Drawing(by_id("order-right"), "In reverse topological order", "data-right-node"),
            Drawing(by_id("order-short"), "In the order of the short listing", "data-short-node"),
        ]
        listen(by_id("order-case"), "change", lambda event: self._begin())
        listen(by_id("order-back"), "click", lambda event: self._go(self._state - 1))
        listen(by_id("order-forward"), "click", lambda event: self._go(self._state + 1))
        listen(by_id("order-end"), "click", lambda event: self._go(self._walks[0].last))
        listen(by_id("order-net"), "click", lambda event: self._run_net(self._seed))
        listen(by_id("order-other"), "click", lambda event: self._run_net(self._seed + 1))

    def ready(self):
        """A worker can be asked."""
        self._enable(True)
        self._begin()

    def lost(self):
        """What was asked will not be answered."""
        if self._comparing:
            self._comparing = False
            by_id("order-status").textContent = LOST
        self._enable(False)

    def _begin(self):
        asyncio.create_task(self._load(by_id("order-case").value))

    async def _load(self, case):
        try:
            answer = await self._bridge.ask("order", case)
        except Failed as failure:
            by_id("order-words").textContent = in_words(failure)
            return
        if case != by_id("order-case").value:
            return
        right = Trace(answer["shape"], answer["data"], answer["right"])
        wrong = Trace(answer["shape"], answer["data"], answer["short"], answer["order"])
        for i, name in enumerate(("order-right-code", "order-short-code")):
            by_id(name).textContent = answer["listings"][i].strip()
        for drawing, walk in zip(self._drawings, (right, wrong)):
            await drawing.draw(walk)
        self._walks, self._forms = (right, wrong), answer["forms"]
        self._go(right.forward + 1)

    def _go(self, state):
        if not self._walks:
            return
        right, wrong = self._walks
        self._state = min(max(state, right.forward + 1), right.last)
        for drawing, walk in zip(self._drawings, self._walks):
            drawing.show(walk, self._state)
        self._drawings[1].part(parted(right, wrong, self._state))
        by_id("order-back").disabled = self._state == right.forward + 1
        by_id("order-forward").disabled = by_id("order-end").disabled = self._state == right.last
        by_id("order-right-step").textContent = self._words(right)
        by_id("order-short-step").textContent = self._words(wrong)
        by_id("order-words").textContent = verdict(right, wrong, self._state)

    def _words(self, walk):
        kind, node = walk.event(self._state)
        if kind == "start":
            return "%s.grad = 1" % walk.name(node)
        return "%s hands on its grad %s: %s" % (
            walk.name(node),
            short(walk.grads(self._state)[node]),
            ", ".join([total for _, _, total in walk.arithmetic(self._state, self._forms)]),
        )

    def _enable(self, on):
        for name in ("order-net", "order-other"):
            by_id(name).disabled = not on

    def _run_net(self, seed):
        self._seed = seed
        asyncio.create_task(self._net(seed))

    async def _net(self, seed):
        self._comparing = True
        self._enable(False)
        status = by_id("order-status")

        def show(progress):
            status.textContent = "%d of %d examples." % (progress["done"], progress["examples"])

        try:
            errors = await self._bridge.run("order_net", seed, progress=show)
        except Failed as failure:
            status.textContent = in_words(failure)
            return
        finally:
            self._comparing = False
            self._enable(True)
        for i, error in enumerate(errors):
            by_id("order-error-%d" % i).textContent = "%.4f" % error
            by_id("order-bar-%d" % i).style.width = "%.1f%%" % (100 * min(error, 1.5) / 1.5)
        status.textContent = "Relative error of each layer’s gradient in the order of the listing, net of seed %d." % seed


def parted(right, wrong, state):
    """The nodes that the wrong walk has handed on too early by this state and, at its end, those whose grad is off."""
    final = right.grads(right.last)
    nodes = {node for node, grad in _handed_on(wrong, state) if grad != final[node]}
    if state == wrong.last:
        for node, grad in enumerate(wrong.grads(state)):
            if grad != final[node]:
                nodes.add(node)
    return nodes


def verdict(right, wrong, state):
    """What there is to say of both walks at a state."""
    final = right.grads(right.last)
    for node, grad in _handed_on(wrong, state):
        if grad != final[node]:
            name = wrong.name(node)
            end = ""
            if state == wrong.last:
                got = short(wrong.grads(state)[0])
                end = " In the end %s.grad is %s instead of %s." % (right.name(0), got, short(final[0]))
            return "Parted: the short listing has handed on %s.grad when it was %s. It was still to become %s.%s" % (
                name, short(grad), short(final[node]), end,
            )  # fmt: skip
    if state == right.last:
        return "Both are right: %s.grad = %s. No inner node was handed on before its grad was complete." % (
            right.name(0), short(final[0]),
        )  # fmt: skip
    return "So far every node had all of its grad when it was handed on, in both walks."


def _handed_on(walk, state):
    """Each node that was handed on by this state, with the grad it had then."""
    found = []
    for earlier in range(walk.forward + 2, state + 1):
        _, node = walk.event(earlier)
        found.append((node, walk.grads(earlier)[node]))
    return found
