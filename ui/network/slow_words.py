"""The sheet of a step in slow motion: its acts, its sentences and sums, its bars, and the lines of the engine's files."""

from pyscript import document

from ui.network import slow_acts as acts
from ui.page.browser import by_id

TOLD = "The engine takes one point after the other: forward, backward, added up. Here its acts are told apart."
PILED = "The page has these parameters now. As training never forgets zero_grad, this counts as a change by hand, not a step."
INEXACT = " train.py as it is here does not add up one share for each point, so the sums below are not those of this step."

BY_HAND = "The parameters were moved by grads that had piled up. This counts as a change by hand, not as a step of training."
WAITING = "The step is taken apart as soon as the engine has started."
TRAINING = "The net is training. Next pauses it, and takes the step that comes then apart."
MOVED = "The net or its points have changed since. Next takes the step that comes now apart."
RAISED = "The step could not be taken apart: %s."


class Sheet:
    """Shows moments of a record of the worker's."""

    def __init__(self, bars):
        self._bars = bars
        self._record = self._shown_lines = None

    def empty(self, words):
        """There is no step to be shown."""
        self._record = self._shown_lines = None
        by_id("slow-title").textContent = ""
        by_id("slow-words").textContent = words
        by_id("slow-sums").replaceChildren()
        by_id("slow-picture").hidden = by_id("slow-listing").hidden = True
        self._mark_act(None)

    def progress(self, told):
        """So many examples are done."""
        share = 100 * told["done"] // max(1, told["examples"])
        by_id("slow-words").textContent = "The step is taken apart by Value objects: %d%%." % share

    def take(self, record):
        """Another step, a StepRecord."""
        self._record, self._state, self._shown_lines = record.found, record.state, None
        self._labels = [record.points[i][2] for i in self._record["order"]]
        self._losses = list(self._record["losses"])
        by_id("slow-picture").hidden = by_id("slow-listing").hidden = False

    def show(self, moment, point, place, weight):
        """Show a moment.

        point   the worker's slow_motion_point, or None; place: its place in the batch, or None
        weight  the worker's slow_motion_weight
        """
        record, name, count = self._record, moment[0], len(self._labels)
        title = acts.title(moment, count, point, record["number"])
        piled = name == "done" and record["norms"][0] > 0
        by_id("slow-title").textContent = "Done, by all that had piled up" if piled else title
        rows, words = self._rows(moment, point, place, weight)
        by_id("slow-sums").innerHTML = "".join([_row(*row) for row in rows])
        by_id("slow-words").textContent = words
        self._mark_act(acts.act_of(name))
        self._show_bars(moment, place, weight)
        self._show_code(acts.lines_of(name))

    def _rows(self, moment, point, place, weight):
        record, (name, detail), count = self._record, moment, len(self._labels)
        state = self._state
        if name == "zero":
            kept = record["number"], count, len(state["points"]), acts.short(record["rate"])
            words = "Step %d is to come: %d of %d points, rate %s. " % kept
            forgotten = "zero_grad sets the grad of all %d parameters to 0. " % record["parameters"]
            if state["forget"]:
                forgotten = acts.piles(record["norms"])
            return [], forgotten + words + TOLD + ("" if record["exact"] else INEXACT)
        if name == "forward":
            sofar = sum(self._losses[:detail]) / detail
            mean = [("", "mean loss of the first %d" % detail, sofar)]
            rows = acts.forward_rows(point, state["loss"], count) if point else []
            return rows + (mean if detail > 1 else []), _paying(self._losses[:detail])
        if name == "backward":
            words = "The loss counts for 1/%d, so its grad is divided by that on the way to the score." % count
            return acts.backward_rows(point), words if float(point["score_grad"]) else _nothing(point)
        if name == "layer":
            return acts.layer_rows(point, detail)
        if name == "weights":
            words = "A weight’s share is its input times the grad behind it: %d of %d parameters get one from this point."
            name = weight["name"][0].upper() + weight["name"][1:]
            return [(name, "its share", weight["shares"][place])], words % (point["pulling"], record["parameters"])
        if name == "add":
            words = "The grad gathers share after share. Pick an edge of the net to follow another weight."
            return acts.add_rows(weight, weight["shares"], weight["sums"], detail), words
        if name == "l2":
            return acts.l2_rows(weight, weight["sums"][count - 1], state["alpha"]), "L2 pulls every parameter to 0."
        rows = acts.update_rows(self._telling(weight), record["rate"])
        piled = record["norms"][0] > 0
        if name == "update":
            words = "Dashed on the plane: the boundary with the new parameters. "
            words += ("Dotted: with this step’s own gradient. " + acts.piles(record["norms"])) if piled else ""
            return rows, words + "Next has the page do this step."
        if piled:
            return rows, PILED + " Dashed: the boundary before; dotted: where this step’s own gradient would have led."
        agreed = acts.agreement(
            record["agreement"][0], record["parameters"], record["number"], record["agreement"][1], state["loss"]
        )
        return rows, agreed + " Dashed: the boundary before."

    def _telling(self, weight):
        """The weight that is followed, and those with the largest gradients."""
        others = [other for other in self._record["telling"] if other["place"] != weight["place"]]
        return [weight] + others[:4]

    def _show_bars(self, moment, place, weight):
        name, detail = moment
        shares = acts.act_of(name) in ("add", "update") or name == "weights"
        numbers = list(weight["shares"]) if shares else self._losses
        done = {"zero": 0, "forward": detail, "add": detail}.get(name, len(numbers))
        if name == "weights":
            numbers = [number if i == place else 0.0 for i, number in enumerate(numbers)]
        text = "Each point’s share in the grad of %s" % weight["name"] if shares else "Each point’s loss"
        by_id("slow-caption").textContent = text + ", in the order of the step"
        self._bars.show(numbers, self._labels, done, place if done else None)
        if place is not None:
            self._bars.name(place, "%d" % (self._record["order"][place] + 1))

    def _show_code(self, act):
        """The functions that are at work, with their lines lit."""
        if act == self._shown_lines:
            return
        self._shown_lines = act
        lines, rows = self._record["lines"], []
        for key, lit in lines["acts"].get(act, ()):
            path, numbered = lines["functions"][key]
            rows.append(_line("", path, "file"))
            rows += [_line(number, line, "lit" if number in lit else "") for number, line in numbered]
        place = by_id("slow-code")
        place.innerHTML = "".join(rows) or _line("", "The lines of this act were not found in the files as they are here.", "")
        first = place.querySelector(".lit")
        if first:
            place.scrollTop = max(0, first.offsetTop - 3 * first.offsetHeight)

    def _mark_act(self, act):
        for element in document.querySelectorAll("#slow-acts [data-act]"):
            if element.getAttribute("data-act") == act:
                element.setAttribute("aria-current", "step")
            else:
                element.removeAttribute("aria-current")


def picture(plane):
    """Show what the plane shows, small, for those who have scrolled it away; plane: its canvas."""
    place = by_id("slow-plane")
    if place.clientWidth:
        place.width, place.height = plane.width, plane.height
        place.getContext("2d").drawImage(plane, 0, 0)


def _row(about, formula, result):
    about = "<span>%s</span> " % about if about else ""
    exact = ' title="%s"' % result if isinstance(result, str) else ""  # MicroPython writes other numbers less exactly
    return "<li>%s<code>%s</code> <b%s>%s</b></li>" % (about, formula, exact, acts.short(result))


def _paying(losses):
    paying = len([loss for loss in losses if loss > 0])
    if len(losses) == 1:
        return "" if paying else "A loss of 0 has no gradient."
    return "%d of these %d points have something to pay; a loss of 0 has no gradient." % (paying, len(losses))


def _nothing(point):
    return "This point has nothing to pay, so nothing flows back: all its grads are 0."


def _line(number, text, kind):
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return '<div class="%s"><span class="number">%s</span><span>%s</span></div>' % (kind, number, text or " ")
