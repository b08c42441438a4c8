"""What the net of glass says about neurons, points and the next step, against the engine itself."""

from engine.compiler.machine import Machine
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge
from engine.nn import Linear, Net
from engine.recipes import constant
from engine.train import take, train
from engine.value import Value
from ui.work.network.inside import at_point, formula, next_step, parts, switched_on
from ui.work.network.net_pictures import NetPictures, wiring

POINTS = moons(30, 0.1, 0)


def net(**options):
    made = Net(hidden=(5, 4), bias=True, seed=2, **options)
    take(train(made, POINTS, hinge, constant(0.2)), 3)
    return made


def test_a_point_s_numbers_are_those_of_values_and_leave_the_grads_alone():
    made = net()
    before = [p.grad for p in made.parameters()]
    found = at_point(made, hinge, POINTS[4])
    assert [p.grad for p in made.parameters()] == before
    x1, x2, y = POINTS[4]
    score = made((x1, x2))
    assert found["score"] == score.data and found["margin"] == y * score.data
    made.zero_grad()
    loss = hinge(score, y)
    loss.backward()
    assert found["loss"] == loss.data and found["shares"] == [p.grad for p in made.parameters()]
    assert found["values"][0] == [v.data for v in made.layers[0]([Value(x1), Value(x2)])]
    assert [len(layer) for layer in found["grads"]] == [5, 4, 1]
    # the grad of a weight is the neuron's grad, where its relu lets it through, times the input
    for j, on in enumerate(found["values"][0]):
        assert found["shares"][wiring(made)[0][j][0]] == (found["grads"][0][j] * x1 if on > 0 else 0.0)


def test_neurons_are_counted_as_switched_on_by_the_points_that_do_it():
    made = net()
    expected = [[0] * 5, [0] * 4, [0]]
    for *x, _ in POINTS:
        x = [Value(v) for v in x]
        for depth, layer in enumerate(made.layers):
            x = layer(x)
            for i, v in enumerate(x):
                expected[depth][i] += v.data > 0
    machine = Machine(made, hinge, WasmtimeHost)
    assert switched_on(machine.inside(POINTS, machine.compiled.layers)) == expected


def test_the_next_step_is_foreseen_to_the_bit_and_not_done():
    machine = Machine(net(), hinge, WasmtimeHost)
    options = dict(alpha=1e-3, batch_size=7, seed=4, start=11)
    before = machine.parameters()
    gradients, at, after = next_step(machine, POINTS, constant(0.3), options)
    assert at == before == machine.parameters() and after != before
    take(machine.train(POINTS, constant(0.3), **options), 1)
    assert machine.parameters() == after and machine.gradients() == gradients


def test_a_formula_has_the_numbers_of_its_neuron():
    made = net()
    found, neuron = formula(made, 1, 3), made.layers[0].neurons[3]
    assert found == {"weights": [w.data for w in neuron.weights], "bias": neuron.bias.data, "relu": True}
    assert not formula(made, 3, 0)["relu"] and formula(Net(hidden=(2,)), 1, 0)["bias"] is None


def test_every_parameter_has_its_place_in_the_net():
    made = net()
    places = parts(made)
    assert len(places) == len(made.parameters())
    for p, (layer, index, source) in zip(made.parameters(), places):
        neuron = made.layers[layer - 1].neurons[index]
        assert p is (neuron.bias if source is None else neuron.weights[source])
    assert parts(Linear()) is None


def test_edges_are_drawn_by_sign_and_size_and_models_without_layers_say_so():
    made = net()
    places = [[(0, 0)] * 2, [(50, 0)] * 5, [(90, 0)] * 4, [(130, 0)]]
    wanted = {"tile": (3, 3), "sizes": 4, "side": 10, "places": places}
    wanted.update(gradients=False, creases=False, neuron=None, share=None)
    pictures = NetPictures(made, wanted)
    assert pictures.fits and len(pictures.edges) == 10 + 20 + 4
    weights = [0.0] * len(made.parameters())
    paths = pictures.paths(weights)
    assert paths == [""] * 8
    place = wiring(made)[1][2][3]
    for weight, bucket in ((-0.1, 0), (-1e9, 3), (0.5, 5), (float("inf"), 7)):
        weights[place] = weight
        assert [i for i, path in enumerate(pictures.paths(weights)) if path] == [bucket]
    relative = NetPictures(made, dict(wanted, gradients=True))
    weights = [0.0] * len(made.parameters())
    weights[place], weights[0] = -3e-6, 1e-6
    assert [i for i, path in enumerate(relative.paths(weights)) if path] == [3, 6]
    other = Net(hidden=(3,))
    assert not NetPictures(other, wanted).fits


def test_a_model_without_layers_has_no_wiring():
    assert wiring(Linear()) is None
