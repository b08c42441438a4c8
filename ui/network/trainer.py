"""The run: asks the worker for one frame after the other, shows each, and keeps the state meanwhile.

The state of training lives here: how many steps, with which parameters. The worker only borrows it.
"""

import asyncio

from ui.network import words
from ui.network.readouts import Readouts
from ui.page.browser import by_id, now, on_next_frame, rgb
from ui.page.pace import FULL, WATCHED, pace
from ui.page.wire import Failed

MANY = 1_000_000  # steps in one answer: no limit but the budget
STILL = 500  # steps without any change of the loss after which the page says so
SLOW = 2000  # milliseconds without a finished step after which the page says what it is doing


class Trainer:
    """Trains with `values` (the settings) on `points`, through `bridge`; shows the result on plane and curve."""

    def __init__(self, values, points, plane, curve, say):
        self._values, self._points, self._plane, self._curve, self._say = values, points, plane, curve, say
        self.bridge = None
        self.training = False
        self.steps = 0
        self.speed = WATCHED
        self.parameters = None  # a Float64Array, or None for those of the seed
        self._taken = False  # the parameters are others than the worker has: what it does meanwhile is void
        self._gestures = []  # (steps, parameters) before each change of parameters that can be taken back
        self._gesture = False  # one is going on
        self._era = 0  # grows whenever the worker is told the state: answers of earlier eras are void
        self._asking = False
        self._busy = False  # the worker has something unfinished
        self._edited = False  # the points have changed since the worker saw them
        self._owed = 0.0  # steps that are due
        self._painting = False
        self._picture = None  # an answer with a picture that is to be shown
        self._score = None  # loss and accuracy that are to be shown, with the picture they belong to
        self._readouts = Readouts()
        self._clock = self._finished = now()  # when steps were last counted as due, and when one was done
        self.diverged = False  # the weights are beyond use since the loss left the finite numbers
        self._still = None, 0, False  # a loss, since which step it has not changed, and whether that was said
        self._slow = False  # whether the page has said that a step takes long, and when it last did
        self._told = 0
        self._note = ""  # what the visitor should know of the engine that is at work
        self.net = None  # the view of the net, once it is there: has wanted()
        self.followers = []  # views that follow the run: have shown(answer) and reset()

    def toggle(self):
        """Train, or pause."""
        if self.training:
            self.pause(self.paused())
        else:
            self.train()

    def train(self):
        """Train, if the points allow it."""
        if not self._able():
            return
        again = self.begin_again()
        self.training = True
        self._owed = 0.0
        self._clock = self._finished = now()
        self._readouts.restart()
        self._show_training()
        if self.bridge.state == "ready":
            self._say(again + words.training(self.speed, self._note))
        self._wake()

    def pause(self, sentence):
        """Hold exactly the step that is on the screen: what the worker has done since does not count."""
        self.stop()
        self.tell()
        self._say(sentence)

    def waits(self):
        """Something else keeps the engine busy, and the page has said so: that is over once steps are done."""
        self._slow, self._told = True, now()

    def stop(self):
        """Let no step be due any more."""
        self.training = False
        self._owed = 0.0
        self._show_training()

    def wants_to_run(self):
        """Whether steps are due."""
        return self.training or self._owed >= 1

    def step(self):
        """One step, whatever the speed; pauses if it is training."""
        if self.training:
            self.pause(self.paused())
        elif self._able():
            again = self.begin_again()
            self._owed += 1
            self._finished = now()
            self._say(again + words.ONE_STEP)
            self._wake()

    def begin_again(self):
        """After a divergence, go back to the weights of the seed; returns a sentence that says so, or ""."""
        if not self.diverged:
            return ""
        self.reset()
        return words.again(self._values["weights"])

    def reset(self):
        """Back to step 0 and the weights of the seed; goes on training if it was."""
        self.steps, self.parameters = 0, None
        self._taken = self._gesture = False
        self._gestures = []
        self.diverged = False
        self._still = None, 0, False
        self._owed = 0.0
        self._readouts.restart()
        self._curve.restart()
        self._show_steps()
        self._score = self._picture = None
        self._readouts.forget_score()
        self._each("reset")
        self.tell()

    def set_speed(self, speed):
        """Go on at another position of the speed control."""
        self.speed = speed
        self._owed = 0.0
        self._clock = now()
        self._wake()

    def points_changed(self):
        """The points are other ones; training goes on with them, or stops if it cannot."""
        self._edited = True
        if not self._points.items:
            self._readouts.forget_score()
        if self.training and self.trouble_with_points():
            self.pause(self.trouble_with_points())
        self._wake()

    def paused(self):
        """What to say while nothing is going on."""
        return words.paused(self.steps)

    def engine_lost(self):
        """The worker is gone: the state as it was last seen stays, until another is told it."""
        self._era += 1
        self._asking = self._busy = False
        self._readouts.restart()
        self._show_steps()

    def tell(self):
        """Tell the worker the whole state; what it was doing is void."""
        self._era += 1
        self._asking = False
        if self.bridge.state == "ready":
            self._edited, self._taken, self._busy = False, False, True
            asyncio.create_task(self._tell(self._era, *self.state()))
            self._wake()

    async def _tell(self, era, state, arrays):
        try:
            fits = await self.bridge.ask("tell", state, arrays=arrays)
        except Failed:
            return  # the first frame says it
        if not fits and era == self._era:
            self.reset()
            self._say(words.OTHER_NET)

    def state(self):
        """The whole state, as the worker wants to be told it, and a list of the parameters if there are any."""
        state = dict(
            self._values,
            steps=self.steps,
            points=self._points.items,
            domain=self._plane.domain,
            palette=[rgb("--negative-far"), rgb("--middle"), rgb("--positive-far")],
            net=self._wanted(),
        )
        return state, [] if self.parameters is None else [self.parameters]

    def net_changed(self):
        """The view of the net wants to be shown otherwise."""
        self._edited = True
        self._wake()

    def take_parameters(self, parameters, words, done=True):
        """Go on from these parameters, a Float64Array of as many as there are; `words` say what was done.

        done  False while a hand is still moving something: all until it is done is one change, and undone as one
        """
        if not self._gesture:
            self._gestures.append((self.steps, self.parameters))
        self._gesture = not done
        self._put(parameters)
        if done and not self.training:
            self._say(words)

    def undo_parameters(self):
        """Take back the last change of parameters; returns whether there was one that nothing was trained after."""
        if not self.can_undo_parameters():
            return False
        self._gesture = False
        self._put(self._gestures.pop()[1])
        return True

    def can_undo_parameters(self):
        """Whether the last thing that was done to the parameters is a change by hand."""
        return bool(self._gestures) and self._gestures[-1][0] == self.steps

    def _put(self, parameters):
        self.parameters = parameters
        self.diverged = False
        self._still = None, 0, False
        if parameters is None:
            self.tell()
        else:
            self._edited = self._taken = True
            self._wake()

    def _wanted(self):
        return self.net.wanted() if self.net else None

    def _each(self, what, *arguments):
        for follower in self.followers:
            getattr(follower, what)(*arguments)

    def _wake(self):
        """See to it that frames are asked for, if there is anything to ask."""
        if not self._asking and self.bridge.state == "ready":
            self._asking = True
            asyncio.create_task(self._ask(self._era))

    async def _ask(self, era):
        while era == self._era:
            if self._edited:
                self._edited, self._busy = False, True
                await self._edit(era)
                continue
            due = self._due()
            if not (due or self._busy):
                if not self.training:
                    break
                await asyncio.sleep(0.02)  # between the steps of a slow pace
                continue
            try:
                answer = await self.bridge.ask("frame", due)
            except Failed as failure:
                if era == self._era:
                    self._raised(failure)
                continue
            if era == self._era and not self._taken:
                self._take(answer)
        if era == self._era:
            self._asking = False

    async def _edit(self, era):
        try:
            change = {"points": self._points.items, "domain": self._plane.domain, "net": self._wanted()}
            change["data"] = self._values
            arrays = [self.parameters] if self._taken else []
            self._taken = False
            await self.bridge.ask("edit", dict(change, steps=self.steps), arrays=arrays)
        except Failed as failure:
            if era == self._era:
                self._raised(failure)

    def _due(self):
        """How many steps the worker may do now."""
        if self.training:
            time = now()
            if self.speed == FULL:
                return MANY
            self._owed += pace(self.speed) * (time - self._clock) / 1000
            self._owed = min(self._owed, max(1.0, pace(self.speed) / 4))
            self._clock = time
        return int(self._owed)

    def _raised(self, failure):
        """The engine has raised an exception."""
        self._busy = False
        self.stop()
        self._say(words.raised(failure.words, self.bridge.changed))

    def _take(self, answer):
        """Take over what the worker has done."""
        done = answer["steps"] - self.steps
        self._busy = answer["busy"]
        if answer["note"] != self._note:
            self._note = answer["note"]
            if self._note:
                self._say(words.training(self.speed, self._note) if self.training else self._note)
        if answer["trouble"] == "diverged":
            self.diverged = True
            self.pause(words.diverged(answer["steps"], self._values["rate"]))
            return
        if done:
            self._owed = max(0.0, self._owed - done)
            quick, self._finished = now() - self._finished < SLOW, now()
            self.bridge.trust()
            if self._slow and (quick or not self.wants_to_run()):
                self._slow = False
                self._say(words.training(self.speed, self._note) if self.training else self.paused())
        elif self.wants_to_run() and answer["examples"] and now() - max(self._finished, self._told) > SLOW:
            self._slow, self._told = True, now()
            self._say(words.slow(self.steps + 1, answer["examples"]))
        self.steps = answer["steps"]
        if "parameters" in answer:
            self.parameters = answer["parameters"]
        if "loss" in answer:
            self._watch(answer)
            self._score = answer["loss"], answer["accuracy"]
            self._curve.add(answer["evaluated"], answer)
        if "image" in answer or "tiles" in answer:
            self._picture = dict(self._picture or {}, **answer)
        self._readouts.measure(self.steps)
        if not self._painting:
            self._painting = True
            on_next_frame(self._paint)

    def _watch(self, answer):
        """Say it, once, when training goes on and nothing moves any more, though there is something to learn."""
        loss, step = answer["loss"], answer["evaluated"]
        if loss != self._still[0] or not loss:
            self._still = loss, step, False
        elif self.training and step >= self._still[1] + STILL and not self._still[2]:
            self._still = loss, self._still[1], True
            self._say(words.still(step - self._still[1], loss, answer["accuracy"]))

    def _paint(self):
        self._painting = False
        self._show_steps()
        if self._score and self._points.items:
            self._readouts.score(*self._score)
            self._score = None
        picture, self._picture = self._picture, None
        if picture and "image" in picture:
            lines = picture["boundary"], picture["margin"]
            self._plane.show_field(picture["image"], picture["columns"], picture["rows"], lines)
            self._plane.show_creases(picture.get("creases"), picture.get("crease_grid"))
        self._each("shown", picture)

    def _show_steps(self):
        self._readouts.steps(self.steps, self.training)

    def _show_training(self):
        by_id("train").setAttribute("aria-pressed", "true" if self.training else "false")
        self._show_steps()

    def _able(self):
        """Whether there is something to train on; says what is missing."""
        trouble = self.trouble_with_points()
        if trouble:
            self._say(trouble)
        return not trouble

    def trouble_with_points(self):
        """Why nothing can be learnt from the points; "" if something can."""
        return words.trouble_with(self._points.items)
