"""The run that led to what the page shows, as a record for links: from the keeper of all steps."""

from engine.records.runs import Phase, Run, begun, work
from ui.page.packing import changed_numbers, pack

LIMIT = 1_500_000_000  # of work, about half a second: a longer run is not done again, its weights are in the link
INEXACT = "logistic"  # the loss that Value objects and modules compute with other last digits


def run_of(page):
    """The Run of the page: the one that is being done again, if there is one."""
    if page.reopening.run:
        return page.reopening.run
    trainer, values = page.trainer, dict(page.values)
    items = list(page.points.items) if values["dataset"] == "own" else None
    history = page.scrubber and page.scrubber.history
    step = history.at if history else trainer.steps
    phases, known = _phases(history, values, step) if history else ([], not trainer.steps)
    weights = phases.pop().weights if phases and phases[-1].start == step else {}
    phases.append(Phase(step if phases else 0, values, items, weights))
    if len(phases) > 1 and not weights and _same(phases[-2], phases[-1]):
        phases.pop()
    if not step and not weights:
        return begun(values, items)
    run = Run(phases, step, None)
    if known and not page.bridge.changed and not trainer.note and _exact(run) and work(run) <= LIMIT:
        return run
    if trainer.parameters is None:
        return begun(values, items)
    return Run(phases, step, (trainer.steps, pack(trainer.parameters)))


def _phases(history, values, step):
    """What was changed up to a step, and whether that is all: a hand may have set weights over others not known."""
    phases, known = [], history.first == 0
    for change in history.timeline.changes(step):
        earlier, points, _ = change.state
        items = points if earlier["dataset"] == "own" else None
        weights = {} if change.trained is None else changed_numbers(change.trained, change.kept[0])
        phases.append(Phase(change.step, dict(values, **earlier), items, weights))
    return (phases, True) if known else ([], False)


def _same(before, after):
    return before.values == after.values and before.items == after.items


def _exact(run):
    return not any([phase.values["backend"] == "python" and phase.values["loss"] == INEXACT for phase in run.phases])
