"""A bar for each point of a batch, in the order of the step: its loss, or its share of a parameter's gradient; and which
of the points is looked at."""

from ui.page.browser import by_id, listen

WIDTH, HEIGHT = 1000.0, 100.0  # in the picture's own units
LEAST = 0.6  # of a bar that is 0, so that it is seen where it is


class Bars:
    """Inside #slow-picture; calls chosen(position) with the place of a point that is chosen, by its bar or the slider."""

    def __init__(self, chosen):
        self._place = by_id("slow-bars")
        self._count = 0
        self._chosen = chosen
        listen(self._place, "click", self._clicked)
        listen(by_id("slow-point"), "input", lambda event: self._chosen(int(by_id("slow-point").value) - 1))

    def name(self, position, name):
        """Say which point is looked at: its place in the batch, and what it is called."""
        slider = by_id("slow-point")
        slider.max, slider.value = self._count, position + 1
        slider.setAttribute("aria-valuetext", "point " + name)
        by_id("slow-point-name").textContent = name

    def show(self, numbers, labels, done, marked):
        """Draw the first `done` of the numbers, floats; labels: +1 or -1 of their points; marked: a position, or None.

        All bars are measured by the largest of all, so that nothing changes its size while more of them come.
        """
        self._count = len(numbers)
        most = max([abs(number) for number in numbers if abs(number) < 1e300] + [1e-300])
        below = min(numbers) < 0
        ground, scale = (HEIGHT / 2, (HEIGHT / 2 - 2) / most) if below else (HEIGHT - 1, (HEIGHT - 3) / most)
        width = WIDTH / self._count
        paths = {True: [], False: []}
        for i in range(done):
            number = min(max(numbers[i], -most), most) if numbers[i] == numbers[i] else 0.0
            height = number * scale
            if abs(height) < LEAST:
                height = LEAST if height >= 0 else -LEAST
            paths[labels[i] > 0].append("M%.2f %.2fV%.2f" % ((i + 0.5) * width, ground, ground - height))
        bar = '<path class="%s" d="%s" stroke-width="%.2f"/>'
        parts = ['<path class="ground" d="M0 %.1fH%d"/>' % (ground, WIDTH)]
        for kind, name in ((True, "positive"), (False, "negative")):
            parts.append(bar % (name, "".join(paths[kind]), max(0.8 * width, 0.5)))
        if marked is not None and self._count > 1:
            parts.append('<path class="mark" d="M%.2f 0V%d" stroke-width="%.2f"/>' % ((marked + 0.5) * width, HEIGHT, width))
        self._place.innerHTML = "".join(parts)

    def _clicked(self, event):
        box = self._place.getBoundingClientRect()
        if self._count and box.width:
            position = int((event.clientX - box.left) / box.width * self._count)
            self._chosen(min(max(position, 0), self._count - 1))
