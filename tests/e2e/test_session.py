"""A session through all that the page does: it asks no other server, and nothing in it breaks the page's own policy."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.code import Code
from tests.e2e.derivatives import Chapter
from tests.e2e.playground import Playground
from tests.e2e.shared import expect_only, listen
from tests.e2e.test_code import ADD
from tests.e2e.test_takeaway import take

VIOLATIONS = """window.violations = []; addEventListener('securitypolicyviolation', event =>
    violations.push([event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample].join(' ')))"""
LEAK = """def leak(address):
    from js import XMLHttpRequest
    request = XMLHttpRequest.new()
    request.open("GET", address, False)
    request.send()
    return request.status
"""


def use_the_playground(playground):
    """A point, a few steps, each view, a word's meaning."""
    page = playground.page
    playground.click(2.0, -1.2)
    page.locator("[data-edge='1,2,0']").dispatch_event("click")
    playground.train()
    playground.wait_for("steps", "n >= 10")
    playground.train()
    for view in ("landscape", "slow-motion", "curves"):
        page.locator("#" + view).click()
        expect(page.locator("#%s-view" % view)).not_to_have_attribute("inert", "")
        if view == "slow-motion":
            page.locator("#slow-graph").click()
            expect(page.locator("#net-graph svg").first).to_be_visible()


def share(page, downloads):
    """Each part of "Share and save": points brought in, all files taken out, a link, a frame and a task made."""
    page.locator("#yours > summary").click()
    page.locator("#yours-data > summary").click()
    page.locator("#data-paste").fill("0,1,a\n1,0,b")
    expect(page.locator("#data-words")).to_contain_text("2 points")
    page.locator("#yours-out > summary").click()
    for kind in ("script", "notebook", "csv", "png", "svg", "json") if downloads else ():
        take(page, kind)
    page.locator("#yours-link > summary").click()
    page.locator("#qr-show").click()
    expect(page.locator("#qr svg")).to_be_visible()
    page.locator("#yours-embed > summary").click()
    expect(page.locator("#embed-snippet")).to_have_value(re.compile("<iframe"))
    page.locator("#yours-task > summary").click()
    page.locator("#compose-title").fill("Moons")
    page.locator("#compose-accuracy").fill("90")
    expect(page.locator("#task-link")).to_have_value(re.compile("#network"))
    page.locator("#yours > summary").click()


def use_the_other_chapters(page):
    """A function and its walk; a line; a prompt, and a changed file that another worker runs."""
    page.locator("nav a[data-chapter=derivatives]").click()
    chapter = Chapter(page)
    chapter.type("a*b + c")
    expect(page.locator("#graph svg [data-node]")).to_have_count(5)
    chapter.click("backward")
    expect(page.locator("#graph svg [data-node][data-grad]")).to_have_count(5)
    page.locator("nav a[data-chapter=line]").click()
    page.locator("#line-train").click()
    expect(page.locator("#line-steps")).not_to_have_text("0")
    page.locator("#line-train").click()
    code = Code(page)
    code.type("net(X[0])")
    expect(code.output.locator(".result")).to_have_text(re.compile("^Value"))
    code.change("value.py", (ADD, ADD + "  # mine"))
    code.run()
    page.locator("#machine-code details > summary").first.click()
    return code


def test_no_other_server_is_asked_and_code_at_the_prompt_cannot_do_so_either(page, url, by_protocol):
    """`localhost` is another origin than that of the page, and the same server, which would answer."""
    asked, answered, errors = [], [], []
    page.context.on("request", lambda request: asked.append(request.url))
    page.context.on("response", lambda response: answered.append(response.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.add_init_script(VIOLATIONS)
    listen(page, errors)
    page.goto(url)
    playground = Playground(page)
    playground.wait_until_ready()
    use_the_playground(playground)
    share(page, downloads=not by_protocol)
    code = use_the_other_chapters(page)
    assert page.evaluate("violations") == []
    expect_only(errors, [])  # what a worker is refused is told there
    assert len(asked) > 100
    assert not [one for one in asked if "python_stdlib" in one]  # nothing that the page imports is missing
    own = urlsplit(url).netloc
    assert [one for one in asked if urlsplit(one.removeprefix("blob:")).netloc != own and not one.startswith("data:")] == []

    code.input.fill(LEAK)
    code.input.press("Enter")
    code.type("leak(%r)" % url)
    expect(code.output.locator(".result").last).to_have_text("200")
    code.type("leak(%r)" % url.replace("127.0.0.1", "localhost"))
    expect(code.output.locator(".err")).to_contain_text("NetworkError")
    assert [one for one in answered if "localhost" in one] == []
