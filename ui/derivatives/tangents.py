"""Forward mode beside back-propagation: the tangents of each pass, and the grads that one pass back has given."""

from ui.page.browser import by_id
from ui.page.trace import short


def show_tangents(trace, passes, names, derivatives):
    """Write the table for these variables; passes is that of ui.work.derivatives.dual_numbers."""
    tangents, count = passes["tangents"], len(names)
    rows = ["".join(["<th scope=col>%s</th>" % words for words in ["Node", "Value"] + ["Tangent by %s" % n for n in names]])]
    first = len(trace.nodes) - len(tangents[0])
    for i in range(first, len(trace.nodes)):
        numbers = [trace.data[i]] + [one[i - first] for one in tangents]
        rows.append(_row("<code>%s</code>" % _written(trace, i).replace("<", "&lt;"), numbers))
    rows.append(_row("grad, from the one pass back", [""] + derivatives))
    by_id("forward-mode-table").innerHTML = "<thead><tr>%s</tr></thead><tbody>%s</tbody>" % (rows[0], "".join(rows[1:]))
    of_it = "1 input: 1 pass" if count == 1 else "%d inputs: %d passes" % (count, count)
    by_id("forward-mode-count").textContent = (
        "This function has %s of forward mode, %d operations. One pass forward and one back: %d operations."
        % ((of_it,) + tuple(passes["operations"]))
    )


def _written(trace, i):
    return "%s = %s" % (trace.name(i), trace.written(i)) if trace.nodes[i]["of"] else trace.name(i)


def _row(title, numbers):
    cells = "".join(["<td>%s</td>" % short(number).replace("-", "−") for number in numbers])
    return "<tr><th scope=row>%s</th>%s</tr>" % (title, cells)
