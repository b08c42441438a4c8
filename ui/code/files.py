"""The engine's files as the visitor has them: as they came, as they are written now, and as they run.

>>> files = Files({"engine/value.py": "x = 1"})
>>> files.write("engine/value.py", "x = 2")
>>> files.differs("engine/value.py"), files.waits("engine/value.py")
(True, True)
"""

import os

ORDER = (  # of reading
    "value rules nn losses data rng train recipes linear check engines "
    "exhibits/bowl exhibits/line_by_line exhibits/tutorial_value exhibits/wrong_order "
    "exhibits/whole_graph exhibits/forward_mode exhibits/cost "
    "records/numbers records/settings records/packed records/point_text records/runs records/replay "
    "records/states records/line_run records/changes records/links records/tasks records/judging records/hand_in records/written_function "
    "compiler/watch compiler/replaced compiler/tape compiler/plan compiler/formulas compiler/closed compiler/wasm "
    "compiler/emit compiler/memory compiler/tiles compiler/blocks compiler/passes compiler/descent compiler/landscape "
    "compiler/places compiler/pictures compiler/painter compiler/scores "
    "compiler/compiler compiler/machine compiler/compare compiler/wat compiler/sources"
).split()
MOVED = {  # where drafts of an earlier version of the page go
    "engine/%s.py" % old: "engine/%s.py" % new
    for old, new in (
        ("bowl", "exhibits/bowl"),
        ("wrong_order", "exhibits/wrong_order"),
        ("cost", "exhibits/cost"),
        ("field", "compiler/scores"),
        ("symbols", "compiler/formulas"),
        ("layout", "compiler/memory"),
        ("drawing", "compiler/pictures"),
        ("text", "compiler/wat"),
        ("listing", "compiler/sources"),
    )
}
for _name in "watch tape plan wasm emit tiles blocks passes descent compiler machine compare".split():
    MOVED["engine/%s.py" % _name] = "engine/compiler/%s.py" % _name
COMPILER = "engine/compiler/watch.py"  # where the compiler's files begin
OWN_COPIES = {  # what the page itself uses too, in a copy of its own, and for what
    "data.py": "The points on the plane are made",
    "rng.py": "The points on the plane are made",
    "recipes.py": "The settings of a recipe are chosen",
    "settings.py": "The controls are checked",
    "numbers.py": "The numbers in the fields are read",
    "point_text.py": "The points of a link are read",
    "states.py": "What chapters put into the address is read",
    "links.py": "The address is read and written",
    "bowl.py": "The picture of the loss in chapter 2 is drawn",
}


class Files:
    """`originals` and `texts` (what is in the editors) map paths to texts; `running` holds changed files only."""

    def __init__(self, originals, drafts=None):
        self.originals = originals
        self.texts = dict(originals)
        for path, text in (drafts or {}).items():
            if path in originals:
                self.texts[path] = text
        self.running = {}

    def paths(self):
        """All paths, in the order of reading; files that nobody has put into it come last."""
        names = {"engine/%s.py" % name: i for i, name in enumerate(ORDER)}
        return sorted(self.originals, key=lambda path: (names.get(path, len(ORDER)), path))

    def write(self, path, text):
        """There is another text in the editor."""
        self.texts[path] = text

    def changed(self):
        """The files that differ from the originals, path -> text: what drafts are, and what is to be run."""
        return {path: text for path, text in self.texts.items() if self.differs(path)}

    def differs(self, path):
        """Whether a file differs from the original."""
        return self.texts[path] != self.originals[path]

    def waits(self, path):
        """Whether a file differs from what is running."""
        return self.texts[path] != self.running.get(path, self.originals[path])

    def waiting(self):
        """The paths of the files that differ from what is running, in the order of reading."""
        return [path for path in self.paths() if self.waits(path)]


def originals():
    """The files of the engine exactly as the page has loaded them, path -> text."""
    texts = {}
    for folder in ("engine", "engine/exhibits", "engine/records", "engine/compiler"):
        for entry in os.listdir(folder):
            path = folder + "/" + entry
            if entry.endswith(".py") and (entry[0] != "_" or folder == "engine"):
                with open(path) as file:
                    texts[path] = file.read()
    return texts


def name(path):
    """A path without its folder."""
    return path.split("/")[-1]


def listed(names):
    """Names in words: "value.py", "value.py and nn.py", "value.py, nn.py and train.py"."""
    return names[0] if len(names) == 1 else "%s and %s" % (", ".join(names[:-1]), names[-1])


def line_of(text, part):
    """The number, from 1 on, of the first line that contains `part`; 1 if none does."""
    for number, line in enumerate(text.split("\n")):
        if part in line:
            return number + 1
    return 1
