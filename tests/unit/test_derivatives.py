"""The parts of the chapter "derivatives" that need no browser: the visitor's text, the walk, the exhibits."""

import math
import re
from pathlib import Path

import pytest

import ui.work.derivatives.function  # noqa: F401, which makes its entries
from engine import value
from engine.check import relative_error
from engine.data import moons
from engine.exhibits.cost import Cost, cost, counted, counted_forward_mode
from engine.exhibits.wrong_order import layer_errors, short_backward
from engine.losses import hinge
from engine.nn import Net
from engine.rules import RULES, Rule
from engine.value import Value, topological_order
from tests.unit.asking import asked
from ui.derivatives.examples import EXAMPLES
from ui.page.trace import Trace
from ui.page.wire import Failed
from ui.work.derivatives.demonstrations import CASES
from ui.work.derivatives.function import Functions
from ui.work.derivatives.guard import Guard
from ui.work.derivatives.program import Program
from ui.work.failures import Wrong
from ui.work.graph import formulas

TUTORIAL = "(x+2)**2 + x**3"


def graph(text, *values):
    return asked("function_graph", text, values, "")


def trace_of(answer):
    return Trace(answer["shape"], answer["data"], answer["steps"])


def test_the_tutorials_function_has_its_89_as_a_function_and_as_an_expression():
    for text in (TUTORIAL, "def f(x):\n    return %s" % TUTORIAL, "f = lambda x: %s" % TUTORIAL):
        answer = graph(text, 5.0)
        assert answer["data"][-1] == "174.0" and answer["derivatives"] == ["89.0"]


@pytest.mark.parametrize(("text", "start"), [(text, start) for _, _, text, start in EXAMPLES])
def test_the_walk_ends_with_the_grads_of_backward(text, start):
    answer, program = graph(text, *start.values()), Program(text)
    trace = trace_of(answer)
    variables = [Value(x) for x in start.values()]
    with Guard() as guard:
        root = program.run(guard, variables)
        root.backward()
        leaves, inner = topological_order(root)
        assert program.names == list(start)
        assert answer["data"] == [repr(node.data) for node in leaves + inner]
        assert trace.grads(trace.last) == [repr(float(node.grad)) for node in leaves + inner]
        assert answer["derivatives"] == [repr(float(v.grad)) for v in variables]


def test_each_state_of_the_walk_adds_one_node_and_its_arithmetic():
    answer = graph(TUTORIAL, 5.0)
    trace = trace_of(answer)
    forms = {op: rule["forms"] for op, rule in answer["rules"]["ops"].items()}
    assert [trace.known(state) for state in range(6)] == [2, 3, 4, 5, 6, 6]
    assert trace.grads(trace.forward) == [""] * 6
    assert trace.grads(trace.forward + 1) == [""] * 5 + ["1.0"]
    assert trace.event(7) == ("backward", 4) and trace.state_of(4, True) == 7 and trace.state_of(4, False) == 3
    assert trace.arithmetic(9, forms)[0] == ("a.grad += 1.0 * out.grad", "1 * 14", "x.grad = 75 + 14 = 89")
    assert trace.arithmetic(3, forms) == [("out.data = a.data**3", "5**3", "125")]


def test_the_formulas_are_those_of_the_rules():
    assert formulas("*", 2) == ["b.data", "a.data"]
    assert formulas("/", 2) == ["1.0 / b.data", "-out.data / b.data"]
    assert formulas("neg", 1) == ["-1.0"]
    assert formulas("exp", 1) == ["out.data"]
    assert formulas("relu", 1) == ["(out.data > 0.0)"]  # a factor: * binds more than >
    assert formulas("tanh", 1) == ["(1.0 - (out.data * out.data))"]


def test_the_lines_shown_are_those_that_run():
    answer = graph("x * y", 3.0, 2.0)
    source = Path(value.__file__).read_text().split("\n")
    name, lines, rule = answer["rules"]["ops"]["*"]["backward"]
    assert name == "_backward"
    assert [source[n - 1].strip() for n in lines] == ["operand.grad += derivative * grad"]
    assert answer["rules"]["excerpts"]["rules"][rule - 1].startswith('rule("*"')
    name, lines, rule = answer["rules"]["ops"]["*"]["forward"]
    assert [source[n - 1].strip() for n in lines][0].startswith("out.data = rule_of(symbol).forward(")
    name, lines, _ = answer["rules"]["excerpts"]["start"]
    assert name == "backward" and [source[n - 1].strip() for n in lines] == ["self.grad = 1.0"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def f(x):\n    return x +", 2, "cannot read"),
        ("def f(x):\n    y = 1\n    return x + z", 3, "'z' is not known"),
        ("tan(x)", 1, "'tan' is not known"),
        ("def f(x):\n    return x % 2", 2, "no operation '%'"),
        ("def f(x):\n    if x > 2:\n        return x", 2, "no operation '>'"),
        ("x.tan()", 1, "no operation 'tan'"),
        ("round(x)", 1, "no operation 'round'"),
        ("import math\ndef f(x):\n    return x + math.tan(math.pi * x)", 3, "math.tan takes plain numbers only"),
        ("import math\ndef f(x):\n    return math.tan(x)", 3, "a tangent is sin(x) / cos(x)"),
        ("from math import erf\ndef f(x):\n    return erf(x)", 3, "one line in rules.py adds an operation"),
        ("math.sqrt(x - 3)", 1, "sqrt(-1.0): 'sqrt' takes no negative numbers"),
        ("max(x, 1, key=abs)", 1, "to decide by a number, compare its data"),
        ("def f(x):\n    return float(x)", 2, "float() takes plain numbers only"),
        ("x + " + "1" * 5000, 1, "a whole number here is larger than the largest float"),
        ("0x" + "f" * 5000 + " * x", 1, "a whole number here is larger than the largest float"),
        ("(-2)**x", 1, "the base must be positive"),
        ("log(x - 3)", 1, "positive numbers only"),
        ("def f(x):\n    while True: pass", 2, "endless"),
        ("\nwhile True: pass", 2, "endless"),
        ("def f(x):\n    while True:\n        x = x + 1", 3, "beyond 2,000 nodes"),
        ("def f(x):\n    for i in range(1500):\n        x = x + i\n    return x", 1, "3,001 nodes"),
        ("def f(x):\n    x + 1", 1, "'return' missing"),
        ("def f(x): return 3", 1, "plain number 3"),
        ("def f(x): return [x, x]", 1, "is a list"),
        ("def f(): return 3", 1, "has none"),
        ("def f(a, b, c, d, e): return a", 1, "has 5"),
        ("x = 3", 1, "write a function"),
        ("def f(x): return f(x)", 1, "calls itself"),
        ("", 1, "nothing here yet"),
    ],
)
def test_bad_input_gets_a_sentence_and_its_line(text, line, words):
    with pytest.raises(Failed) as wrong:
        names = asked("function_read", text)["names"]
        graph(text, *[2.0] * len(names))
    assert words in wrong.value.words and wrong.value.line == line


def test_names_that_an_expression_binds_itself_are_no_variables():
    assert Program("sum([x * i for i in range(3)])").names == ["x"]
    assert Program("sum([x for x in range(3)]) * x").names == ["x"]
    assert Program("(lambda t: t * y)(x)").names == ["y", "x"]


def test_of_several_functions_the_one_called_f_is_taken_and_else_the_last():
    assert Program("def f(x): return g(x)\ndef g(y): return y * y").names == ["x"]
    assert Program("def g(x): return x\ndef h(y): return g(y) * y").names == ["y"]


def test_a_default_that_is_no_usable_number_is_left_out():
    program = Program("def f(x=10**400, y=1e999, z=2): return x * y * z")
    assert program.defaults == {"z": 2.0}


@pytest.mark.parametrize("raised", ["GeneratorExit", "BaseException", "SystemExit", "KeyboardInterrupt"])
def test_whatever_a_function_raises_becomes_a_sentence(raised):
    with pytest.raises(Failed, match=raised) as wrong:
        graph("def f(x):\n    raise %s" % raised, 1.0)
    assert wrong.value.line == 2


def test_a_broken_rule_becomes_a_sentence_that_names_its_place(monkeypatch):
    broken = Rule(lambda a: a, lambda a, out: 1.0)  # the derivatives should be a tuple
    monkeypatch.setitem(RULES, "relu", broken)
    with pytest.raises(Failed, match="TypeError.*engine/value.py, line"):
        graph("relu(x)", 1.0)
    assert asked("function_differences", "relu(x)", [1.0], 0, [-1])  # needs no derivative
    monkeypatch.setitem(RULES, "+", broken)
    with pytest.raises(Failed, match="TypeError"):
        asked("order", "shared")


def test_a_graph_as_large_as_allowed_is_drawn_and_taken_apart_afterwards():
    with pytest.raises(Failed):  # 2,000 operations and two leaves
        graph("def f(x):\n    for i in range(1999):\n        x = x + x\n    return x * 0", 1.0)
    answer = graph("def f(x):\n    for i in range(1999):\n        x = x + x\n    return x", 0.0)
    assert len(answer["data"]) == 2000 and answer["derivatives"] == ["inf"]


def test_only_numbers_are_sent_again_while_the_shape_stays():
    first = graph(TUTORIAL, 5.0)
    second = asked("function_graph", TUTORIAL, [6.0], first["key"])
    assert "shape" in first and "shape" not in second and second["derivatives"] == ["124.0"]


def test_the_chain_rule_adds_up():
    found = graph(TUTORIAL, 5.0)["chain"]
    assert found["outer"] == ["1.0", "1.0"] and found["inner"] == [["14.0", "75.0", "89.0"]]
    assert graph("exp(x)", 1.0)["chain"] is None
    for _, _, text, start in EXAMPLES:
        found = graph(text, *start.values())["chain"]
        for du, dv, dw in found["inner"] if found else ():
            total = float(found["outer"][0]) * float(du) + float(found["outer"][1]) * float(dv)
            assert relative_error(total, float(dw)) < 1e-12


def test_differences_are_missing_where_the_function_has_no_value():
    above, below, slope = asked("function_differences", TUTORIAL, [5.0], 0, [-5, -6])[0]
    assert abs(float(slope) - 89) < 1e-6 and float(above) > 174 > float(below)
    assert asked("function_differences", "log(x)", [0.05], 0, [-1, -2])[0] is None


def test_the_short_order_is_right_for_the_tutorials_example_and_wrong_where_an_inner_node_is_shared():
    ends = {}
    for case in CASES:
        answer = asked("order", case)
        right = Trace(answer["shape"], answer["data"], answer["right"])
        wrong = Trace(answer["shape"], answer["data"], answer["short"], answer["order"])
        assert sorted(answer["order"]) == list(range(right.leaves, len(right.nodes)))  # each node once
        ends[case] = right.grads(right.last)[0], wrong.grads(wrong.last)[0]
    assert ends == {"shared": ("14.0", "2.0"), "swapped": ("14.0", "14.0"), "tutorial": ("89.0", "89.0")}


def test_the_short_order_gets_only_the_first_layer_of_the_net_wrong():
    net, points = Net(seed=1), moons(6, 0.1, 0)
    *_, errors = layer_errors(net, points, hinge)
    assert errors[0] > 0.1 and errors[1:] == [0.0, 0.0]
    wrong = [0.0] * len(net.parameters())
    for *x, y in points:
        net.zero_grad()
        list(short_backward(hinge(net(x), y) / len(points)))
        wrong = [w + p.grad for w, p in zip(wrong, net.parameters())]
    net.zero_grad()
    for *x, y in points:
        (hinge(net(x), y) / len(points)).backward()
    right = [p.grad for p in net.parameters()]
    of_layer = range(32)
    apart = sum((wrong[i] - right[i]) ** 2 for i in of_layer) / sum(right[i] ** 2 for i in of_layer)
    assert errors[0] == pytest.approx(apart**0.5)


def test_what_a_gradient_costs_is_counted():
    x = Value(2)
    assert counted(x * x + 1) == (2, 10)
    *_, found = cost(2)
    assert isinstance(found, Cost) and found.parameters == 10
    assert found.differences == 20 * found.forward and found.backward < 6 * found.forward
    assert 10 * found.forward < found.forward_mode < 10 * found.backward


def test_forward_mode_is_counted_like_back_propagation_and_each_operand_only_where_it_depends_on_the_input():
    x, y = Value(2), Value(3)
    root = x * y + 3 * x  # by x: three nodes, and 2 for each of x, x, x * y, 3 * x; by y: 2 for y and x * y
    assert counted_forward_mode(root, [x]) == 3 + 2 * 4 < counted(root)[1] == 3 + 2 * 6
    assert counted_forward_mode(root, [x, y]) == (3 + 2 * 4) + (3 + 2 * 2)


def test_the_tangents_of_the_result_are_the_derivatives_of_every_example():
    for _, _, text, start in EXAMPLES:
        answer = graph(text, *start.values())
        assert [float(tangents[-1]) for tangents in answer["passes"]["tangents"]] == pytest.approx(
            [float(d) for d in answer["derivatives"]], rel=1e-12
        )
    assert graph("(x + y) + x**3", 5.0, 1.0)["passes"]["tangents"] == [
        ["1.0", "0.0", "1.0", "75.0", "76.0"],
        ["0.0", "1.0", "1.0", "0.0", "1.0"],
    ]
    large = "def f(x):\n    for i in range(50): x = x + 1\n    return x"
    assert graph(large, 1.0)["passes"]["tangents"] == [["1.0"]]


@pytest.mark.parametrize("text", ["x" + "+x" * 900, "(" * 250 + "x" + ")" * 250, "-" * 3000 + "x"])
def test_a_text_too_deep_for_python_in_a_browser_is_refused_in_words(text):
    with pytest.raises(Wrong, match="too deep for Python in a browser"):
        Program(text)


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("1/(1+exp(-x))", [-800.0], "The data of the node “exp” is not a finite number: exp(800.0) is beyond"),
        ("(x*x)**0.5", [0.0], "The grad of the node “*” is not a finite number: the derivative of 0.0**0.5 by 0.0 is inf"),
        ("(1 + tanh(x/2))/2", [-800.0], ""),
        ("(x + 2)**2 + x**3", [5.0], ""),
    ],
)
def test_where_a_graph_leaves_the_finite_numbers_is_said(text, values, words):
    found = Functions().graph(text, values, "")["not_finite"]
    assert found.startswith(words) and bool(found) == bool(words)


@pytest.mark.parametrize(
    ("text", "values", "result", "derivatives"),
    [
        ("(x + 2)**2 + x**3", [5.0], 174.0, [89.0]),
        ("def f(x, y): return (x + y) + x**3", [5.0, 1.0], 131.0, [76.0, 1.0]),
        ("(1 + tanh(x/2))/2", [-800.0], 0.0, [0.0]),
    ],
)
def test_the_functions_of_the_tutorial_have_its_numbers(text, values, result, derivatives):
    answer = Functions().graph(text, values, "")
    assert float(answer["data"][-1]) == result and [float(d) for d in answer["derivatives"]] == derivatives


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("x + 10**400", [1.0], "a whole number here is larger than the largest float"),
        ("x**y", [-2.0, 3.0], "(-2.0) ** 3.0: with a Value as its exponent"),
        ("erf(x)", [1.0], "one line in rules.py adds an operation"),
        ("+x", [1.0], "leave it out"),
    ],
)
def test_what_the_engine_lacks_is_said_with_what_it_has(text, values, words):
    with pytest.raises(Wrong, match=re.escape(words)):
        Functions().graph(text, values, "")


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("import math\ndef f(x):\n    return math.exp(x)", [1.0], "exp(x)"),
        ("import math as m\ndef f(x):\n    return m.sin(m.pi * x) + m.fabs(x)", [0.3], "sin(3.141592653589793 * x) + abs(x)"),
        ("from math import *\ndef f(x):\n    return sqrt(x) * log(x, 2)", [0.3], "x.sqrt() * (x.log() / %r)" % math.log(2)),
        ("math.pow(x, 3) + math.cos(0)", [0.3], "x**3 + 1.0"),
        ("max(x, y, 1) - min([x, y])", [0.3, 2.0], "x.max(y).max(1) - x.min(y)"),
        ("x * max(2, 3) + abs(-4) + max([i for i in range(3)])", [0.3], "x * 3 + 4 + 2"),
    ],
)
def test_functions_of_math_and_pythons_own_are_those_of_the_engine_where_values_are_in_them(text, values, expected):
    one, other = graph(text, *values), graph(expected, *values)
    assert one["data"] == other["data"] and one["derivatives"] == other["derivatives"]


def test_what_a_function_prints_is_kept_short_and_also_if_it_fails():
    text = "print('read')\ndef f(x):\n    print(x, [2 * x])\n    return log(x)"
    assert graph(text, 1.0)["printed"] == "read\nValue(data=1.0, grad=0.0) [Value(data=2.0, grad=0.0)]"
    assert graph(text, 2.0)["printed"] == "Value(data=2.0, grad=0.0) [Value(data=4.0, grad=0.0)]"
    with pytest.raises(Failed):
        graph(text, -1.0)
    assert asked("function_printed").startswith("Value(data=-1.0")
    assert graph("x * 2", 1.0)["printed"] == ""
    lines = graph("def f(x):\n    for i in range(9999): print('y' * 500)\n    return x * 2", 1.0)["printed"].split("\n")
    assert lines[:-1] == ["y" * 120 + "…"] * len(lines[:-1]) and len(lines) <= 13 and lines[-1] == "…"
