"""The net of glass at work: what is picked in it, and what is shown of its inside, by drawing, marks and words."""

from pyscript import document

from ui.network import inside_words as words
from ui.network import pulls
from ui.network.glass import Glass
from ui.network.inspector import Inspector
from ui.network.lights import Lights
from ui.network.looking import Looking
from ui.network.net_line import NetLine
from ui.page.browser import by_id, key_of, listen, now

SLOWLY = 1000  # milliseconds between two times that the numbers of all edges are written down, while training


class NetView:
    """A view (see `Views`) of the net that `page.trainer` trains; `point` is the index of the picked point, or None."""

    def __init__(self, page):
        self._page, self._trainer = page, page.trainer
        self.point = None
        self._spot = None  # the picked point itself
        self._pulls = self._back = False
        self._found = None  # the last answer
        self._told = []  # functions that are called with it, or with None if there is none any more
        self._written = 0.0  # when the numbers of all edges were written down
        self._pointed = None  # the kinds of the words that are pointed at
        self._standing = ()  # the kinds that are lit while no words are
        self.glass = Glass(page.values, self._picked, self._laid_out)
        self._looking = Looking(page, self._asked_for, self._take)
        self._lights = Lights(page, self.glass)
        self._line = NetLine(self.light, self.follow)
        self._inspector = Inspector(self._trainer, self.glass.pick, self._unpick)
        for name, act in (("edges-gradients", self._gradients), ("creases", self._creases), ("pulls", self._show_pulls)):
            listen(by_id(name), "click", lambda event, act=act: act(_pressed(event)))
        for way in document.querySelectorAll("input[name=way]"):
            listen(way, "change", lambda event: self._turn(str(event.target.value) == "back"))
        listen(by_id("network"), "keydown", self._key)
        listen(by_id("open-graph"), "click", lambda event: page.views.show_and("slow-motion", lambda view: view.open_graph()))
        page.hand.picks(self.pick_point)
        self._trainer.net = self
        self._trainer.net_changed()
        self._key_to_edges()

    def wanted(self):
        """What the worker has to know to draw the net, or None."""
        wanted = self.glass.wanted()
        if wanted:
            wanted["share"] = self.point if self._back else None
        return wanted

    def show(self):
        pass

    def hide(self):
        pass

    def ready(self):
        self._looking.ready()

    def lost(self):
        self._looking.lost()

    def recolour(self):
        pass

    def reset(self):
        self._inspector.weight.reset()
        self._found = None  # what was found belongs to another net
        for tell in self._told:
            tell(None)
        self._line.clear()
        self._mark_plane()

    def shown(self, answer):
        """A frame was painted."""
        if self.glass.fit():
            self._laid_out()
        if answer and "tiles" in answer:
            self.glass.show(answer["tiles"], answer["edges"])
        elif answer and "image" in answer:
            self.glass.nothing()
        self._inspector.weight.shown()
        self.ask()

    def pick_point(self, index):
        """Pick a point of the plane, or with None none; the picked one once more lets go of it."""
        self.point = None if index == self.point else index
        self._spot = None if self.point is None else self._page.points.items[self.point]
        self._mark_plane()
        self._key_to_edges()
        self._picked()

    def state(self):
        """What is picked, for links: see engine.records.states."""
        self._find_point()
        return {"pick": self.glass.part, "point": self.point}

    def open(self, state):
        """Pick what a link says, as far as there is such a thing."""
        part, point = state.get("pick"), state.get("point")
        if part and self._is_part(part):
            self.glass.pick(part)
        if point is not None and point < len(self._page.points.items) and point != self.point:
            self.pick_point(point)

    def _is_part(self, part):
        widths = [2] + list(self._page.values["hidden"]) + [1]
        layer, neuron, source = (part[1:] + (None,))[:3]
        known = 1 <= layer < len(widths) and neuron < widths[layer]
        return known and (self._page.values["bias"] if part[0] == "edge" and source is None else (source or 0) < widths[layer - 1])

    def tells(self, function):
        """Call a function with every answer, and with None when it is void."""
        self._told.append(function)

    def ask(self):
        """Have the worker asked about the net as it is now."""
        self._looking.ask()

    def _asked_for(self):
        """What the worker is to be asked about."""
        self._find_point()
        return {"part": self.glass.part, "point": self.point, "pulls": self._pulls}

    def _find_point(self):
        """The picked point may have another index now, or be gone."""
        items = self._page.points.items
        if self._spot is not None and (self.point >= len(items) or items[self.point] != self._spot):
            self.point = items.index(self._spot) if self._spot in items else None
            self._spot = None if self.point is None else self._spot

    def _take(self, found):
        self._found = found
        for tell in self._told:
            tell(found)
        self._line.show(found, self._looking.places)
        self._light_words()
        self._mark_plane()
        self._inspect()
        if self._looking.places and (not self._trainer.training or now() - self._written > SLOWLY):
            self._written = now()
            self.glass.mark(self._looking.at, found["parameters"], found.get("gradients"))
        self._mark_net()
        self._page.hand.complete()

    def _mark_net(self):
        """Mark silent neurons, and what each has for the picked point."""
        found = self._found or {}
        self.glass.silence(words.silent_neurons(found["on"]) if found.get("on") else ())
        point = found.get("point")
        self.glass.label(point and point["values"], point and point["grads"], self._back)

    def _inspect(self):
        """Show what is picked."""
        point = None if self.point is None else (self.point, self._spot)
        self._inspector.show(self._found, self.glass.part, self._looking.at, point, self._page.values["alpha"])

    def light(self, kinds):
        """Light what words of these kinds speak of; with None what `stand` has said."""
        self._pointed = kinds
        self._show_lights()

    def stand(self, kinds):
        """Have these kinds lit while no words are pointed at."""
        self._standing = kinds
        self._show_lights()

    def sample(self):
        """(layer, index) of the neuron that words speak of where they mean any."""
        return self._lights.sample(self._found)

    def score_of(self, index):
        """The score of a point that has just been added, None while it is not known."""
        scores = self._found and self._found.get("scores")
        known = scores and index < scores.length == len(self._page.points.items)
        return float(scores[index]) if known else None

    def places(self):
        """(layer, neuron, source) -> the place among the parameters, of the net that was looked at last."""
        return self._looking.at

    def _lit(self):
        return self._standing if self._pointed is None else self._pointed

    def _show_lights(self):
        lit, glass = self._lit(), self.glass
        self._mark_plane()
        self._lights.show(lit, self._found, self._looking.places)
        shown = ("creases" in lit, self.sample() if "picture" in lit else None)
        if shown != (glass.told, glass.pictured):
            glass.told, glass.pictured = shown
            self._trainer.net_changed()

    def _light_words(self):
        """Light the words that speak of what is picked."""
        part, found, kinds = self.glass.part, self._found, []
        if self.point is not None and self.point < len(found["losses"]) and found["losses"][self.point] > 0:
            kinds.append("pull")
        if part and part[0] == "neuron" and found["on"] and part[1:] in words.silent_neurons(found["on"]):
            kinds.append("silent")
        if part and found.get("largest") is not None and self._looking.places:
            layer, index, source = self._looking.places[found["largest"]]
            if part[1:] in ((layer, index), (layer, index, source)):
                kinds.append("largest")
        self._line.lit(kinds)

    def follow(self, kinds):
        """A click on words picks what they speak of."""
        found, kind = self._found, kinds[0]
        if not found:
            return
        if kind == "pull":
            by_id("pulls").click()
        elif kind in ("neuron", "picture"):
            self.glass.pick(("neuron",) + self._lights.sample(found))
        elif kind == "edges-in":
            self.glass.pick(("edge",) + self._lights.sample(found) + (0,))
        elif kind == "score":
            self.glass.pick(("neuron", len(self.glass.widths) - 1, 0))
        elif kind == "largest":
            layer, index, source = self._looking.places[found["largest"]]
            self.glass.pick(("neuron", layer, index) if source is None else ("edge", layer, index, source))
        elif kind == "silent" and words.silent_neurons(found["on"]):
            self.glass.pick(("neuron",) + tuple(words.silent_neurons(found["on"])[0]))

    def _mark_plane(self):
        """Ring the points that pull, where that is wanted, with the arrows of the last answer."""
        found, rings, arrows = self._found, [], []
        lit = self._lit()
        if found and (self._pulls or "pull" in lit or self.point is not None):
            rings = pulls.rings(found)
            arrows = pulls.arrows(found) if self._pulls else []
        for kind, label in (("positive-points", 1), ("negative-points", -1)):
            if kind in lit:
                rings = [i for i, point in enumerate(self._page.points.items) if point[2] == label]
        self._page.plane.mark(self.point, rings, arrows)

    def _laid_out(self):
        """The net is laid out anew: its parts are other elements."""
        self._mark_net()
        self._trainer.net_changed()

    def _picked(self):
        """Another part of the net is picked."""
        if not self.glass.part and self.point is None:
            self._inspector.hide()
        self._trainer.net_changed()
        self.ask()
        self._page.write_address()

    def _unpick(self):
        part = self.glass.part
        if self.point is not None:
            self.pick_point(None)
        if part:
            self.glass.pick(None)
        if not part:
            self._picked()

    def _key(self, event):
        if key_of(event) == "escape" and (self.glass.part or self.point is not None):
            self._unpick()

    def _gradients(self, on):
        self.glass.gradients = on
        self._key_to_edges()
        self._trainer.net_changed()

    def _creases(self, on):
        self.glass.creases = on
        self._trainer.net_changed()

    def _show_pulls(self, on):
        self._pulls = on
        self._mark_plane()
        self.ask()

    def _turn(self, back):
        self._back = back
        self._key_to_edges()
        self._trainer.net_changed()
        self.ask()

    def _key_to_edges(self):
        """Say what the edges show."""
        what = "Gradients" if self.glass.gradients else "Weights"
        if self._back and self.point is not None:
            what = "The point’s shares"
        key = []
        for name, sign in (("positive", "> 0"), ("negative", "< 0")):
            span = document.createElement("span")
            span.className = "edge-key " + name
            span.textContent = sign
            key.append(span)
        by_id("edge-key").replaceChildren(what + " ", key[0], " ", key[1])


def _pressed(event):
    """Whether a toggle is pressed now, after this click on it."""
    button = event.target.closest("button")
    on = str(button.getAttribute("aria-pressed")) != "true"
    button.setAttribute("aria-pressed", "true" if on else "false")
    return on

