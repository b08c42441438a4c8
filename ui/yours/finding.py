"""What a task is judged by: how far the page has come in the task's chapter, and how that is said."""

from engine.records.judging import counted, short
from ui.page.wire import Failed


class Finding:
    """Looks at `page`. checked: the derivative that was typed and the right one, once it has been checked."""

    def __init__(self, page):
        self._page = page
        self.checked = {}

    def found(self, chapter):
        """What there is, for `judge`; without loss and accuracy if those that are known are of another step."""
        page, trainer = self._page, self._page.trainer
        if chapter == "line":
            return self._of_line()
        if chapter == "derivatives":
            return self.checked
        found = {"steps": trainer.steps, "hidden": page.values["hidden"]}
        measured = trainer.measured
        if measured and measured["evaluated"] == trainer.steps:
            found["loss"], found["accuracy"] = measured["loss"], measured["accuracy"]
            if measured.get("test"):
                found["test_loss"], found["test_accuracy"] = measured["test"]
        return found

    def _of_line(self):
        line, found = self._page.chapters.opened("line"), {"steps": 0}
        if line:
            journey = line.journey
            found = {"steps": journey.steps, "slope": journey.a, "intercept": journey.b}
            if line.bowl:
                found["loss"] = line.bowl.loss(journey.a, journey.b)
        return found

    async def check(self, goal, typed):
        """Have the engine find the goal's derivative; returns why it cannot, "" if it can."""
        try:
            right = await self._page.bridge.ask("task_derivative", goal["function"], goal["at"], goal["derivative"])
        except Failed as failure:
            return "The task cannot be judged: %s." % failure.words
        self.checked = {"typed": typed, "derivative": right}
        return ""


def done(found):
    """What there is, in words."""
    if "typed" in found:
        return "the derivative is %s" % short(found["derivative"])
    parts = [counted(found.get("steps", 0), "step")]
    parts += ["%s %s" % (key, short(found[key])) for key in ("slope", "intercept", "loss") if key in found]
    if "accuracy" in found:
        parts.append("accuracy %s%%" % short(100 * found["accuracy"]))
    return ", ".join(parts)


def share_of(goal, found):
    """How much of the way to the goal is done, from 0 to 1; None if that is no number."""
    if not goal or "loss" not in found:
        return None if not goal or (goal["accuracy"] is None and goal["loss"] is None) else 0
    on = "test_" if goal["on"] == "test" else ""
    value = found.get(on + ("accuracy" if goal["accuracy"] is not None else "loss"))
    if value is None or (goal["accuracy"] is None and goal["loss"] is None):
        return None
    if goal["accuracy"] is not None:
        return min(1, 100 * value / goal["accuracy"]) if goal["accuracy"] else 1
    return min(1, goal["loss"] / value) if value > 0 else 1


def listed(names):
    """Names in words: a, b and c."""
    return " and ".join([part for part in (", ".join(names[:-1]), names[-1]) if part])
