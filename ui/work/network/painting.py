"""The pictures of a net in training: its score over the plane, or a neuron's output, and the net itself.

Where there is a Machine it draws everything; without one, plain floats and Value objects do, coarsely and slowly.
"""

from engine.compiler.painter import Painter
from engine.compiler.scores import grid, scorer
from engine.value import Value
from ui.work.browser_host import BrowserHost
from ui.work.network.measures import CHUNK
from ui.work.network.net_pictures import NetPictures
from ui.work.picture import palette, path

COMPILED, HURRIED = (201, 177), (101, 89)  # columns and rows of a picture by the compiled field, and at full speed
LARGE = 5000  # parameters from which the finer one would take too long
COARSE, FINE = (33, 31), (65, 61)  # and of two pictures without one
LEVELS = (0.0, -1.0, 1.0)  # scores that have a line: the boundary, and the margin


class Drawing:
    """Draws `net`, as the page's state wants it."""

    def __init__(self):
        self.scores = self._painter = self._shape = None

    def tell(self, state, net):
        """Take over what a state says of pictures; net has its parameters."""
        self.net = net
        self._shades = palette(*state["palette"])
        if self._shape != (state["hidden"], state["bias"]):
            self._shape, self.scores = (state["hidden"], state["bias"]), None
        return self.edit(state)

    def edit(self, state):
        """Take over another domain or another view of the net; returns whether pictures are others by that."""
        wanted = state["domain"], state.get("net")
        moved = wanted != getattr(self, "_wanted", None)
        self._wanted = wanted
        self.domain, view = wanted
        self.view = NetPictures(self.net, view) if view else None
        return moved

    def prepare(self, machine):
        """Make ready what draws without a machine, if there is none."""
        if not machine and not self.scores:
            self.scores = scorer(self.net)

    def pictures(self, machine, parameters, hurried, numbers):
        """A generator of parts of an answer of `Session.frame`, or None where there is none yet: one with a machine,
        a coarse and a fine one without.

        numbers  a function without arguments: what the edges show, by parameter
        """
        if machine:
            size = HURRIED if hurried or len(parameters) > LARGE else COMPILED
            yield dict(self._by_machine(machine, *size), **self._net_by_machine(machine, numbers))
            return
        chunk = max(1, CHUNK // len(parameters))
        self._painter = self._painter or Painter(BrowserHost)
        for columns, rows in COARSE, FINE:
            scores = []
            for row in grid(self.domain, columns, rows):
                line = []
                for i in range(0, columns, chunk):
                    line += self.scores(parameters, row[i : i + chunk])
                    yield None
                scores.append(line)
            image, lines = self._painter.picture(scores, self._shades, LEVELS)
            yield _answer(image, columns, rows, path(lines[0]), "".join(map(path, lines[1:])))
        if self.view and self.view.fits:
            tiles = yield from self._tiles_by_values()
            yield {"tiles": tiles, "edges": "\n".join(self.view.paths(numbers()))}

    def _by_machine(self, machine, columns, rows):
        """The plane: the score, or the output of the neuron that is picked with the line where that switches."""
        neuron = self.view and self.view.neuron
        place = (columns, rows, self.domain, self._shades)
        image, lines = machine.picture(*place, LEVELS)
        boundary, margin = path(lines[0]), "".join(map(path, lines[1:]))
        if neuron and self._fits(machine):
            layer, index = neuron
            image, _ = machine.picture(*place, (), machine.compiled.layers[layer - 1][index])
            _, (switch,) = machine.picture(*place, (0.0,), machine.compiled.sums[layer - 1][index])
            boundary, margin = path(switch), boundary
        return _answer(image, columns, rows, boundary, margin)

    def _net_by_machine(self, machine, numbers):
        """Tiles, edges and creases, as far as the page wants them and the net has them."""
        view, found = self.view, {}
        if not view or not view.fits:
            return found
        if self._fits(machine):
            found["tiles"] = machine.tiles(*view.tile, self.domain, self._shades)
            if view.creases:
                layers = machine.creases(*HURRIED, self.domain)
                found["creases"] = ["".join(map(path, layer)) for layer in layers]
                found["crease_grid"] = HURRIED
        found["edges"] = "\n".join(view.paths(numbers()))
        return found

    def _fits(self, machine):
        shape = [len(layer) for layer in machine.compiled.layers]
        return self.view.fits and shape == [len(layer.neurons) for layer in self.net.layers]

    def _tiles_by_values(self):
        columns, rows = self.view.tile
        pictures = [[] for layer in self.net.layers for _ in layer.neurons]
        for row in grid(self.domain, columns, rows):
            lines = [[] for _ in pictures]
            for place in row:
                x, at = [Value(v) for v in place], 0
                for layer in self.net.layers:
                    x = layer(x)
                    for value in x:
                        lines[at].append(value.data)
                        at += 1
                yield None
            for picture, line in zip(pictures, lines):
                picture.append(line)
        image, _ = self._painter.picture([line for picture in pictures for line in picture], self._shades, ())
        return image


def _answer(image, columns, rows, boundary, margin):
    return {"image": image, "columns": columns, "rows": rows, "boundary": boundary, "margin": margin}
