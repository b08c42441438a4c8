"""Timing and tables, in CPython and in Pyodide alike.

A candidate is a function that times itself once, and returns microseconds per call. Candidates take turns, so
that whatever else the machine does meets all of them, and the median of each one's rounds is what counts.
"""

import time
from statistics import median

ROUNDS = 7
LEAST = 0.05  # seconds that a timing takes, at least: the clock of a page is coarse


def per_call(call):
    """Microseconds that one call takes, as the mean over so many calls that they take LEAST or longer."""
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            call()
        seconds = time.perf_counter() - start
        if seconds >= LEAST:
            return 1e6 * seconds / count
        count = max(2 * count, int(1.2 * count * LEAST / max(seconds, LEAST / 1000)))


def medians(candidates):
    """The median of each candidate over ROUNDS rounds in which each has its turn; one round before is not counted."""
    times = {name: [] for name in candidates}
    for number in range(1 + ROUNDS):
        for name, candidate in candidates.items():
            value = candidate()
            if number > 0:
                times[name].append(value)
    return {name: median(values) for name, values in times.items()}


def show(title, heads, rows):
    """Print a table: the first cell of a row is a name, the others are numbers and the formats they want."""
    cells = [[row[0], *[form.format(value) for value, form in row[1:]]] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells)]
    print(title)
    for row in [heads, *cells]:
        numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  " + row[0].ljust(widths[0]), *numbers, sep="  ")
    print(flush=True)
