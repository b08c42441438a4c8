"""The machine code of a compiled model, part by part, with the Python that each part came from.

>>> for part in listing(compile(net, hinge), net, hinge):
...     print(part.title, [source.file for source in part.sources])
"""

import inspect
from collections import namedtuple
from pathlib import Path

from engine import losses, rules, train
from engine.compiler import passes, pictures
from engine.compiler.plan import Dense, Map
from engine.nn import Net, Neuron

Part = namedtuple("Part", ("title", "export", "sources", "function"))
"""A function of the module, which engine.compiler.wat can write. export: its name, if it can be called from outside."""

Source = namedtuple("Source", ("file", "line", "text"))
"""A piece of Python: the file's name, the number of its first line, and the piece itself."""

_MEANINGS = {  # of functions that do not depend on the model: what they do, and what Python does the same
    "enter": ("Copy the points of a block into their frames", passes.enter),
    "tally": ("Add up the losses, and count the right answers", train.gradient),
    "gather": ("Add up the gradients of parameters outside of layers", train.gradient),
    "gradient": ("Forward and backward, block by block", train.gradient),
    "loss": ("Forward only, block by block", train.evaluate),
    "correct": ("How many answers were right", train.evaluate),
    "penalty": ("L2: its share of the loss and of the gradients", losses.l2),
    "refresh": ("Copy the weights to where the way forward wants them", None),
    "update": ("One step downhill", train.update),
    "steps": ("Many steps: gradient, L2, update", train.train),
    "field": ("The values of registers over the plane", Net.__call__),
    "inside": ("The values of registers at the points", Net.__call__),
    "row": ("The loss at places around the parameters", train.evaluate),
    "colours": ("The colours of these values", pictures.export_colours),
    "crossing": ("Where a line crosses the edge of a cell", None),
    "contour": ("The line where the values have one level", pictures.export_contour),
}


def listing(compiled, model, loss):
    """The Parts of a Compiled, in the order of the module."""
    exports = {index: name for name, _, index in compiled.module.exports}
    parts = []
    for number, function in enumerate(compiled.module.functions, len(compiled.module.imports)):
        if function.about is None:
            title, origin = _MEANINGS[function.name]
            sources = [_source(origin)] if origin else []
        else:
            title = _title(function, compiled.plan)
            sources = _sources(function, compiled.tape, model, loss)
        parts.append(Part(title, exports.get(number, ""), sources, function))
    return parts


def _title(function, plan):
    """What a function does that stands for an item of the plan."""
    item, layers = function.about, [item for item in plan if isinstance(item, Dense)]
    if isinstance(item, Dense):
        size = _many(len(item.outs), "neuron"), _many(len(item.xs), "input")
        what = "layer %d, %s over %s" % (layers.index(item) + 1, *size)
    elif isinstance(item, Map):
        what = "%s of %s" % (item.op, _many(len(item.outs), "neuron"))
    else:
        what = "what is in no layer, such as the loss"
    return "%s: %s" % (function.name.capitalize(), what)


def _many(count, what):
    return "%d %s%s" % (count, what, "" if count == 1 else "s")


def _sources(function, tape, model, loss):
    """The Python that recorded an item of the plan, on the way forward; on both ways, the rules of its operations."""
    item, sources = function.about, []
    if function.name == "forward":
        if isinstance(item, Dense):
            sources.append(_source(Neuron.__call__ if isinstance(model, Net) else type(model).__call__))
        elif not isinstance(item, Map):
            sources.append(_source(loss))
    operations = {tape.instructions[register].op for register in item.registers}
    return [source for source in sources + [_rule(op) for op in sorted(operations)] if source]


def _rule(op):
    """The line of the rule table, or what makes such a rule, or how the reader has written it."""
    path = inspect.getsourcefile(rules)
    for number, line in enumerate(Path(path).read_text().splitlines(), 1):
        if line.startswith('rule("%s",' % op):
            return Source(Path(path).name, number, line)
    return _source(rules.power_rule if op in rules.POWERS else rules.rule_of(op).forward)


def _source(origin):
    """Where a function is written, and how; None if that is not known."""
    try:
        lines, first = inspect.getsourcelines(origin)
    except (OSError, TypeError):
        return None
    return Source(Path(inspect.getsourcefile(origin)).name, first, inspect.cleandoc("\n" + "".join(lines)).rstrip())
