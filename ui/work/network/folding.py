"""The graph of one example's loss in a net, folded: layers, neurons, products and sums as one node each until opened.

A node that is drawn is a group of Values. Groups go forward and back as a whole, in topological order of the groups,
by the engine's own `_backward`.
"""

from engine.value import Value, topological_order
from ui.work.failures import Wrong


class Spy:
    """A neuron that notes what it is given and what it answers."""

    def __init__(self, neuron, calls, place):
        self._neuron, self._calls, self._place = neuron, calls, place

    def __call__(self, x):
        out = self._neuron(x)
        self._calls.append((self._place, list(x), out))
        return out

    def __getattr__(self, name):
        return getattr(self._neuron, name)


class Group:
    """A node that is drawn: its Values in topological order, and the groups that it is computed from.

    key    what it is called where groups are opened; for a single Value that of the group that it came out of
    single the Value that it is, if it is only one and no fold
    outs   its Values that are used outside of it, or are the result
    """

    def __init__(self, key, single):
        self.key, self.single = key, single
        self.values, self.operands, self.outs = [], [], []


class Folded:
    """The loss of `point` in `net`; opened: keys of the folds that are open.

    Keys: "L1" a layer, "N1.2" its neuron 2, "N1.2*3" that one's third product, "N1.2+" its sum, "loss"; all from 0 but
    layers. Wrong if what is left is no graph that can be walked.
    """

    def __init__(self, net, loss, point, opened):
        *x, y = point
        self.inputs, self.y = [Value(v) for v in x], y
        self.calls, self.net, self.loss = [], net, loss
        self._watch(net)
        self.score = net(self.inputs)
        self.root = loss(self.score, y)
        self.leaves, self.inner = topological_order(self.root)
        self.opened = set(opened)
        for sums in (True, False):  # a neuron of another kind may not bear that its sums are one node
            self._find_paths(sums)
            self._set_apart()
            if self._gather():
                return
        raise Wrong(0, "This net cannot be folded into neurons, because they depend on one another.")

    def _watch(self, net):
        try:
            for i, layer in enumerate(net.layers):
                layer.neurons[:] = [Spy(neuron, self.calls, (i + 1, j)) for j, neuron in enumerate(layer.neurons)]
        except (AttributeError, TypeError):
            raise Wrong(0, "The graph can be folded for nets of layers of neurons only, as nn.py has them at first.") from None

    def _find_paths(self, sums):
        """The folds that each Value lies in, the outermost first."""
        self.paths, self.neurons, self.names = {}, {}, {}
        for i, value in enumerate(self.inputs):
            self.names[id(value)] = "x" + "₁₂₃₄₅₆₇₈₉"[i]
        for (layer, index), x, out in self.calls:
            above = ("L%d" % layer,) if len(self.net.layers[layer - 1].neurons) > 1 else ()
            key = "N%d.%d" % (layer, index)
            self.neurons[key] = layer, index, x, out
            self._sort_neuron(above + (key,), x, out, sums)
        for value in self.inner:
            self.paths.setdefault(id(value), ("loss",))
        inputs = {id(value) for value in self.inputs}
        for value in self.inner:  # a leaf lies where it is used
            for operand in value._prev:
                if not operand._prev and id(operand) not in inputs:
                    self.paths.setdefault(id(operand), self.paths[id(value)])

    def _sort_neuron(self, path, x, out, sums):
        key, given = path[-1], {id(value) for value in x}
        members, stack = [], [out]
        while stack:
            value = stack.pop()
            if id(value) not in given and id(value) not in self.paths and value._prev:
                self.paths[id(value)] = path
                members.append(value)
                stack += value._prev
        products = [v for v in members if v._op == "*" and any(id(o) in given for o in v._prev)]
        order = {id(value): i for i, value in enumerate(self.inner)}
        for i, value in enumerate(sorted(products, key=lambda v: order[id(v)])):
            self.paths[id(value)] = path + ("%s*%d" % (key, i),)
        added = [v for v in members if v._op == "+"]
        if sums and len(added) > 1:
            for value in added:
                self.paths[id(value)] = path + (key + "+",)

    def _group_of(self, value):
        """The key of the fold that shows a Value; None if it is shown by itself."""
        path = self.paths.get(id(value), ())
        for i, key in enumerate(path):
            inside = key[0] == "L" and i + 1 < len(path) and path[i + 1] in (self.apart | self.opened)
            if key not in self.opened and not inside:
                return key
        return None

    def _set_apart(self):
        """What an operation that is shown by itself is computed from is to be seen: neurons come out of their layers."""
        self.apart, found = set(), True
        while found:
            found = set()
            for value in self.inner:
                if self._group_of(value) is None:
                    for operand in value._prev:
                        key = self._group_of(operand)
                        if key and key[0] == "L":
                            found.add(self.paths[id(operand)][1])
            self.apart |= found

    def _gather(self):
        """Make the groups, in topological order: first those that are leaves; returns whether they have one."""
        groups, of = {}, {}
        for value in self.leaves + self.inner:
            key = self._group_of(value)
            group = groups.setdefault(key or id(value), Group(key or (self.paths.get(id(value)) or ("",))[-1], None))
            group.single = None if key else value
            group.values.append(value)
            of[id(value)] = group
        for value in self.inner:
            group = of[id(value)]
            for operand in value._prev:
                other = of[id(operand)]
                if other is not group:
                    if other not in group.operands or group.single:
                        group.operands.append(other)
                    if operand not in other.outs:
                        other.outs.append(operand)
        of[id(self.root)].outs.append(self.root)
        order = _topological(of[id(self.root)])
        if order is None:
            return False
        leaves = [g for g in order if g.single and not g.single._prev]
        self.groups = leaves + [g for g in order if g not in leaves]
        self.leaf_groups = len(leaves)
        self.of = of
        return True

    def walk_back(self):
        """Run the way back, group by group, from the last; yields each group before and, with True, after its turn.

        What a group hands on is that of `backward()` to the last bit, and so is every grad once all of it is there; in
        between the order of a sum may be another one.
        """
        self.root.backward()
        nodes = self.leaves + self.inner
        right = {id(value): value.grad for value in nodes}
        for value in nodes:
            value.grad = 0.0
        last = {}  # the group that is the last to hand something to a group
        for group in self.groups:
            for operand in group.operands:
                last.setdefault(id(operand), group)
        self.root.grad = 1.0
        for group in reversed(self.groups[self.leaf_groups :]):
            yield group, False
            for value in reversed(group.values):
                if value._prev:
                    value._backward()
            for operand in group.operands:
                if last[id(operand)] is group:
                    for value in operand.outs:
                        value.grad = right[id(value)]
            yield group, True


def _topological(root):
    """All groups, each after its operands; None if they go round in a circle."""
    order, state, stack = [], {}, [(root, False)]
    while stack:
        group, done = stack.pop()
        if done:
            state[id(group)] = "done"
            order.append(group)
        elif id(group) not in state:
            state[id(group)] = "open"
            stack.append((group, True))
            for operand in reversed(group.operands):
                if state.get(id(operand)) == "open":
                    return None
                stack.append((operand, False))
        elif state[id(group)] == "open" and group is not root:
            return None
    return order
