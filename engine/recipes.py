"""Recipes for training, and learning rates that change while it goes on."""

from collections import namedtuple

Recipe = namedtuple("Recipe", ("bias", "alpha", "rate", "falls"))
"""A way to train: net with biases or without, weight of L2, first learning rate, whether the rate falls."""

RECIPES = {
    "karpathy": Recipe(bias=True, alpha=1e-4, rate=1.0, falls=True),
    "tutorial": Recipe(bias=False, alpha=0.0, rate=0.3, falls=False),
}


def schedule(eta, falls):
    """The learning rate eta, constant or falling to a tenth over the first 100 steps."""
    return falling(eta, eta / 10.0, 100) if falls else constant(eta)


def constant(eta):
    """The learning rate eta at every step."""
    return lambda step: eta


def falling(start, end, steps):
    """A learning rate that falls linearly from `start` to `end` over `steps` steps, then stays."""
    return lambda step: start + (end - start) * min(step / steps, 1.0)
