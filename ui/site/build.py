"""Writes the site: the page's own files and, of the pinned runtimes, only what the page loads."""

import hashlib
import html
import json
import re
from pathlib import Path

from ui.site import pack
from ui.site.archives import configuration, make
from ui.site.runtimes import MODULES, UI, Missing

ROOT = UI.parent
MANIFEST = "ui/page/app.webmanifest"
ICONS = ("ui/page/icon.svg", "ui/page/icon-192.png", "ui/page/icon-512.png")  # which the manifest names
MAIN, UNPACK = "ui/main.py", "ui/unpack.py"
OWN = (
    *("index.html", "pyscript.toml", MAIN, UNPACK, "ui/worker.py", "ui/preview.png"),
    *("ui/page/probe.js", "ui/page/frame.js", "ui/page/visitor.js", "ui/page/start.mjs", "ui/page/python.mjs", MANIFEST, *ICONS),
)
START, STYLE = "start.json", "ui/made/style.css"  # what the first files and the style sheets become
STYLE_LINK = r'<link rel="stylesheet" href="([^"]+)">'
PRELOAD = '  <link rel="preload" as="fetch" crossorigin href="%s">\n'
CONFIG = "pyscript.toml"  # in the page itself, once it is built
TOML = r' *<link rel="modulepreload" href="([^"]+/toml-[^"]+)">\n'  # what reads it
SERVICE_WORKER = UI / "site" / "service-worker.js"
NOT_KEPT = ("preview.png", "pyodide-lock.json", pack.PACK, pack.DECODER)  # for times without a network
DIGITS = 16  # of a digest, in the name of a release
RUNTIMES = {  # what is loaded of them, besides the files that index.html names
    "@pyscript/core": (
        "dist/codemirror*.js",
        "dist/index-*.js",
        "dist/error-*.js",
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
    config = configuration()
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

    All files but the page itself and its service worker are in one folder, which is named by their digest: a browser
    that has an old one in its cache never takes it for one of this release.
    """
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Missing("%s is there already and not an empty folder: name another one." % out)
    content = contents()
    page = content.pop("index.html").decode()
    listed = "".join("%s %s\n" % (digest(data), path) for path, data in sorted(content.items()))
    release = digest((listed + page + json.dumps(configuration())).encode())[:DIGITS]
    written = {"%s/%s" % (release, path): data for path, data in content.items()}
    written["index.html"] = page_of(page, release, url).encode()
    kept = {path: digest(data) for path, data in sorted(written.items()) if not path.endswith(NOT_KEPT)}
    worker = SERVICE_WORKER.read_text(encoding="utf-8")
    worker = worker.replace("/*RELEASE*/", release).replace("/*FILES*/", json.dumps(kept))
    written["service-worker.js"] = worker.replace("/*PACKED*/", json.dumps(pack.FILES)).replace("/*PACK*/", pack.PACK).replace("/*DECODER*/", pack.DECODER).encode()
    written["NOTICES.txt"] = notices().encode()
    written[".nojekyll"] = b""  # GitHub Pages would leave out node_modules otherwise
    for path, data in written.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return sum(map(len, written.values()))


def contents():
    """Path -> bytes of all files of the site, which begins with fewer requests than the files as they lie here."""
    content = {path.as_posix(): (ROOT / path).read_bytes() for path in files()} | make()
    first = start_files()
    texts = {path: content[path].decode() for path in [*first, MAIN]}
    content[START] = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    content[MANIFEST] = content[MANIFEST].replace(b'"../../"', b'"../../../"')  # from the folder of the release
    content |= pack.made(content)
    content[STYLE] = b"\n".join(content[path] for path in styles())
    parser = re.search(TOML, content["index.html"].decode())[1]
    for path in {*texts, *styles(), *of_worker_alone(), CONFIG, parser}:
        del content[path]  # they come in an archive, or in the page
    return content


def of_worker_alone():
    """The Python files that only the worker loads: the page loads the engine's too, to show them."""
    config = configuration()
    groups = sum(config["chapters"].values(), [])
    return [path for path in config["worker"]["files"] if path not in groups and not path.startswith("engine/")]


def start_files():
    """The Python files that the page begins with."""
    return list(configuration()["files"])


def styles():
    """The style sheets that index.html links, in their order."""
    return re.findall(STYLE_LINK, (ROOT / "index.html").read_text(encoding="utf-8"))


def config_of(release):
    """What pyscript.toml says, with the archive in the folder of the release in place of the files that it holds."""
    config = configuration()
    interpreter = "%s/%s" % (release, config["interpreter"])
    return {**config, "interpreter": interpreter, "files": {"%s/%s" % (release, START): START}}


def page_of(page, release, url):
    """index.html with all its files in the folder of the release, where the first ones are fewer."""
    for path in start_files():
        page = page.replace(PRELOAD % path, "")
    page = page.replace(PRELOAD % MAIN, PRELOAD % UNPACK + PRELOAD % START).replace('src="%s"' % MAIN, 'src="%s"' % UNPACK)
    page = re.sub(TOML, "", page).replace(PRELOAD % CONFIG, "")
    first, *others = re.findall(STYLE_LINK, page)
    page = page.replace(first, STYLE)
    for other in others:
        page = page.replace('  <link rel="stylesheet" href="%s">\n' % other, "")
    page = re.sub(r'\b(href|src|content)="((?:ui/|engine/|start\.json)[^"]*)"', r'\1="%s/\2"' % release, page)
    config = config_of(release)
    page = page.replace('config="%s"' % CONFIG, 'config="%s"' % html.escape(json.dumps(config)))
    of_worker = json.dumps({"plugins": config["plugins"]})
    page = page.replace('src="%s" hidden>' % CONFIG, 'type="json" hidden>%s' % html.escape(of_worker, quote=False))
    if url:
        picture = 'property="og:image" content="'
        page = page.replace(picture, picture + url.rstrip("/") + "/")
    return page.replace("<html ", '<html data-release="%s" ' % release, 1)


def digest(data):
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
