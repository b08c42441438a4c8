"""Compiles a model and its loss to WebAssembly: steps, loss and pictures, with the bits of Values.

The tape of one example becomes a plan of layers, and each of these becomes loops over a block of examples.
Sums are added up in the order in which Values add them, so + - * / relu abs sqrt max min give the same floats to
the last bit; exp, log, tanh, sin, cos and other powers come from the host, within one unit in the last place. Where
Values raise an exception (division by zero, log of a negative number) there is an infinity or NaN instead.
"""

from engine.compiler.blocks import Blocks
from engine.compiler.descent import export_penalty, export_steps, export_update
from engine.compiler.emit import IMPORTS, forward
from engine.compiler.formulas import Symbol, derivatives
from engine.compiler.landscape import export_row
from engine.compiler.passes import enter, export_correct, export_pass, tally
from engine.compiler.pictures import export_colours, export_contour
from engine.compiler.places import export_field, export_inside
from engine.compiler.plan import Dense, Map
from engine.compiler.tape import INPUT, REGISTER, record
from engine.compiler.wasm import F64, LONGEST, PAGE, Module


class Compiled:
    """A compiled model, for a host to load.

    binary      the module's bytes; module, what they were made from, for pages of memory
    tape, plan  what it was made from
    parameters  the address of each parameter, a float64, in the order of model.parameters()
    gradients   how many bytes behind a parameter its gradient is
    table       where the host is to write these addresses, an int32 each
    palette     where the host is to write the colours of pictures
    rates       where it is to write learning rates, float64 each
    points      the address of the first example: its inputs and y, float64 each
    width       bytes of an example
    score       the register of the score, as `field` wants it; None if it cannot be drawn
    layers      the same for what each layer hands on: a list of registers for each layer
    sums        the same for what each layer has before its activation
    imports     the functions that the module needs from its host, by name
    """

    def __init__(self, blocks):
        self.module, self.pages = blocks.module, -(-blocks.points // PAGE) + 1
        self.binary = self.module.binary(self.pages)
        self.tape, self.plan = blocks.tape, blocks.plan
        self.parameters, self.gradients = blocks.parameters, blocks.gradients
        self.table, self.palette, self.rates, self.points = blocks.table, blocks.palette, blocks.rates, blocks.points
        self.width = 8 * blocks.tape.inputs
        drawn = blocks.tape.inputs == 3 and blocks.tape.score[0] in (INPUT, REGISTER)
        self.score = blocks.slots[blocks.tape.score] if drawn else None
        self.layers = [[blocks.slots[(REGISTER, out)] for out in outs] for outs in _handed_on(blocks.plan)]
        self.sums = [[blocks.slots[(REGISTER, out)] for out in layer.outs] for layer in blocks.layers]
        self.imports = sorted(blocks.calls)


def compile(model, loss, simd=True):
    """The model and its loss as a Compiled.

    simd  whether to use instructions that take two numbers at a time, which not every host has
    Unknown if an operation cannot be compiled, ValueError if the model or the loss cannot (see `record`).
    """
    work = compiling(model, loss, simd)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def compiling(model, loss, simd=True):
    """The same as a generator that returns it, for whoever has other things to do between its stages."""
    tape, module = record(model, loss), Module()
    yield
    examples = {instruction.op: instruction for instruction in tape.instructions}.values()  # one of each operation
    needed = {op for instruction in examples for op in _operations(instruction)} & set(IMPORTS)
    calls = {name: module.import_("host", name, [F64] * IMPORTS[name], [F64]) for name in sorted(needed)}
    blocks = Blocks(tape, len(model.parameters()), module, calls, simd)
    yield
    steps = [blocks.forward(item) for item in blocks.plan]
    back = [blocks.backward(item) for item in reversed(blocks.plan)]
    back += [blocks.gather()] if blocks.loose else []
    yield
    entry = enter(blocks)
    way = [entry, *steps, tally(blocks)]
    gradient = export_pass(blocks, "gradient", way + back)
    mean = export_pass(blocks, "loss", way)
    export_correct(blocks)
    penalty, (update, refresh) = export_penalty(blocks), export_update(blocks)
    export_steps(blocks, gradient, penalty, update)
    export_row(blocks, mean, refresh)
    export_inside(blocks, entry, steps)
    if tape.inputs == 3:
        export_field(blocks, steps)
        export_colours(blocks)
        export_contour(blocks)
    if max([len(function.code) for function in module.functions]) > LONGEST:
        raise ValueError("one example takes more operations than a function of a module can hold")
    yield
    return Compiled(blocks)


def _operations(instruction):
    """The operations in the formulas of an instruction, forward and backward; Unknown if one has none."""
    operands = [Symbol(operand) for operand in instruction.operands]
    found = []
    for formula in forward(instruction.op, operands), *derivatives(instruction.op, operands, Symbol("out")):
        if isinstance(formula, Symbol):
            found += formula.operations()
    return found


def _handed_on(plan):
    """The registers of each layer behind its activation, if it has one."""
    layers = []
    for item in plan:
        if isinstance(item, Dense):
            layers.append(item.outs)
        elif isinstance(item, Map) and item.sources in layers:
            layers[layers.index(item.sources)] = item.outs
    return layers
