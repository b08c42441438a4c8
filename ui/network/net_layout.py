"""Where the neurons of a net are drawn: a column of tiles for each layer, folded into a grid where it is wide.

>>> len(layout((2, 16, 16, 1), 500, 300).tiles[1])
16
"""


LARGEST, LEGIBLE, SMALLEST = 36.0, 25.0, 5.0  # sides of a tile, in CSS pixels
SPACE = 0.2  # between tiles of one layer, in tiles
ROOM = 30.0  # between two layers, at least, for the edges
MOST = 8  # columns of one layer


class Layout:
    """side: of a tile; tiles: for each layer, with the inputs as the first, the (left, top) of each of its tiles."""

    def __init__(self, side, tiles):
        self.side, self.tiles = side, tiles

    def edge(self, layer, neuron, source):
        """The SVG path of the edge from `source` in the layer before to `neuron` of `layer`, which counts from 1."""
        half = self.side / 2
        x0, y0 = self.tiles[layer - 1][source]
        x1, y1 = self.tiles[layer][neuron]
        x0, y0, y1 = x0 + self.side, y0 + half, y1 + half
        bend = max(10.0, (x1 - x0) / 2)
        return "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" % (x0, y0, x0 + bend, y0, x1 - bend, y1, x1, y1)


def layout(widths, width, height):
    """The Layout of layers of `widths`, the inputs first, in a box of CSS pixels.

    Layers are folded as little as legible tiles allow, or else as the largest tiles want it.
    """
    side, folds = 0.0, [1] * len(widths)
    for most in range(1, MOST + 1):
        tall = max([widths[0]] + [-(-n // most) for n in widths])
        columns = [1] + [-(-n // tall) for n in widths[1:]]
        high = height / (tall + SPACE * (tall - 1))
        broad = (width - ROOM * (len(widths) - 1)) / (sum(columns) + SPACE * sum([c - 1 for c in columns]))
        fits = min(LARGEST, high, broad)
        if fits > side:
            side, folds = fits, columns
        if side >= LEGIBLE:
            break
    side = max(side, SMALLEST)
    pitch = side * (1 + SPACE)
    extents = [columns * pitch - side * SPACE for columns in folds]
    gap = (width - sum(extents)) / max(1, len(widths) - 1)
    tiles, left = [], 0.0
    for n, columns, extent in zip(widths, folds, extents):
        rows = -(-n // columns)
        top = (height - rows * pitch + side * SPACE) / 2
        places = []
        for i in range(n):
            row, column = i // columns, i % columns
            places.append((left + column * pitch, top + row * pitch))
        tiles.append(places)
        left += extent + gap
    return Layout(side, tiles)
