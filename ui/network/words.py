"""What the playground says in its status line. Pure text, without a browser."""

from engine.records.settings import plain
from ui.page.pace import FULL, count, speed_name

STARTING = "The engine is starting; you can edit the points meanwhile."
AGAIN = "The engine is starting again."
THEN = "The engine is starting again; training begins as soon as it is ready."
SOON = "Training begins as soon as the engine is ready."
BUSY = "Training begins as soon as the prompt in chapter 4 has finished, or is stopped there."
OPENED = "The link is open: its settings, and its points or those of its data set."
HALTED = " Training has stopped: it may be your files in chapter 4 that end the engine."
NOTHING_LOST = " Points can still be edited; nothing is lost."
OWN = "The points are your own now: click, drag and erase."
ONE_STEP = "One step of gradient descent."
NO_VIEWS = "What the net shows of itself could not be loaded: %s. Training works; a reload tries again."
NO_FRAME = "What a frame needs could not be loaded, so this is the whole page: %s. Reload it to try again."
NO_LESSON = "The questions and the glossary could not be loaded: %s. Reload the page to try again."
DOING_AGAIN = "Doing the %d steps of the link again."
DONE_AGAIN = "At step %d: the run of the link was done again, step for step."
GIVEN = "At step %d, with the weights that the link brings."
NOT_AGAIN = "The run of the link cannot be done again: %s. The net is at step 0."
NO_YOURS = "What saves and shares could not be loaded: %s. Training works; a reload tries again."
TASK_SOON = "The task of this link is about to appear; training begins after that."
OTHER_NET = "The net now has other parameters than before, so it begins anew at step 0."


def trouble_with(points):
    """Why nothing can be learnt from these points (x1, x2, y); "" if something can."""
    labels = {y for _, _, y in points}
    if not labels:
        return "There are no points to learn from. Click the plane to add some, or choose a data set."
    if len(labels) == 1:
        found, missing = ("+1", "of −1") if 1 in labels else ("−1", "of +1")
        return "All points are %s, so there is no boundary to find. Add some %s: choose them above the plane." % (
            found, missing,
        )  # fmt: skip
    return ""


def training(speed, note):
    """A run goes on; note: what the visitor should know of the engine that is at work, if anything."""
    words = "Training." if speed == FULL else "Training, %s." % speed_name(speed)
    return words + (" " + note if note else "")


def paused(steps):
    """Nothing goes on."""
    return "Paused after %s." % count(steps) if steps else "Ready to train."


def slow(step, examples):
    """A step takes long."""
    return "Step %d takes long here: %d examples done so far." % (step, examples)


def diverged(steps, rate, where=""):
    """The loss has exploded after so many steps; where: which number was the first, if that is known."""
    what = "In step %d %s" % (steps + 1, where) if where else "After step %d the loss became infinite or NaN" % steps
    smaller = plain(float("%.2g" % (rate / 10)))
    return (
        "%s: the steps are too long and overshoot ever further. A smaller learning rate, such as %s, begins again; "
        "your points are as they were."
    ) % (what, smaller)


def again(seed):
    """Training begins again after a divergence."""
    return "It begins again with the weights of seed %d, because those it had reached are beyond use. " % seed


def reaching(goal, done, steps):
    """A step that is computed again takes long."""
    return "Step %d is being computed again: %d of %s done. Choose another, or wait." % (goal, done, count(steps))


def raised(failure, changed):
    """The engine has raised an exception; changed: it is the visitor's version."""
    mend = " Mend your files in chapter 4, or reset them all there." if changed else ""
    return "The engine raised %s. The net and the points are as they were.%s" % (failure, mend)


def back(steps):
    """Another worker has taken over, of a run that rests."""
    return "The engine is back, at %s." % count(steps)


def lost(how, steps, goes_on):
    """The worker hangs or has died; another is being started."""
    return "The engine %s, so another one is being started. The points and the net, at %s, are kept%s." % (
        how, count(steps), "; training goes on by itself" if goes_on else "",
    )  # fmt: skip


def failed(reason):
    """No worker can be started."""
    return "The engine could not be started: %s." % reason.rstrip(".")
