"""What the tests need: an environment with the pinned packages, the page's runtimes, and browsers."""

import os
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ui.site.build import contents
from ui.site.runtimes import Missing, install

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
ENVIRONMENT = ROOT / ".tests"
REQUIREMENTS = TESTS / "requirements.txt"
HEADLESS_SHELL = "chromium-headless-shell"  # takes a third less of the processors, and reads no profile
SYSTEM_BROWSERS = {  # what they are called where they are installed; there is no WebKit that Playwright could drive
    "chromium": (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": (),
}
PACKAGES = {"chromium": (HEADLESS_SHELL, "chromium"), "firefox": ("firefox-esr",)}  # Debian's: each has a program of its name
ADVICE = {
    "chromium": "install Chromium or Google Chrome",
    "firefox": "install Firefox",
    "webkit": "run the tests where Playwright can install its own",
}


def environment():
    """The Python of an environment that has exactly the pinned packages; made or renewed if need be."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "requirements.txt"
    wanted = REQUIREMENTS.read_text() + "# for Python %s\n" % sys.version
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return python
    print("Making the tests' environment in .tests ...", flush=True)
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise Missing("A virtual environment could not be made: install Python's venv module.") from error
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", REQUIREMENTS]).returncode:
        raise Missing("pip could not install tests/requirements.txt; its reasons are above.")
    stamp.write_text(wanted)
    return python


def browser(python, name):
    """The path of a "chromium", "firefox" or "webkit" that starts, or "" for Playwright's own, if that can be had."""
    if starts(python, name, ""):
        return ""
    print("Looking for %s ..." % name.capitalize(), flush=True)
    subprocess.run([python, "-m", "playwright", "install", name], capture_output=True)
    if starts(python, name, ""):
        return ""
    missing = [package for package in PACKAGES.get(name, ()) if not shutil.which(package)]
    if missing and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's %s ..." % " and ".join(missing), flush=True)
        quiet = dict(stdout=subprocess.DEVNULL, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
        subprocess.run(["apt-get", "update"], **quiet)
        subprocess.run(["apt-get", "install", "--yes", *missing], **quiet)
    found = system_browser(python, name)
    if not found:
        raise Missing("No %s can be started here: %s." % (name.capitalize(), ADVICE[name]))
    return found


def system_browser(python, name):
    """The first of the system's browsers of this name that starts, or None."""
    paths = filter(None, map(shutil.which, SYSTEM_BROWSERS[name]))
    return next((path for path in paths if starts(python, name, path)), None)


def starts(python, name, path):
    """Whether a page can be opened in the browser at `path`, or in Playwright's own if that is empty."""
    command = [python, "-m", "tests.e2e.launch", name, path]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def ready(names=()):
    """Set up everything for the browsers of these names, by default Chromium, and Firefox where it can be had.

    Returns the environment's Python and what the tests are to be told by environment variables.
    """
    install(for_tests=True)
    with ThreadPoolExecutor() as pool:  # which waits for both
        made = pool.submit(contents)  # of the site: what of it takes long is kept
        python = pool.submit(environment).result()
        made.result()
    told = {variable(name): browser(python, name) for name in names or ("chromium",)}
    if not names:
        try:
            told[variable("firefox")] = browser(python, "firefox")
        except Missing as missing:
            print("The tests of the main job in Firefox are skipped. %s" % missing, flush=True)
    return python, told


def variable(name):
    """The environment variable that says where a browser is: GLASSGRAD_BROWSER for Chromium, or GLASSGRAD_FIREFOX."""
    return "GLASSGRAD_BROWSER" if name == "chromium" else "GLASSGRAD_" + name.upper()
