"""The chain rule for two variables, in the letters of the tutorial and in the numbers of the graph."""

from ui.browser import by_id
from ui.derivatives.trace import short


def show_chain(trace, chain, which, name):
    """Write it for the variable number `which`; chain is that of ui.work.derivatives_chain."""
    place = by_id("chain-numbers")
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
        "In the graph above, take <var>w</var> = %s = %s, %s. "
        "It is computed from <var>u</var> = %s and <var>v</var> = %s."
        % (trace.name(w), trace.written(w), where, _named(trace, u), _named(trace, v))
    )
    formula = (
        '<math display="block"><mrow>%s<mo>=</mo>%s<mo>·</mo>%s<mo>+</mo>%s<mo>·</mo>%s</mrow></math>'
        '<math display="block"><mrow><mo>=</mo>%s<mo>·</mo>%s<mo>+</mo>%s<mo>·</mo>%s<mo>=</mo>'
        '<mn class="total">%s</mn></mrow></math>'
    ) % (
        _by("d", "w", name), _by("∂", "w", "u"), _by("d", "u", name), _by("∂", "w", "v"), _by("d", "v", name),
        _number(outer[0]), _number(inner[0]), _number(outer[1]), _number(inner[1]), short(inner[2]).replace("-", "−"),
    )  # fmt: skip
    place.innerHTML = "<p>%s</p>%s" % (words, formula)


def _named(trace, node):
    name, value = trace.name(node), short(trace.data[node])
    return name if name == value else "%s = %s" % (name, value)


def _by(d, above, below):
    sign = "<mo>∂</mo>" if d == "∂" else "<mi>d</mi>"
    return "<mfrac><mrow>%s<mi>%s</mi></mrow><mrow>%s<mi>%s</mi></mrow></mfrac>" % (sign, above, sign, below)


def _number(text):
    written = short(text)
    if written.startswith("-"):
        return "<mrow><mo>(</mo><mrow><mo>−</mo><mn>%s</mn></mrow><mo>)</mo></mrow>" % written[1:]
    return "<mn>%s</mn>" % written
