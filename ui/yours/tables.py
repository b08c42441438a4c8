"""Points as CSV and the whole state as JSON, every number so that it is read as the same one. Pure text.

>>> csv(("x", "y", "label"), [(0.1, -2.0, 1)])
'x,y,label\\n0.1,-2.0,1\\n'
"""

import json

FORMAT, VERSION = "glassgrad", 1


def csv(header, rows):
    """A table as text: numbers as Python writes them, texts in quotation marks where they need them."""
    return "".join([",".join([_field(field) for field in row]) + "\n" for row in [header] + list(rows)])


def exact(thing):
    """A number, or a tuple of some, as Python writes it: as short as reads as the same one. MicroPython's repr is longer."""
    if isinstance(thing, tuple):
        return "(%s)" % ", ".join([exact(part) for part in thing])
    if not isinstance(thing, float):
        return repr(thing)
    for form in ("%.15g", "%.16g"):
        text = form % thing
        if float(text) == thing:
            return text if "." in text or "e" in text else text + ".0"
    return repr(thing)


def _field(field):
    text = field if isinstance(field, str) else exact(field)
    return '"%s"' % text.replace('"', '""') if any([mark in text for mark in ',"\n']) else text


def state(chapter, values, points, run, weights, shown, chapters, changed):
    """The whole state of the page as JSON text; README says what is where.

    values, points  the settings and (x1, x2, label) of now; run: how training came there (engine.records.runs)
    weights         those of now; shown: (loss, accuracy) as the page has them, None if they are not known
    chapters        what the other chapters show, by name; changed: files of the engine, path -> text
    """
    phases = [
        {
            "from_step": phase.start,
            "settings": phase.values,
            "points": None if phase.items is None else [list(point) for point in phase.items],
            "weights_set": phase.weights,
        }
        for phase in run.phases
    ]
    network = {
        "settings": values,
        "points": [list(point) for point in points],
        "step": run.step,
        "weights": weights,
        "run": phases,
        "given": run.given,
        "loss": shown and shown[0],
        "accuracy": shown and shown[1],
    }
    whole = {"format": FORMAT, "version": VERSION, "chapter": chapter, "network": network, "engine_changed": changed}
    whole.update(chapters)
    return json.dumps(whole)
