"""What the tests need: an environment with the pinned packages, the page's runtimes, and a browser."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from ui.site.runtimes import Missing, install

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
ENVIRONMENT = ROOT / ".tests"
REQUIREMENTS = TESTS / "requirements.txt"
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


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


def browser(python):
    """The path of a Chromium that starts, or "" for Playwright's own; the latter where it can be had."""
    if starts(python, ""):
        return ""
    print("Looking for a browser ...", flush=True)
    subprocess.run([python, "-m", "playwright", "install", "chromium"], capture_output=True)
    if starts(python, ""):
        return ""
    if not system_browser(python) and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's Chromium ...", flush=True)
        quiet = dict(stdout=subprocess.DEVNULL, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
        subprocess.run(["apt-get", "update"], **quiet)
        subprocess.run(["apt-get", "install", "--yes", "chromium"], **quiet)
    found = system_browser(python)
    if not found:
        raise Missing("The tests need a browser: install Chromium or Google Chrome.")
    return found


def system_browser(python):
    """The first of the system's Chromiums that starts, or None."""
    paths = filter(None, map(shutil.which, SYSTEM_BROWSERS))
    return next((path for path in paths if starts(python, path)), None)


def starts(python, path):
    """Whether the browser at `path`, or Playwright's own if it is empty, can be started."""
    return subprocess.run([python, "-c", _START, path], capture_output=True).returncode == 0


_START = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    p.chromium.launch(executable_path=sys.argv[1] or None, args=["--no-sandbox"]).close()
"""


def ready():
    """Set up everything; returns the environment's Python and the browser's path."""
    install(for_tests=True)
    python = environment()
    return python, browser(python)
