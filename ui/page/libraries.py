"""The JavaScript libraries that only some chapters need: each is loaded when it is first asked for."""

from pyscript import js_import

from ui.page.browser import window

PYSCRIPT = "ui/node_modules/@pyscript/core/dist/core.js"
VIZ = "ui/node_modules/@viz-js/viz/dist/viz.js"

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
        _loaded["codemirror"] = loaded
    return _loaded["codemirror"]


async def _module(path):
    (module,) = await js_import(window.URL.new(path, window.document.baseURI).href)
    return module
