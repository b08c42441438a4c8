"""Plays the run: line by line of Python, example by example, epoch by epoch, at the visitor's pace.

The engine runs right here, in MicroPython, so that the chapter need not wait for a worker; files of the engine
that the visitor has changed run in the worker, which can be stopped.
"""

import asyncio

from engine.exhibits.line_by_line import run
from engine.records.line_run import descend
from ui.line import sentences as words
from ui.page.browser import by_id, now
from ui.page.wire import Failed

SLOW = 4.0  # examples a second, below which every line of Python is shown by itself
MANY = 12  # examples in one go, at most, so that the page stays at hand
TICK = 0.016  # seconds between two looks at the clock
CHART = 120  # milliseconds between two pictures of the loss curves, at least


class Player:
    """Advances `chapter.journey` over `chapter.examples()`."""

    def __init__(self, chapter, bridge):
        self._chapter, self._bridge = chapter, bridge
        self.training = False
        self._first = 0  # epochs done when the present run began
        self._diverged = False
        self._turn = 0  # grows whenever what is under way does not count any more
        self._busy = False  # something has been asked of the engine
        self._loop_at = None  # the loop that plays, if there is one
        self._drawn = 0

    def toggle(self):
        """Train, or pause."""
        if self.training:
            self.stop()
            self._chapter.say(words.paused(self._chapter.journey, self._chapter.listing.count()))
        elif self._able():
            journey, epochs = self._chapter.journey, self._chapter.fields.values["epochs"]
            if not journey.steps or journey.epochs >= self._first + epochs:
                self._first = journey.epochs
            self.training = True
            self._show()
            self._chapter.say("Training, one example at a time.")
            self.wake()

    def stop(self):
        """Let the run rest; what is under way does not count."""
        self.training = False
        self._turn += 1
        self._busy = False
        if not self._chapter.journey.steps:
            self._first = 0
        self._show()
        self._chapter.run_rests()

    def step(self):
        """One example, or what is left of the one under way."""
        self._once(1, None)

    def epoch(self):
        """All examples that are left of the epoch."""
        self._once(len(self._chapter.points.items), None)

    def next_line(self):
        """One line of Python."""
        self._once(1, self._chapter.journey.lines + 1)

    def replay(self, steps):
        """Do so many examples at once, from the start on."""
        chapter, journey = self._chapter, self._chapter.journey
        examples, eta = chapter.examples(), chapter.fields.values["eta"]
        self._diverged, self._first = False, 0
        if steps:
            journey.begin_curve(len(examples), chapter.bowl.loss(*journey.start))
        while journey.steps < steps and not self._diverged:
            indices = journey.ahead(steps - journey.steps, len(examples))
            result = descend(journey.base, eta, [examples[i] for i in indices])
            if journey.take(result, indices, len(examples)):
                journey.note_mean(chapter.bowl.loss(journey.a, journey.b))
            self._diverged = result["diverged"]

    def lines_again(self, lines):
        """Do so many lines of Python of the next example."""
        asyncio.create_task(self._advance(1, lines))

    def set_speed(self, speed):
        """Another position of the speed control, 0 to 100."""
        self._pace = words.pace(speed)
        by_id("line-speed-name").textContent = words.pace_name(self._pace)
        by_id("line-speed").setAttribute("aria-valuetext", words.pace_name(self._pace))

    def wake(self):
        """Go on with the run, if there is one and it can be seen."""
        if self.training and self._chapter.is_shown() and self._loop_at is None:
            self._loop_at = object()
            asyncio.create_task(self._loop(self._loop_at))

    def points_changed(self):
        """An example under way may be another one now; without any the run ends."""
        self.begin_example_again()
        if not self._chapter.points.items:
            self.stop()
            self._chapter.say(words.NO_POINTS)
        else:
            self._chapter.greet()

    def begin_example_again(self):
        """What has been done of the example under way does not count."""
        journey = self._chapter.journey
        self._turn += 1
        self._busy = False
        if journey.lines:
            journey.lines = 0
            journey.a, journey.b = journey.base[:2]

    def lost(self):
        """The worker is gone; what it was asked is asked again of the next one, once `wake` is called."""
        self._turn += 1
        if self._busy:
            self._busy = False
            self._loop_at = None  # it waits for ever

    def _able(self):
        if not self._chapter.points.items:
            self._chapter.say(words.NO_POINTS)
            return False
        if self._diverged and self._chapter.journey.steps:
            self._chapter.reset()
        self._diverged = False
        return True

    def _once(self, count, lines):
        if self.training:
            self.stop()
        if self._able() and not self._busy:
            asyncio.create_task(self._step_by_hand(count, lines))

    async def _step_by_hand(self, count, lines):
        if await self._advance(count, lines) and not self._diverged:
            self._chapter.say(words.paused(self._chapter.journey, self._chapter.listing.count()))
        self._chapter.chart.draw()
        self._chapter.run_rests()

    async def _loop(self, mine):
        owed, clock = 0.0, now()
        while mine is self._loop_at and self.training and self._chapter.is_shown():
            await asyncio.sleep(TICK)
            time = now()
            owed, clock = owed + self._pace * (time - clock) / 1000, time
            if self._busy or not self.training:
                continue
            size = self._chapter.listing.count()
            if self._pace < SLOW and size:
                owed = min(owed, 1.0)
                if owed >= 1.0 / size:
                    owed -= 1.0 / size
                    await self._advance(1, self._chapter.journey.lines + 1)
            elif owed >= 1.0:
                owed = min(owed, MANY)
                count = int(owed)
                owed -= count
                await self._advance(count, None)
            if now() - self._drawn > CHART:
                self._drawn = now()
                self._chapter.chart.draw()
        if mine is self._loop_at:
            self._loop_at = None

    async def _advance(self, count, lines):
        """Run some examples, or so many lines of one; returns whether that was possible."""
        chapter, journey, turn = self._chapter, self._chapter.journey, self._turn
        examples = chapter.examples()
        if not examples:  # taken away since
            return False
        indices = journey.ahead(count, len(examples))
        if not journey.curve:
            journey.begin_curve(len(examples), chapter.bowl.loss(*journey.base[:2]))
        a, b, a_grad, b_grad = journey.base
        task = {
            "a": a,
            "b": b,
            "grads": (a_grad, b_grad),
            "eta": chapter.fields.values["eta"],
            "examples": [examples[i] for i in indices],
            "text": chapter.listing.text,
            "lines": lines,
        }
        result = await self._ask(task)
        if turn != self._turn or not result:
            return False
        if self._bridge.changed:
            journey.disturb()
        whole = journey.take(result, indices, len(examples))
        if whole:
            journey.note_mean(chapter.bowl.loss(journey.a, journey.b))
        chapter.show_run(result["seen"], only_last=lines is not None)
        if result["diverged"]:
            self._diverged = True
            self._end(words.diverged(journey, chapter.fields.values["eta"]))
        elif self.training and whole and journey.epochs >= self._first + chapter.fields.values["epochs"]:
            self._end(words.finished(journey, chapter.fields.values["epochs"]))
        return True

    async def _ask(self, task):
        """What the engine says of a task; None if it cannot be asked or if it fails."""
        if not self._bridge.changed:
            try:
                return run(task)
            except Exception as error:
                self._end("The engine failed here: %s: %s." % (type(error).__name__, error))
                return None
        if self._bridge.state != "ready":
            self._chapter.say(words.WAIT)
            return None
        self._busy, turn = True, self._turn
        result = None
        try:
            result = await self._bridge.ask("line_run", task)
        except Failed as failure:
            if turn == self._turn:
                self._end("The engine, as you have changed it, failed here: " + failure.words)
        if turn == self._turn:
            self._busy = False
        return result

    def _end(self, sentence):
        self.stop()
        self._chapter.chart.draw()
        self._chapter.say(sentence)

    def _show(self):
        by_id("line-train").setAttribute("aria-pressed", "true" if self.training else "false")
