"""The recursion of back-propagation, with the numbers of one variable of the graph."""

from ui.page.browser import by_id
from ui.page.trace import in_mathml, short

MOST = 3  # terms that are written out
TERM = (
    "<mfrac><mrow>%s<mi>%s</mi></mrow><mrow>%s<mi>%s</mi></mrow></mfrac><mo>·</mo>"
    "<mfrac><mrow><mo>∂</mo><mi>%s</mi></mrow><mrow><mo>∂</mo><mi>%s</mi></mrow></mfrac>"
)


def show_recursion(trace, name, result, d):
    """Write it for the variable `name`; result: the letter of the result; d: the sign of its derivatives, "d" or "∂"."""
    d = "<mo>∂</mo>" if d == "∂" else "<mi>d</mi>"
    found = terms(trace, name)
    if not found:
        by_id("recursion-numbers").innerHTML = "<p>In the graph above nothing is computed from <var>%s</var>.</p>" % name
        return
    users = ["<var>%s</var>" % user for user, _, _ in found[:MOST]]
    words = "In the graph above, %s %s computed directly from <var>%s</var>%s:" % (
        " and ".join([", ".join(users[:-1]), users[-1]] if users[1:] else users),
        "is" if len(found) == 1 else "are", name,
        " (and %d more)" % (len(found) - MOST) if len(found) > MOST else "",
    )  # fmt: skip
    more = ["<mo>…</mo>"] if len(found) > MOST else []
    letters = [TERM % (d, result, d, user, user, name) for user, _, _ in found[:MOST]] + more
    numbers = [
        "%s<mo>·</mo>%s" % (in_mathml(short(grad), True), in_mathml(short(local), True)) for _, grad, local in found[:MOST]
    ]
    total = sum([float(grad) * float(local) for _, grad, local in found])
    by_id("recursion-numbers").innerHTML = (
        '<p>%s</p><math display="block"><mrow><mfrac><mrow>%s<mi>%s</mi></mrow><mrow>%s<mi>%s</mi></mrow>'
        '</mfrac><mo>=</mo>%s</mrow></math><math display="block"><mrow><mo>=</mo>%s<mo>=</mo><mn class="total">%s</mn></mrow></math>'
    ) % (
        words, d, result, d, name, "<mo>+</mo>".join(letters), "<mo>+</mo>".join(numbers + more),
        short(repr(total)).replace("-", "−"),
    )  # fmt: skip


def terms(trace, name):
    """For each use of a variable: what the node that uses it is called, d result / d that node, and the local
    derivative, as texts; a node that uses it twice comes twice."""
    grads, found = trace.grads(trace.last), []
    for state in range(trace.forward + 2, trace.last + 1):
        _, node = trace.event(state)
        local = trace.steps[state - trace.forward - 2][0]
        for operand, d in zip(trace.nodes[node]["of"], local):
            if operand < trace.leaves and trace.nodes[operand]["name"] == name:
                found.append((trace.name(node), grads[node], d))
    return found[::-1]
