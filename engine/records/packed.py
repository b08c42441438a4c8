"""Floats as text for a link, every bit of them: eight bytes each, little end first, as base64 with - and _ (RFC 4648).

>>> unpack(pack([0.1, -2.0]))
[0.1, -2.0]
"""

import struct

SIZE = 8  # bytes of a float
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def pack(numbers):
    """A list of floats as text: four characters for three bytes."""
    return to_text(b"".join([struct.pack("<d", x) for x in numbers]))


def unpack(text):
    """The list of floats that `pack` wrote; ValueError with a sentence if it wrote no such text."""
    data = to_bytes(text)
    if len(data) % SIZE:
        raise ValueError("it is not whole")
    return [struct.unpack("<d", data[i : i + SIZE])[0] for i in range(0, len(data), SIZE)]


def to_text(data):
    """Bytes as text. Written out, because MicroPython's own b2a_base64 takes a minute for 10,000 points."""
    padded = data + bytes(-len(data) % 3)
    triples = [(padded[i] << 16) | (padded[i + 1] << 8) | padded[i + 2] for i in range(0, len(padded), 3)]
    digits = [DIGITS[n >> 18] + DIGITS[n >> 12 & 63] + DIGITS[n >> 6 & 63] + DIGITS[n & 63] for n in triples]
    return "".join(digits)[: (4 * len(data) + 2) // 3]


def to_bytes(text):
    """The bytes that `to_text` wrote; ValueError with a sentence if it wrote no such text."""
    values = {digit: i for i, digit in enumerate(DIGITS)}
    if len(text) % 4 == 1 or not all([character in values for character in set(text)]):
        raise ValueError("it is not whole")
    digits = [values[digit] for digit in text + "A" * (-len(text) % 4)]
    data = bytearray(len(digits) // 4 * 3)
    for i in range(0, len(digits), 4):
        n = (digits[i] << 18) | (digits[i + 1] << 12) | (digits[i + 2] << 6) | digits[i + 3]
        k = i // 4 * 3
        data[k], data[k + 1], data[k + 2] = n >> 16, n >> 8 & 255, n & 255
    return bytes(data[: len(text) * 3 // 4])
