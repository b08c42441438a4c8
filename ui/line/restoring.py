"""The state of the chapter as a whole: what the address says of it, what is kept, and how either is shown again."""

from engine.records.line_run import made
from engine.records.states import defaults, shown, taken
from ui.line import kept
from ui.line import sentences as words
from ui.line.fields import TABLE
from ui.page.browser import Debounced, by_id, listen

REPLAYED = 5_000  # steps, at most, that are done again: half a second of MicroPython’s


class Restoring:
    """Reads and puts the state of `chapter`; write() is called when the address has to say something else."""

    def __init__(self, chapter, write):
        self._chapter, self._write = chapter, write
        self.first, self._before, self._mine = kept.recalled()
        self.keep = Debounced(self._keep, 300)
        listen(by_id("bring-line"), "click", lambda event: self._bring_back())

    def edited(self):
        """The visitor has changed something."""
        self._mine = True
        self.changed()

    def changed(self):
        """Something is otherwise than it was."""
        self.keep()
        self._write()

    def state(self):
        """What the address says, see engine.records.states."""
        chapter, journey = self._chapter, self._chapter.journey
        state = dict(chapter.fields.values, start=journey.start, step=journey.steps, line=journey.lines)
        state["data"] = chapter.seed
        state["points"] = None if chapter.points.origin == chapter.seed else chapter.examples()
        if journey.steps and not (journey.known and journey.steps <= REPLAYED) or journey.lines and not journey.known:
            state["now"] = (journey.place, journey.epochs) + tuple(journey.base)
        return state

    def open(self, state, fresh):
        """Show what an address says; fresh: somebody has just opened a link."""
        state, present = dict(defaults("line"), **state), shown("line", self.state())
        if fresh and self._mine and present and present != shown("line", state):
            self._before = present
        self._mine = self._mine and not fresh
        self.put(state)
        self.changed()
        self._chapter.say(words.opened(self._chapter.journey, fresh) if self._chapter.bowl else words.NO_POINTS)

    def put(self, state):
        """Show this state."""
        chapter, journey, state = self._chapter, self._chapter.journey, dict(defaults("line"), **state)
        chapter.player.stop()
        chapter.seed = state["data"]
        points = state["points"]
        origin = chapter.seed if points is None else None
        chapter.points.replace([(x, y, 0) for x, y in (made(chapter.seed) if points is None else points)], origin)
        chapter.fields.take({key: state[key] for key in TABLE})
        journey.start, journey.seed = state["start"], chapter.fields.order_seed()
        journey.reset()
        chapter.points_put()
        chapter.player.replay(min(state["step"], REPLAYED) if chapter.bowl and not state["now"] else 0)
        if state["now"]:
            journey.put(state["now"], state["step"], len(chapter.points.items))
        chapter.show_run()
        chapter.chart.draw()
        if state["line"] and chapter.bowl:
            chapter.player.lines_again(state["line"])
        by_id("line-before").hidden = not self._before

    def _keep(self):
        kept.write(shown("line", self.state()), self._before, self._mine)

    def _bring_back(self):
        before, self._before, self._mine = self._before, None, True
        self.put(taken("line", before))
        self._chapter.say(words.BACK)
        self.changed()
