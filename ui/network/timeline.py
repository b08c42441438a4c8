"""All training so far, so that any step of it can be had again, bit for bit. Pure data, without a browser.

Training is deterministic: from the parameters at an earlier step, and what was set there, the same steps lead to the
same bits. So parameters are kept at some steps only, ever more thinly as they become many.

>>> line = Timeline()
>>> line.change(0, {"rate": 1.0}, None, "The start")
>>> line.record(10, [0.5]); line.before(12)
({'rate': 1.0}, 10, [0.5])
"""

ROOM = 10_000_000  # bytes that what is kept may take
NUMBER = 8  # bytes of a parameter


class Change:
    """What was set from a step on: `state`, anything, of `size` bytes; `words` say what has changed there, "" if that
    belongs to the change before; steps and kept: where parameters are kept, and these; trained: what a hand changed
    into the first of these, None if none did."""

    def __init__(self, step, state, parameters, words, size, trained=None):
        self.step, self.state, self.words, self.size, self.trained = step, state, words, size, trained
        self.steps, self.kept = [step], [parameters]

    def up_to(self, step):
        """A copy without what comes after a step."""
        copy = Change(self.step, self.state, None, self.words, self.size, self.trained)
        count = _count_up_to(self.steps, step)
        copy.steps, copy.kept = self.steps[:count], self.kept[:count]
        return copy

    def bytes(self):
        return self.size + sum([_bytes(parameters) for parameters in self.kept + [self.trained]])


class Timeline:
    """The steps from `first`, the beginning unless there were too many changes to keep them all, to `last`."""

    def __init__(self, room=ROOM):
        self._room = room
        self._changes = []
        self._stride = 1  # steps between two that are kept, at least
        self._size = 0
        self.last = 0
        self.changed = 0  # grows whenever the marks may be others

    @property
    def first(self):
        return self._changes[0].step

    def change(self, step, state, parameters, words, size=0, trained=None):
        """From this step on, the last so far, another state holds, and these parameters (None: the seed's), which a
        hand made of those that were `trained`."""
        self.take_back(step)
        self._changes.append(Change(step, state, parameters, words, size, trained))
        self._size += self._changes[-1].bytes()
        self.last = step
        self.changed += 1
        self._make_room()

    def take_back(self, step):
        """Let nothing have changed at this step, the last so far."""
        if self._changes and self._changes[-1].step == step:
            self._size -= self._changes.pop().bytes()
            self.changed += 1

    def record(self, step, parameters):
        """Training has come to this step, with these parameters."""
        change = self._changes[-1]
        self.last = step
        if step >= change.steps[-1] + self._stride:
            change.steps.append(step)
            change.kept.append(parameters)
            self._size += _bytes(parameters)
            self._make_room()

    def before(self, step):
        """What to go on from to reach a step: (state, step, parameters) of the last that is kept up to it."""
        change = self._changes[_count_up_to([change.step for change in self._changes], step) - 1]
        place = _count_up_to(change.steps, step) - 1
        return change.state, change.steps[place], change.kept[place]

    def led_to(self, step):
        """The state that led to a step; None for the first."""
        earlier = [change for change in self._changes if change.step < step]
        return earlier[-1].state if earlier else None

    def changes(self, step):
        """The Changes up to a step."""
        return [change for change in self._changes if change.step <= step]

    def marks(self):
        """The changes as (step, words), the first is the start."""
        return [(change.step, change.words) for change in self._changes if change.words]

    def cut(self, step):
        """Forget what comes after a step, of which the state has been told anew; returns a Timeline with all of it."""
        whole = Timeline(self._room)
        whole._changes, whole._stride, whole._size, whole.last = self._changes, self._stride, self._size, self.last
        self._changes = [change.up_to(step) for change in whole._changes if change.step <= step]
        self._size = sum([change.bytes() for change in self._changes])
        self.last = step
        self.changed += 1
        return whole

    def size(self):
        """Bytes of what is kept."""
        return self._size

    def _make_room(self):
        """Keep parameters more thinly, and if that is not enough forget the first changes, all but the last."""
        while self._size > self._room:
            if sum([len(change.steps) for change in self._changes]) > 2 * len(self._changes):
                self._thin()
            elif len(self._changes) > 1:
                self._size -= self._changes.pop(0).bytes()
                self.changed += 1
            else:
                break

    def _thin(self):
        """Keep no two closer than twice as far as before, but the beginnings."""
        self._stride *= 2
        for change in self._changes:
            steps, kept = [], []
            for step, parameters in zip(change.steps, change.kept):
                if not steps or step >= steps[-1] + self._stride:
                    steps.append(step)
                    kept.append(parameters)
            change.steps, change.kept = steps, kept
        self._size = sum([change.bytes() for change in self._changes])


def _bytes(parameters):
    """Of a list, or of a typed array of JavaScript's, which has no len() on MicroPython."""
    if parameters is None:
        return 0
    return NUMBER * (parameters.length if hasattr(parameters, "length") else len(parameters))


def _count_up_to(steps, step):
    """How many of the rising `steps` are not above `step`."""
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if steps[middle] <= step:
            low = middle + 1
        else:
            high = middle
    return low
