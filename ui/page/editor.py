"""A text editor for Python: CodeMirror, with the colours of the page and lines that can be lit."""

from js import setTimeout
from pyscript.ffi import to_js

from ui.page.browser import attempt, on_next_frame, window
from ui.page.libraries import codemirror
from ui.page.plain_editor import PlainEditor

# The colours of CodeMirror's own style, and the variable of the page's style sheet that stands for each.
COLOURS = {
    "#708": "--code-word",
    "#219": "--code-literal",
    "#164": "--code-literal",
    "#a11": "--code-text",
    "#e40": "--code-text",
    "#00f": "--code-name",
    "#30a": "--code-name",
    "#085": "--code-name",
    "#167": "--code-name",
    "#256": "--code-name",
    "#00c": "--code-name",
    "#940": "--code-quiet",
    "#404740": "--code-quiet",
    "#f00": "--wrong",
}

# What CodeMirror draws can come to be shorter than the text (its issue 1652): from then on nothing works.
GUARDED = """const whole = view => !view.docView.tile || view.docView.tile.length === view.state.doc.length
const view = make((transactions, view) => {
    try { view.update(transactions) } catch { return failed(transactions[transactions.length - 1].state) }
    whole(view) || failed(view.state)
})
const measure = view.measure.bind(view)
view.measure = flush => { measure(flush); whole(view) || broken() }
return view"""
# Only what differs is replaced, so that cursor and place stay.
WRITE = """const old = view.state.doc.toString()
let from = 0, end = old.length, stop = text.length
while (from < end && from < stop && old[from] === text[from]) from++
while (end > from && stop > from && old[end - 1] === text[stop - 1]) { end--; stop-- }
view.dispatch({changes: {from, to: end, insert: text.slice(from, stop)}})"""
MOST = 20  # views of an editor that are given up, before one stays as it is


class Editor:
    """One editor. Made by `await editor(...)`.

    Where its drawing breaks, another view shows the same state.
    """

    def __init__(self, modules, place, text, label, name, changed, keys, fixed):
        self._modules = modules
        self._changed = changed
        core, state, view = modules["core"], modules["state"], modules["view"]
        self._View = core.EditorView
        self._decorations = view.Decoration
        self._lit = state.StateEffect.define()
        self._state, self._silent = state, False
        attributes = {"aria-label": label, "tabindex": "0"}
        if name:
            attributes["id"] = name
        self._place, self._shown, self._broken, self._given_up = place, text, False, 0
        self._guarded = window.Function.new("make", "failed", "broken", GUARDED)
        extensions = [
            core.EditorView.exceptionSink.of(self._fail),
            view.keymap.of(to_js([_binding(key, action) for key, action in keys])),
            core.basicSetup,
            modules["python"].pythonLanguage,  # without its completions, which would take the Enter key
            modules["language"].indentUnit.of("    "),
            _colours(modules["language"]),
            core.EditorView.lineWrapping,
            core.EditorView.contentAttributes.of(to_js(attributes)),
            core.EditorView.updateListener.of(self._update),
            self._lit_lines(state),
        ]
        if fixed:
            extensions.append(state.EditorState.readOnly.of(True))
        self._show(state.EditorState.create(to_js({"doc": text, "extensions": extensions})))

    def _show(self, state):
        def make(dispatch):
            return self._View.new(to_js({"state": state, "parent": self._place, "dispatchTransactions": dispatch}))

        self._view = self._guarded(make, self._renew, self._fail)

    def _fail(self, error=None):
        """The view has broken at something else than an update."""
        if not self._broken:
            self._broken = True
            setTimeout(lambda: self._broken and self._renew(self._view.state), 0)

    def _renew(self, state):
        """Show this state in another view."""
        self._broken = False
        if self._given_up == MOST:
            return
        self._given_up += 1
        old, before = self._view, self._shown
        top, focused = old.scrollDOM.scrollTop, old.hasFocus
        attempt(old, "destroy")
        old.dom.remove()
        self._show(state)
        if focused:
            self._view.focus()
        on_next_frame(lambda: setattr(self._view.scrollDOM, "scrollTop", top))  # it has its height by then
        if self.text() != before and not self._silent:
            self._shown = self.text()
            self._changed()

    def text(self):
        """What is in it."""
        return str(self._view.state.doc.toString())

    def write(self, text):
        """Put another text in place of what is in it; `changed` is not called."""
        if text != self.text():
            self._silent = True
            window.Function.new("view", "text", WRITE)(self._view, text)
            self._silent = False

    def light(self, lines):
        """Give lines a class each, a list of (number from 1 on, class), and take those of before away."""
        count = self._view.state.doc.lines
        marks = []
        for number, name in sorted(lines):
            if 1 <= number <= count:
                line = self._decorations.line(to_js({"class": name}))
                marks.append(line.range(getattr(self._view.state.doc.line(number), "from")))
        marked = getattr(self._decorations, "set")(to_js(marks))
        self._view.dispatch(to_js({"effects": self._lit.of(marked)}))

    def reveal(self, number):
        """Scroll a line into sight, with the cursor at its beginning."""
        if 1 <= number <= self._view.state.doc.lines:
            start = getattr(self._view.state.doc.line(number), "from")
            effect = self._View.scrollIntoView(start, to_js({"y": "center"}))
            self._view.dispatch(to_js({"selection": {"anchor": start}, "effects": effect}))

    def focus(self):
        self._view.focus()

    def _lit_lines(self, state):
        """The part of the editor's state that holds the lit lines, and moves them along when the text changes."""

        # What JavaScript gets back is kept here: MicroPython may free a new object before it has arrived.
        self._marks = self._decorations.none

        def follow(marks, transaction):
            self._marks = marks.map(transaction.changes)
            for effect in transaction.effects:
                if getattr(effect, "is")(self._lit):
                    self._marks = effect.value
            return self._marks

        def provide(field):
            self._provided = getattr(self._View.decorations, "from")(field)
            return self._provided

        field = {"create": lambda *_: self._marks, "update": follow, "provide": provide}
        return state.StateField.define(to_js(field))

    def _update(self, update):
        if update.docChanged:
            self._shown = self.text()
            if not self._silent:
                self._changed()


async def editor(place, text, label, name="", changed=lambda: None, keys=(), fixed=False):
    """An Editor inside the element `place`, or a PlainEditor where CodeMirror cannot be loaded.

    label    what the editor is called for those who do not see it
    name     the id of its content element
    changed  called when the visitor has changed the text
    keys     pairs of a key as CodeMirror writes it ("Ctrl-Enter") and what to do
    fixed    whether it is only to be read
    """
    try:
        modules = await codemirror()
    except Exception:  # a file is missing, or the network is
        return PlainEditor(place, text, label, name, changed, keys, fixed)
    return Editor(modules, place, text, label, name, changed, keys, fixed)


def _binding(key, action):
    def run(view):
        action()
        return True

    return {"key": key, "run": run, "preventDefault": True}


def _colours(language):
    """CodeMirror's style with the page's colours, which follow light and dark."""
    specs = []
    for spec in language.defaultHighlightStyle.specs:
        mine = window.Object.assign(window.Object.new(), spec)
        if hasattr(spec, "color") and spec.color in COLOURS:
            mine.color = "var(%s)" % COLOURS[spec.color]
        specs.append(mine)
    return language.syntaxHighlighting(language.HighlightStyle.define(to_js(specs)))
