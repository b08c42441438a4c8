"""The JavaScript libraries that only some chapters need: each is loaded when it is first asked for."""

from pyscript import js_import

from ui.page.browser import at, window

PYSCRIPT = "ui/node_modules/@pyscript/core/dist/core.js"
QR = "ui/node_modules/uqr/dist/index.mjs"
SQUARES = """
    const {data, size} = library.encode(text, {ecc: 'L', border: 2});
    let path = '';
    data.forEach((row, y) => row.forEach((dark, x) => { if (dark) path += `M${x} ${y}h1v1h-1z`; }));
    return [size, path];
"""
VIZ = "ui/node_modules/@viz-js/viz/dist/viz.js"

# CodeMirror writes its styles into a <style> in the head, which the page's policy forbids. Where a document has no head
# it makes a sheet that is allowed, and stays with it.
WITHOUT_HEAD = """Object.defineProperty(document, 'head', {value: null, configurable: true})
try { new core.EditorView().destroy() } finally { delete document.head }"""

_loaded = {}


async def viz():
    """Graphviz: an instance of @viz-js/viz."""
    if "viz" not in _loaded:
        module = await _module(VIZ)
        _loaded["viz"] = await module.instance()
    return _loaded["viz"]


async def codemirror():
    """The parts of the CodeMirror that PyScript brings, as a dict: core, state, view, language, commands, python."""
    if "codemirror" not in _loaded:
        parts = (await _module(PYSCRIPT)).codemirror
        loaded = {}
        for name in ("core", "state", "view", "language", "commands", "python"):
            loaded[name] = await getattr(parts, name)
        window.Function.new("core", WITHOUT_HEAD)(loaded["core"])
        _loaded["codemirror"] = loaded
    return _loaded["codemirror"]


async def qr_code(text):
    """A text as a QR code: how many squares it has each way, and the dark ones as the path of an SVG."""
    size, path = window.Function.new("library", "text", SQUARES)(await _module(QR), text)
    return int(size), str(path)


async def _module(path):
    (module,) = await js_import(at(path))
    return module
