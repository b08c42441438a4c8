"""The chapter "line" of the page."""


class Line:
    """Shows the chapter; see ui.chapters for what a chapter does."""

    @classmethod
    async def opened(cls, page):
        """The chapter, made when it is first opened; `page` is the whole page."""
        return cls(page)

    def __init__(self, page):
        self._page = page

    def show(self):
        """The chapter is on the screen."""

    def hide(self):
        """It is not any more."""

    def ready(self):
        """A worker can be asked."""

    def lost(self):
        """What the worker was asked will not be answered."""

    def recolour(self):
        """The colours have changed."""
