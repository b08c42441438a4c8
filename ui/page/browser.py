"""The few things of the browser that every module of the page needs, on MicroPython."""

import js
from pyscript import document
from pyscript.ffi import to_js

window = document.defaultView  # pyscript's `window` is a module here, whose methods do not know their object


ATTEMPT = "try { return [true, target[name](...given)] } catch (error) { return [false, String(error)] }"


def attempt(target, name, *arguments):
    """Call a method of a JavaScript object that may raise an exception: no `except` of MicroPython's would catch it.

    Returns whether it worked, and what came of it: what the method returned, or what the exception says.
    """
    worked, outcome = window.Function.new("target", "name", "given", ATTEMPT)(target, name, to_js(list(arguments)))
    return worked, outcome


def at(path):
    """The address of one of the page's files: a release has them in a folder, whose name <html> gives."""
    folder = document.documentElement.getAttribute("data-release")
    return str(window.URL.new((folder + "/" if folder else "") + path, window.document.baseURI).href)


def reloaded():
    """Whether this page was opened by a reload."""
    (navigation,) = list(js.performance.getEntriesByType("navigation")) or [None]
    return bool(navigation and str(navigation.type) == "reload")


def by_id(name):
    """The element with this id."""
    return document.getElementById(name)


def listen(target, kind, handler, passive=True):
    """Call handler(event) at every event of this kind."""
    target.addEventListener(kind, handler, to_js({"passive": passive}))


def style_sheet():
    """A new style sheet of the page, as a <style> would be, which the page's own policy forbids; see replaceSync()."""
    sheet = window.CSSStyleSheet.new()
    document.adoptedStyleSheets.push(sheet)
    return sheet


def on_entered(field, handler):
    """Call handler(event) when what was written into a field counts: at "change", or Enter, or when the field is left.

    Firefox sends no "change" after a text that did not come by the keys, as from a dictation or an extension.
    """
    written = []

    def enter(event):
        if event.type == "change" or written and (event.type == "blur" or key_of(event) == "enter"):
            written.clear()
            handler(event)

    listen(field, "input", lambda event: written or written.append(True))
    for kind in ("change", "blur", "keyup"):
        listen(field, kind, enter)


def key_of(event):
    """The key of a keyboard event, in small letters; "" for events that a browser sends without one."""
    return str(getattr(event, "key", "")).lower()


def now():
    """Milliseconds since the page began to load."""
    return js.performance.now()


def show_count(name, count):
    """Show how many points there are, in the output with this id and the word behind it."""
    by_id(name).textContent = str(count)
    by_id(name).nextElementSibling.textContent = "point" if count == 1 else "points"


def on_next_frame(function):
    """Call function() just before the browser paints next."""
    window.requestAnimationFrame(lambda time: function())


def printing():
    """Whether the page is just being put on paper: what is drawn then stays, as there is no time to draw it anew."""
    return window.matchMedia("print").matches


# In JavaScript, which writes the number so that it reads it as the same one again.
WATCH = "matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', act, {once: true})"


def on_other_resolution(function):
    """Call function() whenever a CSS pixel has become another number of the screen's, which changes no box."""
    watch = window.Function.new("act", WATCH)

    def act(event):
        watch(act)
        function()

    watch(act)


class Debounced:
    """Call a function once things have been quiet for a while.

    >>> save = Debounced(write_it_down, 300)
    >>> save()  # as often as you like
    """

    def __init__(self, function, milliseconds):
        self._function = function
        self._milliseconds = milliseconds
        self._timer = None

    def __call__(self):
        self.cancel()
        self._timer = js.setTimeout(self._run, self._milliseconds)

    def cancel(self):
        if self._timer is not None:
            js.clearTimeout(self._timer)
            self._timer = None

    def flush(self):
        """Call the function now, if a call is waiting."""
        if self._timer is not None:
            self.cancel()
            self._function()

    def _run(self):
        self._timer = None
        self._function()


def colour(name):
    """The value of a CSS variable of the page, such as "--positive"."""
    return str(window.getComputedStyle(document.documentElement).getPropertyValue(name)).strip()


def rgb(name):
    """The same, for one written #rrggbb, as three numbers from 0 to 255."""
    text = colour(name)
    return [int(text[i : i + 2], 16) for i in (1, 3, 5)]
