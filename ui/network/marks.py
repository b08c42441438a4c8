"""What is drawn at points of the plane: a disc (+1) or a diamond (-1), rings and arrows, all as parts of a path."""

import math

from ui.page.browser import window

RADIUS = 5.0  # of a point, in CSS pixels
SMALLER = ((3000, 2.0), (300, 3.5))  # (points, from which on they are drawn smaller; their radius then)


def outlines(items, label, left, top, across, down, radius):
    """The shapes of all points with a label as the text of one SVG path: a call for each would take long. Lengths are
    eighths of a pixel.

    left, top, across, down  (x1, x2) is at ((x1 - left) * across, (top - x2) * down), in pixels
    """
    across, down, r = 8 * across, 8 * down, round(8 * radius if label > 0 else 10 * radius)
    if label > 0:
        rest = "m%d 0a%d %d 0 1 1 %d 0a%d %d 0 1 1 %d 0z" % (r, r, r, -2 * r, r, r, 2 * r)
    else:
        rest = "m0 %dl%d %dl%d %dl%d %dz" % (-r, r, r, -r, r, -r, -r)
    shapes = ["M%d %d%s" % ((x1 - left) * across, (top - x2) * down, rest) for x1, x2, y in items if y == label]
    return "".join(shapes)


def draw_dots(context, plane, ratio, held, colours):
    """The points of a plane that has points.items, domain, width and height; returns their radius.

    held     which of them are held out for the test: those are hollow; none of them is where it is empty
    colours  of the labels -1 and +1, and of the edge
    """
    items, tested = plane.points.items, ()
    radius = ([small for most, small in SMALLER if len(items) > most] + [RADIUS])[0]
    xmin, xmax, ymin, ymax = plane.domain
    placing = xmin, ymax, plane.width / (xmax - xmin), plane.height / (ymax - ymin), radius
    if True in held:
        tested = [point for point, out in zip(items, held) if out]
        items = [point for point, out in zip(items, held) if not out]
    context.setTransform(ratio / 8, 0, 0, ratio / 8, 0, 0)  # as `outlines` has it
    for points, wide in ((tested, 24), (items, 12)):
        context.lineWidth = wide if radius == RADIUS else wide / 2
        for label, colour in ((-1, colours[0]), (1, colours[1])):
            path = window.Path2D.new(outlines(points, label, *placing))
            context.fillStyle, context.strokeStyle = (colours[2], colour) if points is tested else (colour, colours[2])
            context.fill(path)
            context.stroke(path)
    return radius


def ring(context, x, y, radius):
    """Add a circle."""
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, 2 * math.pi)


def arrow(context, x, y, across, down, start):
    """Add an arrow of the length of (across, down) that begins `start` pixels off (x, y)."""
    length = math.sqrt(across * across + down * down)
    if length < 1.0:
        return
    right, below = across / length, down / length
    x, y = x + start * right, y + start * below
    tip_x, tip_y, head = x + across, y + down, min(4.0, length)
    context.moveTo(x, y)
    context.lineTo(tip_x, tip_y)
    for side in (-0.6, 0.6):
        context.moveTo(tip_x, tip_y)
        context.lineTo(tip_x - head * (right + side * below), tip_y - head * (below - side * right))


def draw_marks(context, plane, marks, radius, ink, ground):
    """Rings and arrows at points of a plane that has points.items and place(x1, x2); see `Plane.mark`."""
    picked, rings, arrows = marks
    items = plane.points.items
    context.strokeStyle, context.lineWidth = ink, 1.25
    context.beginPath()
    for index in rings:
        if index < len(items):
            ring(context, *plane.place(*items[index][:2]), radius + 3.5)
    for index, right, up in arrows:
        if index < len(items):
            arrow(context, *plane.place(*items[index][:2]), right, -up, radius + 3.5)
    context.stroke()
    if picked is not None and picked < len(items):
        for colour, width in ((ground, 5.0), (ink, 2.5)):
            context.strokeStyle, context.lineWidth = colour, width
            context.beginPath()
            ring(context, *plane.place(*items[picked][:2]), radius + 6.0)
            context.stroke()
