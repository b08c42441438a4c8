"""The side of the chapter "derivatives" in the worker: the visitor's function, its graph, and its differences."""

import json
from time import perf_counter

from engine.check import central_difference
from engine.value import Value
from ui.work.derivatives import demonstrations, graph
from ui.work.derivatives.chain_numbers import chain
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.program import Program
from ui.work.failures import Wrong, answering


class Functions:
    """Keeps the last text that was read, so that moving a variable need not read it again."""

    def __init__(self):
        self._text = self._program = None

    @answering
    def read(self, text):
        """The variables of a text: {"names", "defaults"}, or {"line", "wrong"}."""
        program = self._of(text)
        return json.dumps({"names": program.names, "defaults": program.defaults})

    @answering
    def graph(self, text, values, known):
        """The graph at these values, a JSON list; "shape" and "rules" are left out if the shape is `known`.

        {"shape", "rules", "key", "data", "steps", "derivatives", "chain"}, or {"line", "wrong"}.
        """
        program = self._of(text)
        with Guard() as guard:
            variables = [Value(x) for x in json.loads(values)]
            root = program.run(guard, variables)
            try:
                return json.dumps(_answer(program, variables, root, known))
            except graph.TooMany as trouble:
                raise Wrong(program.line, str(trouble)) from None

    def differences(self, text, values, which, exponents, budget):
        """Central differences by the variable number `which` with h = 10**exponent, for as many as there is time for.

        A JSON list in the order of the exponents, of [f(x + h), f(x - h), difference], or null where f has no value.
        """
        deadline = perf_counter() + budget / 1000.0
        program, done = self._of(text), []
        variables = [Value(x) for x in json.loads(values)]
        for exponent in json.loads(exponents):
            done.append(_difference(program, variables, variables[which], 10.0**exponent))
            if perf_counter() > deadline:
                break
        return json.dumps(done)

    def _of(self, text):
        if text != self._text:
            self._program = Program(text)
            self._text = text
        return self._program


def _answer(program, variables, root, known):
    nodes, leaves = graph.ordered(root)
    names = {id(v): name for v, name in zip(variables, program.names)}
    shape = graph.shape(nodes, leaves, names)
    key = json.dumps(shape)
    answer = dict(graph.numbers(nodes, leaves), key=key)
    answer["derivatives"] = [graph.text(v.grad) for v in variables]
    answer["chain"] = chain(nodes, leaves, variables)
    if key != known:
        answer["shape"] = shape
        answer["rules"] = graph.rules(nodes)
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


def register(sync):
    """Let the page call what this chapter needs."""
    functions = Functions()
    sync.function_read = functions.read
    sync.function_graph = functions.graph
    sync.function_differences = functions.differences
    demonstrations.register(sync)
