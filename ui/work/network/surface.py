"""The loss landscape of the net in training: its mean loss on the points over a plane through the present parameters.

A picture is computed row by row, coarsely and then finely, and begun anew where training has gone on meanwhile.
"""

from array import array
from math import isfinite, log
from time import perf_counter

from engine.compiler.painter import Painter
from engine.train import evaluate
from ui.work.browser_host import BrowserHost
from ui.work.network import directions
from ui.work.network.inside import next_step
from ui.work.network.ramp import level_lines, shades
from ui.work.network.session import session
from ui.work.picture import path
from ui.work.registry import WithArrays, entry

SIDES = (17, 33, 65)  # columns and rows of a picture, the finer ones of parameters that have come to rest
MOVING, RESTING = 0.006, 0.03  # seconds that an answer may take while training goes on, and while it does not
QUICK = 0.012  # seconds that a picture may take while training goes on, if a coarser one is quicker
MARGIN = 0.12  # of a plane that holds the path, around that
KEPT = 3  # pictures whose places can be taken

NO_NET = "The landscape follows as soon as there is a net in training."
NO_POINTS = "Without points there is no loss to draw."
NOT_FINITE = "The weights have left the finite numbers, and with them the loss."
NO_PATH = "Training has not gone far enough yet for its path to have two main directions."


class Surface:
    """What has been computed of the landscape."""

    def __init__(self):
        self._path = {}  # serial number -> parameters on the way of training
        self._gaussians = self._found = None, None
        self._rows = None  # a generator of the picture in progress
        self._finished = None  # what the last picture was of
        self._level = 0
        self._each = 1e-5  # seconds that a loss takes
        self._pictures = {}  # number -> what it is of, of the last ones
        self._number = 0
        self._painter = None

    def look(self, wish, arrays):
        """Go on; returns a dict with arrays.

        wish    kind ("random", "gradient" or "path"), seed, extent (in lengths of the parameters, None for one that holds
                the path), era, path (serial numbers of the parameters on the way of training), fresh (those of them
                that come along as arrays), ramp (three colours, low to high) and moving (whether training goes on)
        why     why there is no picture; busy: whether there is one to come
        number, side, extent, low, high, levels, lines, image, losses: a new one; extent is (a of the first column, of
                the last, b of the first row, of the last), losses are side * side numbers from its top
        loss    at the present place, which is (0, 0); path: (a, b) of the path's places; held: the share of the squared
                distances of the path from here that lies in the plane, None for planes that do not follow the path
        values  whether Value objects have computed it
        """
        fresh = dict(zip(wish["fresh"], arrays))
        self._path = {serial: fresh.get(serial, self._path.get(serial)) for serial in wish["path"]}
        why = self._trouble()
        if why:
            self._rows = self._finished = None
            return {"why": why, "busy": False}
        deadline = perf_counter() + (MOVING if wish["moving"] else RESTING)
        if not self._rows and not self._begin(wish):
            return {"why": NO_PATH if self._found[1] is None else "", "busy": False}
        if self._wishes(wish) != self._sweep["wishes"]:
            self._rows = None
            return {"why": "", "busy": True}
        before = perf_counter()
        while True:
            row = next(self._rows, "done")
            if isinstance(row, str):
                break
            if row:
                self._sweep["losses"].extend(row)
            if perf_counter() > deadline:
                self._sweep["seconds"] += perf_counter() - before
                return {"why": "", "busy": True}
        self._sweep["seconds"] += perf_counter() - before
        self._rows, self._finished = None, self._sweep
        self._each = self._sweep["seconds"] / self._sweep["side"] ** 2
        return self._picture(wish)

    def place(self, number, a, b):
        """The parameters at a place of a picture; None if it is too long ago."""
        of = self._pictures.get(number)
        return of and directions.place_at(of["parameters"], of["u"], of["v"], a, b)

    def _trouble(self):
        if session.preparing or session.error or not session.engine:
            return NO_NET
        if not session.learnt:
            return NO_POINTS
        return NOT_FINITE if session.trouble or not all(map(isfinite, session.engine.parameters())) else ""

    def _wishes(self, wish):
        """What a picture is of, besides the parameters."""
        return wish["kind"], wish["seed"], wish["extent"], wish["era"], wish["ramp"], session.loss, list(session.learnt)

    def _begin(self, wish):
        """Begin a picture, if one is due; returns whether it is."""
        parameters, wishes = session.engine.parameters(), self._wishes(wish)
        last = self._finished
        same = last and last["wishes"] == wishes and last["parameters"] == parameters
        if same and last["side"] == SIDES[-1]:
            return False
        if same:
            plane = last["u"], last["v"], last["held"]
            side = SIDES[SIDES.index(last["side"]) + 1]
        else:
            plane = self._plane(wish, parameters)
            quick = [side for side in SIDES if side * side * self._each < QUICK]
            side = quick[-1] if quick and wish["moving"] else SIDES[0]
        if plane is None:
            return False
        u, v, held = plane
        seen = directions.projected(self._path.values(), parameters, u, v) or []
        extent = around(seen) if wish["extent"] is None else [-wish["extent"], wish["extent"], wish["extent"], -wish["extent"]]
        self._sweep = dict(wishes=wishes, parameters=parameters, u=u, v=v, held=held, side=side, extent=extent)
        self._sweep.update(path=seen, losses=array("d"), seconds=0.0)
        session.follow()
        points = list(session.learnt)
        if session.machine:
            self._sweep["loss"] = session.machine.evaluate(points)[0]
            self._rows = session.machine.landscape(points, u, v, side, side, extent)
        else:
            scores, loss = session.drawing.scores, session.loss
            self._sweep["loss"] = evaluate(scores(parameters, points), points, loss)[0]
            self._rows = by_scores(scores, points, loss, self._sweep)
        return True

    def _plane(self, wish, parameters):
        """Two directions, and the share of the path in their plane if they follow that; None if there are none."""
        if wish["kind"] == "path":
            key = "path", tuple(self._path), None if wish["moving"] else parameters
            if self._found[0] != key:
                self._found = key, directions.main_directions(list(self._path.values()), parameters)
            return self._found[1]
        key = len(parameters), wish["seed"]
        if self._gaussians[0] != key:
            self._gaussians = key, directions.gaussians(*key)
        groups = directions.neurons(session.net)
        u, v = [directions.by_neuron(direction, parameters, groups) for direction in self._gaussians[1]]
        if wish["kind"] == "gradient":
            u = directions.as_long(self._gradient(), parameters)
        self._found = wish["kind"], (u, v, None)
        return self._found[1]

    def _gradient(self):
        """Of the mean loss of all points, with L2."""
        points, alpha = list(session.learnt), session.options["alpha"]
        if session.machine:
            session.follow()
            return next_step(session.machine, points, lambda step: 0.0, {"alpha": alpha})[0]
        return session.engine.gradients()  # of the last step

    def _picture(self, wish):
        of = self._finished
        side, losses = of["side"], of["losses"]
        low, high, levels = level_lines(losses)
        bottom, scale = log(low), 2.0 / (log(high) - log(low))
        drawn = [(log(low if x < low else x if x < high else high) - bottom) * scale - 1.0 for x in losses]
        rows = [drawn[i : i + side] for i in range(0, side * side, side)]
        self._painter = self._painter or Painter(BrowserHost)
        heights = [(log(level) - bottom) * scale - 1.0 for level in levels]
        image, lines = self._painter.picture(rows, shades(wish["ramp"]), heights)
        self._number += 1
        self._pictures[self._number] = of
        self._pictures.pop(self._number - KEPT, None)
        found = dict(number=self._number, side=side, extent=of["extent"], low=low, high=high, levels=levels)
        found.update(loss=of["loss"], path=of["path"], held=of["held"], values=not session.machine, why="", steps=session.steps)
        found["busy"] = side < SIDES[-1] or session.engine.parameters() != of["parameters"]
        return WithArrays(found, {"image": image, "losses": losses, "lines": "".join(map(path, lines))})


def by_scores(scores, points, loss, sweep):
    """What Machine.landscape does, in plain floats: a generator of rows of losses, and of None between two of them."""
    left, right, first, last = sweep["extent"]
    side = sweep["side"]
    for j in range(side):
        row, b = array("d"), first + (last - first) * j / (side - 1)
        for i in range(side):
            a = left + (right - left) * (i / (side - 1))
            place = directions.place_at(sweep["parameters"], sweep["u"], sweep["v"], a, b)
            row.append(evaluate(scores(place, points), points, loss)[0])
            yield None
        yield row


def around(places):
    """The extent of a square that holds these places, and (0, 0), with some room around."""
    across, up = [0.0] + [a for a, _ in places], [0.0] + [b for _, b in places]
    size = max(max(across) - min(across), max(up) - min(up), 1e-9) * (0.5 + MARGIN)
    a, b = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    return [a - size, a + size, b + size, b - size]


surface = Surface()


@entry("landscape")
def landscape(wish, *arrays):
    """See Surface.look."""
    return surface.look(wish, arrays)


@entry("landscape_place")
def landscape_place(number, a, b):
    """See Surface.place."""
    parameters = surface.place(number, a, b)
    return WithArrays({}, {"parameters": parameters}) if parameters else {}
