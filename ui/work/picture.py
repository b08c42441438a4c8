"""What the page makes of a picture: its colours before, and its lines as SVG paths."""

from engine.compiler.memory import SHADES


def palette(negative, middle, positive):
    """RGBA bytes for every shade from strongly negative to strongly positive; colours are (r, g, b)."""
    shades = []
    for i in range(SHADES):
        strength = 2.0 * i / (SHADES - 1) - 1.0
        end = positive if strength > 0 else negative
        mixed = [round(m + (e - m) * abs(strength)) for m, e in zip(middle, end)]
        shades.append(bytes(mixed + [255]))
    return shades


def path(segments):
    """An SVG path of segments, four numbers each, as `Machine.picture` has them."""
    return "M%.2f %.2fL%.2f %.2f" * (len(segments) // 4) % tuple(segments)
