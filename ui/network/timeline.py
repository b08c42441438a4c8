"""All training so far, so that any step of it can be had again, bit for bit. Pure data, without a browser.

Training is deterministic: from the parameters at an earlier step, and what was set there, the same steps lead to the
same bits. So parameters are kept at some steps only, ever more thinly as they become many.

>>> line = Timeline()
>>> line.change(0, {"rate": 1.0}, None, "The start")
>>> line.record(10, [0.5]); line.before(12)
({'rate': 1.0}, 10, [0.5])
"""

ROOM = 10_000_000  # bytes that the parameters kept may take
NUMBER = 8  # bytes of a parameter


class Change:
    """What was set from a step on: `state`, anything; `words` say what has changed there; kept: [(step, parameters)]."""

    def __init__(self, step, state, parameters, words):
        self.step, self.state, self.words = step, state, words
        self.kept = [(step, parameters)]


class Timeline:
    """The steps from the beginning to `last`."""

    def __init__(self, room=ROOM):
        self._room = room
        self._changes = []
        self._stride = 1  # steps between two that are kept, at least
        self.last = 0

    def change(self, step, state, parameters, words):
        """From this step on, the last so far, another state holds, and these parameters (None: the seed's)."""
        if self._changes and self._changes[-1].step == step:  # nothing was done since the change before
            words = self._changes[-1].words if self._changes[-1].state == state else words
            self._changes.pop()
        self._changes.append(Change(step, state, parameters, words))
        self.last = step

    def record(self, step, parameters):
        """Training has come to this step, with these parameters."""
        kept = self._changes[-1].kept
        self.last = step
        if step >= kept[-1][0] + self._stride:
            kept.append((step, parameters))
            while self.size() > self._room and self._count() > len(self._changes):
                self._thin()

    def before(self, step):
        """What to go on from to reach a step: (state, step, parameters) of the last that is kept up to it."""
        change = [change for change in self._changes if change.step <= step][-1]
        at, parameters = [pair for pair in change.kept if pair[0] <= step][-1]
        return change.state, at, parameters

    def marks(self):
        """The changes as (step, words), the first is the start."""
        return [(change.step, change.words) for change in self._changes]

    def cut(self, step):
        """Forget what comes after a step, of which the state has been told anew; returns a Timeline with all of it."""
        whole = Timeline(self._room)
        whole._changes, whole._stride, whole.last = self._changes, self._stride, self.last
        self._changes = []
        for change in whole._changes:
            if change.step <= step:
                copy = Change(change.step, change.state, None, change.words)
                copy.kept = [pair for pair in change.kept if pair[0] <= step]
                self._changes.append(copy)
        self.last = step
        return whole

    def size(self):
        """Bytes of the parameters that are kept."""
        return sum([NUMBER * len(numbers) for change in self._changes for _, numbers in change.kept if numbers is not None])

    def _count(self):
        return sum([len(change.kept) for change in self._changes])

    def _thin(self):
        """Keep no two closer than twice as far as before, but the beginnings."""
        self._stride *= 2
        for change in self._changes:
            kept = change.kept[:1]
            for pair in change.kept[1:]:
                if pair[0] >= kept[-1][0] + self._stride:
                    kept.append(pair)
            change.kept = kept
