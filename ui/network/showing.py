"""Shows what the worker answers, at most as often as the browser paints: numbers, plane, curve, and who follows."""

from ui.network.readouts import Readouts
from ui.page.browser import by_id, on_next_frame


class Showing:
    """Shows frames; `followers` are told of them: shown(answer) after each that was painted, and reset()."""

    def __init__(self, points, plane, curve):
        self._points, self._plane, self._curve = points, plane, curve
        self.followers = []
        self._readouts = Readouts()
        self._painting = False
        self._picture = None  # an answer with a picture that is to be shown
        self._score = None  # loss and accuracy that are to be shown, with the picture they belong to
        self._steps, self._training = 0, False

    def run(self, steps, training):
        """Show how many steps there are, what they have come to, and whether it goes on."""
        self._steps, self._training = steps, training
        by_id("train").setAttribute("aria-pressed", "true" if training else "false")
        self._show_numbers()

    def take(self, answer):
        """Have a frame's answer shown with the next paint."""
        self._steps = answer["steps"]
        if "loss" in answer:
            self._score = answer["loss"], answer["accuracy"], answer.get("test")
            self._curve.add(answer["evaluated"], answer)
        if "image" in answer or "tiles" in answer:
            self._picture = dict(self._picture or {}, **answer)
        self._readouts.measure(self._steps)
        if not self._painting:
            self._painting = True
            on_next_frame(self._paint)

    def restart_clock(self):
        """Measure the speed from now on."""
        self._readouts.restart()

    def forget_score(self):
        """Loss and accuracy are not known."""
        self._readouts.forget_score()

    def reset(self):
        """Training begins anew."""
        self._curve.restart()
        self._score = self._picture = None
        self.forget_score()

    def each(self, what, *arguments):
        """Pass on to all followers what has happened."""
        for follower in self.followers:
            getattr(follower, what)(*arguments)

    def _paint(self):
        self._painting = False
        self._show_numbers()
        picture, self._picture = self._picture, None
        if picture and "image" in picture:
            lines = picture["boundary"], picture["margin"]
            self._plane.show_field(picture["image"], picture["columns"], picture["rows"], lines)
            self._plane.show_creases(picture.get("creases"), picture.get("crease_grid"))
        self.each("shown", picture)

    def _show_numbers(self):
        self._readouts.steps(self._steps, self._training)
        if self._score and self._points.items:
            self._readouts.score(*self._score)
            self._score = None
