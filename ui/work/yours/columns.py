"""Which columns of a table are x, y and the label, which word is +1, and the points that follow from that."""

import math

from ui.work.yours.cells import Misread, is_number, short

LABELS = {"label", "labels", "class", "klasse", "target", "species", "kind", "category", "type", "group", "outcome"}
INDICES = {"", "index", "id", "nr", "no", "unnamed: 0", "row"}
COORDINATES = (("x", "y"), ("x1", "x2"), ("x0", "x1"))
POSITIVE = ("1", "+", "true", "yes", "ja", "positive", "pos", "blue", "blau")  # words that stand for +1 by themselves
NOTHING = {"": "is empty", "nan": "is no number", "na": "is no number", "null": "is empty", "none": "is empty"}
FEW = 10  # whole numbers in a last column without a name are classes
FARTHEST = 1e6  # from the origin, of a point as it is
DIGITS = "%.10g"  # of a label


def roles(table):
    """The columns that are x, y and the label most likely: three numbers, None for what there is none for."""
    names = [name.strip().lower() for name in table.names]
    numeric = [_is_numeric(table, i) for i in range(len(names))]
    free = [i for i in range(len(names)) if any(cells[i] for _, cells in table.rows)]
    if len(free) > 3 and free[0] == 0 and _is_index(table, names[0]):
        free.remove(0)
    label = _label(table, names, numeric, free)
    numbers = [i for i in free if numeric[i] and i != label]
    for pair in COORDINATES:
        found = [i for name in pair for i in numbers if names[i] == name]
        if len(found) == 2:
            numbers = found
    return (numbers + [None, None])[0], (numbers + [None, None])[1], label


def _is_numeric(table, column):
    cells = [cells[column] for _, cells in table.rows if cells[column]]
    return bool(cells) and 2 * sum([is_number(cell) or cell.lower() in NOTHING for cell in cells]) >= len(cells)


def _is_index(table, name):
    """Whether the first column only counts the rows."""
    counted = [cells[0] for _, cells in table.rows]
    numbers = [[str(i + start) for i in range(len(counted))] for start in (0, 1)]
    return counted in numbers and (name in INDICES or not table.headed)


def _label(table, names, numeric, free):
    for i in free:
        if names[i] in LABELS:
            return i
    words = [i for i in free if not numeric[i]]
    if words:
        return min(reversed(words), key=lambda i: len({cells[i] for _, cells in table.rows}))
    if len(free) < 3:
        return None
    words = [{plain(cells[i]) for _, cells in table.rows} for i in range(len(names))]
    if len(words[free[-1]]) <= FEW and not any(["." in word for word in words[free[-1]]]):
        return free[-1]
    return ([i for i in free if words[i] <= {"1", "-1", "0"}] + free[-1:])[0]


def plain(word):
    """A label, the same for the same number: "1" for "+1" and "1.0"."""
    number = word.replace("−", "-")
    return DIGITS % float(number.replace(",", ".")) if is_number(number) else word


class Labels:
    """The words of a column. counted: [(word, how often)], the most frequent first; positive: the one that is +1, or None.

    trouble  why the words are no two classes, "" if they are, or if one of them was chosen against all others
    """

    def __init__(self, table, column, chosen=None):
        counts = {}
        for _, cells in table.rows:
            word = plain(cells[column])
            counts[word] = counts.get(word, 0) + 1
        self.counted = sorted(counts.items(), key=lambda item: -item[1])
        self.trouble = ""
        self.positive = chosen if chosen in counts else self._guess(list(counts))
        if len(counts) > 2 and chosen not in counts:
            words = ", ".join([short(word, 20) for word in sorted(counts)[:4]])
            self.positive, more = None, " and more" if len(counts) > 4 else ""
            self.trouble = "%d classes, %s%s, are more than two. Choose one that is +1, the rest is −1, or another column."
            self.trouble %= len(counts), words, more

    def _guess(self, words):
        for word in words:
            if word.lower() in POSITIVE:
                return word
        if all(map(is_number, words)):
            largest = max(words, key=float)
            return largest if len(words) > 1 or float(largest) > 0 else ""
        return sorted(words)[-1]


def numbers(table, columns):
    """A generator that returns the numbers of these columns, a list for each; Misread at the first line with a cell that is
    none, with how many lines there are besides as its `others`."""
    found, others, first = [[] for _ in columns], 0, None
    commas = [not any(["." in cells[column] for _, cells in table.rows]) for column in columns]
    for i, (line, cells) in enumerate(table.rows):
        words = ""
        for k, column in enumerate(columns):
            cell = cells[column].replace("−", "-")
            refused = _refused(cell, commas[k])
            if refused:
                where = "column %s" % name_of(table, column)
                words = words or "%s %s" % ("%s in %s" % (short(cell, 30), where) if cell else where, refused)
            else:
                found[k].append(float(cell.replace(",", ".")))
        others += bool(words and first)
        first = first or (words and Misread(line, words))
        if i % 1000 == 999:
            yield
    if first:
        first.others = others
        raise first
    return found


def _refused(cell, commas):
    """Why a cell is no number; "" if it is one."""
    if not is_number(cell):
        return NOTHING.get(cell.lower(), "is no number")
    if "," in cell and not commas:
        return "has a comma where other numbers have a point"
    return "" if math.isfinite(float(cell.replace(",", "."))) else "is beyond the largest float"


def name_of(table, column):
    """A column in words: its name, or its number from 1 on."""
    return short(table.names[column], 30) if table.names[column] else str(column + 1)


def scale_of(numbers):
    """(middle, half): (x - middle) / half lies between -1 and 1, about, for these numbers; both are short to write."""
    low, high = min(numbers), max(numbers)
    half = high / 2 - low / 2
    if not half > 0:
        return low, 1.0
    half = float("%.4g" % half)
    places = 3 - math.floor(math.log10(half))
    middle = low / 2 + high / 2
    return (round(middle, places) if places < 300 else middle), half


def scaled(x, middle, half):
    """A coordinate that is scaled, to five decimals, which are few to write in a link; never -0."""
    return round((x - middle) / half, 5) + 0.0
