"""What unfolds beside plane and Train: the net of glass, and below it one view at a time, chosen by its tab.

A view is an object with show() and hide(), shown(answer) after each frame that was painted, reset() when training begins
anew or its state is another one, ready() when a worker can be asked, lost() when what it was asked will not be answered,
and recolour(). The net is always there; other views load their files when they are first opened.
"""

import asyncio

from ui.network.charts import Curves
from ui.network.net_view import NetView
from ui.page.bridge import last_line
from ui.page.browser import by_id, key_of, listen
from ui.page.loading import files_of, load

NAMES = ("curves", "landscape", "slow-motion")
TROUBLE = "This could not be loaded: %s. Open it again to retry."


class Views:
    """The tabs and their views; `page` is the whole page."""

    def __init__(self, page):
        self._page = page
        self._opened, self._opening = {"net": NetView(page), "curves": Curves(page)}, set()
        page.trainer.followers.append(self)
        self.present = "curves"
        self._then = {}  # what is to be done with a view as soon as it is there
        for name in NAMES:
            listen(by_id(name), "click", lambda event, name=name: self.show(name))
        listen(by_id(NAMES[0]).parentElement, "keydown", self._key, passive=False)

    def show(self, name):
        """Show a view, and hide the one that was there."""
        if name != self.present and self.present in self._opened:
            self._opened[self.present].hide()
        self.present = name
        self._page.write_address()
        for other in NAMES:
            here = other == name
            by_id(other).setAttribute("aria-selected", "true" if here else "false")
            by_id(other).tabIndex = 0 if here else -1
            by_id(other + "-view").hidden = not here
        if name in self._opened:
            self._opened[name].show()
        elif name in OPENERS and name not in self._opening:
            self._opening.add(name)
            by_id(name + "-view").inert = True  # so that no click is lost before there is somebody to hear it
            asyncio.create_task(self._open(name))

    def state(self):
        """What a link says of the views: see engine.records.states."""
        return dict(self._opened["net"].state(), view=self.present)

    def open(self, state):
        """Show what a link says."""
        if state.get("view", self.present) != self.present:
            self.show(state["view"])
        self._opened["net"].open(state)

    def show_and(self, name, act):
        """Show a view, and call act(view) once it is there."""
        if name in OPENERS and name not in self._opened:
            self._then[name] = act
        self.show(name)
        if name not in self._then:
            act(self._opened[name])

    def shown(self, answer):
        """A frame was painted: its answer, or None if it brought no picture."""
        self.each("shown", answer)

    def reset(self):
        """Training begins anew, or from another state."""
        self.each("reset")

    def each(self, what, *arguments):
        """Pass on to all views that have been opened what has happened."""
        for view in self._opened.values():
            getattr(view, what)(*arguments)

    async def _open(self, name):
        try:
            await load(files_of(name))
            view = self._opened[name] = await OPENERS[name](self._page)
        except Exception as error:
            by_id("views-trouble").textContent = TROUBLE % last_line(error)
            self._then.pop(name, None)
            return
        finally:
            self._opening.remove(name)
            by_id(name + "-view").inert = False
        by_id("views-trouble").textContent = ""
        if self._page.bridge.state == "ready":
            view.ready()
        if self.present == name:
            view.show()
        then = self._then.pop(name, None)
        if then:
            then(view)

    def _key(self, event):
        moves = {"arrowright": 1, "arrowleft": -1}
        if key_of(event) in moves:
            event.preventDefault()
            place = NAMES.index(self.present) + moves[key_of(event)]
            self.show(NAMES[place % len(NAMES)])
            by_id(self.present).focus()


async def _landscape(page):
    from ui.network.landscape_view import Landscape

    return await Landscape.opened(page)


async def _slow_motion(page):
    from ui.network.slow_motion import SlowMotion

    return await SlowMotion.opened(page)


OPENERS = {"landscape": _landscape, "slow-motion": _slow_motion}
