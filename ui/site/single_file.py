"""Writes the page as one HTML file, which opens from a disk, without network, and does all that the site does.

All files that the page and its worker load are in it, as one compressed pack; ui/site/single_file.js takes them from
there. Modules are packed so that what they import is asked of that script.
"""

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

from ui.site import archives
from ui.site.build import ROOT, files
from ui.site.runtimes import Missing

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
BASE = re.search(r'BASE = "(.+?)"', SCRIPT)[1]
# Besides what is a part of the page itself: a page without network installs no packages, and nobody previews it.
LEFT_OUT = ("index.html", "ui/preview.png", "ui/node_modules/pyodide/pyodide-lock.json")
REST = "ui/node_modules/pyodide/python_stdlib.zip"
LONGEST = 2 << 20  # characters of an address, in Chromium
POLICY = {  # the Content-Security-Policy: nothing is loaded from anywhere
    "default-src": "'none'",
    "script-src": "%s data: 'wasm-unsafe-eval' 'unsafe-eval'",
    "worker-src": "data:",
    "connect-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
STYLE = r'<link rel="stylesheet" href="([^"]+)">'
CLASSIC = r'<script src="([^"]+)"></script>'
ELSEWHERE = r' *<(?:link(?! rel="icon")|script type="module"|meta property="og:image")[^>]*>(?:</script>)?\n'
NAME = r"""(?P<quote>["'])(?P<name>\.[^"']+)(?P=quote)"""
STATIC = r"(?P<before>\b(?:from|import)\s*)" + NAME
IMPORT = r"(?<![\w.$`])import\("  # not that of a template which makes such a text
DYNAMIC = IMPORT + NAME
SOURCE_MAP = r"\n//# sourceMappingURL=\S*"
PACK = '<script type="application/octet-stream" id="pack">%s</script>\n</body>'


def write(out):
    """Write the file; returns its size in bytes."""
    out = Path(out)
    if out.exists():
        raise Missing("%s is there already: name another file." % out)
    content = page().encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return len(content)


def page():
    """The text of the file."""
    html = (ROOT / "index.html").read_text(encoding="utf-8")
    scripts = [SCRIPT, *map(inlined, re.findall(CLASSIC, html))]
    html = re.sub(STYLE, lambda match: "<style>\n%s</style>" % inlined(match[1]), html)
    html = re.sub(CLASSIC, lambda match: "".join("<script>%s</script>\n" % text for text in scripts), html)
    html = re.sub(ELSEWHERE, "", html)
    html = re.sub('(?<=Security-Policy" content=")[^"]*', policy(scripts), html)
    return html.replace("</body>", PACK % packed(contents()))


def inlined(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    if "</s" in text:
        raise Missing("%s cannot be put into the page: it has </s in it." % path)
    return text


def policy(scripts):
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    allowed = " ".join("'sha256-%s'" % text for text in hashes)
    return "; ".join("%s %s" % (name, what) for name, what in POLICY.items()) % allowed


def contents():
    """Path -> bytes of all that is packed."""
    found = {path.as_posix(): (ROOT / path).read_bytes() for path in files()}
    found = {path: data for path, data in (found | archives.make()).items() if path not in LEFT_OUT and not path.endswith(".css")}
    for path, data in found.items():
        if path.endswith((".js", ".mjs")):
            found[path] = module(path, data.decode(), found).encode()
    found[REST] = rest_of_library(found)
    found["pyscript.toml"] = found["pyscript.toml"].replace(b'interpreter = "', b'interpreter = "%s' % BASE.encode())
    return found


def rest_of_library(found):
    """The archive of Python's library without the modules that are in the one of bytecode: uncompressed, as the pack is."""
    with zipfile.ZipFile(io.BytesIO(found[archives.LIBRARY])) as library, zipfile.ZipFile(archives.WHOLE) as whole:
        known = set(library.namelist())
        return archives.packed({name: whole.read(name) for name in whole.namelist() if name + "c" not in known})


def module(path, text, known):
    """A module, given as text, whose imports and whose own address are those of the pack."""

    def static(found):
        name = target(path, found["name"])
        if name not in known:
            raise Missing("%s imports %s, which is not among the files of the site." % (path, name))
        return "%(before)s%(quote)spacked:{}%(quote)s".format(name) % found.groupdict()

    def dynamic(found):  # of what is not packed, too: it may never be asked for
        return "import(%(quote)s{}%(quote)s".format(BASE + target(path, found["name"])) % found.groupdict()

    text = re.sub(STATIC, static, text)
    text = re.sub(DYNAMIC, dynamic, text)
    text = re.sub(IMPORT, "packed.import(", text)
    text = text.replace("import.meta.url", 'packed.at("%s")' % path)
    text = re.sub(SOURCE_MAP, "", text)
    if len(text) * 4 / 3 > LONGEST:
        raise Missing("%s is too large for a module of a single file." % path)
    return text


def target(path, name):
    """The path that a module at `path` means by a name that begins with a dot."""
    return urljoin(BASE + path, name).removeprefix(BASE)


def packed(found):
    """The pack: a line of JSON, [[path, size]], then the files, compressed, as base64."""
    index = json.dumps([[path, len(data)] for path, data in found.items()])
    whole = b"\n".join((index.encode(), b"".join(found.values())))
    return base64.b64encode(gzip.compress(whole, 9, mtime=0)).decode()
