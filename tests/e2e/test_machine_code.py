"""The machine code on the page: the tape and the module of the playground's net, beside their Python."""

from playwright.sync_api import expect

from engine.compiler.compiler import compile
from engine.compiler.tape import record
from engine.compiler.wat import function_text
from engine.losses import hinge, squared
from engine.nn import Net


def test_the_tape_and_the_module_are_those_of_the_net_in_the_playground(ready):
    page = ready.page
    page.locator("nav a[data-chapter=code]").click()
    view = page.locator("#machine-code")
    compiled = compile(Net(bias=True), hinge)
    expect(view).to_contain_text("module of {:,} bytes".format(len(compiled.binary)))
    view.get_by_text("The tape of one example").click()
    assert view.get_by_label("The tape", exact=True).text_content() == str(record(Net(bias=True), hinge))
    view.get_by_text("One step downhill").click()
    expect(view.get_by_label("Python of One step downhill")).to_contain_text("p.data -= eta * p.grad")
    (update,) = [function for function in compiled.module.functions if function.name == "update"]
    expect(view.get_by_label("WebAssembly of One step downhill")).to_have_text(function_text(update))

    page.locator("nav a[data-chapter=network]").click()
    ready.set("hidden", "3")
    page.select_option("#loss-function", "squared")
    page.locator("nav a[data-chapter=code]").click()
    expect(view).to_contain_text("2-3-1, with its squared loss")
    expect(view).to_contain_text("{:,} bytes".format(len(compile(Net(hidden=(3,), bias=True), squared).binary)))
