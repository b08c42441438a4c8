"""The chapter "derivatives" of the page: a function of the visitor's, its graph, and the walk through it."""

from pyscript import document

from ui.derivatives import telling as words
from ui.derivatives.chain import show_chain
from ui.derivatives.choice import Choice
from ui.derivatives.cost_chart import Cost
from ui.derivatives.difference import Difference
from ui.derivatives.holds import show_held
from ui.derivatives.opening import Opening
from ui.derivatives.order import Order
from ui.derivatives.questions import Questions
from ui.derivatives.tangents import show_tangents
from ui.derivatives.telling import put_aside, say, show_printed, wait_for_wish
from ui.derivatives.variables import Variables
from ui.page.browser import Debounced, by_id, listen
from ui.page.drawing import Drawing
from ui.page.editor import editor
from ui.page.stepping import Stepping
from ui.page.trace import Trace, in_words, short
from ui.page.view import FACTOR
from ui.page.wire import Failed

TYPING = 350  # milliseconds without a key, after which the text is read


class Derivatives:
    """Owns the text, the values of its variables and the state of the walk; see ui.chapters for what a chapter does."""

    @classmethod
    async def opened(cls, page):
        """The chapter, made when it is first opened; `page` is the whole page."""
        self = cls(page)
        text = self._choice.recall()
        said = "The function, in Python"
        self._editor = await editor(by_id("function"), text, said, name="expression", changed=self._typed)
        self._say_why_not()
        return self

    def __init__(self, page):
        self._page = page
        self._key = ""  # of the shape that is drawn
        self._compared = None  # what is drawn: text, names, numbers of the variables, and the worker's answer
        self.variables = Variables(self._moved)
        chosen = lambda node: self.stepping.go_to_node(node)  # noqa: E731
        self._drawing = Drawing(by_id("graph"), "The graph of the function", chosen=chosen)
        self.stepping = Stepping(self._shown, restart=True)
        self._difference = Difference(page.bridge)
        self._order, self._cost = Order(page.bridge), Cost(page.bridge)
        self._questions = Questions(page.bridge, self._text, self._follow, self._take_differences, say)
        self._read_soon = Debounced(self._ask, TYPING)
        self._choice = Choice(self.variables, self._questions, self._take)
        self._opening = Opening(self.variables, self._choice, self.stepping, self._difference, page.write_address)
        listen(by_id("make-graph"), "click", lambda event: self._try())
        listen(by_id("show-partial"), "click", lambda event: self._walk_partial())
        listen(by_id("by-variable"), "change", lambda event: self._by_variable())
        for name, factor in (("graph-larger", FACTOR), ("graph-smaller", 1 / FACTOR)):
            listen(by_id(name), "click", lambda event, factor=factor: self._drawing.view.zoom(factor))
        listen(by_id("graph-fit"), "click", lambda event: self._drawing.view.fit())

    def show(self):
        """The chapter is on the screen."""

    def hide(self):
        """It is not any more."""
        self.stepping.pause()

    def state(self):
        """What the address says, see engine.records.states."""
        return self._opening.said()

    def open(self, state, fresh, untried):
        """Show what an address says; fresh: somebody has just opened a link; untried: nobody here has run its function."""
        self.stepping.pause()
        self._editor.write(self._opening.take(state, fresh, untried))
        self._ask()

    def function(self):
        """The text of the function, and the values of its variables by their names."""
        return self._text(), {name: self.variables.values[name] for name in self.variables.names}

    def untried(self):
        return self._choice.untried()

    def _try(self):
        """The graph of a link's function is wanted."""
        self._choice.tried()
        self._ask()
        self._editor.focus()

    def ready(self):
        """A worker can be asked."""
        self._questions.ready()
        self._key = ""  # the engine may be another one
        self._order.ready()
        self._cost.ready()
        if self._questions.is_hung():
            self._say_why_not()
        else:
            self._ask()

    def lost(self):
        """What the worker was asked will not be answered."""
        self._order.lost()
        self._cost.lost()
        if self._questions.lost():
            self._choice.keep()
            put_aside(True)
        self._say_why_not(words.ANOTHER)

    def _say_why_not(self, more=""):
        """Say why the worker is not asked now; more: what else there is to say of a text that it was lost over."""
        if self._choice.untried():
            wait_for_wish()
        elif self._page.bridge.state == "failed":
            say(words.FAILED, wrong=True)
        elif self._questions.is_hung():
            by_id("graph-empty").textContent = words.NO_GRAPH
            say(self._questions.why() + more + self._kept_words(), wrong=True)
        else:
            say(words.WAITING)

    def _kept_words(self):
        return words.KEPT if by_id("graph-empty").hidden else ""

    def recolour(self):
        """The colours have changed."""
        self._difference.recolour()
        self._cost.recolour()

    def computed(self):
        """What is drawn: (text, names, numbers of the variables, the worker's answer); None if it is of another text."""
        return self._compared if self._compared and self._compared[0] == self._text() else None

    def _text(self):
        return self._editor.text()

    def _typed(self):
        self._choice.typed(self._text())
        self._opening.over()
        self._read_soon()

    def _take(self, text):
        """Another function is chosen."""
        self._opening.over()
        self._editor.write(text)
        self._ask()

    def _walk_partial(self):
        """Show the tutorial's function of two variables, and where the walk is."""
        self._choice.choose("partial")
        by_id("derivatives-title").scrollIntoView()
        by_id("walk-play").focus()

    def _moved(self):
        self._choice.keep_soon()
        self._opening.moved()
        self._ask()

    def _ask(self):
        by_id("variables").hidden = self._choice.untried()  # they are those of another function
        if self._choice.untried():
            wait_for_wish()
            return
        if self._page.bridge.patient:
            say(words.BUSY)
        self._questions.ask()

    async def _follow(self, text):
        bridge, where = self._page.bridge, ""
        if self._choice.untried():
            return False
        try:
            read = await bridge.ask("function_read", text)
            self._questions.answered()
            if text != self._text():  # a link was opened meanwhile, or something was typed
                return False
            self._opening.place(read["names"], read["defaults"])
            numbers = self.variables.of(read["names"], read["defaults"])
            answer = await bridge.ask("function_graph", text, numbers, self._key)
        except Failed as failure:
            show_printed(await bridge.ask("function_printed"))
            if failure.numeric:  # the variables can be moved to where there is a result
                self.variables.take(read["names"], read["defaults"])
                names = self.variables.names
                where = " (at %s)" % ", ".join(["%s = %.6g" % (name, self.variables.values[name]) for name in names])
            self._trouble(failure, where)
            put_aside(True, movable=failure.numeric)
            return False
        if text != self._text():
            return False
        put_aside(False)
        self._choice.keep_soon()
        self.variables.take(read["names"], read["defaults"])
        await self._show(answer)
        self._compared = (text, self.variables.names, self.variables.list(), answer)
        self._show_by_variable()
        self._opening.finish()
        return True

    async def _take_differences(self):
        text, _, values, answer = self._compared
        which = by_id("by-variable").selectedIndex
        numbers = answer["derivatives"][which], answer["data"][-1]
        done = await self._difference.take(text, values, which, *numbers, progress=self._questions.answered)
        self._choice.keep_soon()
        return text if done else None

    async def _show(self, answer):
        show_printed(answer["printed"])
        rules = answer.get("rules")
        if rules:
            self._shape = answer["shape"]
        trace = Trace(self._shape, answer["data"], answer["steps"])
        if rules:
            await self._drawing.draw(trace)
            self._key = answer["key"]
        self.stepping.take(trace, rules)
        by_id("readings-agree").textContent = answer["tutorial"]["words"]
        by_id("readings-agree").classList.toggle("wrong", not answer["tutorial"]["same"])
        show_tangents(trace, answer["passes"], self.variables.names, answer["derivatives"])
        by_id("graph-empty").hidden = True
        self._editor.light([])
        nodes = "1 node" if len(trace.nodes) == 1 else "%d nodes" % len(trace.nodes)
        result = short(answer["data"][-1]).replace("-", "−")
        said = "The result is %s. The graph has %s, %d computed." % (result, nodes, trace.forward)
        say(said + (" " + answer["not_finite"] if answer["not_finite"] else ""), wrong=bool(answer["not_finite"]))

    def _shown(self, trace, state):
        """The walk is at another state."""
        self._drawing.show(trace, state)
        self.variables.show_grads(trace, state)
        show_held(trace, state, self.variables.names)
        self._page.write_address()

    def _by_variable(self):
        """Another variable is chosen for the chain rule and the differences."""
        self._show_by_variable()
        self._questions.ask_differences()
        self._page.write_address()

    def _show_by_variable(self):
        _, names, _, answer = self._compared
        select = by_id("by-variable")
        if [option.value for option in select.options] != names:
            select.innerHTML = "".join(["<option>%s</option>" % name for name in names])
        self._opening.choose_variable(select, names)
        select.parentElement.hidden = len(names) == 1
        which = select.selectedIndex
        for place in document.querySelectorAll("#derivatives .by"):
            place.textContent = names[which]
        show_chain(self.stepping.trace, answer["chain"], which, names)
        by_id("partial-count").textContent = words.counted(len(names))

    def _trouble(self, failure, where):
        line = failure.line
        self._editor.light([(line, "wrong")] if line else [])
        say(in_words(failure, where) + self._kept_words(), wrong=True)
