"""Numbers as people type them, read the same in every Python; what could mean two numbers is refused in words.

>>> number("0,5")
0.5
"""

DIGITS = "0123456789"  # and no others: isdigit() and float() let in "²", "１" or "1_000", and not everywhere


def number(text):
    """The float that is written: a point or a comma before its decimals, perhaps an exponent. ValueError otherwise,
    with a sentence if there are two ways to read it."""
    text = text.strip()
    _one_reading(text)
    mantissa, e, exponent = text.replace(",", ".").lower().partition("e")
    whole, _, decimals = _unsigned(mantissa).partition(".")
    if not _digits(whole + decimals) or (e and not _digits(_unsigned(exponent))):
        raise ValueError
    return float(mantissa + e + exponent)


def whole_number(text):
    """The int that is written, of at most nine digits. ValueError otherwise, as from `number`."""
    text = text.strip()
    _one_reading(text)
    if not _digits(text) or len(text) > 9:
        raise ValueError
    return int(text)


def _one_reading(text):
    """ValueError for a comma before three digits: some write decimals so, others thousands."""
    first, comma, rest = _unsigned(text).partition(",")
    if comma and len(rest) == 3 and _digits(first + rest) and 1 <= len(first) <= 3 and first[0] != "0":
        readings = "%s could be %s.%s or %s%s" % (_unsigned(text), first, rest, first, rest)
        raise ValueError(readings + ": write it without the comma")


def _unsigned(text):
    return text[1:] if text[:1] in ("+", "-") else text


def _digits(text):
    return bool(text) and all([character in DIGITS for character in text])
