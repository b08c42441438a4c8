"""Does the run of a link again, in far less time than it took: with a module of its own, step for step the same."""

from engine.engines import Values
from engine.records.replay import Diverged, replay
from engine.records.runs import Phase, Run
from ui.work.network.compiling import Compiling
from ui.work.registry import WithArrays, entry


@entry("replay")
def replaying(phases, step):
    """A task that does a run again. phases: a list of [start, values, items or None, weights by place, as texts].

    Answers with `count` phases and, for each i of them, the parameters where it begins, as `begun0`, and before a hand
    set any there, as `trained0`; `end`: those after the last step. `trouble` is "diverged" if the loss did, at `step`.
    """
    compiling = Compiling()

    def engine_of(net, loss, values):
        try:
            return (yield from compiling.machine(net, (tuple(values["hidden"]), values["bias"]), loss))
        except Exception:  # an operation without a formula, or files that do otherwise
            return Values(net, loss)

    phases = [Phase(*phase[:3], {int(place): one for place, one in phase[3].items()}) for phase in phases]
    arrays, count = {}, 0
    doing = replay(Run(phases, step, None), engine_of)
    try:
        while True:
            begun = next(doing)
            if begun:
                _, arrays["trained%d" % count], arrays["begun%d" % count] = begun
                count += 1
            yield count
    except StopIteration as end:
        arrays["end"] = end.value[1]
    except Diverged as diverged:
        return WithArrays({"count": count, "trouble": "diverged", "step": diverged.args[0]}, {})
    return WithArrays({"count": count, "trouble": ""}, arrays)
