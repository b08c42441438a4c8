"""A central difference as a formula, with its numbers."""

from ui.page.trace import brief, in_mathml

FORMULA = """<math display="block"><mfrac>
<mrow>%s<mo>−</mo>%s</mrow>
<mrow><mn>2</mn><mo>·</mo><mn>%s</mn></mrow></mfrac>
<mo>=</mo><mfrac><mrow>%s<mo>−</mo>%s</mrow><mn>%s</mn></mfrac></math>"""


def quotient(name, values, which, h, above, below):
    """(name(.. + h ..) - name(.. - h ..)) / 2h in MathML.

    values, which  the arguments, as texts, and which of them is moved
    above, below   what there is at both ends, as texts of Python's
    """
    if short12(above) != short12(below):  # else in full, since all that is left of the difference is in the last digits
        above, below = short12(above), short12(below)
    ends = []
    for sign in "+−":
        numbers = [in_mathml(value) for value in values]
        numbers[which] += "<mo>%s</mo><mn>%s</mn>" % (sign, power(h))
        ends.append("<mi>%s</mi><mo>(</mo>%s<mo>)</mo>" % (name, "<mo>,</mo>".join(numbers)))
    return FORMULA % (ends[0], ends[1], power(h), in_mathml(above), in_mathml(below, True), power(2 * h))


def power(h):
    """A small number, as it is written in a formula."""
    return brief(h).replace("-", "−")


def short12(text):
    """A number, given as text, in full or to twelve digits."""
    return text[:-2] if text.endswith(".0") else "%.12g" % float(text)
