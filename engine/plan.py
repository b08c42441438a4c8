"""A plan: the tape's instructions gathered into layers, without changing what is added to what in which order.

A layer is many neurons of one shape over the same inputs; what fits no layer stays as it is. If gathering
would change the order of additions, everything stays as it is.
"""

from engine.symbols import Symbol
from engine.tape import INPUT, PARAMETER, REGISTER
from engine.value import RULES

VECTOR_OPS = ("relu", "neg")  # operations that a whole layer can do at once


class Dense:
    """outs[j] = weights[j][0] * xs[0] + weights[j][1] * xs[1] + ... (+ biases[j]), added from left to right.

    xs       references of the inputs, which are neighbours in memory
    weights  indices of parameters, a list for each neuron; biases: indices, or None
    outs     registers
    """

    def __init__(self, chains):
        self.xs = chains[0].xs
        self.weights = [chain.weights for chain in chains]
        self.biases = None if chains[0].bias is None else [chain.bias for chain in chains]
        self.outs = [chain.root for chain in chains]
        self.registers = [register for chain in chains for register in chain.registers]
        self.position = self.outs[0]


class Map:
    """outs[j] = op(sources[j]) for a whole layer; sources and outs are registers."""

    def __init__(self, op, sources, outs):
        self.op = op
        self.sources = sources
        self.outs = self.registers = outs
        self.position = min(outs)


class Segment:
    """Instructions that are done one after the other; `registers` are theirs, in the order of the tape."""

    def __init__(self, registers):
        self.registers = registers
        self.position = registers[0]


def _sums_of_products_are_as_usual():
    """Whether + and * have the derivatives that the code of layers is made for."""
    a, b = Symbol("a"), Symbol("b")
    product = RULES["*"].derivatives(a, b, Symbol("out"))
    return RULES["+"].derivatives(a, b, Symbol("out")) == (1.0, 1.0) and product[0] is b and product[1] is a


class _Chain:
    """One neuron: the registers that a sum of products takes up."""

    def __init__(self, root, registers, weights, xs, bias):
        self.root, self.registers = root, registers
        self.weights, self.xs, self.bias = weights, xs, bias


def plan(tape):
    """The tape as a list of Dense, Map and Segment, in the order in which they are to be done."""
    instructions = tape.instructions
    uses = {}
    for register, instruction in enumerate(instructions):
        for reference in instruction.operands:
            uses.setdefault(reference, []).append(register)
    uses.setdefault(tape.result, []).append(len(instructions))
    layers = _maps_and_layers(tape, _groups(tape, uses), uses) if _sums_of_products_are_as_usual() else []
    items = _with_segments(layers, len(instructions))
    if _keeps_order(items, uses):
        return items
    return [Segment(list(range(len(instructions))))]


def _chain(instructions, uses, root):
    """The chain that ends in register `root`, or None."""

    def once(reference):
        return len(uses[reference]) == 1

    def product(register):
        """(weight, x) if the register is a product of a parameter, used just here, and something that varies."""
        instruction = instructions[register]
        if instruction.op == "*":
            for w, x in (instruction.operands, instruction.operands[::-1]):
                if w[0] == PARAMETER and once(w) and x[0] in (INPUT, REGISTER):
                    return w[1], x
        return None

    bias, node, registers, terms = None, root, [root], []
    if instructions[root].op == "+":
        left, right = instructions[root].operands
        if right[0] == PARAMETER and once(right) and left[0] == REGISTER and once(left):
            bias, node = right[1], left[1]
            registers.append(node)
    while instructions[node].op == "+":
        left, right = instructions[node].operands
        if not (left[0] == right[0] == REGISTER and once(left) and once(right) and product(right[1])):
            return None
        terms.append(product(right[1]))
        registers += [left[1], right[1]]
        node = left[1]
    if not product(node):
        return None
    terms.append(product(node))
    terms.reverse()
    return _Chain(root, registers, [w for w, _ in terms], [x for _, x in terms], bias)


def _groups(tape, uses):
    """Chains over the same inputs, gathered; each group is a list of chains in the order of the tape."""
    taken, chains = set(), []
    for root in range(len(tape.instructions) - 1, -1, -1):
        chain = None if root in taken else _chain(tape.instructions, uses, root)
        if chain:
            taken.update(chain.registers)
            chains.append(chain)
    groups = []
    for chain in reversed(chains):
        for group in groups:
            if group[0].xs == chain.xs and (group[0].bias is None) == (chain.bias is None):
                group.append(chain)
                break
        else:
            groups.append([chain])
    return groups


def _maps_and_layers(tape, groups, uses):
    """The groups whose inputs are neighbours, and the operations that are applied to all outputs of one."""
    instructions = tape.instructions
    vectors = {tuple([(INPUT, i) for i in range(tape.inputs - 1)])}
    layers = []
    for group in groups:
        if tuple(group[0].xs) not in vectors:
            continue
        layer = Dense(group)
        layers.append(layer)
        outs = layer.outs
        while outs:
            vectors.add(tuple([(REGISTER, out) for out in outs]))
            mapped = None
            for op in VECTOR_OPS:
                found = [[u for u in uses.get((REGISTER, out), ()) if u < len(instructions)] for out in outs]
                found = [[u for u in users if instructions[u].op == op] for users in found]
                if all([len(users) == 1 for users in found]):
                    mapped = Map(op, outs, [users[0] for users in found])
                    layers.append(mapped)
                    break
            outs = mapped.outs if mapped else None
    return layers


def _with_segments(layers, count):
    """The layers, and between them segments of what is in none, in the order of their positions."""
    taken = set([register for layer in layers for register in layer.registers])
    singles = [Segment([register]) for register in range(count) if register not in taken]
    items = []
    for item in sorted(layers + singles, key=lambda item: item.position):
        if items and isinstance(item, Segment) and isinstance(items[-1], Segment):
            items[-1].registers += item.registers
        else:
            items.append(item)
    return items


def _keeps_order(items, uses):
    """Whether everything is there before it is used, and gradients are added up in the order of the tape."""
    place = {}
    for number, item in enumerate(items):
        for register in item.registers:
            place[register] = number
    for (kind, which), users in uses.items():
        where = [place[user] for user in users if user in place]
        if kind == REGISTER and any([number < place[which] for number in where]):
            return False
        if kind in (REGISTER, PARAMETER) and where != sorted(where):
            return False
    return True
