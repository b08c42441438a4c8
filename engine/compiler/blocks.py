"""The items of a plan as functions over a block of examples: the way forward, and the way back.

Every function takes the number of examples in the block. The formulas, and the local derivatives among
them, are those of the rule table.
"""

from engine.compiler.emit import Emitter, forward
from engine.compiler.formulas import Symbol, derivatives, times
from engine.compiler.memory import COUNT, ONE, Layout, even
from engine.compiler.plan import AFTER, BEFORE, Dense, Map
from engine.compiler.tape import CONSTANT, INPUT, PARAMETER, REGISTER
from engine.compiler.tiles import NOTHING, TARGET, Lanes, Local, Matrix, product
from engine.compiler.wasm import I32, Function


class Blocks(Layout):
    """A layout that can emit its plan into `module`, with SIMD or without.

    calls  the indices of imported functions by name
    """

    def __init__(self, tape, parameters, module, calls, simd):
        super().__init__(tape, parameters)
        self.module, self.calls, self.lanes = module, calls, Lanes(simd)
        self.written = set()  # references whose gradients have been begun

    def function(self, name, about=None):
        """A function of the number of examples in the block, with a loop over their frames to be filled."""
        function = Function(name, [I32], about=about)
        function.frame = function.local(I32)
        function.last = function.local(I32)
        return function

    def each_frame(self, function, emit, count=0):
        """Do what `emit` emits for every example of the block, of which local `count` says the size.

        The function's `frame` is where the example's frame begins.
        """
        function.i32(self.frames)
        function.set(function.frame)
        function.get(count)
        function.i32(self.frame)
        function.op("i32.mul")
        function.i32(self.frames)
        function.op("i32.add")
        function.set(function.last)
        function.loop()
        emit()
        function.get(function.frame)
        function.i32(self.frame)
        function.op("i32.add")
        function.tee(function.frame)
        function.get(function.last)
        function.op("i32.lt_s")
        function.br_if(0)
        function.end()

    def load(self, function):
        """How the leaves of formulas are loaded: references, and ("grad", reference)."""

        def load(leaf):
            kind, which = leaf
            if kind == "grad":
                function.get(function.frame)
                function.memory("f64.load", self.slots[which] + self.grads)
            elif kind == PARAMETER:
                function.i32(self.parameters[which])
                function.memory("f64.load")
            elif leaf == (INPUT, self.tape.inputs):
                function.i32(COUNT)
                function.memory("f64.load")
            else:
                function.get(function.frame)
                function.memory("f64.load", self.slots[leaf])

        return load

    def symbol(self, reference):
        return reference[1] if reference[0] == CONSTANT else Symbol(reference)

    def forward(self, item):
        """A function that does an item of the plan for a block of examples; returns its index."""
        function = self.function("forward", item)
        if isinstance(item, Dense):
            product(
                function,
                self.lanes,
                target=Matrix(self.frames + self.slots[(REGISTER, item.outs[0])], self.frame, 8),
                left=Matrix(self.frames + self.slots[item.xs[0]], self.frame, 8),
                right=Matrix(item.transposed, 8 * even(item.rows), 8),
                rows=Local(0),
                terms=item.columns,
                columns=item.rows,
                start=NOTHING if item.start is None else item.start,
                before=item.bias if item.when == BEFORE else None,
                after=item.bias if item.when == AFTER else None,
            )
        elif isinstance(item, Map):
            self._each_group(function, item, lambda a, out, grad, old: forward(item.op, [a]), item.outs, 0)
        else:
            emitter = Emitter(function, self.load(function), self.calls)

            def emit():
                for register in item.registers:
                    instruction = self.tape.instructions[register]
                    function.get(function.frame)
                    emitter.emit(forward(instruction.op, [self.symbol(r) for r in instruction.operands]))
                    function.memory("f64.store", self.slots[(REGISTER, register)])

            self.each_frame(function, emit)
        return self.module.add(function)

    def _each_group(self, function, item, formula, targets, behind):
        """Group by group, write formula(source, out, its grad, what is in the target) for a Map."""
        lanes = self.lanes
        source, out = self.slots[(REGISTER, item.sources[0])], self.slots[(REGISTER, item.outs[0])]
        target = self.slots[(REGISTER, targets[0])] + behind
        places = {"a": source, "out": out, "grad": out + self.grads, "old": target}

        def emit():
            for group in range(lanes.groups(len(item.outs))):

                def load(leaf):
                    function.get(function.frame)
                    function.memory(lanes.load, places[leaf] + lanes.bytes * group)

                function.get(function.frame)
                Emitter(function, load, self.calls, wide=lanes.simd).emit(formula(*map(Symbol, places)))
                function.memory(lanes.store, target + lanes.bytes * group)

        self.each_frame(function, emit)

    def backward(self, item):
        """A function that hands the gradients of an item's results on to its operands; returns its index."""
        function = self.function("backward", item)
        if isinstance(item, Dense):
            self._backward_dense(function, item)
        elif isinstance(item, Map):
            sources = [(REGISTER, source) for source in item.sources]
            added = self._begin_adding(function, sources)

            def formula(a, out, grad, old):
                step = times(derivatives(item.op, [a], out)[0], grad)
                return old + step if added else step

            if sources[0] in self.active:
                self._each_group(function, item, formula, item.sources, self.grads)
        else:
            self.each_frame(function, lambda: self._backward_segment(function, item))
        return self.module.add(function)

    def _begin_adding(self, function, references):
        """Whether something was added to any of these gradients before; if so, the others are set to zero."""
        fresh = [reference for reference in references if reference not in self.written]
        if len(fresh) == len(references):
            self.written.update(references)
            return False

        def emit():
            for reference in fresh:
                function.get(function.frame)
                function.f64(0.0)
                function.memory("f64.store", self.slots[reference] + self.grads)

        if fresh:
            self.each_frame(function, emit)
        self.written.update(references)
        return True

    def _backward_dense(self, function, item):
        outs = self.frames + self.slots[(REGISTER, item.outs[0])] + self.grads
        inputs = self.frames + self.slots[item.xs[0]]
        product(  # the weights' gradients, each of them example by example
            function,
            self.lanes,
            target=Matrix(item.matrix + self.gradients, item.row, 8),
            left=Matrix(outs, 8, self.frame),
            right=Matrix(inputs, self.frame, 8),
            rows=item.rows,
            terms=Local(0),
            columns=item.columns,
            start=TARGET,
        )
        if item.bias is not None:
            product(
                function,
                self.lanes,
                target=Matrix(item.bias + self.gradients, 0, 8),
                left=Matrix(ONE, 0, 0),
                right=Matrix(outs, self.frame, 8),
                rows=1,
                terms=Local(0),
                columns=item.rows,
                start=TARGET,
            )
        if any([x in self.active for x in item.xs]):
            added = self._begin_adding(function, item.xs)
            product(  # the inputs' gradients, from the last neuron to the first, as `backward` goes
                function,
                self.lanes,
                target=Matrix(inputs + self.grads, self.frame, 8),
                left=Matrix(outs + 8 * (item.rows - 1), self.frame, -8),
                right=Matrix(item.matrix + (item.rows - 1) * item.row, -item.row, 8),
                rows=Local(0),
                terms=item.rows,
                columns=item.columns,
                start=TARGET if added else NOTHING,
            )

    def _backward_segment(self, function, item):
        emitter = Emitter(function, self.load(function), self.calls)
        for register in reversed(item.registers):
            reference = (REGISTER, register)
            if reference not in self.active:
                continue
            grad = 1.0 if reference == self.tape.result else Symbol(("grad", reference))
            instruction = self.tape.instructions[register]
            operands = [self.symbol(operand) for operand in instruction.operands]
            local = derivatives(instruction.op, operands, Symbol(reference))
            for operand, derivative in zip(instruction.operands, local):
                if operand in self.active:
                    step = times(derivative, grad)
                    if operand in self.written:
                        step = Symbol(("grad", operand)) + step
                    self.written.add(operand)
                    function.get(function.frame)
                    emitter.emit(step)
                    function.memory("f64.store", self.slots[operand] + self.grads)

    def gather(self):
        """Add the gradients of parameters outside of layers to those of the batch, example by example."""
        function = self.function("gather")

        def emit():
            for parameter in self.loose:
                if (PARAMETER, parameter) in self.written:
                    address = self.parameters[parameter] + self.gradients
                    function.i32(address)
                    function.i32(address)
                    function.memory("f64.load")
                    function.get(function.frame)
                    function.memory("f64.load", self.slots[(PARAMETER, parameter)] + self.grads)
                    function.op("f64.add")
                    function.memory("f64.store")

        self.each_frame(function, emit)
        return self.module.add(function)
