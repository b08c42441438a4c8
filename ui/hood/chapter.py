"""The chapter "code" of the page."""

from ui.hood.machine_code import MachineCode


class Hood:
    """Shows the chapter; see ui.chapters for what a chapter does."""

    @classmethod
    async def opened(cls, page):
        """The chapter, made when it is first opened; `page` is the whole page."""
        return cls(page)

    def __init__(self, page):
        self._page = page
        self._machine_code = MachineCode(page)

    def show(self):
        """The chapter is on the screen."""
        self._machine_code.show()

    def hide(self):
        """It is not any more."""

    def ready(self):
        """A worker can be asked."""
        self._machine_code.show()

    def lost(self):
        """What the worker was asked will not be answered."""
        self._machine_code.lost()

    def recolour(self):
        """The colours have changed."""
