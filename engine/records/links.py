"""Links: the chapter, the settings and the points of the visitor's own as text, and back. Pure text, without a browser.

    #network?dataset=own&rate=0.5&points=a1.2,-0.35b0,1
"""

from engine.records import point_text, runs, states
from engine.records.settings import RECIPE, SETTINGS, defaults, of_recipe

CHAPTERS = ("derivatives", "line", "network", "code")
OF_TASKS = ("task", "start", "answer", "typed", "name", "result")
NAMED, LENGTH = 6, 40  # how many parts that were not taken are named, and how much of each


class Link:
    """What a link says: `chapter`, `values` (all settings), `items` (points of the visitor's own, or None), `run` (how
    far training went, and how: see engine.records.runs), `says_something` (whether any of these could be taken from it),
    `of_task` (key -> text: what it says of a task, which engine.records.tasks reads), `begun` (the text without that),
    and `trouble`: a sentence that names every part that was not taken, "" if all were.

    text   what follows the address's #
    pairs  a function that decodes "a=1&b=%2C" into a list of (key, value), as browsers do for forms
    """

    def __init__(self, text, pairs):
        self._untaken = []
        self._states = {chapter: {} for chapter in CHAPTERS}
        if "?" not in text:  # the whole of it may have been encoded, or only the part before the state
            text = _decoded(text, pairs)
        chapter, _, state = text.partition("?")
        chapter = _decoded(chapter, pairs).lstrip("#").strip().lower()
        self.chapter = chapter if chapter in CHAPTERS else "network"
        if chapter not in CHAPTERS and (chapter or text.strip("#? ") and not state):
            self._leave(chapter or "its beginning", "there is no such chapter")
        state = state.replace("&amp;", "&")
        self.begun = self.chapter + "?" + "&".join([p for p in state.split("&") if p.split("=")[0] not in OF_TASKS])
        self._read([_split(key, value) for key, value in pairs(state)])
        self.trouble = _sentence(self._untaken)

    def of(self, chapter):
        """What the link says of this chapter, key -> value, as engine.records.states has it; {} for nothing."""
        return self._states[chapter]

    def _read(self, parts):
        parts = [(key.strip(), value) for key, value in parts if key.strip() or value]
        written, taken = {}, {}
        for key, value in parts:
            if key in written:
                self._leave("%s=%s" % (key, written[key]), "it is there again, and the last counts")
            written[key] = value
        for key in sorted(written):
            if key in SETTINGS or key == "recipe":
                try:
                    taken[key] = (SETTINGS.get(key) or RECIPE).parse(written[key].strip())
                except ValueError as error:
                    self._leave("%s=%s" % (key, written[key]), str(error))
            elif key in states.KEYS:
                chapter, name = states.KEYS[key]
                try:
                    text = written[key] if name in states.TEXTS else written[key].strip()
                    self._states[chapter][name] = states.STATES[chapter][name].parse(text)
                except ValueError as error:
                    self._leave("%s=%s" % (key, written[key]), str(error))
            elif key != "points" and key not in runs.KEYS + OF_TASKS:
                self._leave("%s=%s" % (key, written[key]), "there is no such setting")
        self.of_task = {key: written[key] for key in OF_TASKS if key in written}
        self.items = self._points(written, taken)
        self.says_something = bool(taken) or "task" in written
        recipe = taken.pop("recipe", "own")
        self.values = dict(defaults(), **(of_recipe(recipe) if recipe != "own" else {}))
        self.values.update(taken)
        self.run = self._run(written)
        self.says_something = self.says_something or bool(self.run.step)

    def _run(self, written):
        try:
            return runs.read(written, self.values, self.items)
        except ValueError as error:
            key, _, why = str(error).partition(": ")
            self._leave("%s=%s" % (key, written[key]), why + ", so training begins anew")
            return runs.begun(self.values, self.items)

    def _points(self, written, taken):
        """The points of the visitor's own; without a data set, points say by themselves that they are."""
        if "points" not in written:
            return [] if taken.get("dataset") == "own" else None
        if taken.get("dataset", "own") != "own" or ("dataset" in written and "dataset" not in taken):
            self._leave("points=" + written["points"], "it takes dataset=own")
            return None
        try:
            items = point_text.read(written["points"].strip())
        except ValueError as error:
            self._leave("points=" + written["points"], str(error))
            taken.pop("dataset", None)
            return None
        taken["dataset"] = "own"
        return items

    def _leave(self, part, why):
        self._untaken.append((part, why[:1].lower() + why[1:]))


def write(chapter, values, items, run=None, state=None, whole=False):
    """The address of this state, from # on: the settings that differ from their defaults, sorted, own points, and the
    run, of which `values` and `items` are the last; then `state`, what the chapter shows (key -> value).

    whole  say of the chapter what it shows even where that is what it shows at first
    """
    parts = [
        "%s=%s" % (key, SETTINGS[key].show(values[key]).replace(" ", ""))
        for key in sorted(SETTINGS)  # sorted, because MicroPython's dicts have no order
        if values[key] != SETTINGS[key].default
    ]
    if values["dataset"] == "own":
        parts.append("points=" + point_text.write(items))
    parts += runs.write(run) if run else []
    parts += states.write(chapter, state or {}, whole)
    return "#" + chapter + ("?" + "&".join(parts) if parts else "")


def with_task(text, of_task):
    """The address, from # on, which says this of a task besides."""
    parts = ["%s=%s" % (key, states.encoded(of_task[key])) for key in OF_TASKS if of_task.get(key)]
    return text + ("&" if "?" in text else "?") + "&".join(parts) if parts else text


def _decoded(text, pairs):
    return "".join([value for _, value in pairs("text=" + text.replace("&", "%26").replace("+", "%2B"))])


def _split(key, value):
    """A part whose = was encoded too is all key."""
    if not value and "=" in key:
        key, _, value = key.partition("=")
    return key, value


def _sentence(untaken):
    """Names what was not taken and why."""
    if not untaken:
        return ""
    parts = ["%s (%s)" % (part if len(part) <= LENGTH else part[:LENGTH] + "…", why) for part, why in untaken[:NAMED]]
    if len(untaken) > NAMED:
        parts.append("and %d more" % (len(untaken) - NAMED))
    return "Not taken from the link: %s." % "; ".join(parts)
