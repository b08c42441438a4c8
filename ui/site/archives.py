"""The two archives that the worker starts from, with Python's bytecode in them: nothing is compiled at a start.

The bytecode is made by Pyodide's own Python, under Node, once for each version of a source. Python believes it only
for the very source that it was made of: where a visitor, or you, have changed a file, that file is compiled anew.
"""

import ast
import base64
import hashlib
import io
import json
import shutil
import subprocess
import tomllib
import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ui.site.runtimes import MODULES, UI, Missing

ROOT = UI.parent
KEPT = ROOT / ".bytecode"
LIBRARY, WORKER = "ui/made/library.zip", "ui/made/worker.zip"
SCRIPT = Path(__file__).with_name("compile.mjs")
WHOLE = MODULES / "pyodide" / "python_stdlib.zip"
PLACE = "/lib/python314.zip/"  # where Pyodide puts the library
REST = "rest.txt"  # in the archive: the modules of the library that are not (see ui/work/library.py)
DAY = (1980, 1, 1, 0, 0, 0)  # of all files: the same sources give the same bytes
# Modules of the library that Pyodide, PyScript, or Python's prompt imports besides those of our own files.
MORE = (
    "_ast_unparse",
    "code",
    "codeop",
    "contextvars",
    "encodings.ascii",
    "encodings.cp437",
    "encodings.latin_1",
    "encodings.utf_8_sig",
    "html",
    "json",
    "pkgutil",
    "rlcompleter",
    "textwrap",
    "urllib.parse",
)


def make():
    """Both archives, path -> bytes; Missing if Node is not there or cannot do it."""
    library, own = library_sources(), worker_sources()
    code = bytecode({**{PLACE + name: text for name, text in library.items()}, **own})
    return {
        LIBRARY: packed({REST: rest(library), **{name + "c": code[PLACE + name] for name in library}}),
        WORKER: worker(own, code),
    }


@lru_cache(None)
def library_archive():
    """The archive of Python's library; Missing as for `make`."""
    return make()[LIBRARY]


def worker_archive():
    """The archive of the worker's own files as they are now, with the bytecode that there is already."""
    own = worker_sources()
    return worker(own, {name: kept(name, text) for name, text in own.items()})


def worker(own, code):
    """The archive of the worker's files, path -> text, each with its bytecode, path -> bytes, beside it if there is one."""
    files = {}
    for name, text in own.items():
        files[name] = text.encode()
        if code.get(name):
            path = PurePosixPath(name)
            files[str(path.parent / "__pycache__" / (path.stem + ".cpython-314.pyc"))] = code[name]
    return packed(files)


def configuration():
    """What pyscript.toml says."""
    return tomllib.loads((ROOT / "pyscript.toml").read_text(encoding="utf-8"))


def worker_sources():
    """Path -> text of all files that the worker may import."""
    config = configuration()
    paths = [*config["files"], *config["worker"]["files"]]
    return {path: (ROOT / path).read_text(encoding="utf-8") for path in paths}


def library_sources():
    """Name in Python's own archive -> text, of the modules of the standard library that the worker ever imports."""
    asked = sorted({*MORE, *imported(worker_sources().values())})
    key = hashlib.sha256(b"\0".join((SCRIPT.read_bytes(), WHOLE.read_bytes(), *map(str.encode, asked)))).hexdigest()
    modules = recall(KEPT / "library.json").get(key)
    if modules is None:
        modules = compiled({}, asked)["modules"]
        write(KEPT / "library.json", json.dumps({key: modules}).encode())
    with zipfile.ZipFile(WHOLE) as whole:
        names = [name for name in whole.namelist() if name.endswith(".py") and module_of(name) in set(modules)]
        return {name: whole.read(name).decode() for name in sorted(names)}


def rest(library):
    """The names of the modules that are in Python's own archive and not among these, as a file."""
    with zipfile.ZipFile(WHOLE) as whole:
        names = [name for name in whole.namelist() if name.endswith(".py") and name not in library]
    return "\n".join(sorted(map(module_of, names))).encode()


def module_of(name):
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(texts):
    """The names of the modules that Python sources import."""
    found = set()
    for text in texts:
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue  # the page will say so
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module)
    return found


def bytecode(sources):
    """Name -> bytecode of all sources, name -> text, of which what is missing is made and kept."""
    missing = {name: text for name, text in sources.items() if not place(name, text).exists()}
    if missing:
        for name, code in compiled(missing, ())["bytecode"].items():
            write(place(name, missing[name]), base64.b64decode(code))  # nothing, of a source that is no Python
    used = {place(name, text) for name, text in sources.items()}
    for path in KEPT.glob("*.pyc"):
        if path not in used:
            path.unlink(missing_ok=True)
    return {name: kept(name, text) for name, text in sources.items()}


def kept(name, text):
    """The bytecode that has been made of this source, or b""."""
    path = place(name, text)
    return path.read_bytes() if path.exists() else b""


def place(name, text):
    version = json.loads((MODULES / "pyodide" / "package.json").read_text())["version"]
    return KEPT / (hashlib.sha256("\0".join((version, name, text)).encode()).hexdigest() + ".pyc")


def compiled(sources, imports):
    """What compile.mjs answers."""
    node = shutil.which("node")
    if not node:
        raise Missing("Node.js is missing: install it, and try again.")
    print("Compiling Python's library for the browser ..." if imports else "Compiling %d Python files ..." % len(sources), flush=True)
    task = json.dumps({"sources": sources, "imports": list(imports)})
    result = subprocess.run([node, SCRIPT], input=task, capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        raise Missing("Pyodide could not compile the page's Python under Node: %s" % result.stderr.strip())
    return json.loads(result.stdout)


def packed(files):
    """A zip archive of files, name -> bytes; not compressed, so that nothing has to be unpacked at a start."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, DAY), data)
    return buffer.getvalue()


def recall(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def write(path, data):
    """Write a file whole: others may be reading and writing the same ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".%d.part" % id(data))
    part.write_bytes(data)
    part.replace(path)
