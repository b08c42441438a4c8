"""Writes the site: the page's own files and, of the pinned runtimes, only what the page loads."""

import shutil
import tomllib
from pathlib import Path

from ui.runtimes import MODULES, UI, Missing

ROOT = UI.parent
OWN = ("index.html", "pyscript.toml", "ui/main.py", "ui/worker.py", "ui/style.css")
RUNTIMES = {
    "@micropython/micropython-webassembly-pyscript": ("micropython.mjs", "micropython.wasm"),
    "@pyscript/core": (
        "dist/core.js",
        "dist/core-*.js",
        "dist/toml-*.js",
        "dist/deprecations-manager-*.js",
        "dist/donkey-*.js",
        "dist/error-*.js",
        "dist/py-editor-*.js",
        "dist/py-game-*.js",
        "dist/py-terminal-*.js",
    ),
    "pyodide": (
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "pyodide-lock.json",
        "python_stdlib.zip",
    ),
    "uplot": ("dist/uPlot.iife.min.js", "dist/uPlot.min.css"),
}
NOTICES = ("package.json", "LICENSE*")  # whose work it is and under which terms


def files():
    """The paths of all files of the site, relative to the project's folder."""
    listed = tomllib.loads((ROOT / "pyscript.toml").read_text())["files"]
    found = [Path(name) for name in (*OWN, *listed)]
    for package, patterns in RUNTIMES.items():
        for pattern in (*patterns, *NOTICES):
            matches = sorted((MODULES / package).glob(pattern))
            if not matches and pattern not in NOTICES:
                raise Missing("%s has no %s: does ui/build.py fit the pinned version?" % (package, pattern))
            found += [match.relative_to(ROOT) for match in matches]
    return found


def build(out):
    """Write the site into the folder `out`, which must be empty or not exist yet; returns its size in bytes."""
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Missing("%s is there already and not an empty folder: name another one." % out)
    size = 0
    for path in files():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        size += target.stat().st_size
    (out / ".nojekyll").touch()  # GitHub Pages would leave out node_modules otherwise
    return size
