"""The state of the chapter's run: which line it has reached, over which examples. Pure data, without a browser."""

from engine.linear import order

PLACES = 2000  # of the trace; when there are more, every other one goes
MOST = 600  # rows of the curve; when there are more, every other one goes


class Journey:
    """From `start` (a, b) to where the line is now.

    a, b          the line
    seed          of the random order in which each epoch takes the examples; None: as they come
    base          a, b and both grads before the example under way: its statements are run from there
    steps         examples done; place, how many of them in the epoch under way; epochs, how many are whole
    lines         statements done of the example under way, 0 between examples
    example       index of the example under way or just done, or None
    trace         places (a, b) along the way, evenly in steps; another list once it is thinned
    known         whether all of it follows from the start, the points and the settings as they are now
    curve         rows (epochs done by then, loss of an example before its step, mean loss of all points); one of
                  the losses is None
    """

    def __init__(self, start, seed=None):
        self.start, self.seed = start, seed
        self.reset()

    def reset(self):
        """Back to the start."""
        self.a, self.b = self.start
        self.base = self.start + (0.0, 0.0)
        self.known = True
        self.steps = self.place = self.epochs = self.lines = 0
        self.example = None
        self._order = []  # of the epoch under way
        self.trace = [self.start]
        self._every = 1  # steps between two places of the trace
        self.curve = []
        self._stride = 1  # steps between two examples of the curve
        self._apart = 1  # epochs between two means

    def put(self, now, steps, n):
        """Go to where a run has come that cannot be done again, over n points; now: see engine.records.states."""
        self.place, self.epochs = (min(now[0], max(n - 1, 0)), now[1])
        self.base, self.steps, self.known = tuple(now[2:]), steps, False
        self.a, self.b = self.base[:2]
        self.trace.append((self.a, self.b))

    def disturb(self):
        """Points or settings have changed: if the run has begun, it does not follow from them any more."""
        if self.steps or self.lines:
            self.known = False

    def ahead(self, count, n):
        """The indices of the next examples of n points, at most `count`, none beyond the present epoch."""
        if self.place >= n:
            self.place = 0  # points were taken away
        if not self.place and not self.lines or len(self._order) != n:
            self._order = order(n, self.epochs, self.seed)
        return self._order[self.place : self.place + count]

    def progress(self, n):
        """Epochs done, with the part of the one under way."""
        return self.epochs + self.place / n if n else self.epochs

    def take(self, result, indices, n):
        """Take over what `engine.exhibits.line_by_line.run` says of these examples; returns whether an epoch has become whole."""
        trace = result["trace"]
        self.a, self.b = result["a"], result["b"]
        self.example = indices[min(len(trace), len(indices) - 1)]
        self.lines = len(result["seen"]) - 1 if len(trace) < len(indices) else 0
        if not self.lines:
            self.base = (self.a, self.b) + tuple(result["grads"])
        for a, b, loss in trace:
            self._note(self.progress(n), loss)
            self.place += 1
            self.steps += 1
            if self.steps % self._every == 0:
                self.trace.append((a, b))
        if len(self.trace) > PLACES:
            self._every *= 2
            self.trace = self.trace[::2]
        if self.place < n:
            return False
        self.place = 0
        self.epochs += 1
        return True

    def begin_curve(self, n, loss):
        """The mean loss of all n points before the first example of a new curve."""
        self.curve = [(self.progress(n), None, loss)]

    def note_mean(self, loss):
        """The mean loss of all points, now that an epoch is whole."""
        if self.epochs % self._apart == 0:
            self.curve.append((self.epochs, None, loss))

    def _note(self, when, loss):
        if self.steps % self._stride == 0:
            self.curve.append((when, loss, None))
        if len(self.curve) > MOST:
            self._stride *= 2
            if len([row for row in self.curve if row[1] is None]) > MOST // 2:
                self._apart *= 2
            self.curve = [row for i, row in enumerate(self.curve) if self._stays(i, row)]

    def _stays(self, i, row):
        return row[0] % self._apart == 0 if row[1] is None else i % 2 == 0
