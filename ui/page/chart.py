"""Charts, drawn by uPlot, in the colours of the style sheet; where it cannot be had there is a sentence instead.

>>> plot = Plot(by_id("curve"), 150, lambda: {"series": [{}, {"stroke": colour("--accent")}]}, [[], []])
>>> plot.show([[0, 1], [2.5, 1.5]])
"""

from pyscript import document
from pyscript.ffi import create_proxy, to_js

from ui.page.browser import at, colour, listen, printing, window

LIBRARY = "ui/node_modules/uplot/dist/uPlot.iife.min.js"
LACKING = "This chart cannot be drawn here: %s. Everything else works."
# uPlot asks for number formats while it loads, and in a locale such as C the browser's language is no language.
SPEAK = """
try { new Intl.NumberFormat(navigator.language) }
catch { Object.defineProperty(navigator, "language", {value: "en", configurable: true}) }
"""

MAKE = "try { return [true, new uPlot(options, data, place)] } catch (error) { return [false, String(error)] }"

_waiting = []  # what is to be called when the library is there, or is not to be had
_state = ""  # "", "loading", "loaded", or why it cannot be


class Plot:
    """One chart inside `place`, `height` CSS pixels high and as wide as there is room.

    options  a function: what uPlot is to know besides its size, asked whenever the chart is made anew
    data     a list of lists, or of JavaScript's arrays, the first of them the x of all others
    fitted   called when the chart has come to be there, or has another size: what lies over it is to be placed anew
    """

    def __init__(self, place, height, options, data, fitted=lambda: None):
        self.place, self._height, self._options = place, height, options
        self.data = data
        self._hooks = {"setSize": [create_proxy(lambda *ignored: fitted())]}
        self.chart = None  # uPlot's, once it is there
        window.ResizeObserver.new(lambda entries, observer: self._resize()).observe(place)
        _when_there(self._start)

    def show(self, data, rescale=True):
        """Draw other numbers."""
        self.data = data
        if self.chart:
            self.chart.setData(to_js(data), rescale)

    def build(self):
        """Make the chart anew, in the colours of the style sheet and with the options of now."""
        if _state != "loaded":
            return
        if self.chart:
            self.chart.destroy()
            self.chart = None
        options = dict(self._options(), width=self.place.clientWidth or 300, height=self._height)
        options.update({"legend": {"show": False}, "cursor": {"show": False}, "hooks": self._hooks})
        worked, made = window.Function.new("options", "data", "place", MAKE)(
            to_js(options), to_js(self.data), self.place
        )
        if worked:
            self.chart = made
        else:
            self._lack(made)

    def _start(self):
        if _state == "loaded":
            self.build()
        else:
            self._lack(_state)

    def _lack(self, why):
        words = document.createElement("p")
        words.className = "quiet help"
        words.textContent = LACKING % why
        self.place.replaceChildren(words)

    def _resize(self):
        width = self.place.clientWidth
        if width and self.chart and width != self.chart.width and not printing():
            self.chart.setSize(to_js({"width": width, "height": self._height}))


def axis(**more):
    """An axis as all charts of the page have them, in the style sheet's colours, and what more uPlot is to know."""
    rule = colour("--rule")
    return dict(
        stroke=colour("--quiet"),
        font="12px system-ui, sans-serif",
        grid={"stroke": rule, "width": 1},
        ticks={"stroke": rule, "width": 1, "size": 4},
        **more,
    )


def _when_there(start):
    """Call start() as soon as it is known whether there is a library; load it, once."""
    global _state
    if _state not in ("", "loading"):
        start()
        return
    _waiting.append(start)
    if not _state:
        _state = "loading"
        window.Function.new(SPEAK)()
        script = document.createElement("script")
        script.src = at(LIBRARY)
        listen(script, "load", lambda event: _settle())
        listen(script, "error", lambda event: _settle())
        document.head.append(script)


def _settle():
    global _state
    _state = "loaded" if getattr(window, "uPlot", None) else "its library, uPlot, could not be loaded"
    while _waiting:
        _waiting.pop(0)()
