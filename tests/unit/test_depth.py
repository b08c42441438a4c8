"""Texts that nest too deeply for Python in a browser are refused before its compiler sees them."""

import ast
from pathlib import Path
from random import Random

import pytest

from tests.setup import ROOT
from ui.work import depth
from ui.work.depth import too_deep


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" + "+x" * 900, "more than 200 operations within one another"),
        ("x" + "**x" * 500, "operations"),
        ("(" * 250 + "x" + ")" * 250, "more than 50 brackets"),
        ("[" * 250, "brackets"),
        ("-" * 3000 + "x", "operations"),
        ("not " * 3000 + "x", "operations"),
        ("x" + ".a" * 3000, "operations"),
        ("f" + "()" * 3000, "operations"),
        ("lambda: " * 500 + "x", "operations"),
        ("lambda a, b=1: " * 500 + "x", "operations"),
        ("not x in y and " + "not " * 500 + "x", "operations"),
        ("x**-" * 300 + "x", "operations"),
        ("x" + "[0]" * 300, "operations"),
        ("1 if x < 1 else " * 300 + "x", "operations"),
        ("(" + "x" + "+x" * 150 + ")" + "*x" * 100, "operations"),
        ("[" + "1, " + "-" * 300 + "x]", "operations"),
        ("{1: 2, 3: " + "-" * 300 + "x}", "operations"),
        ("x < " + "-" * 300 + "x", "operations"),
        ("f(-" * 45 + "-" * 200 + "x", "operations"),
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
        "[" + "(-0.1, -1.0), " * 250 + "]",
        "[" + "(-0.1, -1.0),\n " * 250 + "]",
        "x = " + " + ".join(["w*x"] * 190),
        "x = " + " + ".join(["-w**-2 * x.a[-1] % 2 // 3"] * 190),
        "x = " + " < ".join(["a + b"] * 500),
        "x = " + " and ".join(["not a"] * 500),
        "x = " + " or ".join(["a not in b and c is not d"] * 500),
        "x = {" + "-1: -2, " * 500 + "}",
        "x = [" + "lambda a, b: -a, " * 500 + "]",
        "x = [" + "1 if a else 2, " * 500 + "]",
        "x = f(" + "a=-1, *b, **c, " * 300 + ")",
        "x = [" + "a[-1:-2], " * 500 + "]",
        "x = f'" + "{-a:>{b}}" * 500 + "'",
        "x = " + "f'{-a!r}' " * 300,
        "x = " + "'a' " * 500,
        "x = [-a for a in b if -a] + " + "[" + "(-a, a.b.c(-d)[0]) , " * 300 + "]",
        "a = " * 300 + "-1",
        "a = -1; " * 300,
        "if a: b = -1\nelif b: c = -1\n" * 200,
        "if a:\n  if b:\n    pass\n  elif c:\n    pass\n" * 200,
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


FORMS = (
    "-{}", "{} + {}", "{} * {} - {}", "{}**{}", "{}**-{}", "{} < {} <= {}", "{} not in {}", "{} is not {}", "not {}",
    "{} and {} or {}", "{} if {} else {}", "lambda a, b=1: {}", "f({}, *a, k={})", "{}.a", "{}[{}:{}]", "[{}, {}]",
    "{{{}: {}, 1: {}}}", "[{} for a in {} if {}]", "f(lambda a, b: {}, {})", "({}, -{})", "{} @ {} | {} << {}",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_a_text_counts_about_as_deep_as_its_tree_is(seed, monkeypatch):
    random = Random(seed)
    text = "x"
    for _ in range(40):
        form = random.choice(FORMS)
        operands = ["1"] * form.replace("{{", "").count("{")
        operands[random.randrange(len(operands))] = text if random.random() < 0.5 else "(%s)" % text
        text = form.format(*operands)
        try:
            tree = ast.parse(text, mode="eval").body
        except SyntaxError:  # `not` or `lambda` behind an operator
            text = form.format(*[operand if operand == "1" else "(%s)" % operand for operand in operands])
            tree = ast.parse(text, mode="eval").body
        monkeypatch.setattr(depth, "OPERATIONS", height(tree) - 1)
        assert too_deep(text), text
        monkeypatch.setattr(depth, "OPERATIONS", 5 + 2 * height(tree) + text.count("("))
        assert not too_deep(text), text


def height(node):
    """The number of operations within one another in an expression's tree."""
    deepest = max([height(child) for child in ast.iter_child_nodes(node)], default=0)
    return deepest + isinstance(node, ast.expr) - isinstance(node, (ast.Name, ast.Constant, ast.Starred))
