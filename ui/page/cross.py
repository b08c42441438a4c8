"""The place of the keyboard on a canvas."""

import math


def draw_cross(context, x, y, ground, ink):
    """The keyboard's place on a canvas, in CSS pixels: a ring with four arms, edged so that it shows on anything."""
    for width, style in ((4, ground), (1.5, ink)):
        context.strokeStyle = style
        context.lineWidth = width
        context.beginPath()
        context.arc(x, y, 11, 0, 2 * math.pi)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            context.moveTo(x + 4 * dx, y + 4 * dy)
            context.lineTo(x + 16 * dx, y + 16 * dy)
        context.stroke()
