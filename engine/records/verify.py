"""Checks hand-ins of a task by doing them again: python3 -m engine verify LINK... | FILE... | -"""

import argparse
import csv
import os
import sys
from urllib.parse import parse_qsl

from engine.records import checking
from engine.records.found_links import find

HELP = """Each hand-in is trained again from its recipe, to the same bits, and judged. A file has a link in each line;
text before it is the student's name. A table of a form, as CSV, will do, and - reads standard input.
Exit status: 0 if every hand-in reaches its goal and is what it says, 1 if not, 2 if nothing could be checked."""
COLUMNS = ("name", "task", "goal", "why", "steps", "loss", "accuracy", "prediction", "right")
LONGEST = 1_000_000  # characters of a line
MOST = 10_000  # links
FORMULA = "=+-@\t\r"  # begin what a spreadsheet computes


def main(arguments=None):
    """Returns the exit status."""
    options = parse(arguments)
    pairs = decoded
    teachers = None
    if options.task:
        try:
            teachers = checking.Teachers(find(options.task)[1] or options.task, pairs)
        except ValueError as error:
            print("--task: %s." % error, file=sys.stderr)
            return 2
    checker = checking.Checker(pairs, options.seconds, teachers)
    rows, trouble = [], False
    for place, line in lines(options.what):
        if line is None:
            trouble = True
            print(place, file=sys.stderr)
            continue
        if len(rows) == MOST:
            print("Only the first %d links are checked." % MOST, file=sys.stderr)
            trouble = True
            break
        name, link = find(line)
        if link:
            rows.append(checker.check(link, name))
        elif line.strip():
            print("%s: there is no link." % place, file=sys.stderr)
    if not rows:
        print("There is no hand-in to check.", file=sys.stderr)
        return 2
    write(rows, options.csv)
    for sentence in remarks(checker, rows):
        print(sentence, file=sys.stderr if options.csv else sys.stdout)
    return 1 if trouble or any(row.goal != checking.REACHED for row in rows) else 0


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python3 -m engine verify", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what", nargs="+", metavar="LINK|FILE|-", help="links, files with links, or - for standard input"
    )
    parser.add_argument("--task", metavar="LINK", help="your link of the task: hand-ins of any other are marked")
    parser.add_argument("--csv", action="store_true", help="print CSV instead of a table")
    parser.add_argument("--seconds", type=seconds, default=5.0, metavar="S", help="time for each link at most (5)")
    return parser.parse_args(arguments)


def seconds(text):
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError("%r is not a number of seconds up to 3600" % text)
    return value


def decoded(text):
    """The (key, value) of a form's text, as browsers decode it."""
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def lines(what):
    """(where it stands, line) of all that was given; (a sentence, None) for what cannot be read."""
    for given in what:
        if given == "-":
            yield from _lines_of(sys.stdin.buffer, "standard input")
        elif "#" in given and not os.path.exists(given[:4000]):
            yield "The link", given[:LONGEST]
        else:
            try:
                with open(given, "rb") as file:
                    yield from _lines_of(file, given)
            except (OSError, ValueError) as error:
                yield (
                    "%s cannot be read: %s." % (checking.printable(given, 100), getattr(error, "strerror", error)),
                    None,
                )


def _lines_of(file, name):
    number = 0
    while True:
        line = file.readline(LONGEST + 1)
        if not line:
            return
        number += 1
        place = "%s, line %d" % (checking.printable(name, 100), number)
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST)
            yield "%s is longer than %d characters." % (place, LONGEST), None
        else:
            yield place, line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")


def write(rows, as_csv):
    """Print the rows, as CSV or as a table."""
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows([[_harmless(cell) for cell in row] for row in rows])
        return
    shown = [[checking.printable(cell, 28 if i < 2 else 400) for i, cell in enumerate(row)] for row in rows]
    order = [i for i in range(len(COLUMNS)) if COLUMNS[i] != "why"] + [COLUMNS.index("why")]  # the longest is last
    table = [[line[i] for i in order] for line in [list(COLUMNS)] + shown]
    widths = [max(len(line[i]) for line in table) for i in range(len(order))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def _harmless(cell):
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] and cell[0] in FORMULA else cell


def remarks(checker, rows):
    """What to know of the table."""
    reached = sum(row.goal == checking.REACHED for row in rows)
    yield "%d of %d hand-ins reach%s the goal." % (reached, len(rows), "es" if reached == 1 else "")
    if checker.tasks > 1:
        yield "They are of %d different tasks: --task LINK marks those that are not of yours." % checker.tasks
    if checker.slow:
        yield "Value objects trained these nets; with wasmtime (pip install wasmtime) it is thousands of times as fast."
