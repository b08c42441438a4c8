"""One page and one engine for all tests that begin where a visitor begins; a test that fails takes its page with it."""

from playwright.sync_api import TimeoutError

from ui.site.archives import worker, worker_sources

PATIENCE = 60_000  # milliseconds that anything may take, on a busy machine, before a test gives up
WINDOW = {"width": 1280, "height": 900}


def listen(page, errors):
    """Add what a page's console shows as errors to the list."""
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page


def expect_only(errors, allowed):
    """Fail if there are other errors than those with one of these texts in them."""
    unexpected = [error for error in errors if not any(text in error for text in allowed)]
    assert not unexpected, "the console shows errors: %s" % unexpected


def wait_for_state(page, script, state):
    """Wait until a JavaScript list of texts is `state`; fails with what is different."""
    try:
        page.wait_for_function("state => String(%s) === String(state)" % script, arg=state)
    except TimeoutError:
        others = sorted(set(page.evaluate(script)) - set(state))
        raise AssertionError("the page cannot be brought back to its start: %s at %s" % (others, page.url))


def with_worker_files(page, texts):
    """Have the worker of a Playwright page start with other texts of some of its files, path -> text."""
    archive = worker({**worker_sources(), **texts}, {})
    page.route("**/made/worker.zip", lambda route: route.fulfill(body=archive))


def paste(editor, text):
    """Paste into an editor in place of what is selected: of Playwright's own insertion Firefox makes a line too many."""
    editor.evaluate(
        """(editor, text) => {
            const event = new Event("paste", {bubbles: true, cancelable: true});
            event.clipboardData = {getData: kind => kind === "text/plain" ? text : ""};  // Firefox takes no real one
            editor.dispatchEvent(event);
        }""",
        text,
    )


def press_if_there(page, name):
    """Press a button that puts something away, unless there is nothing to put away; it may be going by itself just now."""
    page.evaluate("id => { const e = document.getElementById(id); e.checkVisibility() && e.click() }", name)


class Shared:
    """A page that one test after the other may have; context_arguments as for a browser's context.

    Page makes of a Playwright page what the tests use: with `wait_until_ready()`, `state()`, the texts that tell that
    it is at its start, and `start_again(state)`, which brings it back there. errors: what its console has shown.
    """

    def __init__(self, browser, context_arguments, url, Page):
        self._open = lambda: browser.new_context(**context_arguments)
        self._url, self._Page = url, Page
        self._context = None
        self.errors = []

    def take(self):
        """The page at its start: a new one if none was given back."""
        self.errors.clear()
        if not self._context:
            try:
                self._start()
            except BaseException:
                self.let_go()
                raise
        return self._used

    def _start(self):
        self._context = self._open()
        page = listen(self._context.new_page(), self.errors)
        page.goto(self._url)
        self._used = self._Page(page)
        self._used.wait_until_ready()
        self._state = self._used.state()

    def give_back(self, allowed):
        """Bring it back to its start, for the next test; fails, and lets it go, if that or the console shows errors."""
        try:
            expect_only(self.errors, allowed)
            self._used.start_again(self._state)
            expect_only(self.errors, allowed)
        except BaseException:
            self.let_go()
            raise

    def let_go(self):
        """Close the page."""
        if self._context:
            self._context.close()
            self._context = None
