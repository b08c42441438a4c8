"""A real browser on the page as it is served. Every test fails if the browser's console shows an error."""

import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.code import Workbench
from tests.e2e.derivatives import Chapter
from tests.e2e.launch import arguments
from tests.e2e.playground import Playground
from tests.e2e.shared import PATIENCE, WINDOW, Shared, expect_only, listen
from tests.setup import HEADLESS_SHELL, ROOT, SYSTEM_BROWSERS, variable
from ui.site.build import files
from ui.site.serve import Server

expect.set_options(timeout=PATIENCE)
FAILED, ERRORS = pytest.StashKey(), pytest.StashKey()


def pytest_collection_modifyitems(items):
    """Tests that share a page run in one process; those that are many in two, or where each takes long, by their file."""
    parts = {"shared_playground": lambda stem: sum(map(ord, stem)) % 2, "shared_code": str}
    for item in items:
        for name in getattr(item, "fixturenames", ()):
            if name.startswith("shared_"):
                part = parts[name](item.path.stem) if name in parts else ""
                item.add_marker(pytest.mark.xdist_group("%s %s" % (name, part)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    if report.failed and item.stash.get(ERRORS, []):
        report.sections.append(("Errors in the browser's console", "\n".join(item.stash[ERRORS])))
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_name):
    path = os.environ.get(variable(browser_name), "")
    return dict(browser_type_launch_args, **arguments(browser_name, path))


@pytest.fixture
def with_preferences(playwright, tmp_path):
    """A function that returns a context of Chromium whose profile has these preferences."""
    contexts = []

    def opened(preferences):
        path = os.environ.get(variable("chromium"), "")
        if Path(path).name == HEADLESS_SHELL:
            path = next(filter(None, map(shutil.which, SYSTEM_BROWSERS["chromium"][1:])), None)
            if not path:
                pytest.skip("The headless shell has no preferences, and there is no other Chromium")
        given = arguments("chromium", path) if path else dict(arguments("chromium", ""), channel="chromium")
        (tmp_path / "Default").mkdir()
        (tmp_path / "Default" / "Preferences").write_text(json.dumps({"profile": preferences}))
        contexts.append(playwright.chromium.launch_persistent_context(tmp_path, **given))
        return contexts[-1]

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return dict(browser_context_args, viewport=WINDOW)


def serving(folder, served=files):
    server = Server(folder, served=served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def url():
    server = serving(ROOT)
    yield server.url
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed_errors():
    """Texts that the console may show; a test that provokes errors adds to it."""
    return []


@pytest.fixture
def watched(request, allowed_errors):
    """A function that makes a Playwright page report its errors at the end of the test."""
    errors = request.node.stash[ERRORS] = []

    yield lambda page: listen(page, errors)
    expect_only(errors, allowed_errors)


@pytest.fixture
def by_protocol(browser_name):
    """Whether it is the system's Firefox, where WebDriver BiDi has no touch, downloads, colour scheme or scripts off."""
    return browser_name == "firefox" and bool(os.environ.get(variable("firefox")))


@pytest.fixture
def full_driver(by_protocol):
    """For tests that need just that."""
    if by_protocol:
        pytest.skip("WebDriver BiDi cannot do this yet")


@pytest.fixture
def no_engine(page):
    """Keeps the engine of this page from coming: for tests that need none, and would wait for a machine that starts it."""
    page.route("**/pyodide.asm.wasm", lambda route: None)


@pytest.fixture
def let_engine_come(page):
    """Keeps the engine of this page from coming until this is called."""
    held, pattern = [], "**/pyodide.asm.wasm"
    page.route(pattern, lambda route: held.append(route))

    def let_come():
        for route in held[-1:]:  # those before were of pages that have gone
            route.continue_()
        page.unroute(pattern)

    return let_come


@pytest.fixture
def playground(page, url, watched):
    """The playground on a page that has just been opened; its engine may still be starting."""
    watched(page)
    page.goto(url)
    return Playground(page)


@pytest.fixture
def alone(playground):
    """The playground with its engine running, on a page that has just been opened."""
    playground.wait_until_ready()
    return playground


def sharing(Page, link=""):
    """A session's fixture of a page that tests share, opened by this link; Page as for Shared."""

    @pytest.fixture(scope="session")
    def shared(browser, browser_context_args, url):
        shared = Shared(browser, browser_context_args, url + link, Page)
        yield shared
        shared.let_go()

    return shared


shared_playground = sharing(Playground)
shared_derivatives = sharing(Chapter, "#derivatives")
shared_code = sharing(Workbench)


def lent(request, shared, allowed_errors):
    """Take a page, and give it back after the test; one that fails takes it along."""
    request.node.stash[ERRORS] = shared.errors
    yield shared.take()
    if request.node.stash.get(FAILED, False):
        shared.let_go()
    else:
        shared.give_back(allowed_errors)


@pytest.fixture
def ready(request, shared_playground, allowed_errors):
    """The playground at its start with its engine running, on a page that other tests have used."""
    yield from lent(request, shared_playground, allowed_errors)


@pytest.fixture
def workbench(request, shared_code, allowed_errors):
    """The chapter "code" with its original files and its engine running, on a page that other tests have used."""
    yield from lent(request, shared_code, allowed_errors)


@pytest.fixture
def derivatives(request, shared_derivatives, allowed_errors):
    """The chapter "derivatives" with its first graph, on a page that other tests have used."""
    yield from lent(request, shared_derivatives, allowed_errors)
