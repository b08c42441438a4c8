"""What the chapter says in words and numbers. Pure text, without a browser."""

from math import log10

from engine.exhibits.bowl import STABLE

HELLO = "Press Train, or step through it. Click to add points of your own."
RESET = "Back at the start."
NO_POINTS = "There are no points, so there is no line to find. Click the plane to add some, or press New points."


def number(value):
    """A number with four decimals, or in powers of ten if it is large."""
    return "%.4f" % value if abs(value) < 1e4 else "%.1e" % value


def signed(value):
    """The same with two decimals and a real minus sign, for running text."""
    return ("%.2f" % value if abs(value) < 1e4 else "%.1e" % value).replace("-", "−")


def example(examples, journey):
    """The example under way, or the last one: where it is and how far the line misses it."""
    if journey.example is None or journey.example >= len(examples):
        return "No example yet."
    x, y = examples[journey.example]
    height = journey.a * x + journey.b
    return "Example %d of %d: x = %s, y = %s; the line is at %s, off by %s." % (
        journey.example + 1, len(examples), signed(x), signed(y), signed(height), signed(height - y),
    )  # fmt: skip


def paused(journey, lines):
    """Where a run that rests has got to; an example takes so many lines."""
    if journey.lines:
        have = "has" if journey.lines == 1 else "have"
        return "In the middle of an example: %d of its %d lines %s run." % (journey.lines, lines, have)
    return "Paused after %s, %s." % (_count(journey.steps, "example"), _count(journey.epochs, "whole epoch"))


def finished(journey, epochs):
    """A run has done its epochs."""
    return "Done: %s. Train goes on for %d more; Reset goes back to the start." % (
        _count(journey.epochs, "epoch"), epochs,
    )  # fmt: skip


def diverged(journey, eta):
    """A run has left all bounds."""
    return (
        "Diverged after %s: at η = %.3g the steps overshoot ever further. Choose a smaller η; Train then begins again."
        % (_count(journey.steps, "example"), eta)
    )


def started(a, b):
    """The start has been dragged."""
    return "The descent starts at a = %s, b = %s." % (signed(a), signed(b))


def best(bowl, count):
    """The least-squares solution for so many points."""
    if not bowl:
        return "No points, no best line."
    if count == 1:
        return "One point: every line through it is as good, the floor of a straight valley."
    if bowl.flat == 0:
        return "All x are the same: every line through one height there is as good, the floor of a straight valley."
    return "Least squares: a = %s, b = %s, loss %s." % tuple(
        [number(value).replace("-", "−") for value in (bowl.a, bowl.b, bowl.least)]
    )


def verdict(eta, bowl, growth):
    """What to expect of this learning rate on these points; growth is that of engine.bowl, for an epoch."""
    if not bowl:
        return ""
    if eta <= bowl.largest_single():
        single = "no step on a single example overshoots by more than it was off"
    elif growth <= STABLE:
        single = "some steps on single examples overshoot, yet whole epochs still come nearer"
    else:
        single = "single examples diverge"
    full = "all points at once converge" if eta < bowl.largest_full() else "all points at once diverge"
    return "With η = %.3g %s; %s." % (eta, single, full)


def pace(speed):
    """Examples a second at a position of the speed control, 0 to 100."""
    return 0.4 * 10 ** (0.028 * speed)


def pace_name(examples):
    """A pace in words."""
    return ("%.1f/s" if examples < 10 else "%.0f/s") % examples


def eta_of(position):
    """The learning rate at a position of its slider, 0 to 100: 0.001 to 10, with two digits."""
    return float("%.2g" % 10 ** (0.04 * position - 3))


def slider_of(eta):
    """The position nearest to a learning rate."""
    return min(max(round((log10(eta) + 3) / 0.04), 0), 100)


def _count(n, what):
    return "1 " + what if n == 1 else "%d %ss" % (n, what)
