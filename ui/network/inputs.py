"""What the visitor sets: the settings and the points; and what follows from each change of them."""

from pyscript import document

from engine.records.settings import DATA, GO_ON, NEW_NET, NEW_POINTS, changed, control_table, recipe_of
from ui.network import words
from ui.network.comparison import forget
from ui.network.inside_words import short
from ui.network.tools import Tools, brush, label, named
from ui.page import store
from ui.page.browser import by_id, listen, show_count
from ui.page.form import Form
from ui.page.hand import Hand, count
from ui.page.points import made

UNFOLDED = "settings.unfolded"  # key in the browser's storage: whether all settings are shown
IDS = {"loss": "loss-function", "share": "test-share"}  # where the control's id is not the setting's name, with - for _


class Inputs:
    """The controls of `page`'s values and points. say(sentence) shows it in the status line."""

    def __init__(self, page, say):
        self._page, self._say = page, say
        self.followers = []  # functions that are called when the points may be others
        self.values, self.points, self.plane, self.trainer = page.values, page.points, page.plane, page.trainer
        self.form = Form("settings", control_table(), self.setting, self.setting_changed, _id)
        self.hand = Hand(self.plane, self.points, lambda: self.edited_by_hand(False), label, page.status, named, more=self._more, brush=brush)
        self.tools = Tools(self.points, self.swapped)
        listen(by_id("new-weights"), "click", lambda event: self.new_weights())
        listen(by_id("all-settings"), "click", lambda event: self.unfold_settings(bool(by_id("settings-all").hidden)))
        self.unfold_settings(bool(store.recall(UNFOLDED, False)))
        self.show_settings()
        self.show_points()

    def new_weights(self):
        """The weights of the next seed."""
        if self._refused(["weights"]):
            return
        self.begin_change()
        self.values["weights"] = (self.values["weights"] + 1) % 10000
        self.show_settings()
        self.new_net("New weights, from seed %d" % self.values["weights"])
        self._page.write_address()

    def new_net(self, what):
        """Begin anew; training goes on if it was going on."""
        self.trainer.reset()
        self._say(what + ("; training." if self.trainer.training else ", at step 0."))

    def swapped(self, change, fit, done):
        """Undo, redo or clear: all points may be others after this. done: what to say of it, such as "Undone"."""
        if not self._refused(["points"]) and change():
            self.hand.release()
            self.edited_by_hand(fit)
            self._say("%s: %s.%s" % (done, count(self.points.items), self._more(None)))

    def bring(self, items, done):
        """Put other points in place of those there are, as one change; returns why that may not be, or "".

        done  what to say of it, such as "Loaded"
        """
        why = self._page.refusal(["points"])
        if why:
            return why

        def change():
            self.points.replace(items)
            return True

        self.swapped(change, True, done)
        return ""

    def _more(self, index):
        """What to say besides of a change by hand: the score of an added point, and why nothing can be learnt."""
        trouble, net = self.trainer.trouble_with_points(), self.trainer.net
        score = net.score_of(index) if net and index is not None and not trouble else None
        return " " + trouble if trouble else "" if score is None else " Score %s." % short(score)

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
        self._page.write_address()

    def edited_in_table(self):
        """The points have changed, and nothing else says what that means."""
        self.edited_by_hand(False)
        if not self.trainer.training and self._page.bridge.state == "ready":
            self.say_what_to_do()

    def say_what_to_do(self):
        """The status line while nothing is going on."""
        self._say(self.trainer.trouble_with_points() or self.trainer.paused() + " Click the plane to add points.")

    def setting_changed(self, key, value):
        """A control has a new good value: the one place that says what follows from it."""
        values, entails = changed(self.values, key, value)
        if self._refused([name for name in values if values[name] != self.values[name]]):
            self.show_settings()
            return
        self.begin_change()
        self.values.update(values)
        self.show_settings(but=key if self.setting(key) == value else None)
        if entails == NEW_POINTS:
            self.new_points()
        elif entails == NEW_NET:
            self.new_net("A new net")
        elif key == "share":
            self.show_points()
            self.trainer.points_changed()
        elif self.trainer.diverged and entails == GO_ON:
            self._say(self.trainer.begin_again() + ("Training." if self.trainer.training else "Ready to train."))
        elif entails == GO_ON:
            self.trainer.tell()
        self._page.write_address()

    def new_points(self):
        """The settings describe another data set."""
        if self.values["dataset"] == "own":
            self.points.origin = None
            self._say(words.OWN)
            return
        had = bool(self.points.items)
        put_points(self.points, self.values, None)
        self.hand.release()
        self.plane.fit()
        self.show_points()
        self.trainer.points_changed()
        if not self.trainer.training and self._page.bridge.state == "ready":
            self._say("New points." + (" Undo brings the earlier ones back." if had else ""))

    def show_points(self):
        """Show the points, how many there are, and what can be done with them."""
        show_count("points", len(self.points.items))
        by_id("undo").disabled = not self.points.can_undo()
        by_id("redo").disabled = not self.points.can_redo()
        by_id("clear").disabled = not self.points.items or bool(self._page.refusal(["points"]))
        self.plane.redraw(dots=True)
        for function in self.followers:
            function()

    def setting(self, key):
        """The value of what has a control."""
        return recipe_of(self.values) if key == "recipe" else self.values[key]

    def show_settings(self, but=None):
        """Show the settings in their controls, except in the one called `but`."""
        self.form.show(but)
        own = self.values["dataset"] == "own"
        for element in document.querySelectorAll(".of-test"):
            element.hidden = not self.values["share"]
        for key in DATA:
            by_id(key).disabled = own and key != "dataset" or bool(self._page.refusal([key]))

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
        self._page.write_address()

    def _refused(self, keys):
        """Whether a task does not let these be changed; says so."""
        why = self._page.refusal(keys)
        if why:
            self._say(why)
        return bool(why)

    def begin_change(self):
        """What was said of the state before does not hold any more."""
        forget()
        self._page.reopening.give_up()
        self._page.mine = True
        by_id("link-trouble").textContent = ""

    def open(self, link):
        """Take over what a link says."""
        self.begin_change()
        self.values.update(link.values)
        put_points(self.points, self.values, link.items)
        self.hand.release()
        self.plane.fit()
        self.show_settings()
        self.show_points()


def put_points(points, values, items):
    """Put `items`, the visitor's own points, in place of those there are; None for the data set's."""
    if items is not None:
        points.replace(items)
    else:
        origin = {key: values[key] for key in DATA}
        points.replace(made(origin), origin)


def _id(key):
    return IDS.get(key, key.replace("_", "-"))
