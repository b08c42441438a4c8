"""Texts that nest too deeply for Python in a browser are refused before its compiler sees them."""

from pathlib import Path

import pytest

from tests.setup import ROOT
from ui.work.depth import too_deep


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" + "+x" * 900, "more than 200 operations in one statement"),
        ("x" + "**x" * 500, "operations"),
        ("(" * 250 + "x" + ")" * 250, "more than 50 brackets"),
        ("[" * 250, "brackets"),
        ("-" * 3000 + "x", "operations"),
        ("not " * 3000 + "x", "operations"),
        ("x" + ".a" * 3000, "operations"),
        ("f" + "()" * 3000, "operations"),
        ("lambda: " * 500 + "x", "operations"),
        ("1 if x else " * 500 + "x", "operations"),
        ("if x:\n  pass\n" + "elif x:\n  pass\n" * 500, "more than 100 times elif"),
        ("".join(" " * i + "if x:\n" for i in range(90)) + " " * 90 + "pass\n", "blocks"),
        ("x = 1\n" * 100_000, "characters"),
    ],
)
def test_what_would_end_the_engine_is_named(text, words):
    assert words in too_deep(text)[1]


def test_the_line_is_named():
    assert too_deep("y = 1\nz = " + "-" * 500 + "y\n")[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "x" + "+x" * 150,
        "[" + "1.0 + 2.0, " * 5000 + "]",
        "x = {\n" + "  'a': -1,\n" * 900 + "}",
        "f(" + "x, " * 3000 + ")",
        "def f(x:\n",
        "'" + "(" * 900 + "'",
        "# " + "-" * 900,
    ],
)
def test_what_python_can_read_is_left_to_it(text):
    assert too_deep(text) is None


def test_no_file_of_the_project_is_too_deep():
    for folder in ("engine", "ui", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            if "node_modules" not in path.parts:
                assert too_deep(Path(path).read_text()) is None, path
