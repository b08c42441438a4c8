"""The pinned JavaScript and WebAssembly under the page: whether it is installed, and how to install it."""

import json
import shutil
import subprocess
from pathlib import Path

UI = Path(__file__).resolve().parent.parent
MODULES = UI / "node_modules"


class Missing(Exception):
    """Something the commands need is not there; the message says what, and what to do."""


def install(for_tests=False):
    """Install what package-lock.json pins, if it is not there already; Missing if that cannot be done."""
    if all(installed(name) == version for name, version in pinned(for_tests).items()):
        return
    npm = shutil.which("npm")
    if not npm:
        raise Missing("npm is missing: install Node.js, which brings it, and try again.")
    print("Installing the pinned runtimes with npm ...", flush=True)
    result = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"] + ([] if for_tests else ["--omit=dev"]),
        cwd=UI,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode:
        reasons = [line for line in result.stdout.splitlines() if line.lower().startswith("npm err")]
        raise Missing("npm ci failed in ui/: %s" % " / ".join(reasons[:3] or ["no reason given"]))


def pinned(for_tests=False):
    """The packages that package.json asks for, with their versions."""
    package = json.loads((UI / "package.json").read_text())
    return {**package["dependencies"], **(package["devDependencies"] if for_tests else {})}


def installed(name):
    """The version of an installed package, or None."""
    try:
        return json.loads((MODULES / name / "package.json").read_text())["version"]
    except (OSError, ValueError, KeyError):
        return None
