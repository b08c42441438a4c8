"""Glassgrad's engine: back-propagation in pure Python, with nothing under it but the standard library.

>>> from engine import Net, Value

Read value.py first (the idea), then rules.py, nn.py, losses.py and train.py (what it is for).
"""


def __getattr__(name):
    """Value and Net, loaded when they are asked for: the page starts without them."""
    if name == "Value":
        from engine.value import Value as found
    elif name == "Net":
        from engine.nn import Net as found
    else:
        raise AttributeError("module 'engine' has no attribute %r" % name)
    return found
