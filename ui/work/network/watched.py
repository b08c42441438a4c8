"""A model and points by which one sees what the engine does with them, without its files knowing of it."""


class Marked(tuple):
    """A point that knows which it is, and so does what is cut from it."""

    index = None

    def __getitem__(self, key):
        part = tuple.__getitem__(self, key)
        if isinstance(key, slice):
            part = Marked(part)
            part.index = self.index
        return part


class Watched:
    """A model that notes which points it is asked about; forgetful: zero_grad does nothing."""

    def __init__(self, model, forgetful):
        self._model, self._forgetful = model, forgetful
        self.order = []

    def __call__(self, x):
        self.order.append(getattr(x, "index", None))
        return self._model(x)

    def zero_grad(self):
        if not self._forgetful:
            self._model.zero_grad()

    def __getattr__(self, name):
        return getattr(self._model, name)
