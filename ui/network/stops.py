"""When training pauses by itself: after so many steps, at an accuracy, at a loss, or when nothing moves any more."""

from ui.page.pace import count

STILL = 500  # steps over which nothing may move
ALIKE = 1e-12  # relative change of the loss that is none: rounding, as it is where only L2 and biases still move
FLAT = (
    "Paused: for %s every point has had the same score. No ReLU lets through what would tell the points apart, so no "
    "gradient reaches the weights below it. At most L2 and the last bias still move. Try New weights, or a smaller "
    "learning rate and Reset; Train goes on."
)


class Stops:
    """Looks at what training has come to; `values` are the settings.

    A rule counts from where it does not hold: a visitor who goes on after a stop is not stopped by it again.
    """

    def __init__(self, values):
        self._values = values
        self.forget()

    def forget(self):
        """The net is another one now."""
        self._armed = {"steps", "accuracy", "loss", "still"}
        self._loss, self._since = None, 0  # a loss, and since which step it has not changed
        self._flat = None  # since which step all points have had the same score

    def begin(self, steps):
        """Training begins, or goes on after a pause, from so many steps."""
        self._reached("steps", not self._left(steps))
        self._loss = self._flat = None

    def most(self, steps, wanted, training):
        """How many of the steps that are wanted may be done."""
        stops = training and self._values["stop_steps"] and "steps" in self._armed
        return min(wanted, self._left(steps)) if stops else wanted

    def look(self, answer):
        """Why training is to pause at the step of a frame's answer, in words; "" if it is not."""
        values, steps = self._values, answer["steps"]
        if values["stop_steps"] and self._reached("steps", not self._left(steps)):
            return "Paused at step %d, as the stop rule says. Train goes on." % steps
        if "loss" not in answer:
            return ""
        loss, accuracy = answer["loss"], answer["accuracy"]
        reached = values["stop_accuracy"] is not None and 100 * accuracy >= values["stop_accuracy"]
        if self._reached("accuracy", reached):
            return "Paused after %s: the accuracy is %.4g%%, as the stop rule wants. Train goes on." % (
                count(steps), 100 * accuracy,
            )  # fmt: skip
        reached = values["stop_loss"] is not None and loss <= values["stop_loss"]
        if self._reached("loss", reached):
            return "Paused after %s: the loss is %.4g, as the stop rule wants. Train goes on." % (count(steps), loss)
        return self._look_for_movement(answer["evaluated"], loss, accuracy, answer.get("flat"))

    def _left(self, steps):
        return max(0, (self._values["stop_steps"] or 0) - steps)

    def _reached(self, rule, holds):
        """Whether a rule holds that did not before."""
        was = rule in self._armed
        self._armed.discard(rule)
        if not holds:
            self._armed.add(rule)
        return holds and was

    def _look_for_movement(self, step, loss, accuracy, flat):
        self._flat = None if not flat else step if self._flat is None else self._flat
        if self._loss is None or abs(loss - self._loss) > ALIKE * abs(self._loss):
            if self._loss is not None:
                self._armed.add("still")
            self._loss, self._since = loss, step
        moves = loss == 0 and self._values["alpha"]  # by L2, until points are within the margin again
        still = step - self._since
        if self._flat is not None and step - self._flat >= STILL and self._values["stop_still"] and "still" in self._armed:
            self._armed.discard("still")
            return FLAT % count(step - self._flat)
        if moves or still < STILL or not self._values["stop_still"] or "still" not in self._armed:
            return ""
        self._armed.discard("still")
        if loss == 0:
            return "Paused: the loss has been 0 for %s, so there is no gradient and nothing moves. Train goes on." % (
                count(still)
            )
        return (
            "Paused: for %s nothing has moved, the loss stays at %.4g and the accuracy at %.3g%%. Where no ReLU lets "
            "anything through, no gradient comes back. Try New weights, or a smaller learning rate and Reset; "
            "Train goes on."
        ) % (count(still), loss, 100 * accuracy)
