"""The run: shows each frame that the worker answers with, and keeps the state meanwhile.

The state of training lives here: how many steps, with which parameters. The worker only borrows it.
"""

from engine.data import split
from ui.network import words
from ui.network.asking import Asking
from ui.network.by_hand import ByHand
from ui.network.pacing import Pacing
from ui.network.showing import Showing
from ui.network.stops import Stops

MEASURED = ("evaluated", "loss", "accuracy", "test")


class Trainer:
    """Trains with `values` (the settings) on `points`, through `bridge`; shows the result on plane and curve."""

    def __init__(self, values, points, plane, curve, say):
        self._values, self._points, self._say = values, points, say
        self.bridge = None
        self.training = False
        self.steps = 0
        self.parameters = None  # a Float64Array, or None for those of the seed
        self.goal = None  # a later step that the worker goes on to from these before anything is shown
        self.measured = None  # loss, accuracy, test, and of which step they are: `evaluated`
        self.diverged = False  # the weights are beyond use since the loss left the finite numbers
        self.net = None  # the view of the net, once it is there: has wanted()
        self.history = None  # the keeper of all steps, once it is there
        self._asking, self._stops, self._by_hand = Asking(self, values, points, plane), Stops(values), ByHand(self, say)
        self.state, self.take_parameters = self._asking.state, self._by_hand.take
        self.undo_parameters, self.can_undo_parameters = self._by_hand.undo, self._by_hand.can_undo
        self.trained = self._by_hand.trained
        self._showing, self._pacing = Showing(points, plane, curve), Pacing()
        self.followers = self._showing.followers
        self.on_divergence = self.on_rest = lambda: None  # on_rest: nothing is due any more, or something else is shown
        self.net_changed = self._asking.edit  # for the view of the net, when it wants to be shown otherwise
        self.note = ""  # what the visitor should know of the engine that is at work

    def toggle(self):
        """Train, or pause."""
        if self.training:
            self.pause(self.paused())
        else:
            self.train()

    def train(self):
        """Train, if the points allow it."""
        if self.trouble_with_points():
            self._say(self.trouble_with_points())
            return
        again = self.begin_again()
        self.training = True
        self._pacing.begin()
        self._showing.restart_clock()
        self._stops.begin(self.steps if self.goal is None else self.goal)
        self._show()
        if self.bridge.state == "ready":
            self._say(again + words.training(self._pacing.speed, self.note))
        self._asking.wake()

    def pause(self, sentence):
        """Hold exactly the step that is on the screen: what the worker has done since does not count."""
        self.stop()
        self.tell()
        self._say(sentence)

    def waits(self):
        """Something else keeps the engine busy, and the page has said so: that is over once steps are done."""
        self._pacing.said()

    def stop(self):
        """Let no step be due any more."""
        self.training = False
        self._pacing.begin()
        self._show()
        self.on_rest()

    def wants_to_run(self):
        """Whether steps are due."""
        return self.training or self._pacing.asked()

    def step(self):
        """One step, whatever the speed; pauses if it is training."""
        if self.training:
            self.pause(self.paused())
        elif self.trouble_with_points():
            self._say(self.trouble_with_points())
        else:
            again = self.begin_again()
            self._pacing.one_more()
            self._say(again + words.ONE_STEP)
            self._asking.wake()

    def begin_again(self):
        """After a divergence, go back to the weights of the seed; returns a sentence that says so, or ""."""
        if not self.diverged:
            return ""
        self.reset()
        return words.again(self._values["weights"])

    def reset(self):
        """Back to step 0 and the weights of the seed; goes on training if it was."""
        self._keep("leave")
        self._stops.forget()
        self._by_hand.forget()
        self._showing.reset()
        self._be(0, None)
        self._keep("begin")
        self._show()
        self._showing.each("reset")
        self.tell()
        self.on_rest()

    def go_to(self, steps, parameters, goal):
        """Show the step `goal`, which follows from these parameters at an earlier one."""
        self.stop()
        self._stops.forget()
        self._by_hand.forget()
        self._be(steps, parameters, goal if goal > steps else None)
        self.tell()

    def _be(self, steps, parameters, goal=None):
        """Go on from another step."""
        self.steps, self.parameters, self.goal = steps, parameters, goal
        self.measured = None
        self.diverged = False
        self._pacing.begin()
        self._showing.restart_clock()

    def set_speed(self, speed):
        """Go on at another position of the speed control."""
        self._pacing.set(speed)
        self._asking.wake()

    def points_changed(self):
        """The points are other ones; training goes on with them, or stops if it cannot."""
        if self.goal is not None or self._asking.shuffles_otherwise():
            self.tell()
        else:
            self._asking.edit()
        if not self._points.items:
            self._showing.forget_score()
        if self.training and self.trouble_with_points():
            self.pause(self.trouble_with_points())

    def paused(self):
        """What to say while nothing is going on."""
        return words.paused(self.steps)

    def _saying(self):
        return words.training(self._pacing.speed, self.note) if self.training else self.paused()

    def engine_lost(self):
        """The worker is gone: the state as it was last seen stays, until another is told it."""
        self._asking.lost()
        self._showing.restart_clock()
        self._show()

    def tell(self):
        """Tell the worker the whole state; what it was doing is void."""
        self._keep("look")
        self._asking.tell()

    def refused(self):
        """The net has other parameters than those."""
        self.reset()
        self._say(words.OTHER_NET)

    def edited(self):
        """The worker trains on with what has changed, from the step that is reached."""
        if self.goal is None:
            self._keep("look")

    def put(self, parameters, words):
        """Have other parameters at this step; words: what a mark of it says, None if none is left."""
        self.parameters, self.diverged = parameters, False
        self._stops.forget()
        self._keep("put", words)
        self.on_rest()
        if parameters is None:
            self.tell()
        else:
            self._asking.edit(parameters=True)

    def due(self):
        """How many steps the worker may do now."""
        if self.goal is not None:
            return 0
        return self._stops.most(self.steps, self._pacing.due(self.training), self.training)

    def share(self, due):
        """How much of the way to its step the picture is to show, from 0 to 1, where so many are due; None for all."""
        return None if self.goal is not None else self._pacing.share(self.training, due)

    def raised(self, failure):
        """The engine has raised an exception."""
        self.stop()
        self._say(words.raised(failure.words, self.bridge.changed))

    def take(self, answer):
        """Take over what the worker has done."""
        back = self.goal is not None
        if back and not self._arrived(answer):
            return
        done = answer["steps"] - self.steps
        if answer.get("note", self.note) != self.note:
            self.note = answer["note"]
            if self.note:
                self._say(words.training(self._pacing.speed, self.note) if self.training else self.note)
        if answer["trouble"] == "diverged":
            self.diverged = True
            self.pause(words.diverged(answer["steps"], self._values["rate"]))
            self.on_divergence()
            return
        self.steps = answer["steps"]
        if "parameters" in answer:
            self.parameters = answer["parameters"]
        if done:
            self.bridge.trust()
            if self._pacing.done(done, lambda: not self.wants_to_run()):
                self._say(self._saying())
            self._keep("done")
            if not self.training:
                self.on_rest()
        elif self.wants_to_run() and answer["examples"] and self._pacing.takes_long():
            self._say(words.slow(self.steps + 1, answer["examples"]))
        if answer["edited"]:
            self.edited()
        if "loss" in answer:
            self.measured = {key: answer.get(key) for key in MEASURED}
        self._showing.take(answer)
        why = self._stops.look(answer)
        if why and self.training:
            self.pause(why)
        if back:
            self._keep("arrived")

    def _arrived(self, answer):
        """Whether the worker has come to the step it was to go on to; says so where that takes long."""
        if answer["steps"] < self.goal:
            if self._pacing.takes_long():
                self._say(words.reaching(self.goal, answer["steps"] - self.steps, self.goal - self.steps))
            return False
        self.steps, self.goal = self.goal, None
        self._pacing.begin()
        self._say(self._saying())
        self._showing.restart_clock()
        return True

    def _keep(self, what, *arguments):
        """Tell the keeper of all steps, if it is there."""
        if self.history:
            getattr(self.history, what)(*arguments)

    def _show(self):
        self._showing.run(self.steps, self.training)

    def trouble_with_points(self):
        """Why nothing can be learnt from the points; "" if something can."""
        return words.trouble_with(split(self._points.items, self._values["share"], self._values["seed"])[0])
