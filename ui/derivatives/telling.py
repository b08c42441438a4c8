"""What the chapter says of the function below it, and how what belongs to an earlier one is put aside."""

from pyscript import document

from ui.page.browser import by_id

WAITING = "The graph follows as soon as the engine has started."
BUSY = "The graph follows as soon as the prompt in chapter 4 has finished, or is stopped there."
KEPT = " What is dimmed belongs to the last function that worked."
ANOTHER = " Another engine is being started."
COUNT = "This function has %s: %d evaluations from one side, %d from both; by back-propagation one pass forward and one back."
FAILED = "The engine could not be started, so there is nothing to compute with. The network’s page can try again."
UNTRIED = "This function came with a link. It runs here only if you ask for its graph, or change it."
NO_GRAPH = "There is no graph of this text."


def say(words, wrong=False):
    """Show a sentence below the function."""
    place = by_id("function-status")
    place.textContent = words
    place.classList.toggle("wrong", wrong)


def show_printed(text):
    """Show what the function has printed."""
    by_id("function-printed").hidden = not text
    by_id("function-printed").textContent = text


def put_aside(aside, movable=False):
    """Whether what is shown belongs to an earlier text: it is dimmed, and does nothing.

    movable  whether the variables are those of the text all the same
    """
    for part in document.querySelectorAll("#derivatives .of-function"):
        dimmed = aside and not (movable and part.id == "variables")
        part.inert = dimmed
        part.classList.toggle("aside", dimmed)


def wait_for_wish():
    """A link's function does not run because the link was opened."""
    by_id("graph-empty").textContent = NO_GRAPH
    put_aside(True)
    say(UNTRIED)


def counted(n):
    """How many evaluations the derivatives of a function of n variables take."""
    return COUNT % ("1 variable" if n == 1 else "%d variables" % n, n + 1, 2 * n)
