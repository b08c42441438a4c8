"""Hand-ins: what a student's link says besides the state, as text and back. Pure text, without a browser.

#network?STATE&task=TASK&start=THE STATE THAT THE TASK BEGAN WITH&answer=2&name=Ada&result=LOSS AND ACCURACY
"""

from engine.records import states, tasks
from engine.records.judging import answer_of
from engine.records.links import Link
from engine.records.packed import pack, to_bytes, to_text, unpack

MOST_START = 400_000  # characters of the state that a task began with
NAME = 60  # characters
UNSAFE = {",": "%2C", ";": "%3B", " ": "%20", '"': "%22", "'": "%27", "<": "%3C", ">": "%3E"}


class HandIn:
    """What a link says of a task: `task`, `start` (the Link it began with; None if that is not said), `answer` (a
    number, or None), `typed` (text), `name`, `result` (floats, or None), `trouble` (what of it could not be read).

    ValueError, with a sentence, if the link has no task that can be read.
    """

    def __init__(self, link, pairs):
        said = link.of_task
        if "task" not in said:
            raise ValueError("there is no task in this link")
        self.task_text = said["task"].strip()
        self.task = tasks.read(self.task_text)
        self.typed = said.get("typed", "").strip()[:40]
        self.name = tasks.plain(said.get("name", ""), NAME).strip()
        self.answer = self.start = self.result = None
        self.trouble = ""
        for key, read_it in (
            ("answer", self._answer),
            ("start", lambda text: _start(text, pairs)),
            ("result", _result),
        ):
            if said.get(key, "").strip():
                try:
                    setattr(self, key, read_it(said[key].strip()))
                except ValueError as error:
                    self.trouble = self.trouble or "“%s” cannot be read: %s" % (key, error)

    def _answer(self, text):
        if not self.task["ask"]:
            raise ValueError("the task asks no question")
        return answer_of(self.task["ask"], text)


def _start(text, pairs):
    if len(text) > MOST_START:
        raise ValueError("it has more than %d characters" % MOST_START)
    try:
        said = to_bytes(text).decode("utf-8")
    except (ValueError, TypeError):
        raise ValueError("it is not whole")
    return Link(said, pairs)


def _result(text):
    numbers = unpack(text[:80])
    if not 1 <= len(numbers) <= 4:
        raise ValueError("it is not whole")
    return numbers


def start_text(state):
    """The text of `start` for a link's text from behind its #."""
    return to_text(state.encode("utf-8"))


def of_task(task_text, start, answer="", typed="", name="", result=None):
    """A link's parts, "key=value" each, that say this of a task; start: as from `start_text`; result: floats."""
    said = (("task", task_text), ("start", start), ("answer", answer), ("typed", typed), ("name", name[:NAME]),
            ("result", pack(result) if result else ""))  # fmt: skip
    return ["%s=%s" % (key, encoded(text)) for key, text in said if text]


def with_parts(link_text, parts):
    """A link's text, from # on, with these parts besides, so that it goes through mails and tables unharmed."""
    safe = "".join([UNSAFE.get(letter, letter) for letter in link_text])
    if not parts:
        return safe
    return safe + ("&" if "?" in safe else "?") + "&".join(parts)


def encoded(text):
    """A text as part of an address."""
    return states.encoded(text).replace(",", "%2C")
