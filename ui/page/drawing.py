"""A graph as SVG: drawn once per shape; afterwards only its texts and what is lit change, so that nothing jumps."""

from ui.page.browser import Debounced, window
from ui.page.layout import COMPACT, MOST, REGULAR, layout
from ui.page.trace import short
from ui.page.view import View

READ_ALOUD = 60  # nodes that the Tab key stops at; in larger graphs it goes past them
REST = 120  # milliseconds without a change, after which the nodes out of sight of a large graph are written
OVERVIEW = 190, 70  # pixels that the whole in small may take
KEYS = '<text class="key" x="50" y="21">data</text><text class="key" x="50" y="41">grad</text>'
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
        self._rest_soon = Debounced(self._write_all, REST)

    async def draw(self, trace):
        """A graph of another shape; show() is to follow."""
        room = self._place.clientWidth or window.innerWidth  # a chapter that is not shown has no width
        for size in (REGULAR, COMPACT):
            width, height, centres, edges = await layout(trace.nodes, size, room < NARROW)
            if self.view.can_show(width, height):
                break
        self._rest_soon.cancel()
        self._trace, self._size, self._centres, self._edges = trace, size, centres, edges
        parts = [_arrows(self._mark)]
        for a, b, way in edges:
            parts.append('<path class="edge" d="%s" marker-end="url(#%s-out)"/>' % (way, self._mark))
        stops = "0" if len(trace.nodes) <= READ_ALOUD and self._chosen else "-1"
        for i, node in enumerate(trace.nodes):
            parts.append(self._node(i, node, centres[i], stops if self._chosen else None))
        legend = '<p class="above-below">data above, grad below</p>' if size == COMPACT else ""
        self._place.innerHTML = (
            '<svg class="graph" role="group" aria-label="%s, %d nodes" tabindex="0">%s</svg>%s%s'
            % (self._label, len(trace.nodes), "".join(parts), self._overview(width, height), legend)
        )
        svg = self._place.firstElementChild
        self._paths = list(svg.querySelectorAll(".edge"))
        self._groups = list(svg.querySelectorAll(".node"))
        self._data = list(svg.querySelectorAll(".data"))
        self._grads = list(svg.querySelectorAll(".grad"))
        self._shown = [None] * len(self._groups)
        self._lit = []
        begin = [centre for centre, node in zip(centres, trace.nodes) if node["name"] and not node["op"]] or centres[:1]
        middle = [sum([centre[i] for centre in begin]) / len(begin) for i in (0, 1)]
        self.view.take(svg, width, height, middle, len(trace.nodes) <= MOST)

    def show(self, trace, state):
        """The numbers of a state, and what its step has lit."""
        self._trace, self._state = trace, state
        self._light(trace, *trace.event(state))
        large = len(trace.nodes) > MOST
        self._write_all(in_sight=large)
        if large:
            self._rest_soon()

    def part(self, others):
        """Mark the nodes whose grads differ from what they should be."""
        for i, group in enumerate(self._groups):
            group.classList.toggle("parted", i in others)

    def _write_all(self, in_sight=False):
        """Bring the nodes up to date: all, or those that are seen."""
        trace = self._trace
        known, grads = trace.known(self._state), trace.grads(self._state)
        for i in range(len(self._shown)):
            shown = (trace.data[i], i < known, grads[i])
            if shown != self._shown[i] and (not in_sight or self.view.sees(*self._centres[i])):
                self._shown[i] = shown
                self._write(trace, i, *shown)

    def _write(self, trace, i, data, known, grad):
        group = self._groups[i]
        group.setAttribute("data-value", data)
        if grad:
            group.setAttribute("data-grad", grad)
        else:
            group.removeAttribute("data-grad")
        group.classList.toggle("waiting", not known)
        longest = 8 if self._size == REGULAR else 7
        self._data[i].textContent = _fitting(data, longest) if known else "…"
        self._grads[i].textContent = _fitting(grad, longest) if grad else "0" if known else "…"  # a new node has grad 0
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
            self.view.keep_in_sight(self._centres[:1], self._size)
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
        self.view.keep_in_sight([self._centres[i] for i in [current] + operands], self._size)

    def _give(self, element, name):
        element.classList.add(name)
        self._lit.append(element)

    def _node(self, i, node, centre, stops):
        width, height = self._size
        x, y = centre[0] - width / 2, centre[1] - height / 2
        split, sign_y, name_y, data_y, grad_y = (44, 25, 43, 21, 41) if self._size == REGULAR else (40, 21, 37, 18, 36)
        kind = "inner" if node["op"] else "variable" if node["name"] else "number"
        sign, below = (node.get("sign", node["op"]), node.get("below", node["name"])) if node["op"] else (node["name"] or "const", "")
        if "fold" in node:
            kind += " fold"
        focus = "" if stops is None else ' tabindex="%s"' % stops
        size = " small" if len(sign) > (4 if self._size == REGULAR else 3) else ""
        size += " tiny" if len(sign) > 5 else ""
        return (
            '<g class="node %s" %s="%d" data-op="%s" data-name="%s" role="img" transform="translate(%.1f %.1f)"%s>'
            '<rect width="%d" height="%d" rx="7"/><path class="split" d="M%d .5V%.1f"/><g aria-hidden="true">'
            '<text class="sign%s" x="%d" y="%d">%s</text><text class="below" x="%d" y="%d">%s</text>%s'
            '<text class="data" x="%d" y="%d"></text><text class="grad" x="%d" y="%d"></text></g></g>'
        ) % (
            kind, self._mark, i, _escaped(node["op"]), _escaped(node["name"]), x, y, focus,
            width, height, split, height - 0.5, size, split / 2, sign_y if below else sign_y + 6, _escaped(sign),
            split / 2, name_y, below, KEYS if self._size == REGULAR else "", width - 6, data_y, width - 6, grad_y,
        )  # fmt: skip

    def _overview(self, width, height):
        """The whole in small, with the part that is seen and the node of the step; ui.page.view moves these."""
        w, h = self._size
        boxes = "".join(["M%d %dh%dv%dh-%dz" % (x - w / 2, y - h / 2, w, h, w) for x, y in self._centres])
        scale = min(OVERVIEW[0] / width, OVERVIEW[1] / height)
        return (
            '<svg class="overview" aria-hidden="true" hidden width="%.1f" height="%.1f" viewBox="0 0 %.1f %.1f">'
            '<path d="%s"/><rect class="seen"/><rect class="here" width="%d" height="%d"/></svg>'
        ) % (width * scale, height * scale, width, height, boxes, w, h)

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


def _fitting(text, longest):
    """A number that fits into a node."""
    if short(text) == text and not text[-1].isdigit():  # no number
        return text
    for written in (short(text), "%.4g" % float(text)):
        if len(written) <= longest:
            return written
    return "%.2g" % float(text)


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
