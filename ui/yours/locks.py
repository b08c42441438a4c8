"""Keeps what a task does not let be changed: its controls are disabled, and say why; other ways to it are refused."""

from pyscript import document

from engine.records.judging import NAMES
from engine.records.settings import of_recipe
from engine.records.tasks import BY_HAND, MAY, POINTS
from ui.page.browser import by_id

WHY = "This task does not let you change %s."
IDS = {"loss": "loss-function", BY_HAND: "weight-slider", POINTS: "clear"}  # where the control's id is not the setting's name
MORE = {  # controls besides: by the key that has to be allowed
    "weights": ("new-weights",),
    BY_HAND: ("weight-value",),
    "line-points": ("line-clear", "line-new"),
    "line-eta": ("line-eta-slider",),
}


class Locks:
    """Locks of `page`; none until `close`."""

    def __init__(self, page):
        self._page, self._allowed, self._disabled = page, None, []
        take = page.trainer.take_parameters

        def take_if_allowed(*arguments):
            why = self.why((BY_HAND,))
            return page.say(why) if why else take(*arguments)

        page.trainer.take_parameters = take_if_allowed
        page.refusal = self.why
        page.hand.refusal = lambda: self.why((POINTS,))

    def why(self, keys):
        """Why one of these keys may not be changed, in a sentence; "" if all may."""
        if self._allowed is None:
            return ""
        locked = [key for key in keys if key in NAMES and key not in self._allowed]
        return WHY % NAMES[locked[0]] if locked else ""

    def close(self, chapter, allowed):
        """Lock what `allowed` does not name of a chapter."""
        self.open()
        self._allowed = tuple(allowed)
        for key in MAY[chapter]:
            if self.why((key,)):
                for name in (IDS.get(key, key.replace("_", "-")),) + MORE.get(key, ()):
                    self._disable(name, WHY % NAMES[key])
        if chapter == "network":
            why = self.why(sorted(of_recipe("karpathy")))
            if why:
                self._disable("recipe", why)
        document.documentElement.setAttribute("data-locked", " ".join([key for key in MAY[chapter] if self.why((key,))]))

    def _disable(self, name, why):
        control = by_id(name)
        if control and getattr(control, "disabled", None) is False:
            self._disabled.append((control, str(control.title)))
            control.disabled, control.title = True, why

    def open(self):
        """Lock nothing; where nothing is locked, what is being typed into a control stays."""
        if self._allowed is None:
            return
        for control, title in self._disabled:
            control.disabled, control.title = False, title
        self._allowed, self._disabled = None, []
        document.documentElement.removeAttribute("data-locked")
        self._page.inputs.show_settings()
        self._page.inputs.show_points()

