"""The chapter "derivatives": the numbers on the screen against the engine in CPython, and when things go wrong."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.derivatives import DERIVATIVE, SLIDER, engines
from ui.derivatives.examples import EXAMPLES

PLACES = "[...document.querySelectorAll('[data-node]')].map(g => g.getAttribute('transform'))"


def test_the_tutorials_function_has_its_89_and_follows_the_slider_without_jumping(derivatives):
    page = derivatives.page
    nodes, _ = engines("(x+2)**2 + x**3", [5.0])
    grad, waiting = page.locator(DERIVATIVE % "x"), page.locator("#graph .node.waiting")
    assert grad.inner_text() == "0" and waiting.count() == 4  # before the walk, as in the tutorial
    derivatives.click("forward")
    assert grad.inner_text() == "0" and waiting.count() == 0
    assert [node[:2] for node in derivatives.nodes()] == [node[:2] for node in nodes]
    assert [grad for _, _, grad in derivatives.nodes()] == [None] * 6
    derivatives.click("walk-play")
    expect(grad).to_have_text("75")
    expect(grad).to_have_text("89")
    expect(page.locator("#walk-play")).to_have_attribute("aria-pressed", "false")
    assert derivatives.nodes() == nodes
    places = page.evaluate(PLACES)
    page.locator(SLIDER % "x").fill("-1.25")
    nodes, (slope,) = engines("(x+2)**2 + x**3", [-1.25])
    expect(page.locator(DERIVATIVE % "x")).to_have_text(("%.9g" % slope).replace("-", "−"))
    assert derivatives.nodes() == nodes
    assert places == page.evaluate(PLACES)
    page.locator(SLIDER % "x").press("ArrowRight")
    expect(page.locator(DERIVATIVE % "x")).to_have_text("%.9g" % engines("(x+2)**2 + x**3", [-1.15])[1][0])


def test_stepping_there_and_back_returns_to_the_same_states_and_shows_the_line_and_the_numbers(derivatives):
    page = derivatives.page
    derivatives.click("walk-start")
    states = [derivatives.walk()]
    for _ in range(9):
        derivatives.click("step-forward")
        states.append(derivatives.walk())
    assert len({repr(state) for state in states}) == 10
    expect(page.locator("#walk-arithmetic")).to_contain_text("a.grad += 1.0 * out.grad = 1 * 14")
    expect(page.locator("#walk-arithmetic")).to_contain_text("x.grad = 75 + 14 = 89")
    expect(page.locator("#walk-code .lit").first).to_contain_text("operand.grad += derivative * grad")
    expect(page.locator("#walk-code .lit").last).to_contain_text('rule("+"')
    page.locator("input[name=reading][value=tutorial]").check()
    expect(page.locator("#walk-arithmetic li").first).to_have_text("self.grad += out.grad = 14x.grad = 75 + 14 = 89")
    expect(page.locator("#readings-agree")).to_have_text("Both have run: data and grad of all 6 nodes agree to the last bit.")
    for state, lit, words in (
        (0, ["self.data = ", "self.grad = ", "self._prev = ", "self._backward = "], "The constructor makes a leaf"),
        (1, ["out = Value(self.data + other.data", "out._backward = _backward"], "_prev is (self, other)"),
        (5, ["self.grad = 1.0"], "the result by itself is 1"),
        (9, ["self.grad += out.grad", "other.grad += out.grad"], "self is x, other is 2, out is v₁. The closure runs"),
    ):
        page.locator("#walk-position").fill(str(state))
        expect(page.locator("#walk-code .lit")).to_contain_text(lit)
        expect(page.locator("#walk-who")).to_contain_text(words)
    page.locator("input[name=reading][value=engine]").check()
    assert page.locator("#graph .edge.lit").count() == 2
    lit = page.locator("#graph .node.lit")
    expect(lit).to_have_attribute("data-node", "2")
    for earlier in reversed(states[:-1]):
        derivatives.click("step-back")
        assert derivatives.walk() == earlier
    derivatives.click("walk-play")
    expect(page.locator("#walk-play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#walk-position")).to_have_value("1")
    derivatives.click("walk-play")
    derivatives.click("forward")
    assert derivatives.walk() == states[4]
    node = page.locator("svg [data-node='3']")
    node.click()
    assert derivatives.walk()[2] == "2"
    page.locator("svg [data-node='5']").focus()
    page.keyboard.press("Enter")
    assert derivatives.walk()[2] == "4"


def test_every_example_shows_the_engines_numbers(derivatives):
    page = derivatives.page
    derivatives.click("backward")
    for key, _, text, start in EXAMPLES[1:]:
        page.select_option("#examples", key)
        nodes, slopes = engines(text, start.values())
        expect(page.locator("svg [data-node]")).to_have_count(len(nodes))
        expect(page.locator("#variables " + DERIVATIVE % list(start)[-1])).to_have_text("0")  # another walk
        expect(page.locator("#graph .node.variable").first).to_be_in_viewport()  # also where not all of it is seen
        derivatives.click("backward")
        assert derivatives.nodes() == nodes
        for name, slope in zip(start, slopes):
            assert derivatives.derivative(name) == pytest.approx(slope, rel=1e-8)
    page.select_option("#by-variable", "b")
    total = page.locator("#chain-numbers .total")
    expect(total).not_to_have_text("89")
    readout = page.locator("#difference-quotient")
    expect(page.locator("#difference-exact")).to_have_text("%.12g" % slopes[1])
    assert float(readout.inner_text()) == pytest.approx(slopes[1], rel=1e-6)


def test_bad_input_gets_a_sentence_at_its_line_and_the_last_good_graph_stays(derivatives):
    page, graph = derivatives.page, derivatives.nodes()
    for text, line, words in (
        ("def f(x):\n    return (x +", 2, "cannot read"),
        ("def f(x):\n    y = 2\n    return x * z", 3, "'z' is not known"),
        ("def f(x):\n    return x % 2", 2, "no operation '%'"),
        ("def f(x):\n    for i in range(3000):\n        x = x * 2\n    return x", 3, "2,000 nodes"),
        ("def f(x):\n    y = x\n    while True:\n        pass", None, "endless"),
    ):
        derivatives.type(text)
        expect(derivatives.status).to_contain_text(words)
        wrong = page.locator("#function .cm-line.wrong")
        expect(wrong).to_have_count(1)
        if line:
            expect(derivatives.status).to_contain_text("Line %d:" % line)
            expect(wrong).to_have_text(text.split("\n")[line - 1].rstrip())
        assert derivatives.nodes() == graph
    derivatives.type("x*y + exp(y)")
    expect(page.locator("svg [data-node]")).to_have_count(5)
    expect(page.locator("#function .cm-line.wrong")).to_have_count(0)
    expect(page.locator(SLIDER % "y")).to_have_count(1)
    derivatives.click("backward")
    assert derivatives.nodes() == engines("x*y + exp(y)", [5.0, 1.0])[0]


def test_typing_key_by_key_leaves_what_was_typed(derivatives):
    page = derivatives.page
    expression = page.locator("#expression")
    expression.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("a * b + s", delay=60)  # words that an editor likes to complete
    page.keyboard.press("Enter")
    expect(expression.locator(".cm-line")).to_have_text(["a * b + s", ""])
    expect(page.locator(SLIDER % "s")).to_have_count(1)
    derivatives.click("backward")
    assert derivatives.derivative("a") == derivatives.derivative("b") == 1


def test_names_of_the_chain_rule_are_not_those_of_the_visitor_and_near_numbers_are_written_in_full(derivatives):
    page = derivatives.page
    derivatives.type("w*u*u + w")
    chain = page.locator("#chain-numbers")
    expect(chain).to_contain_text("take s = v₃ = v₂ + w")
    expect(chain.locator("math").first).to_contain_text("∂s∂w")
    derivatives.type("x + 1000")
    expect(page.locator("#difference-exact")).to_have_text("1")
    page.locator("#difference-h").fill("-15")
    above, below = repr(1005 + 1e-15), repr(1005 - 1e-15)
    assert above == below  # both are the same float, and the error of 1 is drawn where it is
    expect(page.locator("#difference-error")).to_have_text("1")
    page.locator("#difference-h").fill("-12.5")
    expect(page.locator("#difference-formula")).to_contain_text(repr(5 + 10**-12.5 + 1000))


def test_a_value_is_typed_or_slid_and_what_is_no_number_gets_a_sentence_and_stays(derivatives):
    page = derivatives.page
    derivatives.type("def f(x=0):\n    return 1 / x")
    expect(derivatives.status).to_contain_text("(at x = 0)")
    expect(page.locator(SLIDER % "x")).to_have_value("0")
    page.locator(SLIDER % "x").fill("2")  # to where there is a result
    expect(page.locator("svg [data-node]")).to_have_count(3)  # and now a constant, which is new
    derivatives.click("backward")
    expect(page.locator(DERIVATIVE % "x")).to_have_text("−0.25")
    typed, trouble = page.locator("input[data-at=x]"), page.locator("#variables-trouble")
    expect(typed).to_have_value("2")
    typed.fill("−4e-1")
    expect(page.locator(DERIVATIVE % "x")).to_have_text("−6.25")  # the walk was at its end, and is
    expect(page.locator(SLIDER % "x")).to_have_value("-0.4")
    for text, words in (("four", "x is not changed: “four” is no number"), ("1e999", "beyond the largest float")):
        typed.fill(text)
        typed.press("Enter")
        expect(trouble).to_contain_text(words)
        expect(typed).to_have_value(text)
        expect(typed).to_have_attribute("aria-invalid", "true")
        assert derivatives.derivative("x") == -6.25
    typed.fill("0.5")
    expect(page.locator(DERIVATIVE % "x")).to_have_text("−4")
    expect(trouble).to_be_hidden()
    derivatives.type("def f(x=3e9):\n    return x * 2")
    expect(page.locator(SLIDER % "x")).to_have_attribute("max", re.compile("^3000000000"))
    expect(typed).to_have_value("3e+09")


def test_what_visitors_try_first_gets_a_hint(derivatives):
    for text, words in (
        ("x^2", "a power is written x**2"),
        ("3x", "a product needs its sign"),
        ("x > 2", "compare its data"),
        ("math.tan(x)", "a tangent is sin(x) / cos(x)"),
    ):
        derivatives.type(text)
        expect(derivatives.status).to_contain_text(words)
        expect(derivatives.status).not_to_contain_text("(at x")


def test_code_that_cannot_be_interrupted_is_killed_with_its_worker_and_the_rest_of_the_page_stays(derivatives):
    page, graph = derivatives.page, derivatives.nodes()
    page.locator("nav a[data-chapter=network]").click()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("nav a[data-chapter=derivatives]").click()
    derivatives.type("def f(x):\n    return x * sum(iter(int, 1))")  # one call that never returns to Python
    expect(derivatives.status).to_contain_text("return x * sum(iter(int, 1…” did not end in time")
    assert derivatives.nodes() == graph
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(derivatives.status).to_contain_text("did not end in time, so it was stopped, and it is not tried again by itself")
    derivatives.type("def f(x):\n    return x * 3")
    expect(page.locator("#difference-exact")).to_have_text("3")
    page.locator("nav a[data-chapter=network]").click()
    expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#points")).to_have_text("100")


def test_the_central_difference_agrees_in_the_middle_and_fails_at_both_ends(derivatives):
    page = derivatives.page
    error = page.locator("#difference-error")
    expect(error).not_to_have_text("–")
    errors = {}
    for exponent in (-15, -5, -1):
        page.locator("#difference-h").fill(str(exponent))
        h = 10.0**exponent

        def f(x):
            return (x + 2) * (x + 2) + x**3

        quotient = (f(5 + h) - f(5 - h)) / (2 * h)
        expect(page.locator("#difference-quotient")).to_have_text("%.12g" % quotient)
        errors[exponent] = float(error.inner_text())
        assert errors[exponent] == pytest.approx(abs(quotient - 89), rel=0.1)
    assert errors[-5] < errors[-1] / 1000 and errors[-5] < errors[-15] / 1000
    expect(page.locator("#difference-chart canvas")).to_be_visible()
    expect(page.locator("#chain-numbers math").last).to_have_text(re.compile(r"1·14\+1·75=89"))


def test_the_graph_is_panned_and_zoomed_by_hand_and_by_keys(derivatives):
    page = derivatives.page
    box = lambda: page.locator("#graph svg.graph").get_attribute("viewBox")  # noqa: E731
    whole = box()
    derivatives.click("graph-larger")
    larger = box()
    assert float(larger.split()[2]) < float(whole.split()[2])
    frame = page.locator("#graph").bounding_box()
    page.mouse.move(frame["x"] + 40, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 140, frame["y"] + 20, steps=3)
    page.mouse.up()
    assert float(box().split()[0]) < float(larger.split()[0])
    page.locator("#graph svg.graph").focus()
    page.keyboard.press("0")
    assert box() == whole
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert box() != whole
    derivatives.click("graph-fit")
    assert box() == whole

WIDE = "def f(x=-1234.567):\n    u = x * 8765.432\n    v = x * x * 7654.321\n    return u * v"
CUT = """() => [...document.querySelectorAll('#derivatives .formula')].filter(place => place.offsetParent).map(place => {
    const style = getComputedStyle(place)
    return [place.scrollWidth > place.clientWidth, style.backgroundAttachment, style.backgroundColor]
})"""


def test_on_a_phone_a_formula_that_is_cut_has_shaded_edges_and_sentences_are_not_cut(derivatives):
    page = derivatives.page
    page.set_viewport_size({"width": 390, "height": 800})
    derivatives.type(WIDE)
    expect(page.locator("#chain-numbers")).to_contain_text("8765.43")
    expect(page.locator("#difference-formula")).to_contain_text("1234.57")
    formulas = page.evaluate(CUT)
    assert sum(cut for cut, _, _ in formulas) >= len(formulas) - 1 == 2  # Firefox's letters are narrower
    for _, attachment, colour in formulas:
        assert attachment == "local, local, scroll, scroll, scroll"  # covers that scroll along, shades that stay
        assert colour != "rgba(0, 0, 0, 0)"
    box, words = (page.locator("#chain-numbers" + part).bounding_box() for part in ("", " p"))
    assert words["x"] + words["width"] <= box["x"] + box["width"]


def test_the_texts_follow_the_graph_and_the_walk_from_the_one_variable_to_two(derivatives):
    page = derivatives.page
    program, recursion = page.locator("#as-program"), page.locator("#recursion-numbers")
    expect(program).to_contain_text("x.grad\n0.0\n>>> f(x).backward()\n>>> x.grad\n…")
    derivatives.click("backward")
    expect(program).to_contain_text("0.0\n>>> f(x).backward()\n>>> x.grad\n89.0")
    for name, words in (("data", "v₁.data = 7"), ("grad", "v₁.grad = 14"), ("prev", "v₁._prev = (x, 2)")):
        expect(page.locator("#holds-" + name)).to_have_text(words)
    expect(page.locator("#holds-backward")).to_have_text("It adds 1 × v₁.grad to x.grad and 1 × v₁.grad to the grad of the constant 2.")
    expect(page.locator("#chain-proof output")).to_have_text(
        ["Here: by 14·δ and by 75·δ.", "Here: by 1·α+1·β.", "Here: 1·14+1·75=89."]
    )
    expect(page.locator("#figure-w")).to_have_text("174")
    expect(page.locator("#chain-figure .slopes text")).to_have_text(["14", "75", "1", "1"])
    expect(recursion).to_contain_text("v₁ and v₃ are computed directly from x")
    expect(recursion).to_contain_text("=14·1+1·75=89")
    expect(page.locator("#partial-count")).to_contain_text("1 variable: 2 evaluations from one side, 2 from both")
    derivatives.click("show-partial")
    expect(page.locator("#partial-count")).to_contain_text("2 variables: 3 evaluations from one side, 4 from both")
    expect(page.locator("#walk-play")).to_be_in_viewport()
    expect(page.locator("#variables output")).to_have_text(["0", "0"])
    derivatives.click("backward")
    expect(page.locator("#variables output")).to_have_text(["76", "1"])
    expect(program).to_contain_text("(76.0, 1.0)")
    expect(recursion).to_contain_text("=1·1+1·75=76")
    derivatives.type("def f(x, y):\n    return exp(x)")  # nothing is computed from y, and nothing from two nodes
    expect(page.locator("#figure-w")).to_have_text("")
    page.select_option("#by-variable", "y")
    expect(recursion).to_have_text("In the graph above nothing is computed from y.")


FOUR = """def f(w1, w2, x1, x2):
    return relu(w1 * x1 + w2 * x2)"""
BOXES = """() => ['#examples', '#function', '#variables', '.graph-frame', '#walk-play', '#walk-position', '#walk-title',
    '#walk-arithmetic', '#walk-who', '#walk-code'].map(name => {
    const box = document.querySelector(name).getBoundingClientRect()
    return [name, box.left, box.top, box.right, box.bottom]
})"""
LIT = """() => { const frame = document.getElementById('walk-code').getBoundingClientRect()
    return [...document.querySelectorAll('#walk-code .lit')].map(line => line.getBoundingClientRect())
        .filter(line => line.top < frame.top - 1 || line.bottom > frame.bottom + 1).length }"""


def test_function_graph_arithmetic_and_code_share_a_screen_and_on_a_phone_nothing_moves_while_stepping(derivatives, by_protocol):
    page = derivatives.page
    derivatives.type(FOUR)
    expect(page.locator("svg [data-node]")).to_have_count(8)
    for width, height in ((1280, 720), (1440, 900), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        derivatives.click("walk-start")
        for _ in range(9):
            derivatives.click("step-forward")
            for name, left, top, right, bottom in page.evaluate(BOXES):
                assert 0 <= left < right <= width and 0 <= top < bottom <= height, (width, name, top, bottom)
            for code in ("tutorial", "engine"):
                page.locator("input[name=reading][value=%s]" % code).check()
                assert page.evaluate(LIT) == 0, (width, code)
        assert by_protocol or page.evaluate("scrollY") == 0  # where a click does not scroll
    page.set_viewport_size({"width": 390, "height": 844})
    derivatives.click("walk-start")
    seen = []
    for i in range(9):
        page.locator("input[name=reading][value=%s]" % ("engine", "tutorial")[i % 2]).check()
        derivatives.click("step-forward")
        seen.append(page.evaluate("[scrollY, document.body.scrollHeight]") + [box[2] for box in page.evaluate(BOXES)])
    assert seen == seen[:1] * 9
    assert seen[0][2:] == sorted(seen[0][2:])  # one below the other


SIGHT = """() => {
  const frame = document.getElementById('graph').getBoundingClientRect();
  const inside = e => { const b = e.getBoundingClientRect();
    return b.left >= frame.left && b.right <= frame.right && b.top >= frame.top && b.bottom <= frame.bottom };
  return [...document.querySelectorAll('#graph .node.lit')].every(inside) }"""


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (390, 844)])
def test_the_largest_example_can_be_read_and_its_walk_is_followed(derivatives, size):
    page = derivatives.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.select_option("#examples", "micrograd")
    expect(page.locator("#graph [data-node]")).to_have_count(33)
    scale = "document.querySelector('#graph svg.graph').getScreenCTM().a"
    assert page.evaluate(scale) * 13 >= 10.9  # pixels: the size of the numbers
    derivatives.click("walk-start")
    steps = int(page.locator("#walk-position").get_attribute("max"))
    for _ in range(steps):
        derivatives.click("step-forward")
        assert page.evaluate(SIGHT)
    whole = page.locator("#graph .overview")
    expect(whole).to_be_visible() if size[0] < 1920 else expect(whole).to_be_hidden()
    derivatives.click("graph-fit")
    expect(whole).to_be_hidden()


def test_a_graph_of_more_than_a_hundred_nodes_shows_the_numbers_of_all_nodes_soon(derivatives):
    page = derivatives.page
    text = "def f(x=2.0):\n    for i in range(75): x = x * 0.9 + 1\n    return x"
    derivatives.type(text)
    expect(page.locator("#graph [data-node]")).to_have_count(301)
    derivatives.click("backward")
    page.wait_for_function("document.querySelectorAll('#graph [data-grad]').length == 301")
    assert derivatives.nodes() == engines(text, [2.0])[0]
