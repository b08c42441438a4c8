"""The page, on MicroPython: puts the parts together and decides what each wish of the visitor means."""

import asyncio

from pyscript import document

from engine.data import held_out
from engine.records import links
from ui.address import Address, pairs
from ui.chapters import Chapters
from ui.later import Later
from ui.network import words
from ui.network.comparison import compare, give_up
from ui.network.curve import Curve
from ui.network.inputs import Inputs, put_points
from ui.network.plane import Plane
from ui.network.reopening import Reopening
from ui.network.run_record import run_of
from ui.network.speed import Speed
from ui.network.trainer import Trainer
from ui.page import store
from ui.page.bridge import STOPPED, Bridge
from ui.page.browser import Debounced, by_id, listen, window
from ui.page.loading import files_of, load
from ui.page.points import Points
from ui.page.status import Status


class Page:
    """Owns the state: `values` (the settings), `points`, `chapter`; the trainer owns that of the run."""

    pairs = staticmethod(pairs)

    def __init__(self, host=None):
        self.host = host  # if this is a frame in another page
        self.status = Status("status")
        self.say = self.status.say
        self.address = Address()
        if not self.address.era:
            self.address.begin()
        link = self.address.link
        self.of_task, self.begun = link.of_task, link.begun  # what is known of a task, and the state it begins with
        self.gate = lambda: words.TASK_SOON if "task" in self.of_task else ""  # why training cannot begin
        self.refusal = lambda keys: ""  # why one of these keys may not be changed
        self.on_task = lambda: None
        self.chapter = self.chapter_of(link)
        self.values = link.values
        self.points = Points()
        put_points(self.points, self.values, link.items)
        self.points.forget()
        self.points.take_past(self.address.past)
        self.plane = Plane(self.points, held_out=self.held_out)
        self.plane.fit()
        self.curve = Curve()
        self.trainer = Trainer(self.values, self.points, self.plane, self.curve, self.say)
        self.bridge = self.trainer.bridge = Bridge(self.ready, self.lost, self.failed, self.progress, self.replaced)
        self.reopening = Reopening(self)
        self.keeping = self.link_panel = None  # once they are loaded
        self.mine = not self.address.fresh  # what is shown is not only what a link brought
        self.forgets = False  # the visitor wants nothing to be kept
        self.halted = False  # the visitor's files may have ended a worker, and training with it
        self.views = self.scrubber = None  # what unfolds, and the timeline, once they are loaded
        self.looks = {}  # what the views are to show
        self.later = None  # what opens the rest
        self.chapters = Chapters(self)
        self.chapters.open(self.address)
        self.speed = Speed(self.trainer.set_speed)
        self.write_address = Debounced(self.written, 400)
        self.inputs = Inputs(self, self.say)
        self.hand = self.inputs.hand
        self.trainer.on_rest = self.write_address
        self.attach()
        self.chapters.show(self.chapter)
        self.reopening.open(link.run)
        if link.trouble:
            by_id("link-trouble").textContent = link.trouble
            self.write_address()
        store.on_trouble(lambda sentence: setattr(by_id("kept"), "textContent", sentence))
        if self.chapter != link.chapter:
            self.write_address()
        self.start_engine(words.STARTING)
        self.when_ready, self.when_lost = [], []  # functions to be called whenever a worker can be asked, or cannot any more
        self.later = Later(self)
        window.pageListens()

    def held_out(self):
        """Which of the points are held out for the test, a list of bools."""
        return held_out(len(self.points.items), self.values["share"], self.values["seed"])

    def attach(self):
        """Listen to the controls."""
        listen(by_id("train"), "click", lambda event: self.run(self.trainer.toggle))
        listen(by_id("step"), "click", lambda event: self.run(self.trainer.step))
        listen(by_id("reset"), "click", lambda event: self.reset())
        listen(by_id("retry"), "click", lambda event: self.start_engine(words.AGAIN))
        listen(by_id("compare"), "click", lambda event: compare(self.trainer, self.say))
        listen(window, "hashchange", lambda event: self.address_changed())
        listen(window, "pagehide", lambda event: self.leave())
        listen(document, "visibilitychange", lambda event: self.write_address.flush())
        dark = window.matchMedia("(prefers-color-scheme: dark)")
        listen(dark, "change", lambda event: self.recolour())
        listen(window, "beforeprint", lambda event: document.documentElement.toggleAttribute("data-dark", dark.matches))

    def start_engine(self, sentence):
        """Start a worker, or another one."""
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        by_id("retry").hidden = True
        self.status.standing = ""
        self.say(sentence)
        self.bridge.start()

    def chapter_of(self, link):
        """The chapter to show: a frame may be bound to one."""
        return self.host and self.host.chapter or link.chapter

    def ready(self):
        """The worker answers: tell it the state, and go on."""
        document.documentElement.setAttribute("data-engine", "ready")
        self.status.standing = ""
        by_id("retry").hidden = True
        if self.scrubber:
            self.scrubber.history.files_changed(self.bridge.changed)
        self.each_view("ready")
        for function in self.when_ready:
            function()
        self.trainer.tell()
        if self.trainer.training:
            self.trainer.train()
        elif self.trainer.steps or self.halted:
            self.say(words.back(self.trainer.steps) + (words.HALTED if self.halted else ""))
        else:
            self.inputs.say_what_to_do()
        self.halted = False
        self.reopening.go_on()
        if self.host:
            self.host.ready()

    def lost(self, how):
        """The worker hangs or has died; the bridge is starting another."""
        document.documentElement.setAttribute("data-engine", "starting")
        by_id("progress").value = 0
        self.halted = bool(self.bridge.changed) and how != STOPPED and self.trainer.wants_to_run()
        if self.halted:
            self.trainer.stop()
        self.say(words.lost(how, self.trainer.steps, self.trainer.training) + (words.HALTED if self.halted else ""))
        self.replaced()

    def replaced(self):
        """The worker that was there is no more: what it was asked will not be answered."""
        self.trainer.engine_lost()
        self.reopening.lost()
        self.each_view("lost")
        for function in self.when_lost:
            function()
        give_up()

    def each_view(self, what):
        """Pass on to chapters and views what has happened."""
        getattr(self.chapters, what)()
        if self.views:
            self.views.each(what)
            self.scrubber.each(what)

    def failed(self, reason):
        """No worker can be started."""
        document.documentElement.setAttribute("data-engine", "failed")
        by_id("retry").hidden = False
        self.replaced()
        self.trainer.pause(words.failed(reason) + words.NOTHING_LOST)
        self.status.standing = words.failed(reason)
        if self.host:
            self.host.failed()

    def progress(self, share):
        """So much of Python, from 0 to 1, is loaded."""
        by_id("progress").value = round(100 * share)

    def run(self, act):
        """Train, pause or step, as soon as there is an engine."""
        if self.gate():
            self.say(self.gate())
            return
        self.mine = True
        self.reopening.give_up()
        act()
        if self.trainer.wants_to_run():
            if self.bridge.state == "failed":
                self.start_engine(words.THEN)
            elif self.bridge.state != "ready":
                self.say(words.SOON)
            elif self.bridge.patient:
                self.say(words.BUSY)
                self.trainer.waits()

    def reset(self):
        """Stop, and go back to the weights of the seed."""
        self.reopening.give_up()
        self.trainer.stop()
        self.trainer.reset()
        self.say("Back at step 0, with the weights of seed %d." % self.values["weights"])

    def recolour(self):
        """The style sheet has changed from light to dark, or back."""
        self.plane.read_colours()
        self.each_view("recolour")
        self.trainer.tell()

    def look(self, looks):
        """Have the views show what a link says, as soon as they are there."""
        self.looks = looks
        if self.views:
            self.views.open(looks)

    def state(self):
        """What the address says."""
        return self.chapter, self.values, self.points.items, run_of(self), self.chapters.state()

    def written(self):
        """Let the address say what the page shows."""
        self.address.write(*self.state(), untried=self.chapters.untried())
        if self.link_panel:
            self.link_panel.show()
            self.keeping.write()

    def link(self):
        """The link of what the page shows, from # on; in chapter 4 with the files that were changed."""
        return links.write(*self.state()[:-1], self.chapters.state_for_link(), whole=True)

    def own_link(self):
        """The link of the network alone, whatever chapter is shown, with the task that it is for."""
        return self.address.text(*self.state()[:-1])

    def whole_link(self):
        """The same with the page's own address before it."""
        return str(window.location.href).split("#")[0].split("?")[0] + self.link()

    def open_own(self, link):
        """Open a link of the visitor's own."""
        window.location.hash = link
        self.address_changed()
        self.mine = True

    def views_are_there(self):
        """Whether the views, and with them the keeper of steps, are there, or will not come."""
        return self.views is not None or bool(self.later and self.later.views_failed)

    def leave(self):
        """The page goes away, perhaps only to be loaded again."""
        if self.forgets:
            return
        self.inputs.form.flush()
        self.chapters.flush()
        if self.keeping:
            self.keeping.write()
        self.address.leave(self.points.past(), *self.state(), untried=self.chapters.untried())

    def address_changed(self):
        """Another chapter was chosen, and the state goes along; or a link with a state of its own was opened."""
        if self.keeping:
            self.keeping.write()
        self.address = Address(self.address.era)
        link = self.address.link
        self.chapter = self.chapter_of(link)
        if self.address.fresh and link.says_something:
            self.address.begin()
        opened = self.address.other or self.address.fresh and link.says_something
        if opened:
            self.inputs.open(link)
        if self.address.fresh:
            by_id("link-trouble").textContent = link.trouble
        if opened:
            self.trainer.stop()
            self.trainer.reset()
            self.say(words.OPENED)
            self.reopening.open(link.run)
            self.mine = self.address.other
            if self.keeping:
                self.keeping.offer()
            self.of_task, self.begun = link.of_task, link.begun
            self.on_task()
        self.address.of_task = self.of_task
        if self.address.fresh or self.address.other:
            self.chapters.open(self.address)
        self.chapters.show(self.chapter)
        self.write_address()


async def framed():
    """Make the page in a frame, once it is settled what is to be seen of it."""
    host = None
    try:
        await load(files_of("frame"))
        from ui.page.host import Host

        host = Host()
    except OSError as error:
        document.documentElement.removeAttribute("data-embed")
        by_id("link-trouble").textContent = words.NO_FRAME % error
    Page(host)


if document.documentElement.hasAttribute("data-embed"):
    asyncio.create_task(framed())
else:
    Page()
