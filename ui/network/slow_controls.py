"""The buttons and the slider by which one walks through a step in slow motion."""

from ui.page.browser import by_id, listen

BUTTONS = {"next": "slow-next", "back": "slow-back", "again": "slow-again", "graph": "slow-graph"}


class Controls:
    """Calls what `acts` has for the button that is pressed ("forget" for the switch), and go(position) for the slider;
    before either, pause()."""

    def __init__(self, acts, go, pause):
        self._pause = pause
        for name in BUTTONS:
            listen(by_id(BUTTONS[name]), "click", lambda event, name=name: self._by_hand(acts[name]))
        listen(by_id("forget-zero-grad"), "change", lambda event: self._by_hand(acts["forget"]))
        slider = by_id("slow-position")
        listen(slider, "input", lambda event: self._by_hand(lambda: go(int(slider.value))))

    @property
    def forgetful(self):
        """Whether zero_grad is to be forgotten."""
        return by_id("forget-zero-grad").checked

    def show(self, position, moments, done, busy):
        """Show where one is.

        position, moments  among how many moments; moments is 0 where there is no step yet
        done               whether the page has done the step: only then the slider goes as far as the last moment
        busy               whether something is going on that has to be waited for
        """
        last = done and position == moments - 1
        by_id("slow-next").disabled = busy or last
        by_id("slow-play").disabled = last
        by_id("slow-back").disabled = not moments or position == 0 or busy
        by_id("slow-again").hidden = not last
        slider = by_id("slow-position")
        slider.disabled = not moments
        slider.max = max(1, moments - (1 if done else 2))
        slider.value = position

    def _by_hand(self, act):
        self._pause()
        act()
