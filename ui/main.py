"""The page, on MicroPython: puts the parts together and decides what each change of a setting means."""

from pyscript import document

from engine.data import CLASSIFICATION
from ui import points as points_module
from ui.bridge import Bridge
from ui.browser import Debounced, by_id, listen, window
from ui.curve import Curve
from ui.form import Form
from ui.hand import Hand
from ui.plane import Plane
from ui.points import Points
from ui.settings import defaults, link, of_recipe, read_link, recipe_of
from ui.trainer import Trainer, count, speed_name

CHAPTERS = ("derivatives", "line", "network", "code")
DATA = ("dataset", "count", "noise", "seed")  # the settings that describe a data set
OPENED = "The link is open: its settings, and its points or those of its data set."
UNREAD = "A part of the link could not be read; the usual settings stand in for it."


def say(words):
    """Show a sentence in the status line."""
    by_id("status").textContent = words


class Page:
    def __init__(self):
        self.values = defaults()
        self.chapter = "network"
        items, all_read = self.read_address()
        self.points = Points(items, None if self.values["dataset"] == "own" else self.origin())
        self.plane = Plane(self.points)
        self.plane.fit(items)
        self.curve = Curve()
        self.trainer = Trainer(self.values, self.points, self.plane, self.curve, say)
        self.bridge = self.trainer.bridge = Bridge(self.ready, self.lost, self.failed, self.progress)
        self.form = Form(self.values, self.setting_changed)
        self.hand = Hand(self.plane, self.points, self.edited_by_hand)
        self.write_address = Debounced(self.write_address_now, 400)
        self.attach()
        self.show_chapter()
        self.show_points()
        starting = "The engine is starting; you can edit the points meanwhile."
        self.start_engine(starting if all_read else UNREAD + " " + starting)

    def attach(self):
        trainer = self.trainer
        listen(by_id("train"), "click", lambda event: self.train())
        listen(by_id("step"), "click", lambda event: trainer.step())
        listen(by_id("reset"), "click", lambda event: self.reset())
        listen(by_id("new-weights"), "click", lambda event: self.new_weights())
        listen(by_id("retry"), "click", lambda event: self.start_engine("The engine is starting again."))
        listen(by_id("speed-control"), "input", lambda event: self.set_speed())
        listen(window, "hashchange", lambda event: self.address_changed())
        listen(window.matchMedia("(prefers-color-scheme: dark)"), "change", lambda event: self.recolour())
        self.set_speed()

    # --- The engine's life ---

    def start_engine(self, words):
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        by_id("retry").hidden = True
        say(words)
        self.bridge.start()

    def ready(self):
        document.documentElement.setAttribute("data-engine", "ready")
        self.trainer.tell()
        if self.trainer.training:
            self.trainer.train()
        elif self.trainer.steps:
            say("The engine is back, at %s." % count(self.trainer.steps))
        else:
            self.say_what_to_do()

    def lost(self, how):
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        say(
            "The engine %s, so another one is being started. The points and the net, at %s, are kept%s."
            % (how, count(self.trainer.steps), "; training goes on by itself" if self.trainer.training else "")
        )
        self.trainer.engine_lost()

    def failed(self, words):
        document.documentElement.setAttribute("data-engine", "failed")
        by_id("retry").hidden = False
        self.trainer.engine_lost()
        self.trainer.pause(
            "The engine could not be started: %s. Points can still be edited; nothing is lost." % words.rstrip(".")
        )

    def progress(self, share):
        by_id("progress").value = round(100 * share)

    # --- The visitor's wishes ---

    def train(self):
        self.trainer.toggle()
        if self.trainer.training and self.bridge.state == "starting":
            say("Training begins as soon as the engine is ready.")
        elif self.trainer.training and self.bridge.state == "failed":
            self.start_engine("The engine is starting again; training begins as soon as it is ready.")

    def reset(self):
        self.trainer.pause("")
        self.trainer.reset()
        say("Back at step 0, with the weights of seed %d." % self.values["weights"])

    def new_weights(self):
        self.values["weights"] = (self.values["weights"] + 1) % 1000000
        self.form.show()
        self.new_net("New weights, from seed %d" % self.values["weights"])
        self.write_address()

    def new_net(self, words):
        self.trainer.reset()
        say(words + ("; training." if self.trainer.training else ", at step 0."))

    def set_speed(self):
        speed = int(by_id("speed-control").value)
        by_id("speed-name").textContent = speed_name(speed)
        by_id("speed-control").setAttribute("aria-valuetext", speed_name(speed))
        self.trainer.set_speed(speed)

    def edited_by_hand(self):
        """The points have changed: by the hand, or by undo and redo, which may bring a data set back."""
        if self.points.origin:
            self.values.update(self.points.origin)
            self.plane.fit(self.points.items)
        else:
            self.values["dataset"] = "own"
        self.form.show()
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
        values = self.values
        values[key] = value
        if key == "recipe" and value != "own":
            rebuild = values["bias"] != of_recipe(value)["bias"]
            values.update(of_recipe(value))
        else:
            rebuild = key in ("hidden", "bias", "weights")
            values["recipe"] = recipe_of(values)
        self.form.show(but=key)
        if key in DATA:
            self.new_points()
        elif rebuild:
            self.new_net("A new net")
        else:
            self.trainer.tell()
        self.write_address()

    def new_points(self):
        """The data set's settings have changed."""
        if self.values["dataset"] == "own":
            self.points.origin = None
            say("The points are your own now: click, drag and erase.")
            return
        had = bool(self.points.items)
        self.points.replace(self.generated(), self.origin())
        self.plane.fit(self.points.items)
        self.show_points()
        self.trainer.points_changed()
        if not self.trainer.training and self.bridge.state == "ready":
            say("New points." + (" Undo brings the earlier ones back." if had else ""))

    def generated(self):
        """The points that the settings describe."""
        values = self.values
        return CLASSIFICATION[values["dataset"]](values["count"], values["noise"], values["seed"])

    def origin(self):
        """The settings that describe the points."""
        return {key: self.values[key] for key in DATA}

    # --- What is shown ---

    def show_points(self):
        by_id("points").textContent = str(len(self.points.items))
        by_id("undo").disabled = not self.points.can_undo()
        by_id("redo").disabled = not self.points.can_redo()
        by_id("clear").disabled = not self.points.items
        self.plane.redraw(dots=True)

    def recolour(self):
        self.plane.read_colours()
        self.curve.build()
        self.trainer.tell()

    def show_chapter(self):
        title = by_id(self.chapter + "-title").textContent
        document.title = "Glassgrad: " + title[0].lower() + title[1:]
        for name in CHAPTERS:
            by_id(name).hidden = name != self.chapter
            tab = document.querySelector("nav [data-chapter=%s]" % name)
            if name == self.chapter:
                tab.setAttribute("aria-current", "page")
            else:
                tab.removeAttribute("aria-current")

    # --- The address: chapter, settings, and points of the visitor's own ---

    def read_address(self):
        """Take over the chapter and the settings of the address; returns its points, and whether all was read."""
        chapter, _, state = str(window.location.hash).lstrip("#").partition("?")
        self.chapter = chapter if chapter in CHAPTERS else "network"
        values, others, unread = read_link(state)
        self.values.update(defaults())
        self.values.update(values)
        self.values["recipe"] = recipe_of(self.values)
        if self.values["dataset"] == "own":
            try:
                return points_module.read(others.get("points", "")), not unread
            except ValueError:
                unread.append("points")
                self.values["dataset"] = "moons"
        return self.generated(), not unread

    def state_text(self):
        """The state as the address holds it."""
        state = link(self.values)
        if self.values["dataset"] == "own":
            state += "&points=" + points_module.write(self.points.items)
        return state

    def write_address_now(self):
        state = self.state_text()
        window.history.replaceState(None, "", "#" + self.chapter + ("?" + state if state else ""))

    def address_changed(self):
        """Another chapter was chosen, and the state goes along; or a link with another state was opened."""
        chapter, _, state = str(window.location.hash).lstrip("#").partition("?")
        if state and state != self.state_text():
            items, all_read = self.read_address()
            self.points.replace(items, None if self.values["dataset"] == "own" else self.origin())
            self.plane.fit(items)
            self.form.show()
            self.show_points()
            self.trainer.pause("")
            self.trainer.reset()
            say(OPENED if all_read else UNREAD)
        elif chapter in CHAPTERS:
            self.chapter = chapter
        self.show_chapter()
        self.write_address()


Page()
