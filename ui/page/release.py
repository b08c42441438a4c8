"""Keeps the page for times without a network, and says when a new release of it is ready. It never reloads by itself.

Only a built page has releases. The browser's service worker (ui/site/service-worker.js) does the keeping.
"""

import asyncio

from pyscript import document
from pyscript.ffi import create_proxy

from ui.page.browser import by_id, listen, window

WORKER = "service-worker.js"
LOOK = 0.5  # seconds between two looks at the engine
PROGRAM = """
    let container;
    try { container = navigator.serviceWorker; } catch { return; } // as in a frame without an origin
    if (!container) return;
    let asked = false;
    const watch = (worker) => {
      const look = () => { if (worker.state === "installed" && container.controller) ready(); };
      worker.addEventListener("statechange", look);
      look();
    };
    container.addEventListener("controllerchange", () => { if (asked) location.reload(); });
    container.register(address, { updateViaCache: "none" }).then((registration) => {
      if (!registration) return; // as where a tool blocks it
      if (registration.waiting) watch(registration.waiting);
      registration.addEventListener("updatefound", () => watch(registration.installing));
      button.addEventListener("click", () => {
        asked = true;
        registration.waiting?.postMessage("take over");
      });
    }, (error) => console.info("The page is not kept for times without a network: " + error));
"""


async def keep_release(bridge):
    """Begin once the engine is there, so that nothing is fetched twice; nothing comes of it where browsers keep nothing."""
    if document.documentElement.hasAttribute("data-release"):
        while bridge.state not in ("ready", "failed"):
            await asyncio.sleep(LOOK)
        begin = window.Function.new("address", "button", "ready", PROGRAM)
        begin(WORKER, by_id("new-release-reload"), create_proxy(_offer))


def _offer(*_):
    notice = by_id("new-release")
    listen(by_id("new-release-dismiss"), "click", lambda event: setattr(notice, "hidden", True))
    notice.hidden = False
