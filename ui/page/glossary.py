"""What a term means, beside the word: the browser opens the entry, here it gets its place."""

from pyscript import document

from ui.page.browser import attempt, by_id, listen, window

GAP = 6  # pixels between the word and its entry
WIDTH = 352  # pixels, of an entry at most
OPEN = "try { return !!document.querySelector(':popover-open') } catch { return false }"  # not in old browsers

_closed = -1  # when an entry, or the list of keys, was last closed, on the clock of events


def place_entries():
    """Have each entry of the glossary open beside the word that was pressed."""
    listen(document, "click", _place)
    window.Function.new("act", "addEventListener('beforetoggle', act, true)")(_toggled)  # it does not bubble
    listen(window, "hashchange", lambda event: _close())


def escaped(event):
    """Whether this press of Escape closes an entry or the list of keys, or has closed it, and is not for what lies below."""
    return _closed >= event.timeStamp or bool(window.Function.new(OPEN)())


def _toggled(event):
    global _closed
    if str(event.newState) == "closed":
        _closed = event.timeStamp


def _close():
    for entry in document.querySelectorAll(".meaning"):
        attempt(entry, "hidePopover")


def _place(event):
    term = event.target.closest(".term")
    if not term:
        return
    entry, box = by_id(str(term.getAttribute("popovertarget"))), term.getBoundingClientRect()
    entry.style.left = "%dpx" % max(8, min(box.left, window.innerWidth - WIDTH - 24))
    below = box.bottom < window.innerHeight / 2
    entry.style.top = "%dpx" % (box.bottom + GAP) if below else "auto"
    entry.style.bottom = "auto" if below else "%dpx" % (window.innerHeight - box.top + GAP)
