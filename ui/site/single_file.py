"""Writes the page as one HTML file, which opens from a disk, without network, and does all that the site does.

All files that the page and its worker load are in it, as one compressed pack; ui/site/single_file.js takes them from
there. What a module imports, it asks of that script.
"""

import base64
import gzip
import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

from ui.site import archives
from ui.site.build import ROOT, files, notices
from ui.site.pack import bundle
from ui.site.runtimes import Missing

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
BASE = re.search(r'BASE = "(.+?)"', SCRIPT)[1]
PYODIDE = "ui/node_modules/pyodide/"
LEFT_OUT = ("index.html", PYODIDE + "pyodide-lock.json", PYODIDE + "python_stdlib.zip")
NOT_PACKED = (".css", ".png", ".webmanifest")  # in the page itself, or for where a site is
LONGEST = 2 << 20  # characters of an address, in Chromium

POLICY = r'(?<=http-equiv="Content-Security-Policy" content=")[^"]*'
STYLE = r'<link rel="stylesheet" href="([^"]+)"([^>]*)>'
SCRIPT_FILE = r'<script src="([^"]+)"></script>\n'
ELSEWHERE = r' *<(?:link(?![^>]* href="data:)|script type="module"|meta property="og:image")[^>]*>(?:</script>)?\n'
END = '<!--\n%s-->\n<script type="application/octet-stream" id="pack">%s</script>\n</body>'

NAME = r"""(?P<quote>["'])(?P<name>\.[^"']+)(?P=quote)"""
STATIC = r"(?P<before>\b(?:from|import)\s*)" + NAME
IMPORT = r"(?<![\w.$`])import\("  # not that of a template which makes such a text
DYNAMIC = IMPORT + NAME
SOURCE_MAP = r"\n//# sourceMappingURL=\S*"


def write(out):
    """Write the file `out`, which must not exist yet; returns its size in bytes."""
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
    scripts = [SCRIPT, *[inlined(path) for path in re.findall(SCRIPT_FILE, html)]]
    styles = [inlined(path) for path, _ in re.findall(STYLE, html)]
    html = re.sub(POLICY, lambda found: policy(found[0], scripts, styles), html)
    left = iter(styles)
    html = re.sub(STYLE, lambda found: "<style%s>%s</style>" % (found[2], next(left)), html)
    html = re.sub(" *" + SCRIPT_FILE, "", html)
    html = re.sub(ELSEWHERE, "", html)
    html = html.replace("</head>", "".join("<script>%s</script>\n" % text for text in scripts) + "</head>")
    return html.replace("</body>", END % (notices().replace("--", "- -"), packed(contents())))


def inlined(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    if "</s" in text:
        raise Missing("%s cannot be put into the page: it has </s in it." % path)
    return text


def policy(text, scripts, styles):
    """The page's Content-Security-Policy, with what is in the file in place of where the site is."""
    own = {"script-src": digests(scripts) + ["blob:", "data:"], "worker-src": ["data:"], "style-src": digests(styles)}
    rules = []
    for name, *allowed in map(str.split, text.split(";")):
        kept = [what for what in allowed if what not in ("'self'", "blob:")]
        rules.append(" ".join([name, *(own.get(name, []) + kept or ["'none'"])]))
    return "; ".join(rules)


def digests(texts):
    """What allows these scripts or style sheets."""
    found = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
    return ["'sha256-%s'" % digest for digest in found]


def contents():
    """Path -> bytes of all that is packed."""
    paths = [path.as_posix() for path in files()]
    paths = [path for path in paths if path not in LEFT_OUT and not path.endswith(NOT_PACKED)]
    found = {path: (ROOT / path).read_bytes() for path in paths} | archives.make()
    for path in paths:
        if path.endswith((".js", ".mjs")):
            found[path] = module(path, found[path].decode(), found).encode()
    found[archives.LIBRARY] = whole_library(found[archives.LIBRARY])
    found["pyscript.toml"] = found["pyscript.toml"].replace(b'interpreter = "', b'interpreter = "%s' % BASE.encode())
    return found


def whole_library(made):
    """The archive of Python's library with the modules that it lacks."""
    with zipfile.ZipFile(io.BytesIO(made)) as library, zipfile.ZipFile(archives.WHOLE) as whole:
        content = {name: library.read(name) for name in library.namelist()}
        content |= {name: whole.read(name) for name in whole.namelist() if name + "c" not in content}
    return archives.packed({**content, archives.REST: b""})


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
    """The files, path -> bytes, compressed, as base64."""
    return base64.b64encode(gzip.compress(bundle(found), 9, mtime=0)).decode()
