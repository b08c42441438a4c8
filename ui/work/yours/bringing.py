"""Points out of a file, as the page asks for them: what the table is, what it becomes, and what is wrong with it."""

import json

from ui.work.registry import WithArrays, entry
from ui.work.yours.cells import Misread, short, table
from ui.work.yours.columns import FARTHEST, Labels, name_of, numbers, plain, roles, scale_of, scaled

SHOWN, WIDTH = 5, 24  # rows of the preview, and characters of a cell
AXES = ("x₁", "x₂")
NO_COLUMNS = "Three columns are needed, two of numbers and one with the label; %s."
NOT_TAKEN = " Nothing was taken."


@entry("points_of_text")
def points_of_text(choices, text):
    """A task that reads a text and says what it would be as points. It never raises what the text is to blame for.

    choices  x, y, label: columns; positive: the word that is +1; fit: "scale" or "widen"; each None to have it chosen;
             plane: the domain of the plane, (xmin, xmax, ymin, ymax)
    Returns {"trouble"}, why the text cannot be taken, "" if it can; and as far as it is known
    columns, head   the names of all columns; the first rows, cells as texts
    x, y, label     columns, positive the word that is +1, None if that is to be chosen
    classes         [[word, how many], ...]
    count           how many points; points: [[x1, x2, y], ...] as JSON
    outside         whether there are points outside the plane; far: beyond what is taken as it is
    fit, scale      what is done about that; and in words how it is scaled
    """
    found = {"trouble": ""}
    try:
        read = yield from table(text)
        columns = [name_of(read, i) if name else "column %d" % (i + 1) for i, name in enumerate(read.names)]
        found["columns"] = [name.strip("“”") for name in columns]
        found["head"] = [[_cut(cell) for cell in cells] for _, cells in read.rows[:SHOWN]]
        found["count"] = len(read.rows)
        found["points"] = yield from _points(read, choices, found)
    except Misread as wrong:
        found["trouble"] = _said(wrong) + NOT_TAKEN
        found["points"] = ""
    points = found.pop("points")
    return WithArrays(found, {"points": points})


def _points(read, choices, found):
    """A generator that returns the points as JSON, and puts into `found` what is known on the way."""
    guessed = roles(read)
    for name, guess in zip(("x", "y", "label"), guessed):
        found[name] = guess if choices[name] is None else choices[name]
    x, y, label = found["x"], found["y"], found["label"]
    if len(read.names) < 3:
        raise Misread(0, NO_COLUMNS % ("here is one" if len(read.names) == 1 else "here are two"))
    if None in (x, y, label):
        raise Misread(0, NO_COLUMNS % "choose them below")
    if len({x, y, label}) < 3:
        raise Misread(0, NO_COLUMNS % "one is chosen twice")
    try:
        first, second = yield from numbers(read, (x, y))
    except Misread as wrong:
        raise _with_line(read, wrong) from None
    for line, cells in read.rows:
        if not cells[label]:
            raise _with_line(read, Misread(line, "the label in column %s is empty" % name_of(read, label)))
    labels = Labels(read, label, choices["positive"])
    found["classes"], found["positive"] = [list(item) for item in labels.counted], labels.positive
    yield
    if labels.trouble:
        found["classes"] = found["classes"][:100]
        raise Misread(0, labels.trouble)
    first, second = _placed(read, choices, found, first, second)
    yield
    rows = zip(first, second, read.rows)
    return json.dumps([[a, b, 1 if plain(cells[label]) == labels.positive else -1] for a, b, (_, cells) in rows])


def _with_line(read, wrong):
    others = getattr(wrong, "others", 0)
    more = "" if not others else " One more is like that." if others == 1 else " %d more are like that." % others
    words = "%s: %s.%s" % (wrong.words, short(read.text_of(wrong.line), 80), more)
    return Misread(wrong.line, words, read.place)


def _placed(read, choices, found, first, second):
    """Both coordinates, scaled if they are to be."""
    xmin, xmax, ymin, ymax = choices["plane"]
    found["outside"] = not (xmin <= min(first) and max(first) <= xmax and ymin <= min(second) and max(second) <= ymax)
    found["far"] = not max(map(abs, first + second)) < FARTHEST
    found["fit"] = "widen" if not found["outside"] else "scale" if found["far"] else choices["fit"] or "scale"
    if found["outside"]:
        scales = scale_of(first), scale_of(second)
        names = [read.names[found[name]] or name for name in ("x", "y")]
        words = ["%s = (%s − %s) / %s" % (axis, _cut(name), *map(_shown, scale)) for axis, name, scale in zip(AXES, names, scales)]
        found["scale"] = ", ".join(words).replace("− −", "+ ")
    if found["fit"] == "scale":
        return [[scaled(x, *scale) for x in column] for column, scale in zip((first, second), scales)]
    return [x + 0.0 for x in first], [x + 0.0 for x in second]


def _shown(x):
    return ("%.10g" % x if float("%.10g" % x) == x else "%.17g" % x).replace("-", "−")


def _cut(cell):
    return cell if len(cell) <= WIDTH else cell[:WIDTH] + "…"


def _said(wrong):
    words = "%s %d: %s" % (wrong.place, wrong.line, wrong.words) if wrong.line else wrong.words
    return words if words.endswith((".", "!")) else words + "."
