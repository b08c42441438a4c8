"""Train the tutorial's net in the terminal: python3 -m engine. Check hand-ins: python3 -m engine verify"""

import argparse
import math
import os
import sys
from functools import partial

from engine.compiler.formulas import Unknown
from engine.compiler.scores import scorer
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import CLASSIFICATION
from engine.engines import ENGINES
from engine.losses import LOSSES
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.records import verify
from engine.rng import Random
from engine.train import evaluate, take

TOO_LONG = "The loss is not a number any more: the steps were too long. Try a smaller --rate."
TOO_FAR = "The loss is not a number any more: the points are too far out for it. Try a smaller --noise."
FAR = 100.0  # noise that makes all steps too long, whatever the rate
WIDTH, HEIGHT = 72, 30  # of the picture, in characters
X1, X2 = (-1.5, 2.5), (-1.5, 2.0)  # of the picture, in the plane


def main(arguments=None):
    """Returns the exit status; a sentence, and no traceback, where standard output takes nothing (more)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["verify"]:
        do = partial(verify.main, arguments[1:])
    else:
        do = partial(demonstrate, parse(arguments))
    if sys.stdout is None:
        print("The standard output is closed, so there is nowhere to print to.", file=sys.stderr)
        return 1
    try:
        status = do()
        sys.stdout.flush()
        return status
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that nothing more fails on the way out
        if not isinstance(error, BrokenPipeError):  # that is a reader who has seen enough, such as `head`
            print("The output could not be written: %s." % error.strerror, file=sys.stderr)
        return 1


def demonstrate(options):
    recipe = RECIPES[options.recipe]
    points = CLASSIFICATION[options.data](options.points, options.noise, Random(options.seed))
    net = Net(hidden=options.hidden, bias=recipe.bias, seed=options.seed)
    eta = recipe.rate if options.rate is None else options.rate
    print(
        "%d points of %s, a net 2-%s-1 with %d parameters, %s loss"
        % (
            len(points),
            options.data,
            "-".join(str(n) for n in options.hidden),
            len(net.parameters()),
            options.loss,
        )
    )
    rate = schedule(eta, recipe.falls)
    try:
        engine = ENGINES[options.backend](net, LOSSES[options.loss], WasmtimeHost)
    except ImportError:
        print("The compiled engine needs wasmtime here: pip install wasmtime.", file=sys.stderr)
        return 1
    except (Unknown, ValueError) as reason:
        print("This net cannot be compiled: %s. Use --backend python." % reason, file=sys.stderr)
        return 1
    training = engine.train(points, rate, recipe.alpha, options.batch, options.seed)
    try:
        for number in range(1, options.steps + 1):
            step = take(training, 1)[0]
            report(step, last=number == options.steps)
            if not math.isfinite(step.loss):
                print("\n" + (TOO_FAR if options.noise > FAR else TOO_LONG))
                return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    parameters = engine.parameters()
    scores = scorer(net)
    loss, accuracy = evaluate(scores(parameters, points), points, LOSSES[options.loss])
    print("after the last step: loss %.5f, without L2; training accuracy %.1f%%" % (loss, 100 * accuracy))
    print(picture(scores, parameters, points))
    if not recipe.bias:
        print(
            "Without biases the net is a function of direction alone, times the distance from the origin: its\n"
            "boundary is made of rays from the origin. On the moons that reaches about 87%, however long it trains."
        )
    return 0


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python3 -m engine",
        description=__doc__.split(":")[0] + ".",
        epilog="python3 -m engine verify --help tells of hand-ins of tasks.",
    )
    add = parser.add_argument
    add("--data", choices=sorted(CLASSIFICATION), default="moons", help="the data set (moons)")
    add("--points", type=whole(2), default=100, metavar="N", help="number of points (100)")
    add("--noise", type=number(0), default=0.1, metavar="SD", help="standard deviation of the noise (0.1)")
    add("--seed", type=int, default=0, metavar="N", help="seed of data, weights and shuffles (0)")
    add("--steps", type=whole(1), default=100, metavar="N", help="how many steps to train (100)")
    add("--rate", type=number(0), metavar="ETA", help="first learning rate (the recipe's)")
    add(
        "--recipe",
        choices=sorted(RECIPES),
        default="karpathy",
        help="karpathy: biases, L2 of 1e-4, rate 1.0 falling to 0.1 over 100 steps (the default); "
        "tutorial: no biases, no L2, constant rate 0.3",
    )
    add("--backend", choices=tuple(ENGINES), default="python", help="Value objects, or WebAssembly (python)")
    add("--loss", choices=sorted(LOSSES), default="hinge", help="the loss of one example (hinge)")
    add("--batch", type=whole(1), metavar="N", help="examples in a step (all of them)")
    add("--hidden", type=widths, default=(16, 16), metavar="N,N", help="widths of the hidden layers (16,16)")
    return parser.parse_args(arguments)


def whole(least):
    def parse_whole(text):
        if not (text.isascii() and text.isdigit()) or int(text) < least:
            raise argparse.ArgumentTypeError("%r is not a whole number from %d on" % (text, least))
        return int(text)

    return parse_whole


def number(least):
    def parse_number(text):
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value < math.inf:
            raise argparse.ArgumentTypeError("%r is not a number from %g on" % (text, least))
        return value

    return parse_number


def widths(text):
    return tuple(whole(1)(part.strip()) for part in text.split(","))


def report(step, last):
    """The progress line: rewritten in place in a terminal, every tenth step elsewhere."""
    line = "step %4d   loss %8.5f   accuracy %5.1f%%   rate %.3f" % (
        step.number,
        step.loss,
        100 * step.accuracy,
        step.rate,
    )
    if sys.stdout.isatty():
        print("\r" + line, end="\n" if last else "", flush=True)
    elif last or step.number % 10 == 0 or not math.isfinite(step.loss):
        print(line)


def picture(scores, parameters, points):
    """The plane in characters: the sign and size of the score, and the points on top."""
    columns = [X1[0] + (X1[1] - X1[0]) * (i + 0.5) / WIDTH for i in range(WIDTH)]
    rows = [X2[1] - (X2[1] - X2[0]) * (j + 0.5) / HEIGHT for j in range(HEIGHT)]
    canvas = [[shade(score) for score in scores(parameters, [(x1, x2) for x1 in columns])] for x2 in rows]
    for x1, x2, y in points:
        i = int((x1 - X1[0]) / (X1[1] - X1[0]) * WIDTH)
        j = int((X2[1] - x2) / (X2[1] - X2[0]) * HEIGHT)
        if 0 <= i < WIDTH and 0 <= j < HEIGHT:
            canvas[j][i] = "O" if y > 0 else "x"
    legend = "points: O is +1, x is -1    score: ' ' to -1, '.' to 0, ':' to 1, '#' above"
    return "\n".join(["".join(line) for line in canvas] + [legend])


def shade(score):
    return "#" if score >= 1 else ":" if score > 0 else "." if score > -1 else " "


if __name__ == "__main__":
    sys.exit(main())
