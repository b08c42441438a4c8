"""The default pace: how long the moons take at it is a matter of steps, which CPython counts."""

import re

from engine.compiler.machine import Machine
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from tests.setup import ROOT
from ui.page.pace import FULL, WATCHED, pace, speed_name


def steps_until_learnt():
    """Steps of the page's default net until all its default points have the right sign."""
    recipe, points = RECIPES["karpathy"], moons(100, 0.1, 0)
    machine = Machine(Net(bias=recipe.bias, seed=0), hinge, WasmtimeHost)
    for step in machine.train(points, schedule(recipe.rate, recipe.falls), recipe.alpha):
        if machine.evaluate(points)[1] == 1:
            return step.number


def test_at_the_default_pace_the_moons_are_learnt_in_four_to_six_seconds():
    assert 4 < steps_until_learnt() / pace(WATCHED) < 6


def test_the_control_begins_at_the_default_pace_and_says_it():
    control = re.search(r'id="speed-control"[^>]*', (ROOT / "index.html").read_text())[0]
    assert 'value="%d"' % WATCHED in control and 'max="%d"' % FULL in control
    assert '<output id="speed-name" for="speed-control">%s</output>' % speed_name(WATCHED) in (ROOT / "index.html").read_text()
