"""How numbers and texts cross between the page and the worker: as JSON text, in both Pythons.

Every number arrives as it was sent: JavaScript's own numbers would be cut to 32 bits on MicroPython where they are
whole, and JSON knows neither NaN nor infinities. Bulk, such as pictures, goes beside it in typed arrays.
"""

import json

INFINITE = float("inf")
NAME = "not finite"  # {NAME: "nan"} stands for a float that JSON lacks


class Failed(Exception):
    """What the engine, or the visitor's text, raised in the worker.

    words    a sentence without a full stop, which names the place in the engine
    line     of the visitor's text, 0 if none
    numeric  whether the text is wrong because of the numbers that it was tried on
    ours     whether it is not the visitor's text that was found to be wrong
    """

    def __init__(self, words, line=0, numeric=False, ours=True):
        super().__init__(words)
        self.words, self.line, self.numeric, self.ours = words, line, numeric, ours


def encode(thing):
    """A thing made of dicts, lists, tuples, texts, numbers, bools and None, as JSON text."""
    text = json.dumps(thing)
    if "nan" in text or "inf" in text or "NaN" in text or "Infinity" in text:  # perhaps only in a text
        text = json.dumps(_marked(thing))
    return text


def decode(text):
    """What a text of `encode` stands for; tuples have become lists."""
    thing = json.loads(text)
    return _unmarked(thing) if '{"%s"' % NAME in text else thing


def unpacked(answer):
    """An answer of the registry and whether it is final; Failed if that is what it says."""
    text = answer if isinstance(answer, str) else str(answer[0])
    message = decode(text)
    if "failed" in message:
        failed = message["failed"]
        raise Failed(failed["words"], failed["line"], failed["numeric"], failed["ours"])
    final = "answer" in message
    thing = message["answer" if final else "progress"]
    for i, name in enumerate(message.get("arrays", ())):
        thing[name] = answer[i + 1]
    return thing, final


def _marked(thing):
    if isinstance(thing, dict):
        return {key: _marked(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_marked(value) for value in thing]
    if isinstance(thing, float) and not abs(thing) < INFINITE:
        return {NAME: "nan" if thing != thing else "inf" if thing > 0 else "-inf"}
    return thing


def _unmarked(thing):
    if isinstance(thing, dict):
        if list(thing) == [NAME]:
            return float(thing[NAME])
        return {key: _unmarked(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_unmarked(value) for value in thing]
    return thing
