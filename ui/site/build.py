"""Writes the site: the page's own files and, of the pinned runtimes, only what the page loads."""

import json
import re
import shutil
import tomllib
from pathlib import Path

from ui.site.archives import make
from ui.site.runtimes import MODULES, UI, Missing

ROOT = UI.parent
OWN = ("index.html", "pyscript.toml", "ui/main.py", "ui/worker.py", "ui/preview.png", "ui/page/frame.js", "ui/page/python.mjs")
PICTURE = '<meta property="og:image" content="%sui/preview.png">'
RUNTIMES = {  # what is loaded of them, besides the files that index.html names
    "@pyscript/core": (
        "dist/codemirror*.js",
        "dist/index-*.js",
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
    "@viz-js/viz": ("dist/viz.js",),
    "uqr": ("dist/index.mjs",),
    "uplot": ("dist/uPlot.iife.min.js",),
}


def listed():
    """The Python files that pyscript.toml names, for whichever Python and moment."""
    config = tomllib.loads((ROOT / "pyscript.toml").read_text(encoding="utf-8"))
    return [*config["files"], *config["worker"]["files"], *sum(config["chapters"].values(), [])]


def named():
    """The files that index.html links or loads, whoever's they are."""
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    return re.findall(r'(?:href|src)="((?:ui|engine)/[^"]+)"', page)


def files():
    """The paths of all files of the site, relative to the project's folder; Missing if a runtime lacks one."""
    found = [Path(name) for name in (*OWN, *named(), *listed())]
    for path in found:
        if path.is_relative_to("ui/node_modules") and not (ROOT / path).exists():
            raise Missing("index.html names %s: does it fit the pinned version?" % path.as_posix())
    for package, patterns in RUNTIMES.items():
        for pattern in patterns:
            matches = sorted((MODULES / package).glob(pattern))
            if not matches:
                raise Missing("%s has no %s: does ui/site/build.py fit the pinned version?" % (package, pattern))
            found += [match.relative_to(ROOT) for match in matches]
    return list(dict.fromkeys(found))


def notices():
    """Whose work the site contains, and under which terms: all pinned packages, which bundle one another."""
    packages = json.loads((UI / "package-lock.json").read_text())["packages"]
    parts = []
    for path, entry in sorted(packages.items()):
        if not path or entry.get("dev"):
            continue
        if "license" not in entry:
            raise Missing("%s names no license, so it cannot be part of the site." % path)
        texts = [file.read_text().strip() for file in sorted((UI / path).glob("LICENSE*"))]
        title = "%s %s, license: %s" % (path.split("node_modules/")[-1], entry["version"], entry["license"])
        parts.append("\n\n".join([title, *texts]))
    return ("\n\n" + 72 * "-" + "\n\n").join(parts) + "\n"


def build(out, url=None):
    """Write the site into the folder `out`, which must be empty or not exist yet; returns its size in bytes.

    url  where it will be, if that is known: previews of links find their picture by a whole address only
    """
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Missing("%s is there already and not an empty folder: name another one." % out)
    size = 0
    for path in files():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        size += target.stat().st_size
    for path, content in make().items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        size += len(content)
    if url:
        page = (out / "index.html").read_text(encoding="utf-8")
        (out / "index.html").write_text(page.replace(PICTURE % "", PICTURE % (url.rstrip("/") + "/")), encoding="utf-8")
    (out / "NOTICES.txt").write_text(notices())
    (out / ".nojekyll").touch()  # GitHub Pages would leave out node_modules otherwise
    return size
