"""What the text beside the playground says is what the engine does."""

import pytest

from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.engines import ENGINES
from engine.exhibits.whole_graph import descend
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.records.settings import defaults, of_recipe
from engine.train import step, take
from ui.network import explanation_numbers as numbers


@pytest.mark.parametrize("hidden", [(16, 16), (3,), (8, 4, 1, 5)])
def test_weights_and_biases_are_counted_as_the_engine_has_them(hidden):
    without, with_biases = (len(Net(hidden=hidden, bias=bias).parameters()) for bias in (False, True))
    assert numbers.weights(hidden) == without
    assert numbers.weights(hidden) + numbers.biases(hidden) == with_biases
    assert "<mn>%d</mn></math>" % without in numbers.count(hidden)


def test_the_layers_are_named():
    assert numbers.layers((16, 16)) == "two hidden layers of 16 neurons"
    assert numbers.layers((1,)) == "one hidden layer of 1 neuron"
    assert numbers.layers((8, 4, 2)) == "three hidden layers, of 8, 4 and 2 neurons"


def test_a_sum_is_written_with_one_sign_each():
    formula = numbers.neuron_sum([-0.5, 0.25], -1.0).replace("<mo>", "").replace("</mo>", "")
    assert "=−<mn>0.50</mn>" in formula and "+<mn>0.25</mn>" in formula and "−<mn>1.00</mn></math>" in formula
    assert "+" not in numbers.neuron_sum([0.5, -0.25], None)


def trained(recipe, steps, **others):
    """The accuracy on the page's first points after so many steps of its first net."""
    recipe = recipe._replace(**others)
    points, net = moons(100, 0.1, 0), Net(bias=recipe.bias, seed=0)
    engine = ENGINES["compiled"](net, hinge, WasmtimeHost)
    engine.load()
    take(engine.train(points, schedule(recipe.rate, recipe.falls), recipe.alpha), steps)
    return engine.evaluate(points)[1]


def test_about_87_percent_without_biases_and_100_with_them():
    tutorial, karpathy = RECIPES["tutorial"], RECIPES["karpathy"]
    assert 0.85 <= trained(tutorial, 1000) <= trained(tutorial, 10_000) <= 0.89
    assert trained(karpathy, 100) == 1.0
    assert 0.85 <= trained(karpathy, 3000, bias=False) <= 0.89  # rate and L2 alone
    assert trained(tutorial, 300, bias=True) == 1.0  # biases alone


def test_both_loops_move_the_parameters_alike():
    points = moons(12, 0.1, 0)
    whole, own = Net(hidden=(4, 3), bias=True, seed=1), Net(hidden=(4, 3), bias=True, seed=1)
    loss = descend(whole, [point[:2] for point in points], [point[2] for point in points], 0.3, 5)
    losses = [step(own, points, hinge, 0.3) for _ in range(5)]
    assert loss == pytest.approx(losses[-1], rel=1e-12)
    for p, q in zip(whole.parameters(), own.parameters()):
        assert p.data == pytest.approx(q.data, rel=1e-9)


def test_what_a_press_has_set_is_said():
    values = dict(defaults(), **of_recipe("tutorial"))
    expected = "Without biases, learning rate 0.3, L2 penalty 0, batch of all points. At step 0: press Train."
    assert numbers.settings(values, 0, False) == expected
    assert "falling to a tenth, L2 penalty 0.0001, batch of 1 point. Training." in numbers.settings(
        dict(defaults(), batch=1), 5, True
    )
