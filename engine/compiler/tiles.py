"""Products of matrices as WebAssembly code, tile by tile, and how many numbers go through it at a time."""

from engine.compiler.wasm import F64, I32, V128

NOTHING = -0.0  # which changes nothing that is added to it, not even the sign of zero
TARGET = "target"


class Lanes:
    """How many numbers one instruction takes: two with SIMD, else one; and what the instructions are called.

    simd   whether these are two
    bytes  that such a group takes up
    type   of a local variable for it
    """

    def __init__(self, simd):
        self.simd = simd
        self.bytes, self.type, prefix = (16, V128, "f64x2") if simd else (8, F64, "f64")
        self.load, self.store = ("v128.load", "v128.store") if simd else ("f64.load", "f64.store")
        self.load_splat = "v128.load64_splat" if simd else "f64.load"
        self.add, self.sub, self.mul = [prefix + "." + name for name in ("add", "sub", "mul")]

    def groups(self, count):
        """How many groups a vector of `count` numbers is, padded to an even length."""
        return (count + count % 2) * 8 // self.bytes

    def const(self, function, x):
        """x for each of the lanes."""
        (function.f64x2 if self.simd else function.f64)(x)

    def get(self, function, index):
        """The f64 in a local variable, for each of the lanes."""
        function.get(index)
        if self.simd:
            function.op("f64x2.splat")


class Matrix:
    """A matrix in memory: the address of row r, column c is `base` + r * `row` + c * `column`, in bytes."""

    def __init__(self, base, row, column):
        self.base, self.row, self.column = base, row, column


class Local:
    """The index of an i32 local, where a number is not known before the code runs."""

    def __init__(self, index):
        self.index = index


def product(function, lanes, target, left, right, rows, terms, columns, start, before=None, after=None):
    """Emit target[r][c] = start + left[r][0] * right[0][c] + left[r][1] * right[1][c] + ..., added in this order.

    rows, terms  how many: whole numbers, or a Local
    columns      how many; they are side by side in target and right, padded to an even number
    start        a number, or TARGET to add to what is there
    before       the address of numbers to start with instead, one for each column, or None
    after        the address of numbers to be added last, or None
    Works on tiles of up to eight sums at a time, which is as many as the registers hold with what is added.
    """
    row = function.local(I32)
    groups = lanes.groups(columns)
    tile = _Tile(function, lanes, target, left, right, row, terms, start, before, after)
    function.i32(0)
    function.set(row)
    for height, width in _shapes(rows, groups):
        function.block()
        function.loop()
        function.get(row)
        function.i32(height)
        function.op("i32.add")
        _count(function, rows)
        function.op("i32.gt_s")
        function.br_if(1)
        for group in range(0, groups, width):
            tile.emit(group, height, min(width, groups - group))
        function.increase(row, height)
        function.br(0)
        function.end()
        function.end()


def each_group(function, lanes, start, end, emit):
    """Do what emit(pointer) emits for every group of numbers between two addresses; at least once."""
    pointer = function.local(I32)
    function.i32(start)
    function.set(pointer)
    function.loop()
    emit(pointer)
    function.increase(pointer, lanes.bytes)
    function.get(pointer)
    function.i32(end)
    function.op("i32.lt_s")
    function.br_if(0)
    function.end()


def _shapes(rows, groups):
    """The tiles, (rows, groups of columns) each, that `rows` are done with: the large ones first.

    Of the tiles with eight sums, the one of 2 x 4 is the fastest, where there are columns enough for it.
    """
    shapes = [(8, 1) if groups == 1 else (4, 2) if groups == 2 else (2, 4), (1, 8)]
    if isinstance(rows, Local):
        return shapes
    needed = []
    for height, width in shapes:
        if rows >= height:
            needed.append((height, width))
        rows %= height
    return needed


def _count(function, number):
    if isinstance(number, Local):
        function.get(number.index)
    else:
        function.i32(number)


class _Tile:
    """The code of the tiles of one product; they share their variables."""

    def __init__(self, function, lanes, target, left, right, row, terms, start, before, after):
        self.function, self.lanes = function, lanes
        self.target, self.left, self.right, self.row = target, left, right, row
        self.terms, self.start, self.before, self.after = terms, start, before, after
        self.sums = [function.local(lanes.type) for _ in range(8)]
        self.held = [function.local(lanes.type) for _ in range(2)]
        self.factor = function.local(lanes.type)
        self.from_left, self.from_right, self.left_over = [function.local(I32) for _ in range(3)]

    def emit(self, group, height, width):
        """The tile of the rows from `row` on and the groups of columns from `group` on."""
        function, lanes = self.function, self.lanes
        places = [(i, self.lanes.bytes * (group + j)) for i in range(height) for j in range(width)]
        for (i, column), total in zip(places, self.sums):
            if self.before is not None:
                function.i32(self.before + column)
                function.memory(lanes.load)
            elif self.start is TARGET:
                self._address(self.target)
                function.memory(lanes.load, i * self.target.row + column)
            else:
                lanes.const(function, self.start)
            function.set(total)
        self._add_terms(group, height, width)
        for (i, column), total in zip(places, self.sums):
            if self.after is not None:
                function.get(total)
                function.i32(self.after + column)
                function.memory(lanes.load)
                function.op(lanes.add)
                function.set(total)
            self._address(self.target)
            function.get(total)
            function.memory(lanes.store, i * self.target.row + column)

    def _add_terms(self, group, height, width):
        function, left, right = self.function, self.left, self.right
        self._address(left)
        function.set(self.from_left)
        function.i32(right.base + self.lanes.bytes * group)
        function.set(self.from_right)
        _count(function, self.terms)
        function.set(self.left_over)
        function.loop()
        self._add_term(height, width)
        function.increase(self.from_left, left.column)
        function.increase(self.from_right, right.row)
        function.increase(self.left_over, -1)
        function.get(self.left_over)
        function.br_if(0)
        function.end()

    def _add_term(self, height, width):
        """Add the products of one column of `left` with one row of `right`; the shorter of them is held."""
        function, lanes = self.function, self.lanes

        def load_left(i):
            function.get(self.from_left)
            function.memory(lanes.load_splat, i * self.left.row)

        def load_right(j):
            function.get(self.from_right)
            function.memory(lanes.load, lanes.bytes * j)

        across = width <= height
        short, long = (width, height) if across else (height, width)
        load_short, load_long = (load_right, load_left) if across else (load_left, load_right)
        for k in range(short):
            load_short(k)
            function.set(self.held[k])
        for m in range(long):
            load_long(m)
            function.set(self.factor)
            for k in range(short):
                total = self.sums[m * width + k if across else k * width + m]
                function.get(total, self.factor, self.held[k])
                function.op(lanes.mul, lanes.add)
                function.set(total)

    def _address(self, matrix):
        function = self.function
        function.get(self.row)
        function.i32(matrix.row)
        function.op("i32.mul")
        function.i32(matrix.base)
        function.op("i32.add")
