"""The side of the chapter "derivatives" in the worker: the visitor's function, its graph, and its differences."""

import json

from engine.check import central_difference, first_not_finite
from engine.value import Value
from ui.work import graph
from ui.work.derivatives.chain_numbers import chain
from ui.work.derivatives.dual_numbers import passes
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.names import Printed
from ui.work.derivatives.program import Program
from ui.work.derivatives.tutorial import compared, lines
from ui.work.failures import Wrong
from ui.work.registry import entry


class Functions:
    """Keeps the last text that was read, so that moving a variable need not read it again."""

    def __init__(self):
        self._text = self._program = None
        self._printed = Printed()

    def read(self, text):
        """The variables of a text: {"names", "defaults"}; Wrong if it cannot be read."""
        program = self._of(text)
        return {"names": program.names, "defaults": program.defaults}

    def graph(self, text, values, known):
        """The graph at these values; "shape" and "rules" are left out if the shape is `known`.

        {"shape", "rules", "key", "data", "steps", "derivatives", "chain", "passes", "printed", "form", "tutorial"}: the
        last is what there is to say of the tutorial's class, which runs the same function. Wrong if there is none.
        """
        program = self._of(text)
        with Guard() as guard:
            variables = [Value(x) for x in values]
            root = program.run(guard, variables)
            try:
                answer = dict(_answer(program, variables, root, known), printed=self.printed(), form=program.form)
            except graph.TooMany as trouble:
                raise Wrong(program.line, str(trouble)) from None
        answer["tutorial"] = compared(text, values, answer["data"], answer["grads"])
        return answer

    def printed(self):
        """What the text printed when it was last read or run, also if that failed."""
        return str(self._printed)

    def differences(self, text, values, which, exponents):
        """Central differences by the variable number `which` with h = 10**exponent; yields between them.

        Returns, in the order of the exponents, [f(x + h), f(x - h), difference], or None where f has no value.
        """
        program, done = self._of(text), []
        variables = [Value(x) for x in values]
        for exponent in exponents:
            done.append(_difference(program, variables, variables[which], 10.0**exponent))
            yield
        return done

    def _of(self, text):
        if text != self._text:
            self._text = None
            self._printed = Printed()
            self._program = Program(text, self._printed)
            self._text = text
        return self._program


def _not_finite(root):
    """Where the graph leaves the finite numbers, as a sentence; "" if it does not."""
    found = first_not_finite(root)
    if not found:
        return ""
    kind = "a variable or number" if not found.node._op else "the node “%s”" % found.node._op
    return "The %s of %s is not a finite number: %s." % (found.what, kind, found.why)


def _answer(program, variables, root, known):
    nodes, leaves = graph.ordered(root)
    names = {id(v): name for v, name in zip(variables, program.names)}
    shape = graph.shape(nodes, leaves, names)
    key = json.dumps(shape)
    answer = dict(graph.numbers(nodes, leaves), key=key)
    answer["grads"] = [graph.text(node.grad) for node in nodes]
    answer["derivatives"] = [graph.text(v.grad) for v in variables]
    answer["not_finite"] = _not_finite(root)
    answer["chain"] = chain(nodes, leaves, variables)
    answer["passes"] = passes(root, variables)
    if key != known:
        answer["shape"] = shape
        answer["rules"] = dict(graph.rules(nodes), tutorial=lines({node._op for node in nodes[leaves:]}))
    return answer


def _difference(program, variables, variable, h):
    """[f(x + h), f(x - h), their central difference] as texts; None where there is no value."""
    seen = []
    with Guard() as guard:

        def f():
            seen.append(program.run(guard, variables))
            return seen[-1]

        try:
            slope = central_difference(f, variable, h)
        except BaseException:  # what is wrong is said with the graph
            return None
        return [graph.text(seen[0].data), graph.text(seen[1].data), graph.text(slope)]


_functions = Functions()
entry("function_read")(_functions.read)
entry("function_graph")(_functions.graph)
entry("function_printed")(_functions.printed)
entry("function_differences")(_functions.differences)
