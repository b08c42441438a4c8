"""Floats as text for a link, every bit of them: eight bytes each, little end first, as base64 with - and _ (RFC 4648).

>>> unpack(pack([0.1, -2.0]))
[0.1, -2.0]
"""

import struct
from binascii import a2b_base64, b2a_base64

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
    """Bytes as text."""
    return b2a_base64(data).decode().strip().rstrip("=").replace("+", "-").replace("/", "_")


def to_bytes(text):
    """The bytes that `to_text` wrote; ValueError with a sentence if it wrote no such text."""
    if len(text) % 4 == 1 or not all([character in DIGITS for character in set(text)]):
        raise ValueError("it is not whole")
    return a2b_base64((text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)).encode())  # MicroPython takes bytes
