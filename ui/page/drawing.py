"""A graph as SVG: drawn once per shape; afterwards only its texts and what is lit change, so that nothing jumps."""

from ui.page.browser import window
from ui.page.layout import HEIGHT, WIDTH, layout
from ui.page.trace import short
from ui.page.view import View

READ_ALOUD = 60  # nodes that the Tab key stops at; in larger graphs it goes past them
LONGEST = 8  # characters of a number in a node
NARROW = 480  # pixels: less of them, and the graph runs from top to bottom


class Drawing:
    """The graph of a Trace inside the element `place`.

    mark    the attribute that numbers the nodes
    chosen  called with the number of a node that was clicked, or on which Enter was pressed; None for no clicks
    """

    def __init__(self, place, label, mark="data-node", chosen=None):
        self._place, self._label, self._mark, self._chosen = place, label, mark, chosen
        self._groups = None
        self.view = View(place, self._clicked)

    async def draw(self, trace):
        """A graph of another shape; show() is to follow."""
        room = self._place.clientWidth or window.innerWidth  # a chapter that is not shown has no width
        width, height, centres, edges = await layout(trace.nodes, room < NARROW)
        self._trace, self._centres, self._edges = trace, centres, edges
        parts = [_arrows(self._mark)]
        for a, b, way in edges:
            parts.append('<path class="edge" d="%s" marker-end="url(#%s-out)"/>' % (way, self._mark))
        stops = "0" if len(trace.nodes) <= READ_ALOUD and self._chosen else "-1"
        for i, node in enumerate(trace.nodes):
            parts.append(self._node(i, node, centres[i], stops if self._chosen else None))
        self._place.innerHTML = (
            '<svg class="graph" role="group" aria-label="%s, %d nodes" tabindex="0">%s</svg>'
            % (self._label, len(trace.nodes), "".join(parts))
        )
        svg = self._place.firstElementChild
        self._paths = list(svg.querySelectorAll(".edge"))
        self._groups = list(svg.querySelectorAll(".node"))
        self._data = list(svg.querySelectorAll(".data"))
        self._grads = list(svg.querySelectorAll(".grad"))
        self._shown = [None] * len(self._groups)
        self._lit = []
        self.view.take(svg, width, height)

    def show(self, trace, state):
        """The numbers of a state, and what its step has lit."""
        known, grads = trace.known(state), trace.grads(state)
        kind, current = trace.event(state)
        for i in range(len(trace.nodes)):
            shown = (trace.data[i], i < known, grads[i])
            if shown != self._shown[i]:
                self._shown[i] = shown
                self._write(trace, i, *shown)
        self._light(trace, kind, current)

    def part(self, others):
        """Mark the nodes whose grads differ from what they should be."""
        for i, group in enumerate(self._groups):
            group.classList.toggle("parted", i in others)

    def _write(self, trace, i, data, known, grad):
        group = self._groups[i]
        group.setAttribute("data-value", data)
        if grad:
            group.setAttribute("data-grad", grad)
        else:
            group.removeAttribute("data-grad")
        group.classList.toggle("waiting", not known)
        self._data[i].textContent = _fitting(data) if known else "…"
        self._grads[i].textContent = _fitting(grad) if grad else "0" if known else "…"  # a new node has grad 0
        what = trace.name(i) if i < trace.leaves else "%s = %s" % (trace.name(i), trace.written(i))
        spoken = "data %s" % short(data) if known else "not computed yet"
        handed = "grad %s" % short(grad) if grad else "grad 0, nothing handed to it yet"
        group.setAttribute("aria-label", "%s, %s, %s" % (what, spoken, handed))

    def _light(self, trace, kind, current):
        for element in self._lit:
            element.classList.remove("lit", "written")
            if element.hasAttribute("marker-start"):
                element.removeAttribute("marker-start")
                element.setAttribute("marker-end", "url(#%s-out)" % self._mark)
        self._lit = []
        if current is None:  # the walk begins at the leaves
            self.view.keep_in_sight(self._centres[:1], WIDTH, HEIGHT)
            return
        self._give(self._groups[current], "lit")
        operands = trace.nodes[current]["of"]
        if kind != "start":
            for (a, b, way), path in zip(self._edges, self._paths):
                if b == current:
                    self._give(path, "lit")
                    if kind == "backward":
                        path.removeAttribute("marker-end")
                        path.setAttribute("marker-start", "url(#%s-lit)" % self._mark)
            if kind == "backward":
                for operand in operands:
                    self._give(self._groups[operand], "written")
        self.view.keep_in_sight([self._centres[i] for i in [current] + operands], WIDTH, HEIGHT)

    def _give(self, element, name):
        element.classList.add(name)
        self._lit.append(element)

    def _node(self, i, node, centre, stops):
        x, y = centre[0] - WIDTH / 2, centre[1] - HEIGHT / 2
        kind = "inner" if node["op"] else "variable" if node["name"] else "number"
        sign, below = (node.get("sign", node["op"]), node.get("below", node["name"])) if node["op"] else (node["name"] or "const", "")
        if "fold" in node:
            kind += " fold"
        focus = "" if stops is None else ' tabindex="%s"' % stops
        size = " small" if len(sign) > 4 else ""
        size += " tiny" if len(sign) > 5 else ""
        return (
            '<g class="node %s" %s="%d" data-op="%s" data-name="%s" role="img" transform="translate(%.1f %.1f)"%s>'
            '<rect width="%d" height="%d" rx="7"/><path class="split" d="M44 .5V%.1f"/>'
            '<g aria-hidden="true"><text class="sign%s" x="22" y="%d">%s</text><text class="below" x="22" y="43">%s</text>'
            '<text class="key" x="50" y="21">data</text><text class="data" x="%d" y="21"></text>'
            '<text class="key" x="50" y="41">grad</text><text class="grad" x="%d" y="41"></text></g></g>'
        ) % (
            kind, self._mark, i, _escaped(node["op"]), _escaped(node["name"]),
            x, y, focus, WIDTH, HEIGHT, HEIGHT - 0.5, size, 25 if below else 31, _escaped(sign), below, WIDTH - 6, WIDTH - 6,
        )  # fmt: skip

    def _clicked(self, target):
        group = target.closest(".node")
        if group and self._chosen:
            self._chosen(int(group.getAttribute(self._mark)))


def _arrows(mark):
    arrow = (
        '<marker id="%s-%s" class="arrow %s" viewBox="0 0 8 8" refX="%d" refY="4" markerWidth="8" markerHeight="8"'
        ' markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 .5 8 4 0 7.5z"/></marker>'
    )
    return "<defs>%s%s</defs>" % (arrow % (mark, "out", "out", 8), arrow % (mark, "lit", "lit", 8))


def _fitting(text):
    """A number that fits into a node."""
    if short(text) == text and not text[-1].isdigit():  # no number
        return text
    for written in (short(text), "%.4g" % float(text)):
        if len(written) <= LONGEST:
            return written
    return "%.2g" % float(text)


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
