"""Arrays of float64 as text for a link, and what is different between two of them: in JavaScript, because MicroPython
would cut whole numbers to 32 bits. The text is that of engine.records.packed."""

from ui.page.browser import window

TEXT = """
    const text = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
        .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const bytes = (numbers, i, count) => new Uint8Array(numbers.buffer, numbers.byteOffset + 8 * i, 8 * count);
"""
PACK = TEXT + "return text(bytes(numbers, 0, numbers.length))"
CHANGED = (
    TEXT
    + """
    return Array.from(after, (number, i) => Object.is(number, before[i]) ? '' : i + ' ' + text(bytes(after, i, 1)))
        .filter(Boolean).join(';')"""
)
UNPACK = """
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
    return new Float64Array(bytes.buffer)"""


def pack(numbers):
    """A Float64Array as text."""
    return str(window.Function.new("numbers", PACK)(numbers))


def unpack(text):
    """The Float64Array of a text that engine.records.packed can read."""
    return window.Function.new("text", UNPACK)(text)


def changed_numbers(before, after):
    """Where two Float64Arrays of the same length differ: {place: the number there in the second one, packed}."""
    changes = str(window.Function.new("before", "after", CHANGED)(before, after))
    return {int(change.split(" ")[0]): change.split(" ")[1] for change in changes.split(";") if change}
