"""The chain rule for two variables, in the letters of the tutorial and in the numbers of the graph."""

from pyscript import document

from ui.page.browser import by_id
from ui.page.trace import in_mathml, short

LETTERS = ("uvw", "pqs", "ghk", "lmn", "cde")  # for the three nodes: the first that are not variables of the function
RESULTS = "rztyx"


def show_chain(trace, chain, which, names):
    """Write it for the variable number `which` of these; chain is that of ui.work.derivatives.chain_numbers."""
    place, name = by_id("chain-numbers"), names[which]
    letters = next(three for three in LETTERS if not set(three) & set(names))
    result = next(letter for letter in RESULTS if letter not in names)
    d = "d" if len(names) == 1 else "∂"
    for letter, usual in zip(letters + result, "uvwr"):
        _write("letter-" + usual, letter)
    _write("d", d)
    if not chain:
        place.innerHTML = (
            "<p>No node of this graph is computed from two others, so its chain has one link at a time. "
            "Choose “A shared node” above.</p>"
        )
        return
    w, u, v = chain["w"], chain["u"], chain["v"]
    where = "the result" if w == len(trace.nodes) - 1 else "the node nearest to the result where two others meet"
    inner, outer = chain["inner"][which], chain["outer"]
    words = (
        "In the graph above, take <var>%s</var> = %s = %s, %s. "
        "It is computed from <var>%s</var> = %s and <var>%s</var> = %s."
    ) % (letters[2], trace.name(w), trace.written(w), where, letters[0], _named(trace, u), letters[1], _named(trace, v))
    u, v, w = letters
    formula = (
        '<math display="block"><mrow>%s<mo>=</mo>%s<mo>·</mo>%s<mo>+</mo>%s<mo>·</mo>%s</mrow></math>'
        '<math display="block"><mrow><mo>=</mo>%s<mo>·</mo>%s<mo>+</mo>%s<mo>·</mo>%s<mo>=</mo>'
        '<mn class="total">%s</mn></mrow></math>'
    ) % (
        _by(d, w, name), _by("∂", w, u), _by(d, u, name), _by("∂", w, v), _by(d, v, name),
        in_mathml(short(outer[0]), True), in_mathml(short(inner[0]), True), in_mathml(short(outer[1]), True),
        in_mathml(short(inner[1]), True), short(inner[2]).replace("-", "−"),
    )  # fmt: skip
    place.innerHTML = "<p>%s</p>%s" % (words, formula)


def _write(style, text):
    """Write a text into all elements of this class in the chapter."""
    for element in document.querySelectorAll("#derivatives ." + style):
        element.textContent = text


def _named(trace, node):
    name, value = trace.name(node), short(trace.data[node])
    return name if name == value else "%s = %s" % (name, value)


def _by(d, above, below):
    sign = "<mo>∂</mo>" if d == "∂" else "<mi>d</mi>"
    return "<mfrac><mrow>%s<mi>%s</mi></mrow><mrow>%s<mi>%s</mi></mrow></mfrac>" % (sign, above, sign, below)
