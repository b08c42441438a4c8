"""Where the nodes of a graph are drawn, and the way of its edges: by Graphviz, or in columns where that takes long."""

from pyscript.ffi import to_js

from ui.page.browser import attempt
from ui.page.libraries import viz

REGULAR, COMPACT = (158, 52), (104, 44)  # width and height of a node, in pixels at scale 1
MOST = 100  # nodes that are left to Graphviz; it takes half a minute for three times as many
INCH = 72  # pixels: Graphviz counts in inches
BETWEEN = 60, 18  # pixels between columns and between rows that are laid out here


async def layout(nodes, size, down=False):
    """For nodes as in ui.work.graph: (width, height, [(x, y) of each centre], edges).

    size   of a node: REGULAR or COMPACT
    down   from top to bottom instead of from left to right, for a narrow screen

    edges  a list of (operand, node, the path of the line as SVG writes it), in the order of the nodes
    """
    if len(nodes) > MOST:
        return columns(nodes, size)
    try:
        library = await viz()
    except Exception:  # it could not be fetched
        return columns(nodes, size)
    graph = written(nodes, size, "TB" if down else "LR")
    worked, text = attempt(library, "renderString", graph, to_js({"format": "plain"}))
    return read_plain(str(text), nodes) if worked else columns(nodes, size)


def written(nodes, size, direction):
    """A graph in Graphviz's language."""
    apart = (direction,) + ((0.22, 0.4) if size == REGULAR else (0.15, 0.2))
    lines = ["digraph { graph [rankdir=%s nodesep=%g ranksep=%g]" % apart]
    lines.append('node [shape=box fixedsize=true width=%.4f height=%.4f label=""]' % (size[0] / INCH, size[1] / INCH))
    lines.append("edge [arrowhead=none]")
    lines += ["%d" % i for i in range(len(nodes))]
    lines += ["%d -> %d" % edge for edge in edges_of(nodes)]
    return "\n".join(lines + ["}"])


def edges_of(nodes):
    return [(operand, i) for i, node in enumerate(nodes) for operand in node["of"]]


def read_plain(text, nodes):
    """What Graphviz answers in its format "plain"."""
    centres, ways = [None] * len(nodes), {}
    for line in text.split("\n"):
        words = line.split(" ")
        if words[0] == "graph":
            width, height = float(words[2]) * INCH, float(words[3]) * INCH
        elif words[0] == "node":
            centres[int(words[1])] = (float(words[2]) * INCH, height - float(words[3]) * INCH)
        elif words[0] == "edge":
            count = int(words[3])
            numbers = [float(word) * INCH for word in words[4 : 4 + 2 * count]]
            points = ["%.1f %.1f" % (numbers[i], height - numbers[i + 1]) for i in range(0, 2 * count, 2)]
            way = "M%sC%s" % (points[0], " ".join(points[1:]))
            ways.setdefault((int(words[1]), int(words[2])), []).append(way)
    return width, height, centres, [(a, b, ways[a, b].pop(0)) for a, b in edges_of(nodes)]


def columns(nodes, size):
    """Each node in the column after the last of its operands, leaves just before their first use."""
    depths = [0] * len(nodes)
    for i, node in enumerate(nodes):
        if node["of"]:
            depths[i] = 1 + max([depths[operand] for operand in node["of"]])
    first = {}
    for operand, i in edges_of(nodes):
        first[operand] = min(first.get(operand, depths[i]), depths[i])
    for i, node in enumerate(nodes):
        if not node["of"] and i in first:
            depths[i] = first[i] - 1
    width, height = size
    column, row_height = width + BETWEEN[0], height + BETWEEN[1]
    filled, centres = {}, []
    for depth in depths:
        row = filled.get(depth, 0)
        filled[depth] = row + 1
        centres.append((width / 2 + depth * column, height / 2 + row * row_height))
    edges = []
    for a, b in edges_of(nodes):
        x1, y1, x2, y2 = centres[a][0] + width / 2, centres[a][1], centres[b][0] - width / 2, centres[b][1]
        edges.append((a, b, "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f" % (x1, y1, x1 + 30, y1, x2 - 30, y2, x2, y2)))
    return max(depths) * column + width, (max(filled.values()) - 1) * row_height + height, centres, edges
