"""Speeds and numbers of steps, as the page sets them and says them."""

FULL = 100  # the speed control's maximum: as fast as it goes
WATCHED = 30  # its default: the moons take about five seconds


def pace(speed):
    """Steps a second at a position of the speed control: 1 at the left, 1,000 shortly before the right."""
    return 10 ** (3.0 * speed / (FULL - 1))


def speed_name(speed):
    """A position of the speed control in words."""
    if speed == FULL:
        return "full"
    rate = pace(speed)
    return "%s/s" % ("%.1f" % rate if 1 < rate < 10 else "%d" % round(rate))


def count(steps):
    """So many steps, in words."""
    return "1 step" if steps == 1 else "%d steps" % steps


def duration(seconds):
    """A time in words: 14 µs, 210 ms, 3.2 s."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size or unit == "µs":
            return "%s %s" % (digits(seconds / size), unit)


def digits(number):
    """A number above 0 with two digits, or with all those before the point: 1.4, 14, 13,200."""
    if number < 10:
        return "%.1f" % number
    text, groups = "%d" % round(number), []
    while len(text) > 3:
        text, groups = text[:-3], [text[-3:]] + groups
    return ",".join([text] + groups)
