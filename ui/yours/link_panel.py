"""The section "Link it": the link of what the page shows, copied, shared, or as a QR code for a projector."""

import asyncio

from pyscript.ffi import to_js

from ui.page.browser import attempt, by_id, listen, window
from ui.page.libraries import qr_code
from ui.yours.keeping import start_afresh

LONGEST = 2900  # characters of a link that fit in a QR code
COPIED = "The link is copied: %d characters."
BY_HAND = "This browser lets no page copy: the link is selected, so press Ctrl C."
TOO_LONG = "The link has %d characters, and a QR code holds %d. Fewer points of your own make it shorter."
SURE = "Really forget everything?"


class LinkPanel:
    """Shows the link of `page`."""

    def __init__(self, page):
        self._page = page
        self._said = by_id("link-said")
        self._afresh = str(by_id("start-afresh").textContent)
        listen(by_id("yours"), "toggle", lambda event: self.show())
        listen(by_id("copy-link"), "click", lambda event: self._copy())
        listen(by_id("link"), "focus", lambda event: by_id("link").select())
        listen(by_id("qr-show"), "click", lambda event: self._show_code(bool(by_id("qr").hidden)))
        listen(by_id("start-afresh"), "click", lambda event: self._start_afresh())
        listen(by_id("start-afresh"), "blur", lambda event: self._put_afresh(self._afresh))
        by_id("share-link").hidden = not hasattr(window.navigator, "share")
        listen(by_id("share-link"), "click", lambda event: self._share())
        self.show()

    def show(self):
        """Show the link as it is now."""
        link = self._page.whole_link()
        if str(by_id("link").value) != link:
            by_id("link").value = link
            self._said.textContent = ""
            if not by_id("qr").hidden:
                self._show_code(True)

    def _copy(self):
        self.show()
        link = str(by_id("link").value)
        clipboard = getattr(window.navigator, "clipboard", None)
        worked, promise = attempt(clipboard, "writeText", link) if clipboard else (False, None)
        if worked:
            asyncio.create_task(self._copied(promise, link))
        else:
            self._by_hand()

    async def _copied(self, promise, link):
        try:
            await promise
            self._say(COPIED % len(link))
        except Exception:  # the visitor, or the page around this one, does not allow it
            self._by_hand()

    def _by_hand(self):
        by_id("link").focus()
        by_id("link").select()
        self._say(BY_HAND)

    def _share(self):
        self.show()
        worked, promise = attempt(window.navigator, "share", to_js({"title": "Glassgrad", "url": str(by_id("link").value)}))
        if worked:
            asyncio.create_task(_ended(promise))

    def _show_code(self, shown):
        by_id("qr").hidden = True
        by_id("qr-show").setAttribute("aria-expanded", "false")
        link = str(by_id("link").value)
        if shown and len(link) > LONGEST:
            self._say(TOO_LONG % (len(link), LONGEST))
        elif shown:
            asyncio.create_task(self._draw(link))

    async def _draw(self, link):
        rows, path = await qr_code(link)
        by_id("qr").querySelector("svg").setAttribute("viewBox", "0 0 %d %d" % (rows, rows))
        by_id("qr").querySelector("path").setAttribute("d", path)
        by_id("qr").hidden = False
        by_id("qr-show").setAttribute("aria-expanded", "true")

    def _start_afresh(self):
        if str(by_id("start-afresh").textContent) == SURE:
            self._page.forgets = True
            start_afresh()
        else:
            self._put_afresh(SURE)

    def _put_afresh(self, words):
        by_id("start-afresh").textContent = words

    def _say(self, words):
        self._said.textContent = words


async def _ended(promise):
    try:
        await promise
    except Exception:  # the visitor has closed the sheet
        pass
