"""The chain rule for two variables, in the letters of the tutorial and in the numbers of the graph: its formula, its
figure, the three steps of its proof, and the recursion."""

from pyscript import document

from ui.derivatives.recursion import show_recursion
from ui.page.browser import by_id
from ui.page.trace import in_mathml, short

LETTERS = ("uvw", "pqs", "ghk", "lmn", "cde")  # for the three nodes: the first that are not variables of the function
RESULTS = "rztyx"
PLACES = "figure-x figure-u figure-v figure-w figure-xu figure-xv figure-uw figure-vw proof-1 proof-2 proof-3".split()


def show_chain(trace, chain, which, names):
    """Write it for the variable number `which` of these; chain is that of ui.work.derivatives.chain_numbers."""
    place, name = by_id("chain-numbers"), names[which]
    letters = next(three for three in LETTERS if not set(three) & set(names))
    result = next(letter for letter in RESULTS if letter not in names)
    d = "d" if len(names) == 1 else "∂"
    for letter, usual in zip(letters + result, "uvwr"):
        _write("letter-" + usual, letter)
    _write("d", d)
    show_recursion(trace, name, result, d)
    _figure(trace, chain, which, name, letters)
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


def _figure(trace, chain, which, name, letters):
    """The numbers in the figure and after the steps of the proof; none of them if the graph has no such node."""
    texts = {key: "" for key in PLACES}
    label = "%s goes into %s and %s, and both go into %s." % (name, letters[0], letters[1], letters[2])
    if chain:
        inner = [_shown(number) for number in chain["inner"][which]]
        outer = [_shown(number) for number in chain["outer"]]
        for key in "uvw":
            texts["figure-" + key] = _shown(trace.data[chain[key]])
        places = [i for i in range(trace.leaves) if trace.nodes[i]["name"] == name]
        texts["figure-x"] = _shown(trace.data[places[0]]) if places else ""
        texts["figure-xu"], texts["figure-xv"] = inner[:2]
        texts["figure-uw"], texts["figure-vw"] = outer
        du, dv, dw = [in_mathml(short(number), True) for number in chain["inner"][which]]
        wu, wv = [in_mathml(short(number), True) for number in chain["outer"]]
        texts["proof-1"] = "Here: by %s and by %s." % (_math(du, "<mi>δ</mi>"), _math(dv, "<mi>δ</mi>"))
        texts["proof-2"] = "Here: by %s." % _math(wu, "<mi>α</mi><mo>+</mo>" + wv, "<mi>β</mi>")
        texts["proof-3"] = "Here: %s." % _math(wu, du + "<mo>+</mo>" + wv, dv + "<mo>=</mo>" + dw)
        label += " The derivatives on the arrows are %s, %s, %s and %s." % (inner[0], inner[1], outer[0], outer[1])
    for key in texts:
        by_id(key).innerHTML = texts[key]
    by_id("chain-figure").setAttribute("aria-label", label)


def _math(*factors):
    return "<math><mrow>%s</mrow></math>" % "<mo>·</mo>".join(factors)


def _shown(text):
    """A number, given as text, with its true minus; in parentheses, as it stands in a product, if it is negative."""
    return short(text, True).replace("-", "−")


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
