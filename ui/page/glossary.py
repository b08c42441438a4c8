"""What a term means, beside the word: the browser opens the entry, here it gets its place."""

from pyscript import document

from ui.page.browser import by_id, listen, window

GAP = 6  # pixels between the word and its entry
WIDTH = 352  # pixels, of an entry at most


def place_entries():
    """Have each entry of the glossary open beside the word that was pressed."""
    listen(document, "click", _place)


def _place(event):
    term = event.target.closest(".term")
    if not term:
        return
    entry, box = by_id(str(term.getAttribute("popovertarget"))), term.getBoundingClientRect()
    entry.style.left = "%dpx" % max(8, min(box.left, window.innerWidth - WIDTH - 24))
    below = box.bottom < window.innerHeight / 2
    entry.style.top = "%dpx" % (box.bottom + GAP) if below else "auto"
    entry.style.bottom = "auto" if below else "%dpx" % (window.innerHeight - box.top + GAP)
