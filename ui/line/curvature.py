"""How large the rate can be: in numbers, in words, and as steps on the parabola where the loss curves most."""

from pyscript import document

from engine.exhibits.bowl import growth
from ui.line import sentences as words
from ui.line.sentences import FAR, steps
from ui.page.browser import by_id

WIDTH, HEIGHT, FOOT = 320.0, 130.0, 140.0  # of the drawing
NAMESPACE = "http://www.w3.org/2000/svg"


def show_rate(eta, bowl, examples):
    """Show what to expect of this rate, and of others; bowl is the examples' loss, None without any."""
    by_id("line-largest-full").textContent = "%.3g" % bowl.largest_full() if bowl else "–"
    by_id("line-largest-single").textContent = "%.3g" % bowl.largest_single() if bowl else "–"
    by_id("line-steep").textContent = "%.3g" % bowl.steep if bowl else "–"
    by_id("line-verdict").textContent = words.verdict(eta, bowl, growth(examples, eta))
    by_id("line-bounce").textContent = words.curvature(eta, bowl.steep) if bowl else ""
    _draw(eta, bowl.steep if bowl else None)


def _draw(eta, steep):
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
