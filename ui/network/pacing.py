"""How many steps are due: at the pace that is set, by steps asked for one by one, and when one has taken long."""

from ui.page.browser import now, window
from ui.page.pace import FULL, WATCHED, pace

MANY = 1_000_000  # steps in one answer: no limit but the budget
GLIDE = 125  # milliseconds, at most, in which the picture goes from one step to the next
FAST = 30  # steps a second from which on it does not: the eye sees them run
SLOW = 2000  # milliseconds without a finished step after which the page says what it is doing


class Pacing:
    """Counts steps that are due, and the time since one was done."""

    def __init__(self):
        self.speed = WATCHED
        self._owed = 0.0  # steps that are due
        self._glided = True  # the picture is that of the step
        self._still = window.matchMedia("(prefers-reduced-motion: reduce)")
        self._clock = self._finished = now()  # when steps were last counted as due, and when one was done
        self._slow = False  # whether the page has said that a step takes long, and when it last did
        self._told = 0

    def set(self, speed):
        """Go on at another position of the speed control."""
        self.speed = speed
        self.begin()

    def begin(self):
        """No step is due now."""
        self._owed = 0.0
        self._clock = self._finished = now()

    def one_more(self):
        """A step is due, whatever the pace."""
        self._owed += 1
        self._finished = now()

    def asked(self):
        """Whether a step is due that was asked for."""
        return self._owed >= 1

    def due(self, training):
        """How many steps may be done now."""
        if training:
            time = now()
            if self.speed == FULL:
                return MANY
            self._owed += pace(self.speed) * (time - self._clock) / 1000
            self._owed = min(self._owed, max(1.0, pace(self.speed) / 4))
            self._clock = time
        return int(self._owed)

    def share(self, training, due):
        """How much of the way from the step before to the last one the picture is to show, the last of those that are
        due if there are any; None if all, as it does."""
        if not training or self.speed == FULL or pace(self.speed) >= FAST or self._still.matches:
            return None
        if due or self._glided:
            return 0.0 if due else None
        share = min(1.0, (now() - self._finished) * max(1 / GLIDE, pace(self.speed) / 1000))
        self._glided = share == 1.0
        return share

    def done(self, steps, resting):
        """So many steps are done; returns whether what was said of a slow one is over. resting: no more are due."""
        self._owed = max(0.0, self._owed - steps)
        self._glided = False
        quick, self._finished = now() - self._finished < SLOW, now()
        over = self._slow and (quick or resting())
        self._slow = self._slow and not over
        return over

    def takes_long(self):
        """Whether it is time to say what the engine is doing; that counts as said then."""
        if now() - max(self._finished, self._told) <= SLOW:
            return False
        self.said()
        return True

    def said(self):
        """The page has said that something takes long."""
        self._slow, self._told = True, now()
