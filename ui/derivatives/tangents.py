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
        rows.append(_row("<code>%s</code>" % _written(trace, i).replace("<", "&lt;"), numbers, "result" if i == len(trace.nodes) - 1 else ""))
    rows.append(_row("grad, from the one pass back", [""] + derivatives, "back"))
    by_id("forward-mode-table").innerHTML = "<thead><tr>%s</tr></thead><tbody>%s</tbody>" % (rows[0], "".join(rows[1:]))
    by_id("forward-mode-count").textContent = (
        "This function has %d input%s: %d pass%s of forward mode, %d operations. One pass forward and one back: %d operations."
        % (count, "" if count == 1 else "s", count, "" if count == 1 else "es", passes["operations"][0], passes["operations"][1])
    )


def _written(trace, i):
    return "%s = %s" % (trace.name(i), trace.written(i)) if trace.nodes[i]["of"] else trace.name(i)


def _row(title, numbers, kind):
    cells = "".join(["<td>%s</td>" % short(number).replace("-", "−") for number in numbers])
    return '<tr class="%s"><th scope=row>%s</th>%s</tr>' % (kind, title, cells)
