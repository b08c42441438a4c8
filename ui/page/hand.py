"""The visitor's hand on a plane: mouse, pen, finger and keys become changes of its points, and are said in words.

A surface is what draws the plane: its canvas, domain, cross (the keyboard's place, or None), coordinates(event),
reach(pixels) and redraw().
"""

import math

from engine.rng import Random
from ui.page.browser import listen

CLICK = 6  # a pointer that moved fewer CSS pixels than this has clicked
REACH = {"mouse": 11, "pen": 14, "touch": 20}  # how near, in CSS pixels, counts as on a point
KEYS_REACH, KEYS_SAME = 16, 3  # the same for the keyboard's place; and how near a second point is none
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
SPRAYED = 10_000  # points from which on a brush adds none


class Hand:
    """Changes `points` and calls changed() after each change.

    label   a function of an event: the label of the point that a click there adds, or None where it erases
    most    how many points there may be; full() is called where one more was wanted
    said    the Status in which it is said, for those who do not see the plane
    named   a function of a label: what such a point is called
    brush   a function that returns (radius in CSS pixels, points a dab) where a drag sprays points, or None
    more    a function of the index of a point that was added, or None: what is to be said besides
    """

    def __init__(self, surface, points, changed, label, said, named, most=None, full=None, more=lambda index: "", brush=lambda: None):
        self._surface, self._points, self._changed, self._label = surface, points, changed, label
        self._said, self._named, self._most, self._full = said, named, most, full
        self._picked = None
        self._more, self._brush, self._random = more, brush, None
        self.refusal = lambda: ""  # why the points may not be changed, in a sentence
        self._words, self._index = "", None  # what is to be said, and of which point that was added
        self._written = ""  # what was said last
        self._pointer = None  # the id of the pointer that is down
        self._dragged = None  # index of the point that moves with it
        self._erasing = self._changing = False
        self._spraying = None  # the brush and the label of the stroke that goes on
        canvas = surface.canvas
        listen(canvas, "pointerdown", self._down)
        listen(canvas, "pointermove", self._move)
        listen(canvas, "pointerup", self._up)
        listen(canvas, "pointercancel", self._cancel)
        listen(canvas, "contextmenu", lambda event: event.preventDefault(), passive=False)
        listen(canvas, "touchstart", self._keep_from_scrolling, passive=False)
        listen(canvas, "keydown", self._key, passive=False)
        listen(canvas, "blur", lambda event: self._leave())

    def picks(self, picked):
        """Call picked(index) for a point that is clicked, or met by Enter, where nothing is to be erased."""
        self._picked = picked

    def release(self):
        """Let go of what is being dragged or erased: the points under the hand may be others now."""
        self._let_go()
        self._index = None
        self._said.say_no_more()

    def _let_go(self):
        self._pointer = self._dragged = self._spraying = None
        self._erasing = False

    def _near(self, event):
        reach = REACH.get(getattr(event, "pointerType", "touch"), REACH["mouse"])
        return self._points.nearest(*self._surface.coordinates(event), *self._surface.reach(reach))

    def _down(self, event):
        if self._pointer is not None or event.button not in (0, 2):
            return
        self._surface.cross = None
        self._pointer, self._start = event.pointerId, (event.clientX, event.clientY)
        self._moved = False
        near, self._new = self._near(event), self._label(event)
        self._dragged = None
        self._erasing = self._new is None
        if self._erasing:
            self._changing = False
            self._last = self._surface.coordinates(event)
            self._erase([] if near is None else [near])
        elif self._brush() and not self._refused():
            self._spraying = self._brush() + (self._new, len(self._points.items))
            self._last = self._surface.coordinates(event)
            self._points.begin()
            self._dab(self._last)
        else:
            self._dragged = near
        self._surface.canvas.setPointerCapture(event.pointerId)

    def _move(self, event):
        if event.pointerId != self._pointer:
            self._hover(event)
            return
        if abs(event.clientX - self._start[0]) + abs(event.clientY - self._start[1]) >= CLICK:
            if not self._moved and self._dragged is not None and not self._refused():
                self._points.begin()
            self._moved = True
        here = self._surface.coordinates(event)
        if self._spraying:
            across, down = self._surface.reach(self._spraying[0])
            (a1, a2), (b1, b2) = self._last, here
            if ((b1 - a1) / across) ** 2 + ((b2 - a2) / down) ** 2 >= 0.25:  # half a radius on
                self._last = here
                self._dab(here)
        elif self._erasing:
            reach = REACH.get(event.pointerType, REACH["mouse"])
            self._erase(self._points.along(self._last, here, *self._surface.reach(reach)))
            self._last = here
        elif self._moved and self._dragged is not None and not self._refused():
            self._points.move(self._dragged, *here)
            self._changed()
            self._tell("%s moved to %s." % (self._at(self._dragged), place(*here)))

    def _up(self, event):
        if event.pointerId != self._pointer:
            return
        if not (self._moved or self._erasing or self._spraying):
            if self._dragged is None:
                self._add(*self._surface.coordinates(event), self._new)
            else:
                self._meet(self._dragged)
        self._let_go()

    def _meet(self, index):
        """A point is wanted where there is one already: it is picked."""
        self._tell("%s is here already, at %s." % (self._at(index), self._place(index)))
        if self._picked:
            self._picked(index)

    def _cancel(self, event):
        if event.pointerId == self._pointer:
            self._let_go()

    def _refused(self):
        """Whether the points may not be changed; says why."""
        why = self.refusal()
        if why:
            self._tell(why)
        return bool(why)

    def _add(self, x1, x2, label):
        if self._refused():
            return
        if self._most is not None and len(self._points.items) >= self._most:
            self._full()
            return
        self._points.add(x1, x2, label)
        self._changed()
        self._tell("%s added at %s; %s." % (self._named(label), place(x1, x2), count(self._points.items)), added=True)

    def _dab(self, place):
        """Add a brush's points about a place, as part of the stroke that goes on."""
        radius, density, label, before = self._spraying
        low1, high1, low2, high2 = self._surface.domain
        across, down = self._surface.reach(radius)
        self._random = self._random or Random(len(self._points.items))
        for _ in range(min(density, SPRAYED - len(self._points.items))):
            distance, angle = self._random.random() ** 0.5, 2 * math.pi * self._random.random()
            x1, x2 = place[0] + across * distance * math.cos(angle), place[1] + down * distance * math.sin(angle)
            self._points.put(min(max(x1, low1), high1), min(max(x2, low2), high2), label)
        self._changed()
        added = len(self._points.items) - before
        self._tell("%s sprayed; %s." % (count(range(added)), count(self._points.items)))

    def _erase(self, indices):
        """Leave out these points; all that one stroke takes is one change."""
        if indices and not self._refused():
            if not self._changing:
                self._points.begin()
                self._changing = True
            gone = "%s removed" % self._at(indices[0]) if len(indices) == 1 else "%d points removed" % len(indices)
            self._points.drop(indices)
            self._changed()
            self._tell("%s; %s." % (gone, count(self._points.items)))

    def _hover(self, event):
        """Show by the cursor what a click here would do."""
        near, erases = self._near(event) is not None, self._label(event) is None
        cursor = ("pointer" if near else "default") if erases else ("grab" if near else "crosshair")
        self._surface.canvas.style.cursor = cursor

    def _keep_from_scrolling(self, event):
        """A finger that begins on a point moves it; elsewhere it scrolls the page as always."""
        if self._brush() or self._near(event.touches.item(0)) is not None or self._label(event) is None:
            event.preventDefault()

    def _key(self, event):
        """Arrows move a cross, Enter and Space add a point there or erase, Delete removes the one that is there."""
        surface, key = self._surface, event.key
        if event.ctrlKey or event.metaKey or event.altKey:
            return
        if key in ARROWS:
            low1, high1, low2, high2 = surface.domain
            surface.cross = moved(surface.cross or ((low1 + high1) / 2, (low2 + high2) / 2), event, surface.domain)
            surface.redraw()
            near = self._at_cross()
            here = place(*surface.cross)
            self._tell(here if near is None else "%s: %s at %s" % (here, self._at(near), self._place(near)))
        elif key in ("Enter", " ") and surface.cross:
            label = self._label(event)
            here = self._points.nearest(*surface.cross, *surface.reach(KEYS_SAME))
            if label is None:
                self._remove_at_cross()
            elif self._brush() and not self._refused():
                self._spraying = self._brush() + (label, len(self._points.items))
                self._points.begin()
                self._dab(surface.cross)
                self._spraying = None
            elif here is not None:
                self._meet(here)
            else:
                self._add(*surface.cross, label)
        elif key in ("Delete", "Backspace") and surface.cross:
            self._remove_at_cross()
        elif key == "Escape":
            self._leave()
        else:
            return
        event.preventDefault()

    def _at_cross(self):
        return self._points.nearest(*self._surface.cross, *self._surface.reach(KEYS_REACH))

    def _remove_at_cross(self):
        near = self._at_cross()
        self._changing = False
        if near is None:
            self._tell("No point here.")
        else:
            self._erase([near])

    def _leave(self):
        if self._surface.cross:
            self._surface.cross = None
            self._surface.redraw()

    def _at(self, index):
        return self._named(self._points.items[index][2])

    def _place(self, index):
        return place(*self._points.items[index][:2])

    def complete(self):
        """More may be known by now of what was said last."""
        if self._index is not None and self._said.shows(self._written):
            self._said.say(self._sentence())

    def _tell(self, words, added=False):
        self._words, self._index = words, len(self._points.items) - 1 if added else None
        self._said.say_soon(self._sentence)

    def _sentence(self):
        self._written = self._words + self._more(self._index)
        return self._written


def moved(start, event, domain):
    """A place moved by an arrow key: by 1/80 of the width, with Shift by 1/400, and never out of the domain."""
    low1, high1, low2, high2 = domain
    right, up = ARROWS[event.key]
    width = (high1 - low1) / (400 if event.shiftKey else 80)
    return min(max(start[0] + right * width, low1), high1), min(max(start[1] + up * width, low2), high2)


def place(x1, x2):
    """A place in words."""
    return ("(%.2f, %.2f)" % (x1 + 0.0, x2 + 0.0)).replace("-", "−")


def count(items):
    """How many points there are, in words."""
    return "1 point" if len(items) == 1 else "%d points" % len(items)
