"""Files of points as tables: texts in cells, by line. Reads CSV, TSV, semicolons, spaces and JSON; judges no number.

>>> table("x,y,label\\n1,2,red").rows
[(2, ['1', '2', 'red'])]
"""

import csv
import json
import re

DELIMITERS = ("\t", ";", ",", "|", None)  # None: any white space
LOOKED_AT = 20  # lines, to find what separates the cells
MOST = 100_000  # points
DEEPEST = 20  # brackets of JSON within one another; a browser's stack ends at some depth
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
EMPTY = "There is nothing here to read: no line with a point."
MANY = "These are %s points, and at most 100,000 can be taken."


class Misread(Exception):
    """What is wrong with a text, a sentence, and the number of its line, or of its point; 0 if it has none."""

    def __init__(self, line, words, place="Line"):
        super().__init__(words)
        self.line, self.words, self.place = line, words, place


class Table:
    """names: of the columns, "" where there is none. rows: [(line, cells)], of equal length, stripped.

    place    "Line" or "Point": what the numbers of the rows count, from 1 on
    headed   whether the names come from the text
    """

    def __init__(self, names, rows, place, headed, texts):
        self.names, self.rows, self.place, self.headed = names, rows, place, headed
        self._texts = texts

    def text_of(self, line):
        """What stands there."""
        return self._texts(line)


def table(text):
    """A generator that returns the Table of a text; Misread, with the line, if it is none."""
    text = text.lstrip("\ufeff")
    if "\0" in text:
        raise Misread(0, "This is no text: it has zero bytes in it.")
    if text.lstrip()[:1] in ("[", "{"):
        return (yield from _of_json(text))
    return (yield from _of_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def is_number(cell):
    """Whether a cell is written as a number, with a point or a comma before its decimals."""
    return NUMBER.fullmatch(cell) is not None


def _of_lines(lines):
    numbered = [(i + 1, line) for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    if numbered and re.fullmatch(r"sep=.\s*", numbered[0][1]):  # as Excel likes it
        numbered.pop(0)
    if not numbered:
        raise Misread(0, EMPTY)
    if len(numbered) > MOST + 1:
        raise Misread(0, MANY % format(len(numbered), ","))
    delimiter, rows = _delimiter([line for _, line in numbered[:LOOKED_AT]]), []
    for number, line in numbered:
        rows.append((number, cells_of(line, delimiter, number)))
        if len(rows) % 1000 == 0:
            yield
    names = rows[0][1]
    headed = any(names) and (not any(map(is_number, names)) or _counts(names))
    if headed:
        rows.pop(0)
    if not rows:
        raise Misread(0, "There is a header (%s), and no line with a point below it." % short(", ".join(names)))
    if len(rows) > MOST:
        raise Misread(0, MANY % format(len(rows), ","))
    width = len(rows[0][1])
    if not headed:
        names = [""] * width
    elif len(names) == width - 1:  # names of rows have none themselves, as R writes it
        names = [""] + names
    if len(names) < width:
        raise Misread(rows[0][0], "%d cells are more than the %d names above" % (width, len(names)))
    width = len(names)
    for number, cells in rows:
        if len(cells) == width + 1 and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            expected = "1 cell" if width == 1 else "%d cells" % width
            raise Misread(number, "%d where %s are expected: %s" % (len(cells), expected, short(lines[number - 1])))
    return Table(names, rows, "Line", headed, lambda line: lines[line - 1].strip())


def cells_of(line, delimiter, number):
    """The cells of a line."""
    if delimiter is None:
        return [cell.strip('"') for cell in line.split()]
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))]
    except csv.Error:
        raise Misread(number, "a quote is not closed, or something stands behind it: %s" % short(line)) from None


def _counts(names):
    """Whether these are the names that pandas gives: nothing over the index, then 0, 1, 2."""
    return not names[0] and names[1:] == [str(i) for i in range(len(names) - 1)]


def _delimiter(lines):
    """What separates the cells: what makes the most lines have three cells, two of them numbers."""

    def worth(delimiter):
        points = several = 0
        for line in lines:
            try:
                cells = cells_of(line, delimiter, 0)
            except Misread:
                continue
            several += len(cells) > 1
            points += len(cells) > 2 and sum(map(is_number, cells)) > 1
        return points, several

    return max(DELIMITERS, key=worth)


def _of_json(text):
    if _depth(text) > DEEPEST:
        raise Misread(0, "This JSON has more than %d brackets within one another." % DEEPEST)
    try:
        thing = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        words = "this is no JSON, at character %d: %s" % (error.colno, error.msg)
        raise Misread(error.lineno, "%s: %s" % (words, short(line[max(0, error.colno - 20) :]))) from None
    names, items = _items(thing)
    if not items:
        raise Misread(0, EMPTY)
    if len(items) > MOST:
        raise Misread(0, MANY % format(len(items), ","))
    headed = names is not None or isinstance(items[0], dict)
    if isinstance(items[0], dict):
        names = list(items[0])
    elif isinstance(items[0], list):
        names = names or [""] * len(items[0])
    rows = []
    for i, item in enumerate(items):
        rows.append((i + 1, _row(item, names, i + 1, isinstance(items[0], dict))))
        if i % 1000 == 999:
            yield
    texts = [", ".join(cells) for _, cells in rows]
    return Table(names, rows, "Point", headed, lambda line: texts[line - 1])


def _items(thing):
    """The names of the columns, or None, and the points of a JSON: a list, an object with one, or with a list a column."""
    if isinstance(thing, list):
        return None, thing
    lists = {key: value for key, value in thing.items() if isinstance(value, list) and value}
    if isinstance(thing.get("columns"), list) and isinstance(thing.get("data"), list):  # as pandas splits it
        return [_cell(name) or "" for name in thing["columns"]], thing["data"]
    for key in ("points", "data", *lists):
        if key in lists and isinstance(lists[key][0], (list, dict)):
            return None, lists[key]
    if len(lists) > 1 and len({len(value) for value in lists.values()}) == 1:
        return list(lists), [list(cells) for cells in zip(*lists.values())]
    raise Misread(0, "This JSON has no list of points in it: rows [x, y, label], or objects with the same names.")


def _row(item, names, number, objects):
    text = short(json.dumps(item, ensure_ascii=False).replace('"', ""))
    if objects != isinstance(item, dict) or not isinstance(item, (dict, list)):
        kind = "an object, as the first is" if objects else "a row [x, y, label]"
        raise Misread(number, "%s is not %s" % (text, kind), "Point")
    if not objects and len(item) != len(names):
        raise Misread(number, "%d numbers or words where %d are expected: %s" % (len(item), len(names), text), "Point")
    cells = [_cell(item.get(name, "")) for name in names] if objects else [_cell(value) for value in item]
    if None in cells:
        words = "one number or word for each name is expected, and there is a list: %s"
        raise Misread(number, words % text, "Point")
    return cells


def _cell(value):
    """A value of JSON as the text of a cell; None for a list or an object."""
    if isinstance(value, (list, dict)):
        return None
    return value.strip() if isinstance(value, str) else "" if value is None else str(value).lower()


def _depth(text):
    """How many brackets lie within one another; 0 if that is soon seen to be few enough."""
    brackets = re.sub(r"[^\[\]{}]+", "", text)
    for _ in range(DEEPEST):
        brackets = brackets.replace("[]", "").replace("{}", "")
    if not brackets:
        return 0
    depth = deepest = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        deepest = max(deepest, depth)
    return deepest


def short(text, most=60):
    """A text as it is named in a sentence, in one line."""
    text = " ".join(text.split())
    return "“%s”" % (text if len(text) <= most else text[:most] + "…")
