"""One page and one engine for all tests that begin where a visitor begins; a test that fails takes its page with it."""

from tests.e2e.playground import PATIENCE, Playground


def listen(page, errors):
    """Add what a page's console shows as errors to the list."""
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page


def expect_only(errors, allowed):
    """Fail if there are other errors than those with one of these texts in them."""
    unexpected = [error for error in errors if not any(text in error for text in allowed)]
    assert unexpected == [], "the console shows errors"


class Shared:
    """The playground of a page that one test after the other may have; context_arguments as for a browser's context."""

    def __init__(self, browser, context_arguments, url):
        self._open = lambda: browser.new_context(**context_arguments)
        self._url = url
        self._context = None
        self._errors = []

    def take(self):
        """The playground at its start: a new one if none was given back."""
        self._errors.clear()
        if not self._context:
            try:
                self._start()
            except BaseException:
                self.let_go()
                raise
        return self._playground

    def _start(self):
        self._context = self._open()
        page = listen(self._context.new_page(), self._errors)
        page.goto(self._url)
        self._playground = Playground(page)
        self._playground.wait_until_ready()
        self._state = self._playground.state()

    def give_back(self, allowed):
        """Bring it back to its start, for the next test; fails, and lets it go, if that or the console shows errors."""
        try:
            expect_only(self._errors, allowed)
            self._playground.start_again(self._state)
            expect_only(self._errors, allowed)
        except BaseException:
            self.let_go()
            raise

    def let_go(self):
        """Close the page."""
        if self._context:
            self._context.close()
            self._context = None
