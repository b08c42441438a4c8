"""The page, on MicroPython: puts the parts together and decides what each wish of the visitor means."""

import asyncio

from pyscript import document

from ui.address import Address
from ui.chapters import Chapters
from ui.network import words
from ui.network.comparison import compare, forget, give_up
from ui.network.curve import Curve
from ui.network.plane import Plane
from ui.network.speed import Speed
from ui.network.tools import Tools, label, named
from ui.network.trainer import Trainer
from ui.page import store
from ui.page.bridge import STOPPED, Bridge
from ui.page.browser import Debounced, by_id, listen, show_count, window
from ui.page.form import Form
from ui.page.hand import Hand
from ui.page.loading import files_of, load
from ui.page.points import Points, made
from ui.page.settings import DATA, GO_ON, NEW_NET, NEW_POINTS, changed, control_table, recipe_of

UNFOLDED = "settings.unfolded"  # key in the browser's storage: whether all settings are shown
IDS = {"loss": "loss-function"}  # where the control's id is not the setting's name, with - for _


def say(sentence):
    """Show a sentence in the status line."""
    by_id("status").textContent = sentence


class Page:
    """Owns the state: `values` (the settings), `points`, `chapter`; the trainer owns that of the run."""

    say = staticmethod(say)

    def __init__(self):
        self.address = Address()
        link = self.address.link
        self.chapter = link.chapter
        self.values = link.values
        self.points = Points()
        self.put_points(link.items)
        self.points.forget()
        self.points.take_past(self.address.past)
        self.plane = Plane(self.points)
        self.plane.fit()
        self.curve = Curve()
        self.trainer = Trainer(self.values, self.points, self.plane, self.curve, say)
        self.bridge = self.trainer.bridge = Bridge(self.ready, self.lost, self.failed, self.progress, self.replaced)
        self.halted = False  # the visitor's files may have ended a worker, and training with it
        self.chapters = Chapters(self)
        self.form = Form("settings", control_table(), self.setting, self.setting_changed, lambda key: IDS.get(key, key.replace("_", "-")))
        self.hand = Hand(self.plane, self.points, lambda: self.edited_by_hand(False), label, "plane-said", named)
        self.tools = Tools(self.points, self.swapped)
        self.speed = Speed(self.trainer.set_speed)
        self.write_address = Debounced(lambda: self.address.write(*self.state()), 400)
        self.attach()
        self.chapters.show(self.chapter)
        self.show_settings()
        self.show_points()
        if link.trouble:
            by_id("link-trouble").textContent = link.trouble
            self.write_address()
        store.on_trouble(lambda sentence: setattr(by_id("kept"), "textContent", sentence))
        self.start_engine(words.STARTING)
        self.views = self.scrubber = None  # what unfolds, and the timeline, once they are loaded
        asyncio.create_task(self.open_views())

    async def open_views(self):
        """Load what is not needed for the first click: the view of the net, and the views below."""
        try:
            await load(files_of("glass"))
        except OSError as error:
            by_id("views-trouble").textContent = words.NO_VIEWS % error
            return
        from ui.network.divergence import Divergence
        from ui.network.scrubber import Scrubber
        from ui.network.views import Views

        self.scrubber = Scrubber(self)
        Divergence(self, self.scrubber.history)
        self.views = Views(self)

    def attach(self):
        """Listen to the controls."""
        listen(by_id("train"), "click", lambda event: self.run(self.trainer.toggle))
        listen(by_id("step"), "click", lambda event: self.run(self.trainer.step))
        listen(by_id("reset"), "click", lambda event: self.reset())
        listen(by_id("new-weights"), "click", lambda event: self.new_weights())
        listen(by_id("retry"), "click", lambda event: self.start_engine(words.AGAIN))
        listen(by_id("compare"), "click", lambda event: compare(self.trainer, say))
        listen(by_id("all-settings"), "click", lambda event: self.unfold_settings(bool(by_id("settings-all").hidden)))
        listen(window, "hashchange", lambda event: self.address_changed())
        listen(window, "pagehide", lambda event: self.leave())
        listen(document, "visibilitychange", lambda event: self.write_address.flush())
        listen(window.matchMedia("(prefers-color-scheme: dark)"), "change", lambda event: self.recolour())
        self.unfold_settings(bool(store.recall(UNFOLDED, False)))

    def start_engine(self, sentence):
        """Start a worker, or another one."""
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        by_id("retry").hidden = True
        say(sentence)
        self.bridge.start()

    def ready(self):
        """The worker answers: tell it the state, and go on."""
        document.documentElement.setAttribute("data-engine", "ready")
        by_id("retry").hidden = True
        if self.scrubber:
            self.scrubber.history.files_changed(self.bridge.changed)
        self.each_view("ready")
        self.trainer.tell()
        if self.trainer.training:
            self.trainer.train()
        elif self.trainer.steps or self.halted:
            say(words.back(self.trainer.steps) + (words.HALTED if self.halted else ""))
        else:
            self.say_what_to_do()
        self.halted = False

    def lost(self, how):
        """The worker hangs or has died; the bridge is starting another."""
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        self.halted = bool(self.bridge.changed) and how != STOPPED and self.trainer.wants_to_run()
        if self.halted:
            self.trainer.stop()
        say(words.lost(how, self.trainer.steps, self.trainer.training) + (words.HALTED if self.halted else ""))
        self.replaced()

    def replaced(self):
        """The worker that was there is no more: what it was asked will not be answered."""
        self.trainer.engine_lost()
        self.each_view("lost")
        give_up()

    def each_view(self, what):
        """Pass on to chapters and views what has happened."""
        getattr(self.chapters, what)()
        if self.views:
            self.views.each(what)
            self.scrubber.each(what)

    def failed(self, reason):
        """No worker can be started."""
        document.documentElement.setAttribute("data-engine", "failed")
        by_id("retry").hidden = False
        self.replaced()
        self.trainer.pause(words.failed(reason))

    def progress(self, share):
        """So much of Python, from 0 to 1, is loaded."""
        by_id("progress").value = round(100 * share)

    def run(self, act):
        """Train, pause or step, as soon as there is an engine."""
        act()
        if self.trainer.wants_to_run():
            if self.bridge.state == "failed":
                self.start_engine(words.THEN)
            elif self.bridge.state != "ready":
                say(words.SOON)
            elif self.bridge.patient:
                say(words.BUSY)
                self.trainer.waits()

    def reset(self):
        """Stop, and go back to the weights of the seed."""
        self.trainer.stop()
        self.trainer.reset()
        say("Back at step 0, with the weights of seed %d." % self.values["weights"])

    def new_weights(self):
        """The weights of the next seed."""
        self.begin_change()
        self.values["weights"] = (self.values["weights"] + 1) % 10000
        self.show_settings()
        self.new_net("New weights, from seed %d" % self.values["weights"])
        self.write_address()

    def new_net(self, what):
        """Begin anew; training goes on if it was going on."""
        self.trainer.reset()
        say(what + ("; training." if self.trainer.training else ", at step 0."))

    def swapped(self, change, fit):
        """Undo, redo or clear: all points may be others after this."""
        if change():
            self.hand.release()
            self.edited_by_hand(fit)

    def edited_by_hand(self, fresh):
        """The points have changed; fresh: by undo or redo, which may bring a data set back."""
        self.begin_change()
        before = [self.values[key] for key in DATA]
        if self.points.origin:
            self.values.update(self.points.origin)
        else:
            self.values["dataset"] = "own"
        if before != [self.values[key] for key in DATA]:
            self.show_settings()
        if fresh:
            self.plane.fit()
        self.show_points()
        self.trainer.points_changed()
        if not self.trainer.training and self.bridge.state == "ready":
            self.say_what_to_do()
        self.write_address()

    def say_what_to_do(self):
        """The status line while nothing is going on."""
        say(self.trainer.trouble_with_points() or self.trainer.paused() + " Click the plane to add points.")

    def setting_changed(self, key, value):
        """A control has a new good value: the one place that says what follows from it."""
        self.begin_change()
        values, entails = changed(self.values, key, value)
        self.values.update(values)
        self.show_settings(but=key if self.setting(key) == value else None)
        if entails == NEW_POINTS:
            self.new_points()
        elif entails == NEW_NET:
            self.new_net("A new net")
        elif self.trainer.diverged and entails == GO_ON:
            say(self.trainer.begin_again() + ("Training." if self.trainer.training else "Ready to train."))
        elif entails == GO_ON:
            self.trainer.tell()
        self.write_address()

    def new_points(self):
        """The settings describe another data set."""
        if self.values["dataset"] == "own":
            self.points.origin = None
            say(words.OWN)
            return
        had = bool(self.points.items)
        self.put_points(None)
        self.hand.release()
        self.plane.fit()
        self.show_points()
        self.trainer.points_changed()
        if not self.trainer.training and self.bridge.state == "ready":
            say("New points." + (" Undo brings the earlier ones back." if had else ""))

    def put_points(self, items):
        """Put `items`, the visitor's own points, in place of those on the plane; None for the data set's."""
        if items is not None:
            self.points.replace(items)
        else:
            origin = {key: self.values[key] for key in DATA}
            self.points.replace(made(origin), origin)

    def show_points(self):
        """Show the points, how many there are, and what can be done with them."""
        show_count("points", len(self.points.items))
        by_id("undo").disabled = not self.points.can_undo()
        by_id("redo").disabled = not self.points.can_redo()
        by_id("clear").disabled = not self.points.items
        self.plane.redraw(dots=True)

    def recolour(self):
        """The style sheet has changed from light to dark, or back."""
        self.plane.read_colours()
        self.each_view("recolour")
        self.trainer.tell()

    def setting(self, key):
        """The value of what has a control."""
        return recipe_of(self.values) if key == "recipe" else self.values[key]

    def show_settings(self, but=None):
        """Show the settings in their controls, except in the one called `but`."""
        self.form.show(but)
        own = self.values["dataset"] == "own"
        for key in DATA:
            by_id(key).disabled = own and key != "dataset"

    def unfold_settings(self, unfold):
        """Show the settings that are not there at first, or put them away."""
        by_id("settings-all").hidden = not unfold
        by_id("all-settings").setAttribute("aria-expanded", "true" if unfold else "false")
        store.note(UNFOLDED, unfold)

    def restore(self, values, items, origin):
        """Have settings and points be what they were at an earlier step."""
        if origin == self.points.origin and items == self.points.items and all(
            [self.values[key] == value for key, value in values.items()]
        ):
            return
        self.begin_change()
        self.values.update(values)
        self.points.items, self.points.origin = list(items), origin
        self.hand.release()
        self.plane.fit()
        self.show_settings()
        self.show_points()
        self.write_address()

    def begin_change(self):
        """What was said of the state before does not hold any more."""
        forget()
        by_id("link-trouble").textContent = ""

    def state(self):
        """What the address says."""
        return self.chapter, self.values, self.points.items

    def leave(self):
        """The page goes away, perhaps only to be loaded again."""
        self.form.flush()
        self.address.leave(*self.state(), self.points.past())

    def address_changed(self):
        """Another chapter was chosen, and the state goes along; or a link with a state of its own was opened."""
        self.address = Address()
        link = self.address.link
        self.chapter = link.chapter
        if self.address.fresh and link.says_something:
            self.begin_change()
            self.values.update(link.values)
            self.put_points(link.items)
            self.hand.release()
            self.plane.fit()
            self.show_settings()
            self.show_points()
            self.trainer.stop()
            self.trainer.reset()
            say(words.OPENED)
        if self.address.fresh and link.trouble:
            by_id("link-trouble").textContent = link.trouble
        self.chapters.show(self.chapter)
        self.write_address()


Page()
