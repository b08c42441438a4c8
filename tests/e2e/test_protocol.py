"""Numbers between the two Pythons: each arrives as it was sent, through the real bridge and the real worker."""

from playwright.sync_api import expect

from tests.e2e.playground import Playground
from tests.e2e.shared import with_worker_files
from tests.setup import ROOT

NUMBERS = (
    "[0, 0.0, -0.0, -1, 2**31, -2**31, 2**32, 2**53, 2**53 + 1, float(2**31), 2.0**53, 1e21, 1e300, 5e-324, 0.1, 1 / 3,"
    " float('nan'), float('inf'), float('-inf'), 1.7976931348623157e308]"
)
ECHO = """

from ui.work.registry import WithArrays, entry

@entry("echo")
def echo(*arguments):
    return [repr(arguments[0]), arguments[0]]

@entry("echo_slowly")
def echo_slowly(numbers):
    from time import sleep
    for number in numbers:
        sleep(0.05)
        yield number
    return numbers

@entry("arrays")
def arrays(numbers, *sent):
    from array import array
    return WithArrays({"sent": repr([list(a) for a in sent])}, {"numbers": array("d", numbers)})
"""
PROBE = """

import asyncio

async def probe(bridge, numbers):
    while bridge.state != "ready":
        await asyncio.sleep(0.05)
    seen, back = await bridge.ask("echo", numbers)
    progress = []
    end = await bridge.run("echo_slowly", numbers, progress=progress.append)
    once = await bridge.ask("arrays", numbers)
    twice = await bridge.ask("arrays", numbers, arrays=[once["numbers"], once["numbers"]])
    alike = [repr(numbers) == repr(thing) for thing in (back, end, progress)]
    for name, found in (("alike", alike), ("seen", seen), ("arrays", twice["sent"])):
        document.documentElement.setAttribute("data-" + name, str(found))

page = Page()
page.trainer.steps = 2_147_483_647
asyncio.create_task(probe(page.bridge, %s))
"""


def open_changed(page, url, probe, extra=""):
    """Open the page with its last lines of Python, which make a Page, replaced, and more functions in the worker."""
    main = (ROOT / "ui/main.py").read_text()
    last = main.rindex("\nif document.documentElement.hasAttribute")
    assert main.endswith("\n    Page()\n")
    page.route("**/ui/main.py", lambda route: route.fulfill(body=main[:last] + probe))
    work = (ROOT / "ui/work/line.py").read_text()
    with_worker_files(page, {"ui/work/line.py": work + extra})
    page.goto(url)


def test_every_number_arrives_as_it_was_sent_there_and_back_and_steps_beyond_32_bits_are_counted(page, url, watched):
    watched(page)
    open_changed(page, url, PROBE % NUMBERS, ECHO)
    html, numbers = page.locator("html"), eval(NUMBERS)
    expect(html).to_have_attribute("data-alike", "[True, True, True]")
    assert html.get_attribute("data-seen") == repr(numbers)
    floats = repr([float(number) for number in numbers])
    assert html.get_attribute("data-arrays") == "[%s, %s]" % (floats, floats)
    playground = Playground(page)
    playground.wait_until_ready()
    for steps in (2_147_483_648, 2_147_483_649):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(str(steps))
    playground.train()
    playground.wait_for("steps", "n > 2147484000")


def test_losses_beyond_32_bits_are_shown(ready):
    page = ready.page
    ready.set("rate", "1000")
    for steps, loss in ((1, "7.9e+06"), (2, "4.3e+20"), (3, "1.2e+36")):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(str(steps))
        expect(page.locator("#loss")).to_have_text(loss)
