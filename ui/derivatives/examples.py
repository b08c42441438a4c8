"""The functions to choose from: (key, title, text, where the variables start)."""

EXAMPLES = (
    ("tutorial", "The tutorial’s: (x + 2)² + x³", "def f(x):\n    return (x + 2)**2 + x**3", {"x": 5.0}),
    ("partial", "Two variables: (x + y) + x³", "def f(x, y):\n    return (x + y) + x**3", {"x": 5.0, "y": 1.0}),
    (
        "shared",
        "A shared node",
        "def f(x, y):\n    s = x * y\n    return s + s**2",
        {"x": 1.5, "y": 2.0},
    ),
    ("relu", "The kink of relu", "def f(x):\n    return relu(x - 1)", {"x": 1.0}),
    ("sigmoid", "A sigmoid from exp", "def f(x):\n    return 1 / (1 + exp(-x))", {"x": 0.5}),
    (
        "neuron",
        "One neuron",
        "def f(w1, w2, b):\n    x1, x2 = 2, -1  # what it looks at\n    return relu(w1 * x1 + w2 * x2 + b)",
        {"w1": 0.5, "w2": -1.0, "b": 0.5},
    ),
    (
        "micrograd",
        "micrograd’s README",
        "def f(a, b):\n"
        "    c = a + b\n"
        "    d = a * b + b**3\n"
        "    c += c + 1\n"
        "    c += 1 + c + (-a)\n"
        "    d += d * 2 + (b + a).relu()\n"
        "    d += 3 * d + (b - a).relu()\n"
        "    e = c - d\n"
        "    f = e**2\n"
        "    g = f / 2.0\n"
        "    g += 10.0 / f\n"
        "    return g",
        {"a": -4.0, "b": 2.0},
    ),
)


def example(key):
    """The example with this key, as (title, text, start)."""
    for other, title, text, start in EXAMPLES:
        if other == key:
            return title, text, start
    raise KeyError(key)
