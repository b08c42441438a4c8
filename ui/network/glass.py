"""The net of glass: every neuron a small picture of its output over the plane, every edge its weight.

The worker sends the pictures as one image, tile below tile, and the edges as SVG paths by sign and size. What can
be picked lies above them: a button for each neuron, an invisible path for each edge.
"""

from pyscript import document

from ui.network.inside_words import first_capital, neuron, tiny
from ui.network.net_layout import LEGIBLE, layout
from ui.page.browser import by_id, listen, on_other_resolution, printing, window

SVG = "http://www.w3.org/2000/svg"
TILE = (16, 14)  # columns and rows of a neuron's picture
SIZES = 6  # widths of edges
THIN, THICK = 0.5, 5.0  # in CSS pixels
MOST = 1200  # edges up to which they can be picked in the drawing; those of wider nets in the formula of a neuron
NAMES = ("x₁", "x₂")


class Glass:
    """Shows the net whose hidden layers are `values["hidden"]`; calls picked() when another part of it is picked,
    and laid_out() when it has to be drawn otherwise.

    part  what is picked: ("neuron", layer, index), ("edge", layer, neuron, source), or None
    """

    def __init__(self, values, picked, laid_out):
        self._values, self._picked, self._laid_out = values, picked, laid_out
        self.part = None
        self.gradients = self.creases = False  # whether edges show gradients; whether the plane shows creases
        self.told = False  # whether the plane shows creases while words speak of them
        self.pictured = None  # (layer, index) of a neuron that the plane shows while words speak of it
        self._hovered = None  # (layer, index) of the neuron under the mouse, which the plane shows meanwhile
        self.shown = False  # whether there is room to draw it
        self._place = by_id("net")
        self._tiles = by_id("net-tiles")
        self._context = self._tiles.getContext("2d")
        self._atlas = document.createElement("canvas")
        self._widths = self._box = self._ratio = self._layout = None
        self._neurons, self._hits, self._strokes = {}, {}, []
        self._shows = "score"  # what the colours of the plane are
        self._lit = [], []  # neurons and edges
        self._make_strokes()
        listen(self._place, "click", self._clicked)
        listen(self._place, "keydown", self._key, passive=False)
        listen(self._place, "pointerover", lambda event: self._hover(event))
        listen(self._place, "pointerleave", lambda event: self._hover(None))
        window.ResizeObserver.new(lambda entries, observer: self.fit() and laid_out()).observe(self._place)
        on_other_resolution(lambda: self.fit() and laid_out())
        self.fit()

    @property
    def widths(self):
        """How many inputs there are, and how many neurons in each layer."""
        return (2,) + tuple(self._values["hidden"]) + (1,)

    def fit(self):
        """Lay the net out anew, if it or its box is another one; returns whether it is."""
        box, ratio = (self._place.clientWidth, self._place.clientHeight), window.devicePixelRatio or 1
        widths = self.widths
        if (widths, box, ratio) == (self._widths, self._box, self._ratio) or not (box[0] and box[1]) or printing():
            return False
        same = widths == self._widths
        if not same:
            self.part = self._hovered = self.pictured = None
        self._widths, self._box, self._ratio, self.shown = widths, box, ratio, True
        self._layout = layout(widths, box[0], box[1])
        self._tiles.width, self._tiles.height = round(box[0] * self._ratio), round(box[1] * self._ratio)
        self._place.style.setProperty("--shape", "%d / %d" % box)
        for name in ("net-edges", "net-hits"):
            by_id(name).setAttribute("viewBox", "0 0 %d %d" % box)
        self._make_parts()
        if same:
            self._draw_tiles()
        return True

    def wanted(self):
        """What the worker has to know to draw: the tile's columns and rows, and where the edges end."""
        if not self.shown:
            return None
        neuron = self._hovered or self.pictured or (self.part[1:] if self.part and self.part[0] == "neuron" else None)
        shows = "neuron" if neuron and neuron[0] < len(self._widths) - 1 else "score"
        if shows != self._shows:
            self._shows = shows
            by_id("plane-legend").setAttribute("data-shows", shows)
        return {
            "tile": TILE,
            "sizes": SIZES,
            "side": self._layout.side,
            "places": self._layout.tiles,
            "neuron": neuron,
            "gradients": self.gradients,
            "creases": self.creases or self.told,
        }

    def show(self, image, edges):
        """Draw pictures of all neurons and the edges.

        image  RGBA pixels as a Uint8ClampedArray, TILE for each neuron, one below the other
        edges  SVG paths, a line each: the negative ones from thin to thick, then the positive ones
        """
        count = sum(self._widths[1:])
        columns, rows = TILE
        if image.length != 4 * columns * rows * count or not self._layout:
            return  # of a net that was here before
        if self._atlas.height != rows * count:
            self._atlas.width, self._atlas.height = columns, rows * count
        self._atlas.getContext("2d").putImageData(window.ImageData.new(image, columns, rows * count), 0, 0)
        self._draw_tiles()
        for stroke, path in zip(self._strokes, str(edges).split("\n")):
            stroke.setAttribute("d", path)

    def _draw_tiles(self):
        columns, rows = TILE
        side, ratio, top = self._layout.side * self._ratio, self._ratio, 0
        for places in self._layout.tiles[1:]:
            for x, y in places:
                self._context.drawImage(self._atlas, 0, top, columns, rows, x * ratio, y * ratio, side, side)
                top += rows

    def nothing(self):
        """The net has no pictures."""
        self._context.clearRect(0, 0, self._tiles.width, self._tiles.height)
        for stroke in self._strokes:
            stroke.removeAttribute("d")

    def mark(self, places, weights, gradients):
        """Write the numbers of the edges where they can be read.

        places      (layer, neuron, source) -> the place among the parameters
        weights, gradients  by that; gradients may be None
        """
        for key, hit in self._hits.items():
            if key in places:
                hit.setAttribute("data-weight", repr(weights[places[key]]))
                if gradients is not None:
                    hit.setAttribute("data-grad", repr(gradients[places[key]]))

    def silence(self, silent):
        """Mark the (layer, index) of neurons that no point switches on."""
        for key, button in self._neurons.items():
            button.classList.toggle("silent", key in silent)

    def light(self, neurons, edges):
        """Light (layer, index) of neurons and (layer, neuron, source) of edges, and nothing else."""
        for lit, wanted, elements in ((self._lit[0], neurons, self._neurons), (self._lit[1], edges, self._hits)):
            for key in lit:
                if key in elements:
                    elements[key].classList.remove("lit")
            lit[:] = [tuple(key) for key in wanted]
            for key in lit:
                if key in elements:
                    elements[key].classList.add("lit")

    def pick(self, part):
        """Pick a part of the net, or with None none."""
        self.part = part
        self._mark_picked()
        self._picked()

    def label(self, values, grads, back):
        """Show at each neuron its value, or with `back` its grad, for the picked point: lists by layer; None for none."""
        by_id("net").classList.toggle("with-numbers", values is not None and self._layout.side >= LEGIBLE)
        for (layer, index), button in self._neurons.items():
            if values is None or layer > len(values) or index >= len(values[layer - 1]):
                button.removeAttribute("data-value")
                button.removeAttribute("data-grad")
                button.textContent = ""
                button.setAttribute("aria-label", str(button.title))
                button.classList.remove("idle")
                continue
            value, grad = values[layer - 1][index], grads[layer - 1][index]
            button.setAttribute("data-value", repr(value))
            button.setAttribute("data-grad", repr(grad))
            number = grad if back else value
            button.textContent = tiny(number) if number else "0"
            button.setAttribute("aria-label", "%s: %s" % (button.title, button.textContent))
            button.classList.toggle("idle", not number)

    def _make_strokes(self):
        for sign in ("negative", "positive"):
            for size in range(SIZES):
                path = document.createElementNS(SVG, "path")
                path.setAttribute("class", sign)
                path.setAttribute("stroke-width", "%.2f" % (THIN + (THICK - THIN) * size / (SIZES - 1)))
                path.setAttribute("opacity", "%.2f" % (0.35 + 0.55 * size / (SIZES - 1)))
                by_id("net-edges").append(path)
                self._strokes.append(path)

    def _make_parts(self):
        """A label for each input, a button for each neuron, a path for each edge that can be picked.

        Their places are shares of the box, so that on paper, where the box is another one, they fit the drawing.
        """
        parts, side = by_id("net-parts"), self._layout.side
        across, down = 100 / self._box[0], 100 / self._box[1]
        parts.replaceChildren()
        self._neurons = {}
        for layer, places in enumerate(self._layout.tiles):
            for index, (x, y) in enumerate(places):
                part = document.createElement("button" if layer else "span")
                box = (x * across, y * down, side * across, side * down)
                part.style.cssText = "left:%.3f%%;top:%.3f%%;width:%.3f%%;height:%.3f%%" % box
                if layer:
                    part.type = "button"
                    part.setAttribute("data-neuron", "%d,%d" % (layer, index))
                    name = first_capital(neuron(layer, index, self._layout.tiles[1:]))
                    part.setAttribute("aria-label", name)
                    part.title = name
                    self._neurons[(layer, index)] = part
                else:
                    part.textContent = NAMES[index]
                parts.append(part)
        self._make_hits()
        self._mark_picked()
        self.light(*[list(lit) for lit in self._lit])

    def _make_hits(self):
        hits = by_id("net-hits")
        hits.replaceChildren()
        self._hits = {}
        if sum([a * b for a, b in zip(self._widths, self._widths[1:])]) > MOST:
            return
        for layer in range(1, len(self._widths)):
            for index in range(self._widths[layer]):
                for source in range(self._widths[layer - 1]):
                    hit = document.createElementNS(SVG, "path")
                    hit.setAttribute("d", self._layout.edge(layer, index, source))
                    hit.setAttribute("data-edge", "%d,%d,%d" % (layer, index, source))
                    hits.append(hit)
                    self._hits[(layer, index, source)] = hit

    def _mark_picked(self):
        """One neuron takes the keyboard's focus, the picked one if there is one; what is picked is marked."""
        kind, key = (self.part[0], self.part[1:]) if self.part else (None, None)
        stop = key if kind == "neuron" else key[:2] if kind == "edge" else (1, 0)
        for place, button in self._neurons.items():
            button.tabIndex = 0 if place == stop else -1
            button.setAttribute("aria-pressed", "true" if kind == "neuron" and place == key else "false")
        for place, hit in self._hits.items():
            hit.classList.toggle("picked", kind == "edge" and place == key)

    def _clicked(self, event):
        tile, edge = event.target.closest("[data-neuron]"), event.target.closest("[data-edge]")
        if tile:
            part = ("neuron",) + _numbers(tile.dataset.neuron)
        elif edge:
            part = ("edge",) + _numbers(edge.dataset.edge)
        else:
            part = None
        self.pick(None if part == self.part else part)

    def _hover(self, event):
        tile = event and str(event.pointerType) == "mouse" and event.target.closest("[data-neuron]")
        hovered = _numbers(tile.dataset.neuron) if tile else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._laid_out()

    def _key(self, event):
        tile = event.target.closest("[data-neuron]")
        moves = {"ArrowUp": (0, -1), "ArrowDown": (0, 1), "ArrowLeft": (-1, 0), "ArrowRight": (1, 0)}
        if tile and str(event.key) in moves:
            event.preventDefault()
            layer, index = _numbers(tile.dataset.neuron)
            along, across = moves[str(event.key)]
            layer = min(max(layer + along, 1), len(self._widths) - 1)
            if along:
                index = index * self._widths[layer] // self._widths[_numbers(tile.dataset.neuron)[0]]
            index = min(max(index + across, 0), self._widths[layer] - 1)
            for button in self._neurons.values():
                button.tabIndex = -1
            self._neurons[(layer, index)].tabIndex = 0
            self._neurons[(layer, index)].focus()


def _numbers(text):
    return tuple([int(part) for part in str(text).split(",")])
