"""Parameters that a hand sets, one or all, and that can be set back until something is trained from them."""


class ByHand:
    """Puts parameters into `trainer`, gesture by gesture."""

    def __init__(self, trainer):
        self._trainer = trainer
        self.forget()

    def forget(self):
        """The parameters are those of another run."""
        self._before = []  # (steps, parameters) before each gesture
        self._moving = False  # one is going on

    def take(self, parameters, words, done):
        """Put parameters; returns whether the gesture is done with them. See Trainer.take_parameters."""
        trainer = self._trainer
        begins = not self._moving
        if begins:
            self._before.append((trainer.steps, trainer.parameters))
        self._moving = not done
        trainer.put(parameters, words if begins else "")
        return done

    def undo(self):
        """Put back what was there before the last gesture; returns whether that could be done."""
        if not self.can_undo():
            return False
        self._moving = False
        self._trainer.put(self._before.pop()[1], None)
        return True

    def can_undo(self):
        """Whether nothing was trained since the last gesture."""
        return bool(self._before) and self._before[-1][0] == self._trainer.steps
