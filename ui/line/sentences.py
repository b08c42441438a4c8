"""What the chapter says in words and numbers. Pure text, without a browser."""

from math import log10

from engine.exhibits.bowl import STABLE

MOST, FAR = 12, 1.6  # steps across the valley, and how far from the middle they are shown, in units of the first

HELLO = "Press Train, or step through it. Click to add points of your own."
RESET = "Back at the start."
WAIT = "The run goes on as soon as the engine, as you have changed it, is ready."
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
    return "Example %d of %d: x = %s, y = %s; the line is at %s, the residual is %s." % (
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


BACK = "Your own points, start and settings are back."


def opened(journey, fresh):
    """A link was opened, or the page loaded again."""
    at = "at step %d" % journey.steps if journey.steps else "at its start"
    return ("The link is open, %s." if fresh else "The run is where it was, %s.") % at if fresh or journey.steps else HELLO


OWN = "Your engine/linear.py runs here, line by line. Only the order of the examples is the original’s."


def random_start(a, b, seed):
    """The start is what the model's class begins with."""
    return "Linear() with seed %d starts at a = %s, b = %s: random numbers." % (seed, signed(a), signed(b))


def ordered(journey):
    """The order of the examples was changed."""
    how = "in a random order, another one in each epoch" if journey.seed is not None else "as they come"
    return "Examples are taken %s%s." % (how, ", from the next epoch on" if journey.place or journey.lines else "")


def how(journey):
    """In which order the examples come."""
    return "as they come" if journey.seed is None else "at random"


def turn(journey, n):
    """Which epoch t and which example i of n the run is at, as texts."""
    if journey.lines or journey.place:
        return str(journey.epochs + 1), str(journey.place + (1 if journey.lines else 0))
    return (str(journey.epochs), str(n)) if journey.steps else ("–", "–")


def at(rows, i):
    """Row i of the loss curves in words, with the mean loss that was known then."""
    when, one, mean = rows[i]
    if one is None:
        return "Epoch %.4g: mean loss %s." % (when, number(mean))
    known = [row for row in rows[: i + 1] if row[2] is not None]
    since = "; mean loss at epoch %.4g: %s" % (known[-1][0], number(known[-1][2])) if known else ""
    return "Epoch %.4g: loss of the example %s%s." % (when, number(one), since)


def curvature(eta, steep):
    """What a step does across the valley."""
    factor = 1 - eta * steep
    if abs(factor) > 1:
        what = "farther away on the other side, so each step lands higher"
    elif factor < 0:
        what = "nearer, on the other side"
    else:
        what = "nearer, on the same side"
    return "With η = %.3g and λ = %.3g the factor is %s: %s." % (eta, steep, signed(factor), what)


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
        single = "no step on a single example makes the residual of that example larger"
    elif growth <= STABLE:
        single = "some steps on single examples make the residual larger, but whole epochs come nearer"
    else:
        single = "single examples diverge"
    full = "converge" if eta < bowl.largest_full() else "diverge"
    return "With η = %.3g %s. All points at once %s." % (eta, single, full)


def steps(eta, steep):
    """The distances from the lowest place: each step multiplies by 1 - eta * steep, until it is too far or too near."""
    places = [-1.0]
    while len(places) <= MOST and abs(places[-1]) > 0.02:
        x = (1 - eta * steep) * places[-1]
        if abs(x) > FAR:
            break
        places.append(x)
    return places


def part(code):
    """Which part of the algorithm a statement does: what changes parameters is the update, all else the gradient."""
    return "update" if ".data" in code.split("=")[0] and "=" in code else "gradient"


def model_text(text):
    """The classes of the line in the text of engine/nn.py: what every model has, and Linear."""
    found = []
    for name in ("class Model", "class Linear"):
        lines, inside = [], False
        for line in text.split("\n"):
            if line and not line.startswith((" ", ")")):
                inside = line.startswith(name)
            if inside:
                lines.append(line)
        found.append("\n".join(lines).strip())
    return "\n\n\n".join(found)


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
