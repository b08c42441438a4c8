"""Charts as SVG, from their numbers: self-contained, in light colours, for any viewer. Pure text.

>>> drawing("Loss", [chart("loss", "steps", [curve("training", ACCENT, [(0, 1.0), (10, 0.5)])])])[:4]
'<svg'
"""

from collections import namedtuple
from math import ceil, floor, isfinite, log, log10, sqrt

INK, QUIET, RULE, GROUND = "#1e1f24", "#5c5d66", "#dedad1", "#ffffff"
ACCENT, POSITIVE, NEGATIVE = "#0b6e63", "#1f5fc4", "#d4620c"
WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 30, 34  # around what is drawn
FONT = 'font-family="system-ui, sans-serif" font-size="12"'
TICKS = 6  # on an axis, about
LEAST = 1e-6  # what is below is drawn there on a logarithmic axis

Curve = namedtuple("Curve", ("name", "colour", "places", "width", "dash", "dots"))
"""A line through `places`, a list of (x, y), with a gap where y is None; dash: as in SVG; dots: their radius, 0 for none."""


def curve(name, colour, places, width=2, dash="", dots=0):
    return Curve(name, colour, places, width, dash, dots)


def drawing(title, parts, width=WIDTH):
    """An SVG file: parts, each (height, markup), below each other."""
    body, top = [], 0
    for height, markup in parts:
        body.append('<g transform="translate(0 %d)">%s</g>' % (top, markup))
        top += height
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" %s>'
    ground = '<title>%s</title><rect width="100%%" height="100%%" fill="%s"/>' % (escaped(title), GROUND)
    return head % (width, top, width, top, FONT) + ground + "\n".join(body) + "</svg>\n"


def chart(title, across, curves, log_x=False, log_y=False, low=None, high=None, percent=False):
    """A part of a drawing: curves over an axis with this name; low, high: ends of the other axis, if they are given."""
    places = [place for one in curves for place in one.places if place[1] is not None and isfinite(place[1])]
    last = max([x for x, _ in places] + [1])
    heights = [max(y, LEAST) if log_y else y for _, y in places] or [1.0]
    low, high = min(heights) if low is None else low, max(heights) if high is None else high
    if log_y:
        low, high = 10.0 ** floor(log10(low)), 10.0 ** max(ceil(log10(high)), floor(log10(low)) + 1)
        marks = [10.0**power for power in range(round(log10(low)), round(log10(high)) + 1)]
    else:
        high = high if high > low else low + 1.0
        marks = ticks(low, high)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    stretch_x = _asinh if log_x else float
    stretch_y = log10 if log_y else float

    def at(x, y):
        y = max(y, LEAST) if log_y else y
        share = (stretch_y(y) - stretch_y(low)) / (stretch_y(high) - stretch_y(low))
        return LEFT + wide * stretch_x(x) / stretch_x(last), TOP + tall * (1 - share)

    parts = [_text(LEFT, 18, title, weight="600")]
    for y in marks:
        _, height = at(0, y)
        parts.append('<path d="M%d %.1fh%d" stroke="%s"/>' % (LEFT, height, wide, RULE))
        parts.append(_text(LEFT - 6, height + 4, "%.4g%%" % (100 * y) if percent else _number(y), "end", QUIET))
    decades = [0] + [10**power for power in range(0, int(log10(last) + 1e-9) + 1)]
    for x in decades if log_x else ticks(0, last):
        parts.append(_text(at(x, marks[0])[0], HEIGHT - BOTTOM + 16, _number(x), "middle", QUIET))
    parts.append(_text(WIDTH - RIGHT, HEIGHT - 4, across, "end", QUIET))
    right = WIDTH - RIGHT
    for one in reversed(curves):
        if one.name:
            parts.append(_text(right, 18, one.name, "end", one.colour))
            right -= 8 * len(one.name) + 14
    for one in curves:
        parts.append(_path(one, at))
    return HEIGHT, "".join(parts)


def scatter(title, domain, points, lines):
    """A part of a drawing: points (x, y) and lines (name, colour, a, b, dash) over a plane (xmin, xmax, ymin, ymax)."""
    xmin, xmax, ymin, ymax = domain
    scale = (WIDTH - LEFT - RIGHT) / (xmax - xmin)
    height = TOP + scale * (ymax - ymin) + BOTTOM

    def at(x, y):
        return LEFT + scale * (x - xmin), TOP + scale * (ymax - y)

    parts = [_text(LEFT, 18, title, weight="600")]
    (left, top), (right, bottom) = at(xmin, ymax), at(xmax, ymin)
    clip = '<clipPath id="plane"><rect x="%.1f" y="%.1f" width="%.1f" height="%.1f"/></clipPath>'
    parts.append(clip % (left, top, right - left, bottom - top))
    for x in ticks(xmin, xmax):
        parts.append('<path d="M%.1f %.1fV%.1f" stroke="%s"/>' % (at(x, 0)[0], top, bottom, RULE))
        parts.append(_text(at(x, 0)[0], bottom + 16, _number(x), "middle", QUIET))
    for y in ticks(ymin, ymax):
        parts.append('<path d="M%.1f %.1fH%.1f" stroke="%s"/>' % (left, at(0, y)[1], right, RULE))
        parts.append(_text(left - 6, at(0, y)[1] + 4, _number(y), "end", QUIET))
    parts.append('<g clip-path="url(#plane)">')
    for name, colour, a, b, dash in lines:
        ends = at(xmin, a * xmin + b) + at(xmax, a * xmax + b)
        path = '<path d="M%.1f %.1fL%.1f %.1f" stroke="%s" stroke-width="2.5" stroke-dasharray="%s"><title>%s</title></path>'
        parts.append(path % (ends + (colour, dash or "none", escaped(name))))
    for x, y in points:
        parts.append('<circle cx="%.1f" cy="%.1f" r="5" fill="%s" stroke="%s"/>' % (at(x, y) + (POSITIVE, GROUND)))
    return int(height), "".join(parts) + "</g>"


def ticks(low, high):
    """Round numbers from low to high, about TICKS of them."""
    rough = (high - low) / TICKS
    power = 10.0 ** floor(log10(rough))
    step = [part * power for part in (1, 2, 5, 10) if part * power >= rough][0]
    return [i * step for i in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def escaped(text):
    """A text for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _path(one, at):
    way, pen = [], "M"
    for x, y in one.places:
        if y is None or not isfinite(y):
            pen = "M"
            continue
        way.append("%s%.1f %.1f" % ((pen,) + at(x, y)))
        pen = "L"
    path = '<path d="%s" fill="none" stroke="%s" stroke-width="%g" stroke-dasharray="%s" stroke-linejoin="round"/>'
    drawn = path % ("".join(way), one.colour, one.width, one.dash or "none") if one.width else ""
    for x, y in one.places if one.dots else ():
        if y is not None and isfinite(y):
            drawn += '<circle cx="%.1f" cy="%.1f" r="%g" fill="%s"/>' % (at(x, y) + (one.dots, one.colour))
    return drawn


def _text(x, y, text, anchor="start", colour=INK, weight="400"):
    form = '<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-weight="%s">%s</text>'
    return form % (x, y, anchor, colour, weight, escaped(text))


def _number(x):
    return ("%.4g" % (x + 0.0)).replace("-", "−")


def _asinh(x):
    return log(x + sqrt(x * x + 1.0))
