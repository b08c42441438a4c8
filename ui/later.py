"""What the page opens once it takes clicks: first the views, then, when the engine is there, the rest."""

import asyncio

from ui.network import words
from ui.page.browser import by_id, window
from ui.page.loading import bring_in, files_of, load

LATEST = 40  # tenths of a second that the rest waits for the engine


class Later:
    """Opens the parts of `page` one after the other; a part that cannot be loaded is said where it would be."""

    def __init__(self, page):
        self._page = page
        self.views_failed = False
        asyncio.create_task(self._open())

    async def _open(self):
        page = self._page
        await self._open_views()
        for _ in range(LATEST):
            if page.bridge.state != "starting":
                break
            await asyncio.sleep(0.1)  # Python in the worker starts sooner without this
        if not await self._brought(files_of("explanation") + files_of("lesson"), "link-trouble", words.NO_LESSON):
            return
        from ui.network.explanation import Explanation
        from ui.page.glossary import place_entries
        from ui.page.origin import link_sources
        from ui.page.present import Present
        from ui.page.quiz import Quiz

        if page.views:
            Explanation(page)
        link_sources()
        place_entries()
        Present()
        Quiz()
        window.pageListens("lesson")
        if not await self._brought(files_of("yours"), "yours-trouble", words.NO_YOURS):
            return
        from ui.page.release import keep_release
        from ui.yours.panel import open_parts

        open_parts(page)
        window.pageListens("yours")
        await keep_release(page.bridge)

    async def _brought(self, paths, name, sentence):
        """Whether these files are there and imported; if one cannot be loaded, the element of that name says so."""
        try:
            await load(paths)
        except OSError as error:
            by_id(name).textContent = sentence % error
            return False
        await bring_in(paths)
        return True

    async def _open_views(self):
        """Load the view of the net, and the views below."""
        page = self._page
        try:
            await load(files_of("glass"))
        except OSError as error:
            by_id("views-trouble").textContent = words.NO_VIEWS % error
            self.views_failed = True
            page.reopening.go_on()
            return
        from ui.network.divergence import Divergence
        from ui.network.scrubber import Scrubber
        from ui.network.views import Views

        page.scrubber = Scrubber(page)
        Divergence(page, page.scrubber.history)
        page.views = Views(page)
        page.look(page.looks)
        window.pageListens("views")
        page.reopening.go_on()
        if page.host:
            page.host.open_view(page.views)
