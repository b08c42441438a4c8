"""The visitor's function in chapter 1: kept, put aside when it cannot be read, and never the end of the engine."""

import math

from playwright.sync_api import expect

FRAME = ".graph-side.of-function"


def test_a_text_that_is_too_deep_is_refused_and_the_engine_goes_on(derivatives):
    page = derivatives.page
    for text in ("x" + "+x" * 900, "(" * 250 + "x" + ")" * 250, "-" * 3000 + "x", "x" + "+x" * 490):
        derivatives.type(text)
        expect(derivatives.status).to_contain_text("too deep for Python in a browser")
        expect(page.locator("html")).to_have_attribute("data-engine", "ready")
        derivatives.type("x * x")
        expect(derivatives.status).not_to_contain_text("too deep")
        expect(page.locator("svg [data-node]")).to_have_count(2)


def test_a_function_that_cannot_be_read_puts_the_walk_of_the_one_before_aside(derivatives):
    page = derivatives.page
    derivatives.type("x +")
    expect(derivatives.status).to_contain_text("What is dimmed belongs to the last function that worked")
    expect(page.locator(FRAME)).to_have_attribute("inert", "")
    expect(page.locator("#variables")).to_have_attribute("inert", "")
    derivatives.type("x + 1")
    expect(page.locator(FRAME)).not_to_have_attribute("inert", "")
    expect(page.locator("#variables")).not_to_have_attribute("inert", "")
    derivatives.type("log(x - 30)")  # its variable can be moved to where there is a result
    expect(derivatives.status).to_contain_text("log")
    expect(page.locator(FRAME)).to_have_attribute("inert", "")
    expect(page.locator("#variables")).not_to_have_attribute("inert", "")


def test_functions_of_math_work_and_what_is_printed_stands_under_the_function_also_where_it_fails(derivatives):
    page = derivatives.page
    printed = page.locator("#function-printed")
    derivatives.type("def f(x=1.0, y=2.0):\n    print('x:', x)\n    return math.exp(x) + max(x, y) + abs(-x)")
    expect(printed).to_have_text("x: Value(data=1.0, grad=0.0)")
    derivatives.click("backward")
    expect(page.locator("output[data-derivative=x]")).to_have_text("%.9g" % (math.e + 1))
    expect(page.locator("svg [data-op=max]")).to_have_count(1)
    derivatives.type("def f(x=-1.0):\n    print('before')\n    return sqrt(x)")
    expect(derivatives.status).to_contain_text("'sqrt' takes no negative numbers")
    expect(printed).to_have_text("before")
    derivatives.type("x * 2")
    expect(printed).to_be_hidden()


def test_where_a_number_leaves_the_finite_ones_is_said(derivatives):
    derivatives.type("def f(x=-800.0):\n    return 1/(1+exp(-x))")
    expect(derivatives.status).to_contain_text("The data of the node “exp” is not a finite number: exp(800.0)")


def test_a_value_far_away_does_not_stretch_the_slider(derivatives):
    page = derivatives.page
    derivatives.type("def f(x=-1e299):\n    return x * 2")
    expect(page.locator("input[data-at=x]")).to_have_value("−1e+299")
    expect(page.locator("input[data-variable=x]")).to_have_attribute("max", "10")


def test_the_dotted_line_stays_explained_when_the_bars_are_there(derivatives):
    page = derivatives.page
    words = page.get_by_text("The dotted line is a relative error of 1")
    expect(words).to_be_visible()
    page.locator("#order-net").click()
    expect(page.locator("#order-status")).to_contain_text("net of seed")
    expect(words).to_be_visible()


def test_a_text_that_ends_the_engine_only_at_x_plus_h_is_named_and_not_tried_again_not_even_by_a_reload(
    derivatives, allowed_errors
):
    allowed_errors += ["Aborted", "fatal error", "RuntimeError", "unreachable"]
    page = derivatives.page
    engine = page.locator("html")
    text = "def f(x):\n    if x.data != 5: __import__('os').abort()\n    return x * 7"
    derivatives.type(text)
    expect(derivatives.status).to_contain_text("The engine broke down over “def f(x): if x.data != 5")
    expect(derivatives.status).to_contain_text("not tried again by itself. Change it, or choose another function.")
    expect(engine).to_have_attribute("data-engine", "ready")
    expect(derivatives.status).not_to_contain_text("Another engine")
    page.reload()
    expect(derivatives.status).to_contain_text("The engine broke down over “def f(x): if x.data != 5")
    expect(page.locator("#graph-empty")).to_have_text("There is no graph of this text.")
    expect(engine).to_have_attribute("data-engine", "ready")
    expect(page.locator("#order-net")).to_be_enabled()  # the chapter has heard of the engine
    expect(derivatives.status).to_contain_text("The engine broke down over “def f(x): if x.data != 5")
    derivatives.type("x * 7")  # the engine that was started is the one that answers
    expect(page.locator("#difference-exact")).to_have_text("7")


def test_a_slider_moved_just_before_a_reload_stays_where_it_is_also_beside_a_default(derivatives):
    page = derivatives.page
    derivatives.type("def f(x=2):\n    return x * x")
    expect(page.locator("#difference-exact")).to_have_text("4")
    page.evaluate(
        "() => { const slider = document.querySelector('[data-variable=x]'); slider.value = 3;"
        " slider.dispatchEvent(new Event('input')); location.reload() }"
    )
    expect(page.locator("#difference-exact")).to_have_text("6")


def test_a_text_typed_just_before_a_reload_outlives_it_and_the_choice_of_an_example(derivatives):
    page = derivatives.page
    page.locator("#expression").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("x * 9")
    page.reload()
    expect(page.locator("#expression")).to_have_text("x * 9")
    expect(page.locator("#difference-exact")).to_have_text("9")
    page.select_option("#examples", "tutorial")
    expect(page.locator("#expression")).not_to_contain_text("x * 9")
    page.select_option("#examples", "own")
    expect(page.locator("#expression")).to_have_text("x * 9")


def test_the_deepest_texts_that_are_not_refused_end_no_engine(derivatives):
    page = derivatives.page
    for text, nodes in (("x" + "+x" * 199, 200), ("-" * 199 + "x", 200), ("(" * 45 + "x" + "+x)" * 45 + "*x" * 60, 106)):
        derivatives.type(text)
        expect(page.locator("svg [data-node]")).to_have_count(nodes)
        expect(derivatives.status).to_contain_text("%d nodes" % nodes)
    for text, words in (
        ("[" * 49 + "x" + "]" * 49, "the result is a list"),
        ("lambda a, b=1: " * 95 + "x", "the result is a function"),
        ("1 if x.data else " * 99 + "x", "the plain number 1"),
        ("not " * 199 + "x", "the plain number False"),
    ):
        derivatives.type(text)
        expect(derivatives.status).to_contain_text(words)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    derivatives.type("def f(x):\n    for i in range(900):\n        x = x + 1\n    return x")  # a graph as deep as can be
    expect(page.locator("svg [data-node]")).to_have_count(1801)
    derivatives.click("backward")
    assert derivatives.derivative("x") == 1
