"""What a loss makes of a margin, by the engine that is running."""

from engine.losses import LOSSES
from engine.value import Value
from ui.work.registry import entry


@entry("loss_shape")
def loss_shape(name, low, high, count):
    """The loss of that name, or the first there is, at `count` margins from low to high: for label +1, and for -1."""
    loss = LOSSES.get(name) or next(iter(LOSSES.values()))
    margins = [low + (high - low) * i / (count - 1) for i in range(count)]
    return [[loss(Value(y * margin), y).data for margin in margins] for y in (1, -1)]
