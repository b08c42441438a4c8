"""The page in a frame of another origin: what it shows, what it tells its host, in a sandbox and without storage."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

HOST = """<!doctype html><title>A course page</title><style>iframe { width: 800px; height: 300px; border: 0 }</style>
<script>
const told = {}, frames = () => [...document.querySelectorAll("iframe")];
addEventListener("message", ({source, data}) => {
  const frame = frames().find((frame) => frame.contentWindow === source);
  (told[frame.id] ??= []).push(data);
  if (data.source === "glassgrad" && data.type === "height") frame.style.height = data.height + "px";
});
</script>%s"""


class Course:
    """A page of another origin, with frames: id -> (query and fragment, other attributes)."""

    def __init__(self, page, url, frames):
        body = HOST % "".join(
            '<iframe id="%s" src="%s%s" %s></iframe>' % (name, url, link.replace("&", "&amp;"), more)
            for name, (link, more) in frames.items()
        )

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.page = page
        page.goto("http://localhost:%d/" % self.server.server_address[1])

    def frame(self, name):
        return self.page.frame_locator("#" + name)

    def inside(self, name, script):
        return self.page.query_selector("#" + name).content_frame().evaluate(script)

    def wait(self, test, arg=None):
        self.page.wait_for_function(test, arg=arg)

    def wait_until_ready(self, *names):
        for name in names:
            self.wait("name => told[name]?.some(({type}) => type === 'ready')", name)
        return self

    def told(self, name, kind):
        return [message for message in self.page.evaluate("name => told[name] ?? []", name) if message["type"] == kind]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def course(url):
    """A function that opens a course page with these frames on a Playwright page."""
    opened = []

    def open_course(page, **frames):
        opened.append(Course(page, url, frames))
        return opened[-1]

    yield open_course
    for one in opened:
        one.close()


def shown(course, name, *selectors):
    for selector in selectors:
        expect(course.frame(name).locator(selector).first).to_be_visible()


def hidden(course, name, *selectors):
    for selector in selectors:
        for one in course.frame(name).locator(selector).all():
            expect(one).to_be_hidden()


def test_frames_show_what_they_are_asked_for_and_tell_their_host_what_happens(page, course, watched, url):
    watched(page)
    it = course(
        page,
        plane=("?embed=plane&hide=edits,speed&show=data&transparent#derivatives?rate=0.5", ""),
        order=("?embed=order&show=buttons", ""),
    )
    it.wait_until_ready("plane", "order")
    shown(it, "plane", "#plane", "#train", "#step", "#reset", "#loss", "#dataset", "input[name=label] + svg", "#frame-link")
    hidden(it, "plane", "header", "footer", "nav", ".intro > *", ".ending", "#undo", ".speed", "#recipe", ".glass", ".views")
    shown(it, "order", "#order", "#order-right svg", "#order-words")
    hidden(it, "order", "header", "#walk-bench", "#costs", ".goals", "#network", ".ending")
    expect(it.frame("order").locator("#frame-trouble")).to_have_text("Nothing to show or hide has this name: buttons.")
    assert 0 <= it.frame("order").locator("#frame-trouble").evaluate("e => e.getBoundingClientRect().top") < 50  # where it is seen
    assert it.inside("plane", "getComputedStyle(document.documentElement).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert it.inside("order", "getComputedStyle(document.documentElement).backgroundColor") != "rgba(0, 0, 0, 0)"

    link = it.frame("plane").locator("#frame-link")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    it.frame("plane").locator("#train").click()
    it.frame("plane").locator("#train").click()
    it.frame("plane").locator("#dataset").select_option("circles")
    it.wait("told.plane.some(({type, link}) => type === 'state' && /#network\\?.*dataset=circles/.test(link))")
    expect(link).to_have_attribute("href", it.told("plane", "state")[-1]["link"])
    assert it.told("plane", "state")[-1]["link"].startswith(url + "#network?")
    for name in ("plane", "order"):  # a frame as high as it says stays so
        page.locator("#" + name).scroll_into_view_if_needed()
        it.wait("name => told[name].filter(({type}) => type === 'height').at(-1).height === document.getElementById(name).clientHeight", name)
        overflow = "document.documentElement.scrollHeight - document.documentElement.clientHeight"
        assert it.inside(name, overflow) <= 0 and it.page.locator("#" + name).bounding_box()["height"] > 400
        for message in it.page.evaluate("name => told[name]", name):
            assert (message["source"], message["version"]) == ("glassgrad", 1)


def test_messages_to_a_frame_change_nothing(page, course, watched):
    watched(page)
    it = course(page, net=("?embed=net#network", "")).wait_until_ready("net")
    kinds = ("open", "state", "ready", "progress", "solved", "load", "__proto__")
    odd = [None, 0, "", "open", [], {}, [["run"]], {"source": "glassgrad"}, "x" * 100000, {"type": 1}, ["polyscript:done"]]
    odd += [dict(source=source, type=kind, **more) for source in ("glassgrad", "host") for kind in kinds for more in (
        {}, {"link": "javascript:alert(1)"}, {"link": "#code"}, {"link": "../"}, {"hash": "#network?rate=9"},
        {"height": -1}, {"version": {}}, {"data": "<img src=x onerror=alert(1)>"}, {"code": "1/0"},
        {"action": "terminate"}, {"args": [[]]}, {"id": 0, "result": None}, {"files": {"engine/value.py": "1/0"}})]  # fmt: skip
    assert len(odd) > 180
    before = it.inside("net", "location.href")
    page.evaluate("odd => odd.forEach((one) => frames()[0].contentWindow.postMessage(one, '*'))", odd)
    it.frame("net").locator("#step").click()
    expect(it.frame("net").locator("#steps")).to_have_text("1")
    after = it.inside("net", "location.href")
    assert after in (before, before + "?step=1")  # which is written a moment later


@pytest.mark.only_browser("chromium")  # by its own preferences
def test_a_frame_works_in_the_narrowest_sandbox_and_without_storage(with_preferences, course):
    context = with_preferences({"cookie_controls_mode": 1, "block_third_party_cookies": True})
    it = course(context.new_page(), bare=("?embed=plane", 'sandbox="allow-scripts"'), third=("?embed=console#code", ""))
    it.wait_until_ready("bare", "third")
    denied = "(() => { try { return String(localStorage); } catch (error) { return error.name; } })()"
    assert it.inside("bare", "self.origin") == "null"
    assert it.inside("bare", denied) == it.inside("third", denied) == "SecurityError"
    it.frame("bare").locator("#step").click()
    expect(it.frame("bare").locator("#steps")).to_have_text("1")
    prompt = it.frame("third").locator("#console-input")
    prompt.fill("6 * 7")
    prompt.press("Enter")
    expect(it.frame("third").locator("#console-output")).to_contain_text("42")


def test_the_snippet_follows_the_choice_and_the_state(ready):
    page = ready.page
    snippet = page.locator("#embed-snippet")
    expect(snippet).to_have_value(re.compile(r'src="http://127\.0\.0\.1:\d+/\?embed#network"'))
    page.locator("#yours > summary").click()
    page.locator("#yours-embed > summary").click()
    page.locator("#embed-what").select_option("plane")
    for tick in ("speed", "recipe"):
        page.locator("#embed-parts input[value=%s]" % tick).click()
    page.locator("#embed-transparent").check()
    ready.set("rate", "0.5")
    expect(snippet).to_have_value(re.compile(r"\?embed=plane&amp;show=recipe&amp;hide=speed&amp;transparent#network\?rate=0\.5"))
    expect(snippet).to_have_value(re.compile(r'title="Glassgrad: The plane of the network" width="100%" height="\d{3,4}"'))
    page.locator("#embed-copy").click()
    expect(page.locator("#embed-said")).to_have_text(re.compile("Copied|Ctrl C"))
    marked = "() => { const e = document.getElementById('embed-snippet'); return e.value.slice(e.selectionStart, e.selectionEnd) }"
    assert page.evaluate(marked) == snippet.input_value()
    copied = page.evaluate(
        "rate.value = '0.25'; rate.dispatchEvent(new Event('change')); document.getElementById('embed-copy').click();"
        "document.getElementById('embed-snippet').value"
    )
    assert "#network?rate=0.25" in copied
    page.locator("#embed-what").select_option("")
    page.locator("#embed-transparent").uncheck()
    page.locator("#yours > summary").click()
