"""Which points pull, how hard, and where they move the boundary: what is marked for that on the plane."""

ARROW = 26.0  # CSS pixels of the longest arrow


def rings(found):
    """Indices of the points that pull: they have a loss, and it has a slope. found: the worker's "inspect"."""
    return [i for i, loss in enumerate(found["losses"]) if loss > 0 and found["slopes"][i]]


def arrows(found):
    """(index, right, up) of an arrow for each point that pulls, in CSS pixels: it has the direction in which the point
    moves the boundary, and is as long as it pulls hard."""
    pulling = [i for i, loss in enumerate(found["losses"]) if loss > 0]
    hardest = max([abs(slope) for slope in found["slopes"]] + [0.0])
    made = []
    for i, (right, up) in zip(pulling, found.get("arrows") or ()):
        length = (right * right + up * up) ** 0.5
        if length and hardest:
            size = ARROW * found["slopes"][i] / hardest / length
            made.append((i, size * right, size * up))
    return made
