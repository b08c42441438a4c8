"""The pack: what a first visit loads of Python, in one file, as small as a browser can still unpack it.

Later visits have its files from the service worker, as they are, because Python starts sooner from those.
"""

import hashlib
import json

from ui.site.archives import KEPT, LIBRARY, WORKER, write
from ui.site.runtimes import MODULES, Missing

PROGRAM = "ui/node_modules/pyodide/pyodide.asm.wasm"
PACK, DECODER = "ui/made/pack.xz", "ui/made/xz.js"
FILES = (PROGRAM, LIBRARY, WORKER)  # in the order in which they are needed
SOURCE = MODULES / "xz-decompress" / "dist" / "package" / "xz-decompress.min.js"
XZ = {"preset": 6, "dict_size": 1 << 24}  # more takes longer and gains nothing here


def made(content):
    """Path -> bytes of the pack and of what unpacks it, in a worker of any kind; content: path -> bytes of all files."""
    whole = bundle({path: content[path] for path in FILES})
    script = "(function () {\n%s\n}).call(globalThis);\n" % SOURCE.read_text(encoding="utf-8")
    return {PACK: compressed(whole), DECODER: script.encode()}


def bundle(files):
    """Files, path -> bytes, as one: a line of JSON, [[path, size], ...], and then the files."""
    index = json.dumps([[path, len(data)] for path, data in files.items()])
    return b"\n".join((index.encode(), b"".join(files.values())))


def compressed(data):
    """The same as XZ, which takes some seconds, once; Missing if this Python cannot do it."""
    try:
        import lzma
    except ImportError as error:
        raise Missing("This Python has no lzma module, which the site is packed with.") from error
    place = KEPT / ("%s.xz" % hashlib.sha256(json.dumps(XZ).encode() + data).hexdigest())
    try:
        return place.read_bytes()
    except FileNotFoundError:
        filters = [{"id": lzma.FILTER_LZMA2, **XZ}]
        packed = lzma.compress(data, lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)
    for old in KEPT.glob("*.xz"):
        old.unlink(missing_ok=True)
    write(place, packed)
    return packed
