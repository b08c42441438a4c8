"""The net of glass at work: asks the worker about what is picked in it, and has that shown."""

from ui.network.glass import Glass


class NetView:
    """A view (see `Views`) of the net that `page.trainer` trains."""

    def __init__(self, page):
        self._page, self._trainer = page, page.trainer
        self.glass = Glass(page.values, self._picked, self._trainer.net_changed)
        self._trainer.net = self
        self._trainer.net_changed()

    def wanted(self):
        """What the worker has to know to draw the net, or None."""
        return self.glass.wanted()

    def show(self):
        pass

    def hide(self):
        pass

    def ready(self):
        pass

    def lost(self):
        pass

    def reset(self):
        pass

    def recolour(self):
        pass

    def shown(self, answer):
        """A frame was painted."""
        self.glass.fit()
        if answer and "tiles" in answer:
            self.glass.show(answer["tiles"], answer["edges"])

    def _picked(self):
        self._trainer.net_changed()
