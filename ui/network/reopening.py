"""Brings the page to the step of a link's run, by doing the run again in the worker."""

import asyncio

from engine.records.runs import work
from engine.records.settings import DATA, SETTINGS, STOPS
from ui.network import words
from ui.page.packing import unpack
from ui.page.points import made
from ui.page.wire import Failed

MOST = 20_000_000_000  # of work, some ten seconds: the page's own links bring the weights of longer runs


class Reopening:
    """`run` is the Run that the page is on its way to, or None."""

    def __init__(self, page):
        self._page = page
        self.run = None
        self._going = False

    def open(self, run):
        """Bring the page, which shows the beginning of a net, to the end of this run."""
        self.give_up()
        self.run = run if run.step or run.phases[0].weights else None
        self.go_on()

    def go_on(self):
        """There may be a worker, and a keeper of steps, by now."""
        page = self._page
        if self.run and not self._going and page.bridge.state == "ready" and page.views_are_there():
            self._going = True
            asyncio.create_task(self._do(self.run))

    def lost(self):
        """The worker is gone: another one does it from the beginning."""
        self._going = False

    def give_up(self):
        """The visitor has begun something else."""
        if self._going:
            self._page.bridge.cancel("replay")
        self.run, self._going = None, False

    async def _do(self, run):
        page = self._page
        if run.given:
            step, packed = run.given
            self._arrive(run, [], step, unpack(packed))
            page.say(words.GIVEN % step)
            return
        if work(run) > MOST:
            self.give_up()
            page.say(words.NOT_AGAIN % ("%d steps of it would take too long" % run.step))
            return
        page.say(words.DOING_AGAIN % run.step)
        phases = [[phase.start, phase.values, phase.items, _texts(phase.weights)] for phase in run.phases]
        try:
            answer = await page.bridge.run("replay", phases, run.step)
            trouble = "it diverges after step %d" % answer["step"] if answer and answer["trouble"] else ""
        except Failed as failure:
            trouble = failure.words
        if run is not self.run:
            return
        if trouble:
            self.give_up()
            page.say(words.NOT_AGAIN % trouble)
            return
        changes = []
        for i, (phase, state) in enumerate(zip(run.phases, states(run))):
            trained = answer["trained%d" % i] if phase.weights else None
            changes.append((phase.start, state, answer["begun%d" % i], trained))
        self._arrive(run, changes, run.step, answer["end"])
        page.say(words.DONE_AGAIN % run.step)

    def _arrive(self, run, changes, step, parameters):
        page, history = self._page, self._page.scrubber and self._page.scrubber.history
        self.run, self._going = None, False
        if history and changes:
            history.take_over(changes, step, parameters)
        page.trainer.go_to(step, parameters, run.step)
        if history and not changes:
            history.begin()
            history.timeline.last = history.at = run.step
        page.write_address()


def states(run):
    """The states of a run's phases as the keeper of steps has them: (values, points, what these were made from)."""
    found, last = [], None
    for phase in run.phases:
        values = {key: phase.values[key] for key in SETTINGS if key not in STOPS}
        origin = None if phase.items is not None else {key: values[key] for key in DATA}
        if origin is None:
            points = [tuple(point) for point in phase.items]
        else:
            points = found[-1][1] if last is not None and origin == last else made(origin)
        found.append((values, points, origin))
        last = origin
    return found


def _texts(weights):
    """JSON has only texts as keys."""
    return {str(place): packed for place, packed in weights.items()}
