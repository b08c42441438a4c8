"""The two engines beside each other: one step from the same weights, on request."""

import asyncio

from ui.page.browser import by_id
from ui.page.pace import digits, duration
from ui.page.wire import Failed


def compare(trainer, say):
    """Run one step of the net in training in both engines, and show their times and how far they agree."""
    trouble = trainer.trouble_with_points()
    if trouble:
        say(trouble)
    elif trainer.bridge.state != "ready":
        say("The engine is not ready yet; compare when it is.")
    else:
        asyncio.create_task(_compare(trainer))


def forget():
    """The net or its points are others now: what was found is not true of them."""
    by_id("comparison").hidden = True


def give_up():
    """The worker is gone, and a comparison with it."""
    if by_id("compare").disabled:
        by_id("compare").disabled = False
        by_id("comparison").textContent = "The engine was lost while comparing. Compare again."


async def _compare(trainer):
    """Clear of the run: another net with the same parameters is stepped, and nothing of the run changes."""
    button, result = by_id("compare"), by_id("comparison")
    button.disabled = True
    result.hidden = False
    result.textContent = "Comparing …"

    def show(progress):
        result.textContent = "Comparing: %d of %d examples by Value objects." % (progress["done"], progress["examples"])

    state, arrays = trainer.state()
    try:
        found = await trainer.bridge.run("compare", state, arrays=arrays, progress=show)
        result.textContent = in_words(found)  # hidden, if the net has become another one
    except Failed as failure:
        result.textContent = failure.words
    button.disabled = False


def in_words(c):
    """What a Comparison, as a dict, says."""
    gradients = "All %d gradients are identical to the bit." % c["parameters"]
    if c["identical"] < c["parameters"]:
        gradients = "%d of %d gradients are identical to the bit; the largest difference is %.1e." % (
            c["identical"], c["parameters"], c["difference"],
        )  # fmt: skip
    return "One step on %d examples: %s by Value objects, %s compiled, %s times as fast. %s" % (
        c["examples"], duration(c["python"]), duration(c["compiled"]), digits(c["python"] / c["compiled"]), gradients,
    )  # fmt: skip
