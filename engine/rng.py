"""One small random generator, so that a seed means the same in CPython, Pyodide and MicroPython.

SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", 2014): the state grows by a
fixed odd number, and the state's bits, well stirred, are the output. Not for secrets.
"""

from math import cos, log, pi, sqrt

_MASK = (1 << 64) - 1


class Random:
    """Seeded random numbers; `seed` is any whole number."""

    def __init__(self, seed=0):
        if not isinstance(seed, int):
            raise TypeError("a seed is a whole number, not %r" % (seed,))
        self._state = seed & _MASK

    def bits(self):
        """The next 64 random bits, as a whole number."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def random(self):
        """Uniform in [0, 1): the top 53 bits, exactly as many as a float holds."""
        return (self.bits() >> 11) * 2.0**-53

    def uniform(self, low, high):
        """Uniform between `low` and `high`."""
        return low + (high - low) * self.random()

    def gauss(self):
        """Normal with mean 0 and standard deviation 1, by the Box-Muller transform."""
        radius = sqrt(-2.0 * log(1.0 - self.random()))
        return radius * cos(2.0 * pi * self.random())

    def shuffled(self, items):
        """A new list of `items` in random order (Fisher and Yates)."""
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = int(self.random() * (i + 1))
            items[i], items[j] = items[j], items[i]
        return items


def generator(rng):
    """`rng` itself if it is a Random, else a Random with `rng` as its seed."""
    return rng if isinstance(rng, Random) else Random(rng)
