"""What the text beside the playground says is what the engine does."""

import pytest

from engine.nn import Net
from ui.network import reading_numbers as numbers


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
