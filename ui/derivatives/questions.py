"""What the worker is asked about the visitor's text: its graph, then its differences; and which text ends a worker.

A text that a worker was lost over is remembered, also over a reload, and not asked about again by itself.
"""

import asyncio

from ui.page.bridge import BROKE, SILENT, last_line
from ui.page.browser import now

HANGING = 3000  # milliseconds without an answer, after which the text is to blame for a lost worker
DEADLY = "The engine broke down over %s"
STOPPED = "%s did not end in time, so it was stopped"
HUNG = ", and it is not tried again by itself. Change it, or choose another function."


class Questions:
    """Asks about one text at a time, so that it is known which one a worker was lost over.

    text()              the text as it is now
    graph(text)         asks for its graph and shows it, to be awaited; whether there are differences to be taken
    differences()       takes them, and returns the text whose they are, or None if they did not come to their end
    say(words, wrong)   shows a sentence
    """

    def __init__(self, bridge, text, graph, differences, say):
        self._bridge, self._text, self._graph, self._differences, self._say = bridge, text, graph, differences, say
        self._ready = self._busy = self._due = self._due_differences = False
        self._asked, self._since = None, 0.0  # the text that is asked about, and since when there was no answer
        self.hung = None  # the text that a worker was lost over
        self.stopped = False  # whether that worker hung, rather than broke down

    def ask(self):
        """Have the graph follow, and then the differences."""
        self._due = True
        self._go_on()

    def ask_differences(self):
        """Have the differences taken anew."""
        self._due_differences = True
        self._go_on()

    def answered(self, *_):
        """The worker has said something."""
        self._since = now()

    def ready(self):
        """A worker can be asked."""
        self._ready, self._busy = True, False

    def lost(self):
        """What the worker was asked will not be answered. Returns whether that is the text's fault."""
        how = self._bridge.how
        hangs = how == SILENT and now() - self._since > HANGING
        guilty = self._busy and (hangs or how.startswith(BROKE))
        if guilty:
            self.hung, self.stopped = self._asked, hangs
        self._ready = self._busy = False
        return guilty

    def is_hung(self):
        """Whether the text is one that is not asked about by itself."""
        return self._text() == self.hung

    def why(self):
        """Why it is not, in words."""
        text = "“%s”" % (self.hung if len(self.hung) < 40 else self.hung[:40] + "…")
        return (STOPPED if self.stopped else DEADLY) % text + HUNG

    def _go_on(self):
        self._bridge.cancel("function_differences")
        if self._ready and not self._busy:
            self._busy = True
            asyncio.create_task(self._follow())

    async def _follow(self):
        try:
            while self._due or self._due_differences:
                self.answered()
                if self._due:
                    self._due = self._due_differences = False
                    self._asked = self._text()
                    self._due_differences = await self._graph(self._asked)
                else:
                    self._due_differences = False
                    self._trust(await self._differences())
        except Exception as error:
            self._say("The graph could not be drawn: %s." % last_line(error), wrong=True)
        finally:
            self._busy = False

    def _trust(self, text):
        """The text has been through all that is asked about it: it ends no worker."""
        if text is not None:
            self._bridge.trust()
            if self.hung == text:
                self.hung = None
