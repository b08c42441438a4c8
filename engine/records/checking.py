"""Checks one hand-in: has it done again, compares what comes out with what it says, and judges the task. CPython only.
"""

from collections import namedtuple

from engine.records import judging
from engine.records.again import Again, Refused, shown
from engine.records.hand_in import HandIn
from engine.records.links import Link
from engine.records.replay import Diverged

REACHED, MISSED, REFUSED = "reached", "not reached", "refused"

Row = namedtuple("Row", ("name", "task", "goal", "why", "steps", "loss", "accuracy", "prediction", "right"))


class Teachers:
    """A task as its teacher has it: `task`, and `start`, the Link that it begins with. ValueError if it is none."""

    def __init__(self, text, pairs):
        link = Link(text.partition("#")[2] or text, pairs)
        hand_in = HandIn(link, pairs)
        self.task, self.start = hand_in.task, hand_in.start or link


class Checker:
    """Checks hand-ins, each within `seconds`. `tasks`: how many different ones there were; `slow`: whether Value
    objects had to do what wasmtime could."""

    def __init__(self, pairs, seconds, teachers=None):
        self._pairs, self._teachers, self._again = pairs, teachers, Again(seconds)
        self._seen = []

    @property
    def slow(self):
        return self._again.slow

    @property
    def tasks(self):
        return len(self._seen)

    def check(self, text, name=""):
        """The Row of a link's text from behind its #."""
        row = dict.fromkeys(Row._fields, "")
        row["name"] = name
        try:
            link = Link(text, self._pairs)
            hand_in = HandIn(link, self._pairs)
            row["name"] = name or hand_in.name
            row["task"] = hand_in.task["title"] or hand_in.task["text"]
            reached, why = self._judge(link, hand_in, row)
            row["goal"], row["why"] = REACHED if reached else MISSED, why or link.trouble
        except (Refused, ValueError) as error:
            row["goal"], row["why"] = REFUSED, str(error)
        except Diverged as error:
            row["goal"], row["why"] = REFUSED, "the loss is not a number any more after step %d" % error.args[0]
        except Exception as error:  # arithmetic that a hostile link drives over the edge, whatever it is
            row["goal"], row["why"] = REFUSED, "it cannot be done again: %s" % printable(str(error), 100)
        return Row(**row)

    def _judge(self, link, hand_in, row):
        task, start = hand_in.task, hand_in.start
        if task["ask"] and hand_in.answer is not None:
            row["prediction"] = _prediction(task["ask"], hand_in.answer)
            row["right"] = {True: "yes", False: "no", None: ""}[judging.is_right(task["ask"], hand_in.answer)]
        if hand_in.trouble:
            raise Refused(hand_in.trouble)
        if self._teachers:
            if task != self._teachers.task:
                raise Refused("it is not your task: its text, question or goal is another")
            if start is None or not same_state(start, self._teachers.start):
                raise Refused("it is not your task: it began with other settings, points or weights")
        elif start is None:
            raise Refused("it does not say what the task began with")
        self._count(task, start)
        if link.chapter != start.chapter:
            raise Refused("it is of another chapter than the task")
        found = self._again.found(link, hand_in)
        for key in ("steps", "loss", "accuracy"):
            if key in found:
                row[key] = "%d" % found[key] if key == "steps" else shown(found[key], key)
        found["answered"] = hand_in.answer is not None
        return judging.judge(task, found, judging.changes(task, start, link))

    def _count(self, task, start):
        """Remember which tasks there were; two are enough to know that there is more than one."""
        if len(self._seen) < 100 and not any(task == t and same_state(start, s) for t, s in self._seen):
            self._seen.append((task, start))


def same_state(one, other):
    """Whether two Links have the same state."""
    return one.chapter == other.chapter and (one.values, one.items, one.run, one.of(one.chapter)) == (
        other.values, other.items, other.run, other.of(other.chapter),
    )  # fmt: skip


def _prediction(ask, answer):
    return ask["choices"][answer - 1] if ask["choices"] else "%.10g" % answer


def printable(text, most):
    """At most so many characters, none of which a terminal obeys."""
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"
