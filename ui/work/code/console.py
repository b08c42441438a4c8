"""A Python prompt with the whole engine at hand: runs what is typed, and says what came of it, piece by piece."""

import ast
import contextlib
import io
import linecache
import sys
import traceback
from codeop import CommandCompiler
from importlib import import_module
from rlcompleter import Completer

from engine.data import split
from ui.work.depth import too_deep

PARTS = (
    "value rules nn losses data rng recipes train check compiler.scores compiler.tape compiler.machine compiler.compare"
).split()
MOST = 20_000  # characters of one kind of output, after which the rest is only counted
LARGEST = 500_000  # characters of a picture or a page of HTML
TOO_LARGE = "%s gives %d characters, which is too much to be shown."
CUT = "… %d more characters are not shown."
SHOWN = {"svg": "_repr_svg_", "html": "_repr_html_"}


class Console:
    """One prompt. `net`, `X` and `Y` are the playground's, until the visitor gives these names to something else.

    net_of  a function that makes the net of a state and its parameters
    """

    def __init__(self, net_of):
        self._net_of = net_of
        self._space = {"__name__": "__console__", "__doc__": None, "input": _no_input}
        for part in PARTS:
            module = import_module("engine." + part)
            own = {name: what for name, what in vars(module).items() if getattr(what, "__module__", "") == module.__name__}
            tables = {name: what for name, what in vars(module).items() if name.isupper() and isinstance(what, dict)}
            self._space.update({name: what for name, what in {**own, **tables}.items() if name[0] != "_"})
        self._completer = Completer(self._space)
        self._compiler = CommandCompiler()
        self._given = {}  # what the names of the playground stood for when they were last given
        self._seen = None
        self._number = 0

    def run(self, source, force, state, parameters=None):
        """Run a piece of Python; either {"more": indentation} if it goes on, or {"pieces": [[kind, text], ...]}.

        force              whether the piece is all there is
        state, parameters  the playground's, as it tells them to a Session
        kinds              "out", "err", "result", "note", "svg" and "html"
        """
        self._number += 1
        name = "<input %d>" % self._number
        pieces = Pieces()
        deep = too_deep(source)
        if deep:
            pieces.add("err", "Line %d is too deep for Python in a browser: %s.\n" % deep)
            return {"pieces": pieces.all()}
        try:
            if not force and (self._compiler(source, name, "exec") is None or _goes_on(source)):
                self._number -= 1
                return {"more": _indentation(source)}
            code = compile(ast.Interactive(ast.parse(source, name).body), name, "single")
        except (SyntaxError, ValueError, OverflowError) as error:
            pieces.add("err", "".join(traceback.format_exception_only(error)))
            return {"pieces": pieces.all()}
        self._give(state, parameters, pieces)
        linecache.cache[name] = len(source), None, [line + "\n" for line in source.split("\n")], name
        self._execute(code, pieces)
        return {"pieces": pieces.all()}

    def complete(self, text):
        """Names that the last word of `text` may become: [how many characters it has, names]."""
        start = len(text)
        while start and (text[start - 1].isalnum() or text[start - 1] in "_."):
            start -= 1
        word, names = text[start:], []
        if word:
            with contextlib.suppress(Exception):
                names = self._completer.attr_matches(word) if "." in word else self._completer.global_matches(word)
        hidden = word.split(".")[-1].startswith("_")
        names = sorted({name.rstrip() for name in names if hidden or "._" not in name and name[0] != "_"})
        return [len(word), names]

    def _execute(self, code, pieces):
        def display(result):
            if result is not None:
                self._space["_"] = result
                pieces.show(result)

        before, sys.displayhook = sys.displayhook, display
        try:
            with contextlib.redirect_stdout(pieces.stream("out")), contextlib.redirect_stderr(pieces.stream("err")):
                exec(code, self._space)
        except BaseException as error:  # SystemExit too: the page stays
            pieces.add("err", "".join(traceback.format_exception(error.with_traceback(_inside(error.__traceback__)))))
        finally:
            sys.displayhook = before

    def _give(self, state, parameters, pieces):
        """Let net, X and Y be the playground's if that has got further, except names the visitor has taken over."""
        numbers = None if parameters is None else bytes(parameters)
        if self._seen == (state, numbers):
            return
        self._seen = state, numbers
        points = split(state["points"], state.get("share", 0), state.get("seed", 0))[0]
        given = {
            "net": self._net_of(state, parameters),
            "X": [tuple(point[:2]) for point in points],
            "Y": [point[2] for point in points],
        }
        news = [name for name in given if name not in self._space or self._space[name] is self._given.get(name)]
        for name in news:
            self._space[name] = self._given[name] = given[name]
        if news:
            pieces.add("note", "%s: the playground's, after %d steps, %d points" % (", ".join(news), state["steps"], len(points)))


def _no_input(prompt=""):
    raise OSError("nothing can be typed while Python runs here: write the value into the code")


class Pieces:
    """What came of an input, in order: pieces of text, each of one kind, cut where they are too long."""

    def __init__(self):
        self._pieces = []  # [kind, text, characters left out]
        self._room = {}

    def add(self, kind, text):
        """More text; it goes on with the last piece if that is of the same kind and a stream."""
        room = self._room.setdefault(kind, MOST)
        self._room[kind] = max(0, room - len(text))
        if self._pieces and self._pieces[-1][0] == kind and kind in ("out", "err"):
            self._pieces[-1][1] += text[:room]
            self._pieces[-1][2] += len(text[room:])
        elif text:
            self._pieces.append([kind, text[:room], len(text[room:])])

    def stream(self, kind):
        """A file to print to."""
        return _Stream(self, kind)

    def show(self, result):
        """A result: its picture if it has one, else its repr."""
        for kind, method in SHOWN.items():
            if hasattr(type(result), method):
                shown = getattr(result, method)()
                if isinstance(shown, str) and len(shown) > LARGEST:
                    self._pieces.append(["note", TOO_LARGE % (method, len(shown)), 0])
                elif isinstance(shown, str):
                    self._pieces.append([kind, shown, 0])
                    return
        self.add("result", repr(result))

    def all(self):
        """The pieces as [kind, text], with a note behind each that was cut."""
        pieces = []
        for kind, text, cut in self._pieces:
            if text:
                pieces.append([kind, text])
            if cut:
                pieces.append(["note", CUT % cut])
        return pieces


class _Stream(io.TextIOBase):
    def __init__(self, pieces, kind):
        self._pieces, self._kind = pieces, kind

    def writable(self):
        return True

    def write(self, text):
        self._pieces.add(self._kind, text)
        return len(text)


def _goes_on(source):
    """Whether a block is being written: more than one line, and the last one indented and not empty."""
    lines = source.split("\n")
    return len(lines) > 1 and lines[-1].startswith((" ", "\t")) and bool(lines[-1].strip())


def _indentation(source):
    """What the next line begins with: as the last one, and deeper behind a colon."""
    last = source.split("\n")[-1]
    indent = last[: len(last) - len(last.lstrip())]
    return indent + "    " if last.rstrip().endswith(":") else indent


def _inside(trace):
    """A traceback without the frames of this module."""
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace
