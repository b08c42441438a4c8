"""The graph of one point's loss in the net: the walk of chapter 1 through it, folded until one looks closer."""

import asyncio

from pyscript import document

from ui.page.browser import by_id, listen
from ui.page.drawing import Drawing
from ui.page.stepping import Stepping
from ui.page.trace import Trace
from ui.page.view import FACTOR
from ui.page.wire import Failed

OF = "The loss of point %d, with the weights after step %d. Choose a node, and unfold it: down to the single multiplication."
TROUBLE = "The graph could not be drawn: %s."


class PointGraph:
    """Inside #point-graph; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._task = None  # what the worker was told: state, arrays, the point's index
        self._folds = []  # keys of those that are open
        self._asking = False
        self._opener = None  # the element that had the focus when the graph was opened
        self._drawing = Drawing(by_id("net-graph"), "The graph of a point’s loss", "data-part", self._chosen)
        self._walk = Stepping(self._shown, "net-")
        listen(by_id("graph-unfold"), "click", lambda event: self._unfold())
        listen(by_id("graph-fold"), "click", lambda event: self._fold())
        listen(by_id("graph-close"), "click", lambda event: self.close())
        listen(by_id("net-graph"), "dblclick", lambda event: self._unfold())
        listen(by_id("net-graph-larger"), "click", lambda event: self._drawing.view.zoom(FACTOR))
        listen(by_id("net-graph-smaller"), "click", lambda event: self._drawing.view.zoom(1 / FACTOR))
        listen(by_id("net-graph-fit"), "click", lambda event: self._drawing.view.fit())

    def open(self, index, part):
        """Show the graph of the point `index`; part: of the net that is picked, or None."""
        state, arrays = self._page.trainer.state()
        self._task = state, arrays, index
        kind = part and part[0]
        key = "N%d.%d" % tuple(part[1:3]) if kind in ("neuron", "edge") else None
        self._folds = [key] if key else []
        self._opener = document.activeElement
        by_id("point-graph").hidden = False
        by_id("point-graph").scrollIntoView()
        self._ask(key)

    def close(self):
        """Put it away."""
        self._walk.pause()
        by_id("point-graph").hidden = True
        self._opener.focus()

    def pause(self):
        """Stop playing."""
        self._walk.pause()

    def lost(self):
        """What the worker was asked will not be answered."""
        self._asking = False

    def _ask(self, key):
        """Have the graph drawn with what is open; key: of the node to go to, or None."""
        if self._page.bridge.state != "ready":
            self._say("The graph follows as soon as the engine has started: press Open the graph again then.")
        elif not self._asking:
            self._asking = True
            asyncio.create_task(self._follow(key))

    async def _follow(self, key):
        state, arrays, index = self._task
        try:
            answer = await self._page.bridge.ask("point_graph", state, index, self._folds, arrays=arrays)
        except Failed as failure:
            self._say(TROUBLE % failure.words.rstrip("."))
            if key in self._folds:
                self._folds.remove(key)
            self._asking = False
            return
        trace = Trace(answer["shape"], answer["data"], answer["steps"])
        await self._drawing.draw(trace)
        self._asking = False
        self._walk.take(trace, answer["rules"])
        inside = [i for i, node in enumerate(trace.nodes) if _within(node["key"], key) and i >= trace.leaves]
        if key and inside:
            self._walk.go_to_node(inside[-1 if self._walk.state > trace.forward else 0])
        self._say(OF % (index + 1, state["steps"]))

    def _shown(self, trace, state):
        self._drawing.show(trace, state)
        node = self._current()
        by_id("graph-unfold").disabled = not (node and "fold" in node)
        by_id("graph-fold").disabled = not self._around(node)

    def _current(self):
        trace = self._walk.trace
        _, node = trace.event(self._walk.state)
        return None if node is None else trace.nodes[node]

    def _around(self, node):
        """The innermost open fold that a node lies in."""
        key = node and node["key"]
        around = [fold for fold in self._folds if node and fold != node.get("fold") and _within(key, fold)]
        around.sort(key=len)
        return around[-1] if around else None

    def _unfold(self):
        node = self._walk.trace and self._current()
        if node and "fold" in node and not self._asking:
            self._folds.append(node["fold"])
            self._ask(node["fold"])

    def _fold(self):
        around = self._walk.trace and self._around(self._current())
        if around and not self._asking:
            self._folds = [fold for fold in self._folds if not _within(fold, around)]
            self._ask(around)

    def _chosen(self, node):
        self._walk.go_to_node(node)

    def _say(self, words):
        by_id("point-graph-words").textContent = words


def _within(key, fold):
    """Whether what has this key lies in a fold, or is that fold."""
    if not key or not fold:
        return False
    if fold[0] == "L" and key[0] == "N":
        return key[1:].split(".")[0] == fold[1:]
    return key == fold or key.startswith(fold + "*") or key.startswith(fold + "+")
