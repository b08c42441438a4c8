"""A small assembler for WebAssembly modules.

Opcodes have the names of the specification (WebAssembly Core Specification 2.0, chapter 5, "Binary
Format"); what is called .load is written load there, and so on. Nothing here knows of nets.
"""

import struct
from itertools import groupby

PAGE = 65536  # bytes in a page of memory (4.2.8)
LONGEST = 7_654_321  # bytes of a function, which hosts agree upon (WebAssembly JavaScript Interface, "Limits")

# Value types (5.3.1, 5.3.2)
I32, F64, V128 = 0x7F, 0x7C, 0x7B

# Instructions without immediates: control (5.4.1), parametric (5.4.2), numeric (5.4.6)
NUMERIC = {
    "drop": 0x1A,
    "select": 0x1B,
    "i32.lt_s": 0x48,
    "i32.gt_s": 0x4A,
    "i32.le_s": 0x4C,
    "i32.ge_s": 0x4E,
    "f64.eq": 0x61,
    "f64.ne": 0x62,
    "f64.lt": 0x63,
    "f64.gt": 0x64,
    "f64.le": 0x65,
    "f64.ge": 0x66,
    "i32.add": 0x6A,
    "i32.sub": 0x6B,
    "i32.mul": 0x6C,
    "i32.and": 0x71,
    "i32.or": 0x72,
    "i32.shl": 0x74,
    "f64.abs": 0x99,
    "f64.neg": 0x9A,
    "f64.sqrt": 0x9F,
    "f64.add": 0xA0,
    "f64.sub": 0xA1,
    "f64.mul": 0xA2,
    "f64.div": 0xA3,
    "f64.min": 0xA4,
    "f64.max": 0xA5,
    "i32.trunc_f64_s": 0xAA,
    "f64.convert_i32_s": 0xB7,
}

# Vector instructions without immediates, behind the prefix 0xFD (5.4.7)
VECTOR = {
    "f64x2.splat": 0x14,
    "f64x2.lt": 0x49,
    "f64x2.gt": 0x4A,
    "f64x2.le": 0x4B,
    "f64x2.ge": 0x4C,
    "v128.and": 0x4E,
    "v128.andnot": 0x4F,
    "f64x2.abs": 0xEC,
    "f64x2.neg": 0xED,
    "f64x2.sqrt": 0xEF,
    "f64x2.add": 0xF0,
    "f64x2.sub": 0xF1,
    "f64x2.mul": 0xF2,
    "f64x2.div": 0xF3,
}

# Memory instructions (5.4.4, 5.4.7): opcode bytes and log2 of the natural alignment
MEMORY = {
    "i32.load": (b"\x28", 2),
    "i32.store": (b"\x36", 2),
    "f64.load": (b"\x2b", 3),
    "f64.store": (b"\x39", 3),
    "v128.load": (b"\xfd\x00", 3),
    "v128.load64_splat": (b"\xfd\x0a", 3),
    "v128.store": (b"\xfd\x0b", 3),
}


def unsigned(n):
    """n >= 0 in LEB128 (5.2.2)."""
    out = bytearray()
    while True:
        n, low = n >> 7, n & 0x7F
        out.append(low | (0x80 if n else 0))
        if not n:
            return bytes(out)


def signed(n):
    """Any whole number in signed LEB128 (5.2.2)."""
    out = bytearray()
    while True:
        low = n & 0x7F
        n >>= 7
        if (n == 0 and not low & 0x40) or (n == -1 and low & 0x40):
            out.append(low)
            return bytes(out)
        out.append(low | 0x80)


def vector(items):
    """A vector (5.1.3): how many, then each of them."""
    return unsigned(len(items)) + b"".join(items)


class Function:
    """One function under construction: append instructions, then hand it to a Module.

    name                 as an export, or to tell it from others
    parameters, results  lists of value types
    about                what it was made from, for those who read the module
    """

    def __init__(self, name, parameters=(), results=(), about=None):
        self.name, self.about = name, about
        self.parameters = list(parameters)
        self.results = list(results)
        self.locals = []
        self._shared = {}
        self.code = bytearray()

    def local(self, kind):
        """A new local variable of a value type; returns its index."""
        self.locals.append(kind)
        return len(self.parameters) + len(self.locals) - 1

    def shared(self, kind, which=0):
        """The local variable of a value type, one of several, that is there for what is needed for a moment only."""
        if (kind, which) not in self._shared:
            self._shared[kind, which] = self.local(kind)
        return self._shared[kind, which]

    def op(self, *names):
        """Instructions without immediates, by name."""
        for name in names:
            if name in NUMERIC:
                self.code.append(NUMERIC[name])
            else:
                self.code += b"\xfd" + unsigned(VECTOR[name])

    def memory(self, name, offset=0):
        """A load or store at the address on the stack plus a constant offset in bytes."""
        opcode, alignment = MEMORY[name]
        self.code += opcode + unsigned(alignment) + unsigned(offset)

    def get(self, *indices):
        for index in indices:
            self.code += b"\x20" + unsigned(index)

    def set(self, index):
        self.code += b"\x21" + unsigned(index)

    def tee(self, index):
        self.code += b"\x22" + unsigned(index)

    def i32(self, n):
        self.code += b"\x41" + signed(n)

    def f64(self, x):
        self.code += b"\x44" + struct.pack("<d", x)

    def f64x2(self, x):
        """v128.const with x in both lanes."""
        self.code += b"\xfd\x0c" + struct.pack("<dd", x, x)

    def increase(self, index, n):
        """Add the constant n to an i32 local variable."""
        self.get(index)
        self.i32(n)
        self.op("i32.add")
        self.set(index)

    def call(self, index):
        self.code += b"\x10" + unsigned(index)

    def block(self):
        self.code += b"\x02\x40"

    def loop(self):
        self.code += b"\x03\x40"

    def if_(self):
        self.code += b"\x04\x40"

    def end(self):
        self.code.append(0x0B)

    def br(self, depth):
        self.code += b"\x0c" + unsigned(depth)

    def br_if(self, depth):
        self.code += b"\x0d" + unsigned(depth)

    def body(self):
        """The function's entry in the code section (5.5.13)."""
        runs = [(kind, len(list(run))) for kind, run in groupby(self.locals)]
        content = vector([unsigned(count) + bytes([kind]) for kind, count in runs]) + bytes(self.code) + b"\x0b"
        return unsigned(len(content)) + content

    def type(self):
        """Its function type (5.3.6)."""
        return b"\x60" + vector([bytes([k]) for k in self.parameters]) + vector([bytes([k]) for k in self.results])


class Module:
    """Imported functions come first in the index space, then the module's own, in order of `add`."""

    def __init__(self):
        self.imports = []
        self.functions = []
        self.exports = []

    def import_(self, module, name, parameters, results):
        """Import a function; all imports come before all `add`s. Returns its index."""
        self.imports.append((module, name, Function(name, parameters, results)))
        return len(self.imports) - 1

    def add(self, function, export=False):
        """Take over a function; returns its index."""
        self.functions.append(function)
        index = len(self.imports) + len(self.functions) - 1
        if export:
            self.exports.append((function.name, 0, index))
        return index

    def binary(self, pages):
        """The module's bytes (5.5.16); it exports its memory, of `pages` times 64 KiB, as "memory"."""
        types = []
        for function in [f for _, _, f in self.imports] + self.functions:
            if function.type() not in types:
                types.append(function.type())
        imports = [
            _name(module) + _name(name) + b"\x00" + unsigned(types.index(function.type()))
            for module, name, function in self.imports
        ]
        exports = [_name(name) + bytes([kind]) + unsigned(index) for name, kind, index in self.exports]
        sections = (
            (1, types),
            (2, imports),
            (3, [unsigned(types.index(function.type())) for function in self.functions]),
            (5, [b"\x00" + unsigned(pages)]),
            (7, exports + [_name("memory") + b"\x02\x00"]),
            (10, [function.body() for function in self.functions]),
        )
        out = b"\x00asm\x01\x00\x00\x00"
        for number, items in sections:
            if items:
                content = vector(items)
                out += bytes([number]) + unsigned(len(content)) + content
        return out


def _name(text):
    raw = text.encode()
    return unsigned(len(raw)) + raw
