"""Under the hood: files that can be changed and run, checks that say what is broken, and experiments."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.setup import ROOT
from ui.site.build import listed

ADD = '    def __add__(self, other): return apply("+", self, other)'
RELU = 'rule("relu", lambda a: 0.0 if a <= 0 else a, '


def test_the_files_are_those_that_are_loaded_and_each_keeps_its_history_and_place(workbench):
    code, page = workbench, workbench.page
    paths = [Path(path) for path in listed() if path.startswith("engine/")]
    names = {path.name for path in paths if path.name[0] != "_" or path.parent.name == "engine"}
    shown = page.locator("#code-files [data-file]").evaluate_all("tabs => tabs.map(tab => tab.dataset.file)")
    assert sorted(shown) == sorted(names) and shown[:3] == ["value.py", "rules.py", "nn.py"] and "check.py" in names
    expect(code.content).to_contain_text((ROOT / "engine/value.py").read_text().split("\n")[0])
    code.change("value.py", (ADD, "# mine"))
    page.keyboard.press("Control+End")
    scroll = "document.querySelector('#code .cm-scroller').scrollTop"
    page.wait_for_function(scroll + " > 500")
    before = page.evaluate(scroll)
    page.locator("[data-file='value.py']").press("ArrowDown")
    expect(page.locator("[data-file='rules.py']")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-file='rules.py']")).to_be_focused()
    code.content.press("Control+Home")  # another test may have left it elsewhere
    expect(code.content).to_contain_text("The table of rules")
    code.open("value.py")
    page.wait_for_function("b => Math.abs(%s - b) < 40" % scroll, arg=before)
    expect(page.locator("[data-file='value.py'] .changed")).to_be_visible()
    code.content.focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-file='value.py'] small")).to_have_count(0)


def test_a_mistake_is_shown_at_its_line_and_the_page_goes_on_until_it_is_mended(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    number = 1 + (ROOT / "engine/rules.py").read_text().split("\n").index(
        next(line for line in (ROOT / "engine/rules.py").read_text().split("\n") if line.startswith(RELU))
    )
    code.change("rules.py", (RELU, RELU.replace("a, ", "a:, ")))
    page.keyboard.press("Control+Enter")
    expect(code.status).to_contain_text("SyntaxError: invalid syntax (rules.py, line %d)" % number)
    expect(code.status).to_contain_text("goes on with the originals")
    expect(page.locator(".cm-line.wrong")).to_contain_text('rule("relu"')
    expect(page.locator("#traceback")).to_contain_text("Traceback (most recent call last)")
    code.change("rules.py", (RELU.replace("a, ", "a:, "), RELU.replace("0.0 if", "nought if")))
    expect(page.locator(".cm-line.wrong")).to_have_count(0)
    page.locator("#run").click()  # this one loads, and fails as soon as it is used
    expect(code.status).to_contain_text("NameError: name 'nought' is not defined (rules.py, line %d)" % number)
    expect(page.locator(".cm-line.wrong")).to_contain_text("nought")
    layer = "        return [neuron(x) for neuron in self.neurons]"
    code.change("rules.py", ("nought if", "0.0 if"))
    code.change("nn.py", (layer, "        assert len(self.neurons) < 16, 'too wide'\n" + layer))
    page.locator("#run").click()  # and this one only with the playground's net
    expect(code.status).to_contain_text("AssertionError: too wide (nn.py, line")
    page.locator("#reset-file").click()
    page.locator("nav [data-chapter=network]").click()
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("nav [data-chapter=code]").click()
    code.change("rules.py", (RELU, RELU.replace("0.0", "0.5 * a")))
    code.run()
    expect(page.locator("#traceback")).to_be_hidden()
    page.locator("nav [data-chapter=network]").click()
    expect(page.locator("#steps")).to_have_text("1")
    expect(playground.status).to_contain_text("the operation 'relu' has been changed")


def test_the_checks_say_which_rule_is_broken_and_where_and_a_reset_mends_it(workbench):
    code, page = workbench, workbench.page
    page.locator("#checks").click()
    expect(code.results).to_contain_text(re.compile(r"All \d+ checks pass\."))
    code.change("rules.py", (RELU, RELU.replace("a <= 0", "a <= 1")))
    code.run()
    failed = code.results.locator("li.bad")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("rule relu: relu(0.5) is 0.5, and the rule says 0")
    code.open("train.py")
    failed.get_by_role("button").click()
    expect(page.locator("#code-text")).to_have_attribute("aria-label", "rules.py")
    expect(code.content.get_by_text('rule("relu"')).to_be_in_viewport()
    page.locator("#reset-code").click()
    expect(code.status).to_have_text("These are the original files, and they are what runs.")
    expect(code.results).to_contain_text(re.compile(r"All \d+ checks pass\."))
    expect(code.content).to_contain_text(RELU.strip())
    expect(page.locator("#code-files small")).to_have_count(0)


def test_drafts_outlive_a_reload_and_the_differences_and_resets_can_be_seen(workbench):
    code, page = workbench, workbench.page
    code.change("losses.py", ("(1 - _margin", "(2 - _margin"))
    page.reload()
    page.wait_for_function("document.documentElement.dataset.engine === 'ready'")
    expect(code.status).to_have_text("Your changes of last time, to losses.py, are here but not running: press Run.")
    marks = page.locator("[data-file='losses.py'] small")
    expect(marks).to_have_count(2)
    page.locator("#differences").click()
    diff = page.locator("#diff")
    expect(diff.locator(".removed")).to_have_text("-    return (1 - _margin(score, y)).relu()")
    expect(diff.locator(".added")).to_have_text("+    return (2 - _margin(score, y)).relu()")
    code.open("losses.py")
    page.locator("#reset-file").click()
    expect(diff).to_contain_text("There are no changes")
    expect(marks).to_have_count(0)
    page.locator("#undo-reset").click()
    expect(diff.locator(".added")).to_have_count(1)
    code.run()
    expect(page.locator("[data-file='losses.py'] .changed")).to_be_visible()
    expect(marks).to_have_count(1)


def test_an_experiment_opens_its_file_where_one_is_to_write(workbench):
    code, page = workbench, workbench.page
    page.locator("#experiment-leaky-relu > summary").click()
    page.locator("#experiment-leaky-relu").get_by_role("button", name="Open").first.click()
    expect(code.content).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("# here")
    lines = code.content.locator(".cm-line").all_inner_texts()
    at = next(i for i, line in enumerate(lines) if "# here" in line)
    assert "rule(" in lines[at - 1] or "relu" in lines[at - 1]


def test_the_first_experiment_is_solved_by_typing_and_value_objects_train_it(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    expect(code.check("leaky-relu")).to_contain_text("The table in rules.py has no operation 'leaky_relu' yet.")
    mine = 'rule("leaky_relu", lambda a: a if a > 0 else 0.1 * a, lambda a, out: (1.0 if a > 0 else 0.1,))\n'
    code.change("rules.py", ('rule("exp",', mine + 'rule("exp",'))
    expect(code.check("leaky-relu")).to_contain_text("press Run first")
    code.run()
    expect(code.check("leaky-relu")).to_contain_text("The net does not use it yet")
    code.change("nn.py", ("total.relu() if", "total.leaky_relu() if"))
    code.run()
    expect(code.results).to_contain_text("'leaky_relu' cannot be compiled")
    result = code.check("leaky-relu")
    expect(result).to_contain_text("Done: it works.")
    expect(result).to_contain_text("in 20 steps the loss falls from")
    page.locator("nav [data-chapter=network]").click()
    expect(playground.status).to_contain_text("Value objects train this net")
    playground.set("batch", "10")
    playground.train()
    playground.wait_for("steps", "n >= 3")
    playground.wait_for("loss", "n < 1.5")


def test_the_second_experiment_is_solved_by_typing_and_changes_how_the_playground_trains(workbench):
    code, page, playground = workbench, workbench.page, workbench.playground
    expect(code.check("momentum")).to_contain_text("all steps are still the same")
    mine = """    parameters = model.parameters()
    if not hasattr(model, "velocities"):
        model.velocities = [0.0] * len(parameters)
    for i, p in enumerate(parameters):
        model.velocities[i] = 0.9 * model.velocities[i] + p.grad
        p.data -= eta * model.velocities[i]
"""
    plain = "    for p in model.parameters():\n        p.data -= eta * p.grad\n"
    code.change("train.py", (plain, mine))
    code.run()
    result = code.check("momentum")
    expect(result).to_contain_text("Done: it works.")
    expect(result).to_contain_text("0.9 of each is kept")
    page.locator("nav [data-chapter=network]").click()
    expect(playground.status).to_contain_text("update in train.py has been changed, and a compiled module would go on as if it had not")


def test_the_third_experiment_is_solved_by_typing_and_the_playground_offers_the_loss(workbench):
    code, page = workbench, workbench.page
    expect(code.check("loss")).to_contain_text("still lists only the losses that it came with")
    mine = "def steep(score, y):\n    return hinge(score, y) ** 2\n\n\nLOSSES = {\"steep\": steep, "
    code.change("losses.py", ("LOSSES = {", mine))
    code.run()
    expect(code.check("loss")).to_contain_text("Done: it works.")
    page.locator("nav [data-chapter=network]").click()
    page.select_option("#loss-function", "steep")
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    page.locator("nav [data-chapter=code]").click()
    page.locator("#reset-code").click()
    expect(page.locator("#loss-function")).to_have_value("hinge")
    expect(page.locator("#loss-function option")).to_have_count(3)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")


def test_files_that_end_python_are_named_and_what_runs_goes_on(workbench, allowed_errors, browser_name):
    allowed_errors += ["Pyodide has suffered a fatal error", "The cause of the fatal error", "call stack", "Stack trace"]
    code, page, before = workbench, workbench.page, "LOSSES = {"
    cases = [("import os; os._exit(3)", "was told to exit")]
    if browser_name != "firefox":  # which has more stack than Python would use
        cases.append(("exec('-' * 3000 + '1')", "ran out of stack: something nests, or calls itself, too deeply"))
    for steps, (line, words) in enumerate(cases, 1):
        code.change("losses.py", (before, line + "\nLOSSES = {"))
        before = line + "\nLOSSES = {"
        page.locator("#run").click()
        expect(code.status).to_have_text("With your losses.py Python %s. The page goes on with the originals." % words)
        expect(page.locator("#run")).to_be_enabled()
        page.locator("nav [data-chapter=network]").click()
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(str(steps))
        page.locator("nav [data-chapter=code]").click()


def test_a_run_that_does_not_end_can_be_cancelled_and_a_reset_during_one_runs_the_originals(workbench):
    code, page = workbench, workbench.page
    code.change("losses.py", ("LOSSES = {", "MARK = 1\nLOSSES = {"))
    code.run()
    code.change("losses.py", ("MARK = 1", "while True: pass"))
    page.locator("#run").click()
    expect(code.status).to_contain_text("Starting Python")
    page.locator("#cancel-run").click()
    expect(code.status).to_contain_text("losses.py differs from what is running")
    expect(page.locator("#cancel-run")).to_be_hidden()
    code.type("import engine.losses; hasattr(engine.losses, 'MARK')")
    expect(code.output.locator(".result").last).to_have_text("True")
    page.locator("#run").click()
    expect(page.locator("#cancel-run")).to_be_visible()
    page.locator("#reset-code").click()
    expect(code.status).to_have_text("These are the original files, and they are what runs.")
    code.type("hasattr(__import__('engine.losses').losses, 'MARK')")
    expect(code.output.locator(".result").last).to_have_text("False")
