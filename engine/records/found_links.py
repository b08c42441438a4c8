"""Finds the link and the student's name in a line: of a mail, of a list, or of a table that a form has written.

>>> find("Ada Lovelace: https://a.example/#network?step=5")
('Ada Lovelace', 'network?step=5')
"""

import csv
import re

LINK = re.compile(r"(?:https?://|file:///)[^\s\"<>]*#[^\s\"<>]*|#(?:derivatives|line|network|code)\b[^\s\"<>]*")
SEPARATORS = ",;\t"
RESULT = re.compile(r"([?&]result=[\w%.*-]*)[" + SEPARATORS + r"].*", re.ASCII)  # a hand-in ends with its result


def find(line):
    """(the text before the link, what follows its #); ("", "") if there is no link."""
    line = line.strip("\r\n")
    for cells in _tables(line):
        for i, cell in enumerate(cells):
            found = LINK.fullmatch(cell.strip())
            if found:
                return _name(" ".join(cells[:i]) or " ".join(cells[i + 1 :])), _state(found.group())
    found = LINK.search(line)
    if not found:
        return "", ""
    return _name(line[: found.start()]), _state(RESULT.sub(r"\1", found.group()))


def _tables(line):
    """The line as a row of a table, in the ways in which it can be one."""
    for separator in SEPARATORS:
        if separator in line:
            try:
                cells = next(csv.reader([line], delimiter=separator), [])
            except csv.Error:
                continue
            if _is_table(line, cells, separator):
                yield cells


def _is_table(line, cells, separator):
    """Whether the cells with a link are whole: a table puts those with its separator in quotation marks."""
    parts = [cell for cell in cells if "=" in cell and not LINK.fullmatch(cell.strip()) and "#" not in cell]
    return len(cells) > 1 and not parts


def _state(link):
    return link.partition("#")[2].rstrip(".,;)>")


def _name(text):
    return " ".join(text.replace('"', " ").split()).strip(" :,;-<(\t")
