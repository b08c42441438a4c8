"""The tabs of the chapter, and an editor behind each: made when its file is first opened, kept after."""

import asyncio

from pyscript import document

from ui.code.files import COMPILER, name
from ui.page.browser import by_id, listen
from ui.page.editor import editor


class Sheets:
    """Shows `files` in tabs; calls edited(path) when the visitor has written, and run() at Ctrl-Enter."""

    def __init__(self, files, edited, run, opened):
        self._files, self._edited, self._run, self._opened = files, edited, run, opened
        self._place, self._list = by_id("code-sheet"), by_id("code-files")
        self._editors, self._boxes, self._scrolls, self._tabs, self._marked = {}, {}, {}, {}, {}
        self.path = None
        self._list.append(_heading("The engine"))
        for path in files.paths():
            if path == COMPILER:
                self._list.append(_heading("Its compiler"))
            self._tabs[path] = self._tab(path)
            self._list.append(self._tabs[path])
        listen(self._list, "keydown", self._key, passive=False)

    async def open(self, path, line=None, focus=False):
        """Show a file, and bring a line of it into sight."""
        self._leave()
        self.path = path
        for other, tab in self._tabs.items():
            tab.setAttribute("aria-selected", "true" if other == path else "false")
            tab.tabIndex = 0 if other == path else -1
        self._place.setAttribute("aria-labelledby", self._tabs[path].id)
        self._reveal_tab(path)
        if path not in self._boxes:
            self._boxes[path] = document.createElement("div")
            await self._make(path)
        if path != self.path or path not in self._editors:
            return  # another tab was chosen meanwhile
        self._place.replaceChildren(self._boxes[path])
        self._scroller(path).scrollTop = self._scrolls.get(path, 0)
        if line:
            self._editors[path].reveal(line)
        if focus:
            self._editors[path].focus()
        self._opened()

    def write(self, path, text):
        """Put a text into a file's editor, if there is one yet."""
        if path in self._editors:
            self._editors[path].write(text)
        self.mark(path, [])

    def mark(self, path, lines):
        """Give lines of a file a class each, instead of those of before."""
        if path in self._editors and (lines or self._marked.get(path)):
            self._editors[path].light(lines)
        self._marked[path] = lines

    def unmark(self):
        """Take all marks away."""
        for path in list(self._marked):
            self.mark(path, [])

    def show_state(self):
        """Say at every tab whether its file differs from the original, and from what is running."""
        for path, tab in self._tabs.items():
            states = []
            if self._files.differs(path):
                states.append(("changed", "●", "differs from the original"))
            if self._files.waits(path):
                states.append(("waits", "▸", "differs from what is running"))
            marks = []
            for kind, sign, words in states:
                mark = document.createElement("small")
                mark.className = kind
                mark.title = words
                mark.setAttribute("role", "img")
                mark.setAttribute("aria-label", words)
                mark.textContent = sign
                marks.append(mark)
            tab.querySelector(".marks").replaceChildren(*marks)

    async def _make(self, path):
        def changed():
            self._files.write(path, self._editors[path].text())
            self.mark(path, [])
            self._edited(path)

        keys = [("Ctrl-Enter", self._run), ("Cmd-Enter", self._run)]
        made = await editor(self._boxes[path], self._files.texts[path], name(path), "code-text", changed, keys)
        self._editors[path] = made
        made.write(self._files.texts[path])  # it may have been reset meanwhile
        made.light(self._marked.get(path, []))

    def _leave(self):
        """Take the present editor off the page, and remember where it was scrolled to."""
        if self.path in self._editors:
            self._scrolls[self.path] = self._scroller(self.path).scrollTop

    def _scroller(self, path):
        return self._boxes[path].querySelector(".cm-scroller, .plain-editor")

    def _tab(self, path):
        tab = document.createElement("button")
        tab.type = "button"
        tab.id = "file-" + name(path).replace(".", "-")
        tab.setAttribute("role", "tab")
        tab.setAttribute("aria-controls", "code-sheet")
        tab.dataset.file = name(path)
        marks = document.createElement("span")
        marks.className = "marks"
        tab.append(name(path), marks)
        listen(tab, "click", lambda event: self.choose(path))
        return tab

    def choose(self, path):
        """Open a file because the visitor wants it."""
        asyncio.create_task(self.open(path))

    def _key(self, event):
        """Arrows, Home and End go from tab to tab."""
        paths = list(self._files.paths())
        i = paths.index(self.path)
        moves = {"ArrowDown": i + 1, "ArrowRight": i + 1, "ArrowUp": i - 1, "ArrowLeft": i - 1, "Home": 0, "End": -1}
        if event.key in moves:
            event.preventDefault()
            path = paths[moves[event.key] % len(paths)]
            self._tabs[path].focus()
            self.choose(path)

    def _reveal_tab(self, path):
        """Scroll the list, and only the list, so far that the tab is seen."""
        tab, box = self._tabs[path], self._list
        if tab.offsetLeft < box.scrollLeft or tab.offsetLeft + tab.offsetWidth > box.scrollLeft + box.clientWidth:
            box.scrollLeft = tab.offsetLeft - box.clientWidth / 3
        if tab.offsetTop < box.scrollTop or tab.offsetTop + tab.offsetHeight > box.scrollTop + box.clientHeight:
            box.scrollTop = tab.offsetTop - box.clientHeight / 3


def _heading(words):
    heading = document.createElement("span")
    heading.className = "quiet"
    heading.setAttribute("role", "presentation")
    heading.textContent = words
    return heading
