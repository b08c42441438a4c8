"""WebAssembly modules as text that can be read, and assembled again (Core Specification 2.0, chapter 6).

>>> print(function_text(module.functions[0]))
(func (param i32) (local i32)
  ...

Locals are numbers, parameters first. A line ends where a value has found its place.
"""

import struct

from engine.compiler.wasm import F64, I32, MEMORY, NUMERIC, V128, VECTOR

TYPES = {I32: "i32", F64: "f64", V128: "v128"}
_PLAIN = {opcode: name for name, opcode in NUMERIC.items()}
_VECTOR = {opcode: name for name, opcode in VECTOR.items()}
_MEMORY = {opcode: (name, alignment) for name, (opcode, alignment) in MEMORY.items()}
_INDEXED = {0x20: "local.get", 0x21: "local.set", 0x22: "local.tee", 0x10: "call", 0x0C: "br", 0x0D: "br_if"}
_OPENING = {0x02: "block", 0x03: "loop", 0x04: "if"}
_LAST = ("local.set", "br", "br_if", "drop")  # instructions that leave nothing on the stack


def module_text(module, pages):
    """The text of a whole module that was built with `pages` pages of memory."""
    parts = []
    for origin, name, function in module.imports:
        parts.append('(import "%s" "%s" (func%s))' % (origin, name, _signature(function)))
    parts += [function_text(function) for function in module.functions]
    parts.append("(memory %d)" % pages)
    parts += ['(export "%s" (func %d))' % (name, index) for name, _, index in module.exports]
    parts.append('(export "memory" (memory 0))')
    return "(module\n%s\n)" % "\n".join([_indented(part, 1) for part in parts])


def function_text(function):
    """The text of one function, a line for each statement, indented by blocks."""
    lines, words, depth = [], [], 1
    locals = "".join([" " + TYPES[kind] for kind in function.locals])
    for word in _words(bytes(function.code)):
        name = word.split()[0]
        if name == "end":
            if words:
                lines.append("  " * depth + "  ".join(words))
            lines.append("  " * (depth - 1) + word)
            words, depth = [], depth - 1
            continue
        words.append(word)
        if name in _OPENING.values() or name in _LAST or ".store" in name:
            lines.append("  " * depth + "  ".join(words))
            words, depth = [], depth + (name in _OPENING.values())
    if words:
        lines.append("  " * depth + "  ".join(words))
    head = "(func%s%s" % (_signature(function), " (local%s)" % locals if locals else "")
    return "\n".join([head, *lines]) + ")"


def _signature(function):
    parts = ""
    for word, kinds in (("param", function.parameters), ("result", function.results)):
        if kinds:
            parts += " (%s %s)" % (word, " ".join([TYPES[kind] for kind in kinds]))
    return parts


def _words(code):
    """The instructions in `code`, each as text with its immediates."""
    at = 0
    while at < len(code):
        opcode = code[at]
        at += 1
        if opcode in _OPENING:
            yield _OPENING[opcode]
            at += 1  # the type of blocks is empty here
        elif opcode in _INDEXED:
            index, at = _unsigned(code, at)
            yield "%s %d" % (_INDEXED[opcode], index)
        elif opcode == 0x41:
            number, at = _signed(code, at)
            yield "i32.const %d" % number
        elif opcode == 0x44:
            yield "f64.const " + _float(struct.unpack_from("<d", code, at)[0])
            at += 8
        elif opcode == 0x0B:
            yield "end"
        elif opcode in _PLAIN:
            yield _PLAIN[opcode]
        elif opcode == 0xFD and code[at] == 0x0C:
            yield "v128.const f64x2 " + " ".join(map(_float, struct.unpack_from("<dd", code, at + 1)))
            at += 17
        elif code[at - 1 : at + (opcode == 0xFD)] in _MEMORY:
            at += opcode == 0xFD
            name, alignment = _MEMORY[code[at - 1 - (opcode == 0xFD) : at]]
            given, at = _unsigned(code, at)
            offset, at = _unsigned(code, at)
            align = " align=%d" % 2**given if name in ("v128.load", "v128.store") else ""  # not the natural one
            yield name + (" offset=%d" % offset if offset else "") + align
        else:
            opcode, at = _unsigned(code, at)
            yield _VECTOR[opcode]


def _unsigned(code, at):
    """A number in LEB128, and where what follows it begins."""
    number = shift = 0
    while True:
        byte = code[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return number, at


def _signed(code, at):
    number, end = _unsigned(code, at)
    bits = 7 * (end - at)
    return (number - (1 << bits) if number >> (bits - 1) else number), end


def _float(x):
    """A float as the text format writes it: exactly."""
    return "nan" if x != x else repr(x)


def _indented(text, depth):
    return "\n".join(["  " * depth + line for line in text.split("\n")])
