"""The loss across the valley, where it curves most: a parabola, and the steps of gradient descent on it."""

from pyscript import document

from ui.line.sentences import FAR, steps
from ui.page.browser import by_id

WIDTH, HEIGHT, FOOT = 320.0, 130.0, 140.0  # of the drawing
NAMESPACE = "http://www.w3.org/2000/svg"


def draw_curvature(eta, steep):
    """Draw the steps from distance 1 with rate eta; steep is the curvature, None where there is no loss."""
    by_id("curvature-bowl").setAttribute("d", "M" + "L".join([_place(FAR * i / 32) for i in range(-32, 33)]))
    places = steps(eta, steep) if steep is not None else []
    path = by_id("curvature-steps")
    path.setAttribute("d", "M" + "L".join([_place(x) for x in places]) if places else "")
    dots = by_id("curvature-dots")
    dots.replaceChildren()
    for x in places:
        dot = document.createElementNS(NAMESPACE, "circle")
        dot.setAttribute("cx", _place(x).split(" ")[0])
        dot.setAttribute("cy", _place(x).split(" ")[1])
        dot.setAttribute("r", "4")
        dots.append(dot)


def _place(x):
    return "%.1f %.1f" % (WIDTH * (x / FAR + 1) / 2, FOOT - HEIGHT * x * x / (FAR * FAR))
