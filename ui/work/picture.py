"""The boundary as a picture: scores on a grid become colours and contour lines.

In plain Python, for nets that cannot be compiled; compiled ones are drawn by `engine.compiler.pictures`.

A grid is a list of rows of finite scores, the top row first; its corners lie on the plane's corners.
"""

SHADES = 256
LARGEST = 1e100


def palette(negative, middle, positive):
    """RGBA bytes for every shade from strongly negative to strongly positive; colours are (r, g, b)."""
    shades = []
    for i in range(SHADES):
        strength = 2.0 * i / (SHADES - 1) - 1.0
        end = positive if strength > 0 else negative
        mixed = [round(m + (e - m) * abs(strength)) for m, e in zip(middle, end)]
        shades.append(bytes(mixed + [255]))
    return shades


def coloured(scores, shades):
    """The RGBA bytes of a row of scores: steep about 0, flat far from it, 0.5 being half way."""
    half = (len(shades) - 1) / 2
    return b"".join([shades[round(half + half * (s / (abs(s) + 0.5)))] for s in scores])


# Which edges of a cell a contour crosses, by which of its corners are above the level: 1 for the top left,
# 2 top right, 4 bottom right, 8 bottom left. Edges: top, right, bottom, left. Two pairs at a saddle.
_CROSSINGS = {
    1: "lt", 2: "tr", 3: "lr", 4: "rb", 5: "ltrb", 6: "tb", 7: "lb",
    8: "bl", 9: "bt", 10: "trbl", 11: "br", 12: "rl", 13: "rt", 14: "tl",
}  # fmt: skip


def finite(scores):
    """The same scores, infinite ones and those that are no number cut down to the largest that can be drawn."""
    return [min(max(s, -LARGEST), LARGEST) if s == s else LARGEST for s in scores]


def contour(scores, level):
    """The line where the score is `level`, as an SVG path in units of the grid (marching squares)."""
    parts = []
    for j in range(len(scores) - 1):
        upper, lower = scores[j], scores[j + 1]
        above, below = [s > level for s in upper], [s > level for s in lower]
        for i in range(len(upper) - 1):
            corners = above[i] + 2 * above[i + 1] + 4 * below[i + 1] + 8 * below[i]
            if corners == 0 or corners == 15:
                continue
            ends = []
            for edge in _CROSSINGS[corners]:
                if edge == "t":
                    ends.append((i + _between(upper[i], upper[i + 1], level), j))
                elif edge == "b":
                    ends.append((i + _between(lower[i], lower[i + 1], level), j + 1))
                elif edge == "l":
                    ends.append((i, j + _between(upper[i], lower[i], level)))
                else:
                    ends.append((i + 1, j + _between(upper[i + 1], lower[i + 1], level)))
            for k in range(0, len(ends), 2):
                parts.append("M%.3f %.3fL%.3f %.3f" % (ends[k] + ends[k + 1]))
    return "".join(parts)


def picture(scores, shades, levels):
    """A generator that returns the RGBA bytes of a grid of scores, and an SVG path for each level."""
    image = b"".join([coloured(row, shades) for row in scores])
    yield
    paths = []
    for level in levels:
        paths.append(contour(scores, level))
        yield
    return image, paths


def path(segments):
    """An SVG path of segments, four numbers each, as `Machine.picture` has them."""
    return "M%.2f %.2fL%.2f %.2f" * (len(segments) // 4) % tuple(segments)


def _between(a, b, level):
    """How far from a to b, as a fraction, the level lies."""
    return (level - a) / (b - a)
