"""The Python prompt under the code."""

import re

from playwright.sync_api import expect

from engine.data import moons
from engine.nn import Net


def test_the_console_computes_with_the_playgrounds_net(workbench, allowed_errors):
    code = workbench
    allowed_errors.append("the document's frame is sandboxed")  # so that scripts in results do nothing
    page = code.page
    code.type("net(X[0])")
    point = moons(100, 0.1, 0)[0]
    expect(code.output.locator(".result")).to_have_text(repr(Net(bias=True, seed=0)(point[:2])))
    code.type("for i in range(2):")
    expect(code.input).to_have_value("for i in range(2):\n    ")
    page.keyboard.insert_text("print('turn', i)")
    code.input.press("Enter")
    expect(code.input).to_have_value(re.compile(r"\n    $"))
    code.input.press("Enter")
    expect(code.output.locator(".out")).to_have_text("turn 0\nturn 1")
    code.input.press("ArrowUp")
    expect(code.input).to_have_value(re.compile("^for i in range"))
    code.type("1 / 0")
    expect(code.output.locator(".err")).to_contain_text("ZeroDivisionError: division by zero")
    code.input.fill("net.para")
    code.input.press("Tab")
    expect(code.input).to_have_value(re.compile(r"net\.parameters\("))
    code.input.fill("print('x' * 50000)")
    code.input.press("Enter")
    expect(code.output.locator(".note").last).to_contain_text("more characters are not shown")
    code.input.fill("type('P', (), {'_repr_html_': lambda self: '<b id=bold>bold</b><script>parent.hacked = 1</script>'})()")
    code.input.press("Enter")
    expect(page.frame_locator("#console-output iframe").locator("#bold")).to_have_text("bold")
    assert page.evaluate("window.hacked") is None


def test_the_console_has_no_keyboard_of_its_own_and_nets_say_what_they_are(workbench):
    code = workbench
    code.type("input()")
    expect(code.output).to_contain_text("nothing can be typed while Python runs here")
    code.type("net")
    expect(code.output.locator(".result")).to_have_text("Net(2-16-16-1, 337 parameters)")


def test_modules_that_the_page_never_imports_are_fetched_when_the_prompt_does(workbench, allowed_errors):
    code, page = workbench, workbench.page
    allowed_errors += ["Failed to load resource", "404"]
    asked = []
    page.context.route("**/python_stdlib.zip", lambda route: (asked.append(route), route.fulfill(status=404)))
    code.type("import math, fractions; fractions.Fraction(1, 3)")
    expect(code.output.locator(".result").last).to_have_text("Fraction(1, 3)")
    code.type("import no_such_module")
    expect(code.output.locator(".err").last).to_contain_text("No module named 'no_such_module'")
    assert not asked
    code.type("import colorsys")
    expect(code.output.locator(".err").last).to_contain_text("with colorsys in it, could not be loaded")
    page.context.unroute("**/python_stdlib.zip")
    code.type("import colorsys; colorsys.rgb_to_hsv(1, 0, 0)")
    expect(code.output.locator(".result").last).to_have_text("(0.0, 1.0, 1)")
    code.type("import xml.dom; help(colorsys)")
    expect(code.output.locator(".out").last).to_contain_text("Conversion functions between RGB and other color systems.")


def test_an_endless_loop_in_the_console_is_stopped_and_the_rest_stays_as_it_was(workbench):
    code = workbench
    page = code.page
    page.locator("nav [data-chapter=network]").click()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    loss = page.locator("#loss").inner_text()
    page.locator("nav [data-chapter=code]").click()
    code.change("losses.py", ("(1 - _margin", "(2 - _margin"))
    code.type("mine = 1")
    code.type("while True: pass")
    expect(page.locator("#stop")).to_be_enabled()
    expect(page.locator("#console-status")).to_contain_text("Running")
    page.locator("#stop").click()
    expect(code.output).to_contain_text("The console begins anew")
    page.wait_for_function("document.documentElement.dataset.engine === 'ready'")
    code.type("mine")
    expect(code.output.locator(".err").last).to_contain_text("name 'mine' is not defined")
    expect(code.content).to_contain_text("(2 - _margin")
    page.locator("nav [data-chapter=network]").click()
    expect(page.locator("#steps")).to_have_text("1")
    expect(page.locator("#loss")).to_have_text(loss)
    expect(page.locator("#points")).to_have_text("100")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("2")


def test_training_waits_for_the_prompt_and_says_so_only_as_long_as_it_does(workbench):
    code = workbench
    page = code.page
    code.type("while True: pass")
    expect(page.locator("#stop")).to_be_enabled()
    page.locator("nav [data-chapter=network]").click()
    page.locator("#train").click()
    expect(code.playground.status).to_contain_text("the prompt in chapter 4")
    page.locator("nav [data-chapter=code]").click()
    page.locator("#stop").click()
    page.locator("nav [data-chapter=network]").click()
    code.playground.wait_for("steps", "n > 100")
    expect(code.playground.status).to_have_text("Training.")


def test_an_input_that_ends_python_is_named_and_not_run_again(workbench, allowed_errors, browser_name):
    code = workbench
    allowed_errors += ["Pyodide has suffered a fatal error", "The cause of the fatal error", "call stack", "Stack trace"]
    inputs, errors, results = (code.output.locator("." + kind) for kind in ("input", "err", "result"))
    cases = [("import os; os._exit(3)", "was told to exit")]
    if browser_name != "firefox":  # which has more stack than Python would use
        cases.append(("exec('-' * 3000 + '1')", "ran out of stack"))
        cases.append(("x = []; exec('for i in range(100000): x = [x]'); x", "ran out of stack"))
    for i, (source, words) in enumerate(cases):
        code.type(source)
        expect(inputs).to_have_count(2 * i + 1)
        expect(inputs.last).to_have_text(">>> " + source)
        expect(errors).to_have_count(i + 1)
        expect(errors.last).to_contain_text("With this input Python " + words)
        expect(code.input).to_have_value("")
        expect(code.page.locator("#console-status")).to_have_text("")
        code.type("1 + %d" % i)
        expect(results).to_have_count(i + 1)
        expect(results.last).to_have_text(str(1 + i))
    code.type("-" * 3000 + "1")
    expect(code.output.locator(".err").last).to_contain_text("Line 1 is too deep for Python in a browser")
    expect(code.page.locator("html")).to_have_attribute("data-engine", "ready")
