"""The colours of losses, by their logarithm, and the levels at which lines are drawn: 1, 2 and 5 times powers of ten."""

from math import floor, isfinite, log10

from engine.compiler.memory import SHADES
from engine.compiler.pictures import HALF

LOWEST = 1e-9  # the least loss that has a level
DECADES = 6  # tenfold differences of losses that have colours of their own, below the highest
MOST = 16  # levels that have lines


def level_lines(losses):
    """(low, high, levels): between which losses colours change, and the levels that get a line, low to high."""
    finite = [x for x in losses if isfinite(x)] or [1.0]
    high = step_from(max(max(finite), LOWEST * 10), 1)
    low = step_from(max(min(finite), high * 10.0**-DECADES, LOWEST), -1)
    while low >= high:
        high = step_from(high * 1.01, 1)
    levels = [float("%.0e" % low)]
    while levels[-1] < high:
        levels.append(step_from(levels[-1] * 1.01, 1))
    powers = [level for level in levels if ("%.0e" % level)[0] == "1"]
    return low, high, powers if len(levels) > MOST and len(powers) > 2 else levels


def step_from(number, way):
    """The nearest of 1, 2, 5, 10, 20, ... times a power of ten that is not below (way 1) or not above (-1) a number."""
    power = floor(log10(number))
    ladder = [float("%de%d" % (digit, exponent)) for exponent in (power - 1, power, power + 1) for digit in (1, 2, 5)]
    return min([x for x in ladder if x >= number]) if way > 0 else max([x for x in ladder if x <= number])


def shades(ramp):
    """RGBA bytes for every shade of a picture of numbers from -1 to 1; ramp: (r, g, b) at -1, 0 and 1."""
    found = []
    for i in range(SHADES):
        strength = 2.0 * i / (SHADES - 1) - 1.0
        size = abs(strength)
        s = min(1.0, HALF * size / (1.0 - size)) if size < 1.0 else 1.0  # of which the picture makes this strength
        end = ramp[2] if strength > 0 else ramp[0]
        found.append(bytes([round(m + (e - m) * s) for m, e in zip(ramp[1], end)] + [255]))
    return found
