"""Directions in which the loss is drawn, and the path of training seen along them."""

from array import array
from math import hypot

import pytest

from engine.data import moons
from engine.losses import hinge
from engine.nn import Linear, Net
from engine.recipes import constant
from engine.rng import Random
from engine.train import take, train
from ui.work.network import directions


def numbers(net):
    return array("d", [p.data for p in net.parameters()])


def test_random_directions_are_in_each_neuron_as_long_as_its_own_weights():
    net = Net(hidden=(5, 4), bias=True, seed=3)
    take(train(net, moons(20), hinge, constant(0.2)), 5)
    parameters = numbers(net)
    raw = directions.gaussians(len(parameters), 7)
    assert raw == directions.gaussians(len(parameters), 7) != directions.gaussians(len(parameters), 8)
    found = directions.by_neuron(raw[0], parameters, directions.neurons(net))
    places = {id(p): i for i, p in enumerate(net.parameters())}
    for neuron in (neuron for layer in net.layers for neuron in layer.neurons):
        group = [places[id(p)] for p in neuron.parameters()]
        assert hypot(*[found[i] for i in group]) == pytest.approx(hypot(*[parameters[i] for i in group]), rel=1e-12)
        assert found[group[0]] / found[group[1]] == pytest.approx(raw[0][group[0]] / raw[0][group[1]], rel=1e-12)


def test_every_parameter_belongs_to_one_neuron_and_models_without_them_are_one():
    net = Net(hidden=(3, 2), bias=True)
    groups = directions.neurons(net)
    assert sorted(sum(groups, [])) == list(range(len(net.parameters()))) and len(groups) == 6
    assert directions.neurons(Linear()) == [[0, 1]]


def test_a_direction_is_made_as_long_as_the_parameters():
    assert hypot(*directions.as_long([1.0, 2.0], [3.0, 4.0])) == pytest.approx(5.0)
    assert list(directions.as_long([0.0, 0.0], [3.0, 4.0])) == [0.0, 0.0]
    assert list(directions.as_long([1e308, 1e308], [3.0, 4.0]))[0] < 1e309


def test_a_path_in_a_plane_is_held_by_its_main_directions_and_seen_where_it_is():
    rng = Random(5)
    p, x, y = ([rng.gauss() for _ in range(40)] for _ in range(3))
    coordinates = [(3.0, 0.5), (2.0, -0.7), (1.0, 0.4), (0.5, 0.1)]
    path = [array("d", [o + a * s + b * t for o, s, t in zip(p, x, y)]) for a, b in coordinates]
    u, v, held = directions.main_directions(path, array("d", p))
    assert held == pytest.approx(1.0) and directions.dot(u, v) == pytest.approx(0.0, abs=1e-8)
    for place, (a, b) in zip(path, directions.projected(path, array("d", p), u, v)):
        assert list(directions.place_at(p, u, v, a, b)) == pytest.approx(list(place))


def test_the_first_main_direction_is_the_one_in_which_the_path_is_longest():
    here = array("d", [1.0, 1.0, 1.0])
    path = [array("d", [1.0 + 5 * t, 1.0 + 0.5 * t * t, 1.0 + 0.01 * t**3]) for t in (1, -1, 2, -2, 3)]
    u, v, held = directions.main_directions(path, here)
    assert abs(u[0]) > 5 * abs(u[1]) > abs(u[2]) and abs(v[1]) > 3 * abs(v[0]) and 0.99 < held < 1.0


def test_a_path_that_spans_no_plane_has_no_main_directions():
    here = array("d", [1.0, 2.0])
    assert directions.main_directions([], here) is None
    assert directions.main_directions([here, here], here) is None
    assert directions.main_directions([array("d", [2.0, 3.0]), array("d", [3.0, 4.0])], here) is None


def test_places_are_seen_at_the_nearest_place_of_a_plane_that_is_not_rectangular():
    p, u, v = (array("d", x) for x in ([1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]))
    ((a, b),) = directions.projected([array("d", [4.0, 2.0, 9.0])], p, u, v)
    assert (a, b) == pytest.approx((1.0, 2.0))  # the 9 is out of the plane
    assert directions.projected([p], p, u, u) is None
