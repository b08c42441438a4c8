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
from ui.trainer import Trainer, speed_name

CHAPTERS = ("derivatives", "line", "network", "code")
WELCOME = "Ready. Press Train, or click the plane to add points first."
UNDO_BRINGS_BACK = "New points. Undo brings the earlier ones back."


def say(words):
    """Show a sentence in the status line."""
    by_id("status").textContent = words


class Page:
    def __init__(self):
        self.values = defaults()
        self.chapter = "network"
        items = self.read_address()
        self.points = Points(items)
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
        self.start_engine("The engine is starting; you can edit the points meanwhile.")

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
            say("The engine is back, at %d steps." % self.trainer.steps)
        else:
            say(WELCOME)

    def lost(self):
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        say(
            "The engine stopped answering, so another one is being started. Your points and the net, at %d steps, "
            "are kept%s." % (self.trainer.steps, "; training goes on by itself" if self.trainer.training else "")
        )
        self.trainer.engine_lost()

    def failed(self, words):
        document.documentElement.setAttribute("data-engine", "failed")
        by_id("retry").hidden = False
        self.trainer.engine_lost()
        say("The engine could not be started: %s. Points can still be edited; nothing is lost." % words.rstrip("."))

    def progress(self, share):
        by_id("progress").value = round(100 * share)

    # --- The visitor's wishes ---

    def train(self):
        self.trainer.toggle()
        if self.trainer.training and self.bridge.state == "starting":
            say("Training begins as soon as the engine is ready.")

    def reset(self):
        self.trainer.pause("")
        self.trainer.reset("Back to step 0, with the weights of seed %d." % self.values["weights"])

    def new_weights(self):
        self.values["weights"] = (self.values["weights"] + 1) % 1000000
        self.form.show()
        self.trainer.reset("New weights, from seed %d." % self.values["weights"])
        self.write_address()

    def set_speed(self):
        speed = int(by_id("speed-control").value)
        by_id("speed-name").textContent = speed_name(speed)
        by_id("speed-control").setAttribute("aria-valuetext", speed_name(speed))
        self.trainer.set_speed(speed)

    def edited_by_hand(self):
        if self.values["dataset"] != "own":
            self.values["dataset"] = "own"
            self.form.show()
        self.show_points()
        self.trainer.points_changed()
        self.write_address()

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
        if key in ("dataset", "count", "noise", "seed"):
            self.new_points()
        elif rebuild:
            self.trainer.reset("A new net, back at step 0.")
        else:
            self.trainer.tell()
        self.write_address()

    def new_points(self):
        had = bool(self.points.items)
        if self.values["dataset"] == "own":
            say("The points are yours now: click, drag and erase.")
            return
        items = self.generated()
        self.points.replace(items)
        self.plane.fit(items)
        self.show_points()
        self.trainer.tell()
        if had and not self.trainer.training:
            say(UNDO_BRINGS_BACK)

    def generated(self):
        """The points that the settings describe."""
        values = self.values
        return CLASSIFICATION[values["dataset"]](values["count"], values["noise"], values["seed"])

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
        for name in CHAPTERS:
            by_id(name).hidden = name != self.chapter
            tab = document.querySelector("nav [data-chapter=%s]" % name)
            if name == self.chapter:
                tab.setAttribute("aria-current", "page")
            else:
                tab.removeAttribute("aria-current")

    # --- The address: chapter, settings, and points of the visitor's own ---

    def read_address(self):
        """Take over what the address says; returns the points."""
        chapter, _, state = str(window.location.hash).lstrip("#").partition("?")
        self.chapter = chapter if chapter in CHAPTERS else "network"
        values, others = read_link(state)
        self.values.update(values)
        self.values["recipe"] = recipe_of(self.values)
        if self.values["dataset"] == "own":
            try:
                return points_module.read(others.get("points", ""))
            except ValueError:
                self.values["dataset"] = "moons"
        return self.generated()

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
        """Another chapter was chosen: the state goes along. A link with another state starts the page anew."""
        chapter, _, state = str(window.location.hash).lstrip("#").partition("?")
        if state and state != self.state_text():
            window.location.reload()
        elif chapter in CHAPTERS:
            self.chapter = chapter
            self.show_chapter()
            self.write_address()


Page()
