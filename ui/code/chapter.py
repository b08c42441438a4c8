"""The chapter "code" of the page: the engine's files, their checks, experiments, and a console."""

import asyncio

from pyscript import document

from engine.records import changes
from engine.records.settings import SETTINGS, one_of
from ui.code.bench import Bench
from ui.code.desk import Desk
from ui.code.experiments import Experiments
from ui.code.linked import Linked
from ui.code.module_view import MachineCode
from ui.code.prompt import Console
from ui.page.browser import by_id


class Code:
    """Shows the chapter; see ui.chapters for what a chapter does."""

    @classmethod
    async def opened(cls, page):
        """The chapter, made when it is first opened; `page` is the whole page."""
        chapter = cls(page)
        await chapter._desk.start()
        return chapter

    def __init__(self, page):
        self._page = page
        self._desk = Desk(page.bridge, page.trainer.state, self._ran, page.write_address)
        self._linked = Linked(self._desk.files, self._desk.put, page.write_address)
        self._bench = Bench(page.bridge, self._open)
        unrun = lambda: bool(self._desk.files.waiting())  # noqa: E731
        self._experiments = Experiments(page.bridge, self._open, unrun, page.write_address)
        self._console = Console(page)
        self._machine_code = MachineCode(page)

    def show(self):
        """The chapter is on the screen."""
        self._machine_code.show()

    def hide(self):
        """It is not any more."""

    def state(self):
        """What the address says, see engine.records.states."""
        return {"file": self._desk.shown(), "experiment": self._experiments.unfolded(), "files": self._linked.text}

    def changes(self):
        """The files in the editors that differ from the originals, as text for a link; None for none."""
        return changes.write(self._desk.files.originals, self._desk.files.changed()) or self._linked.text

    def open(self, state, fresh, untried):
        """Show what an address says; fresh: somebody has just opened a link. Nothing runs but by Run."""
        if "file" in state:
            asyncio.create_task(self._desk.open_named(state["file"]))
        if "experiment" in state:
            self._experiments.unfold(state["experiment"])
        if "files" in state:
            self._linked.open(state["files"])

    def ready(self):
        """A worker can be asked."""
        for part in (self._desk, self._bench, self._experiments, self._console):
            part.ready()
        self._machine_code.show()
        asyncio.create_task(self._offer_losses())

    def lost(self):
        """What the worker was asked will not be answered."""
        for part in (self._desk, self._bench, self._experiments, self._console):
            part.lost()
        self._machine_code.lost()

    def recolour(self):
        """The colours have changed; those of this chapter follow the style sheet by themselves."""

    def _ran(self):
        """Other files have begun to run."""
        self._experiments.forget()
        self._bench.run()

    def _open(self, path, part):
        asyncio.create_task(self._desk.open(path, part))

    async def _offer_losses(self):
        """Have the playground offer all losses of the engine as it runs, those of the visitor's own among them."""
        names = await self._page.bridge.ask("losses")
        choice = by_id("loss-function")
        for option in list(choice.options):
            if option.value not in names:
                option.remove()
        offered = [option.value for option in choice.options]
        for name in names:
            if name not in offered:
                option = document.createElement("option")
                option.value = option.textContent = name
                choice.append(option)
        SETTINGS["loss"].parse = one_of(names)
        if self._page.values["loss"] not in names:
            self._page.inputs.setting_changed("loss", SETTINGS["loss"].default)
