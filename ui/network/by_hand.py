"""Parameters that a hand sets, one or all, and that can be set back until something is trained from them."""


class ByHand:
    """Puts parameters into `trainer`, gesture by gesture."""

    def __init__(self, trainer, say):
        self._trainer, self._say = trainer, say
        self.forget()

    def forget(self):
        """The parameters are those of another run."""
        self._before = []  # (steps, parameters) before each gesture
        self._moving = False  # one is going on

    def take(self, parameters, words, done=True):
        """Go on from these parameters, a Float64Array of as many as there are; `words` say what was done.

        done  False while a hand is still moving something: all until it is done is one change, and undone as one
        """
        trainer = self._trainer
        if trainer.goal is not None:  # the step they belong to is not there yet
            return
        begins = not self._moving
        if begins:
            self._before.append((trainer.steps, trainer.parameters))
        self._moving = not done
        trainer.put(parameters, words if begins else "")
        if done and not trainer.training:
            self._say(words)

    def undo(self):
        """Take back the last gesture; returns whether there was one that nothing was trained after."""
        if not self.can_undo():
            return False
        self._moving = False
        self._trainer.put(self._before.pop()[1], None)
        return True

    def trained(self):
        """The parameters of this step as training left them, None if no hand has set any since."""
        before = [parameters for steps, parameters in self._before if steps == self._trainer.steps]
        return before[0] if before else None

    def can_undo(self):
        """Whether nothing was trained since the last gesture."""
        return bool(self._before) and self._before[-1][0] == self._trainer.steps
