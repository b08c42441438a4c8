"""A step in slow motion on the net and on the plane: what lights up there, what is picked, and the graph that opens."""

from ui.network.slow_words import picture
from ui.page.browser import by_id, on_next_frame
from ui.page.loading import files_of, load

UNLOADED = "The graph could not be loaded: %s. Press Open the graph again to retry."


class Stage:
    """`page` is the whole page."""

    def __init__(self, page):
        self._page, self._trainer = page, page.trainer
        self.graph = None  # the graph of a point's loss, once it was opened

    @property
    def edge(self):
        """The edge that is picked in the net, or None."""
        part = self._trainer.net and self._trainer.net.glass.part
        return part if part and part[0] == "edge" else None

    @property
    def point(self):
        """The index of the picked point, or None."""
        return self._trainer.net and self._trainer.net.point

    @property
    def picked(self):
        """Both."""
        return self.edge, self.point

    def clear(self):
        """Let nothing of the step be seen."""
        self._page.plane.show_others([], None)
        net = self._trainer.net
        if net:
            net.light(None)
            net.glass.label(None, None, False)

    def leave(self):
        """The same, and have the net show again what it shows by itself."""
        self.clear()
        if self._trainer.net:
            self._trainer.net.ask()

    def light(self, found, moment, point):
        """Show a moment of what the worker has found; point: its way there and back, or None."""
        name, detail = moment
        net, plane = self._trainer.net, self._page.plane
        if net and found["layers"]:
            widths, back = found["layers"], name in ("backward", "layer", "weights")
            lit = {"backward": len(widths), "layer": detail}.get(name, 0)
            net.glass.light([(lit, i) for i in range(widths[lit - 1])] if lit else (), ())
            if point:
                grads = [g if i + 1 >= (lit or 1) else [0.0] * len(g) for i, g in enumerate(point["grads"])]
                net.glass.label(point["values"], grads, back)
            else:
                net.glass.label(None, None, False)
        boundaries = found["boundaries"]
        others = {"update": boundaries[1:], "done": boundaries[:1] + boundaries[2:]}.get(name, [])
        plane.show_others([other["line"] for other in others], others[0]["grid"] if others else None)
        on_next_frame(lambda: picture(plane.canvas))

    async def open_graph(self, index):
        """Open the graph of the loss of a point, from the part of the net that is picked."""
        if not self.graph:
            try:
                await load(files_of("point-graph"))
            except OSError as error:
                by_id("views-trouble").textContent = UNLOADED % error
                return
            from ui.network.point_graph_panel import PointGraph

            self.graph = self.graph or PointGraph(self._page)
        by_id("views-trouble").textContent = ""
        net = self._trainer.net
        self.graph.open(index, net and net.glass.part)
