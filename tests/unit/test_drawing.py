"""Pictures of compiled nets against the same in plain Python, and the comparison of both engines."""

import math

import pytest

from engine.compiler.compare import compare
from engine.compiler.machine import Machine
from engine.compiler.painter import Painter
from engine.compiler.pictures import LARGEST
from engine.compiler.scores import grid
from engine.compiler.wasmtime_host import WasmtimeHost
from engine.data import moons
from engine.losses import hinge, logistic, squared
from engine.nn import Linear, Net
from engine.recipes import constant
from engine.train import take
from engine.value import Value
from tests.unit.test_compiler import WithoutSimd
from ui.work.picture import palette, path

DOMAIN = (-1.5, 2.5, -1.5, 2.0)
SHADES = palette((180, 60, 0), (250, 250, 250), (0, 60, 180))


def coloured(scores, shades):
    """The same colours in plain Python: steep about 0, flat far from it, 0.5 being half way."""
    half = (len(shades) - 1) / 2
    return b"".join([shades[math.floor(half + half * (s / (abs(s) + 0.5)) + 0.5)] for s in scores])


def finite(scores):
    """The same scores, infinite ones and those that are no number cut down to the largest that can be drawn."""
    return [min(max(s, -LARGEST), LARGEST) if s == s else LARGEST for s in scores]


def machine(host=WasmtimeHost, **options):
    """A net after a little training."""
    made = Machine(Net(hidden=(6, 5), bias=True, seed=3, **options), hinge, host)
    take(made.train(moons(30, 0.1, 1), constant(0.3)), 40)
    return made


@pytest.mark.parametrize("host", [WasmtimeHost, WithoutSimd])
def test_the_colours_are_those_of_plain_python(host):
    drawn = machine(host)
    image, _ = drawn.picture(40, 35, DOMAIN, SHADES, ())
    scores = drawn.scores(40, 35, DOMAIN)
    expected = b"".join(coloured(row, SHADES) for row in scores)
    assert len(image) == 4 * 40 * 35
    different = [i for i in range(0, len(image), 4) if image[i : i + 4] != expected[i : i + 4]]
    assert len(different) < 3  # Python rounds half to even
    assert len({image[i : i + 4] for i in range(0, len(image), 4)}) > 50


@pytest.mark.parametrize("level", [0.0, -1.0, 1.0])
def test_a_line_lies_where_the_score_has_its_level_and_has_no_gaps(level):
    drawn, columns, rows = machine(), 81, 71
    _, (line,) = drawn.picture(columns, rows, DOMAIN, SHADES, (level,))
    drawn.store()
    ends = {}
    for i in range(0, len(line), 2):
        x1 = DOMAIN[0] + line[i] * (DOMAIN[1] - DOMAIN[0]) / (columns - 1)
        x2 = DOMAIN[3] - line[i + 1] * (DOMAIN[3] - DOMAIN[2]) / (rows - 1)
        assert drawn.model((x1, x2)).data == pytest.approx(level, abs=0.05)
        place = round(line[i], 6), round(line[i + 1], 6)
        ends[place] = ends.get(place, 0) + 1
    assert len(ends) > 50
    loose = [(c, r) for (c, r), n in ends.items() if n % 2]
    assert all(c in (0, columns - 1) or r in (0, rows - 1) for c, r in loose)  # lines end at the border only


def test_the_picture_of_a_neuron_shows_its_activation():
    drawn = machine()
    drawn.store()
    assert [len(layer) for layer in drawn.compiled.layers] == [6, 5, 1]
    for depth, neuron in ((0, 0), (0, 5), (1, 3), (2, 0)):
        rows = drawn.scores(9, 7, DOMAIN, drawn.compiled.layers[depth][neuron])
        values = []
        for row in grid(DOMAIN, 9, 7):
            for place in row:
                x = [Value(v) for v in place]
                for layer in drawn.model.layers[: depth + 1]:
                    x = layer(x)
                values.append(x[neuron].data)
        assert [v for row in rows for v in row] == values
    image, _ = drawn.picture(9, 7, DOMAIN, SHADES, (), drawn.compiled.layers[0][0])
    assert image == b"".join(coloured(row, SHADES) for row in drawn.scores(9, 7, DOMAIN, drawn.compiled.layers[0][0]))


@pytest.mark.parametrize("special", [math.nan, math.inf, -math.inf, 1e300])
def test_scores_that_are_no_number_can_be_drawn(special):
    net = Net(hidden=(3,), bias=True, seed=1)
    net.parameters()[-1].data = special
    drawn = Machine(net, hinge, WasmtimeHost)
    image, (line,) = drawn.picture(9, 7, DOMAIN, SHADES, (0.0,))
    assert image == b"".join(coloured(finite(row), SHADES) for row in drawn.scores(9, 7, DOMAIN))
    assert len(line) == 0


def test_training_goes_on_behind_pictures_of_any_size():
    twins = [machine(), machine()]
    points = moons(7, 0.1, 0)
    one, other = [twin.train(points, constant(0.1)) for twin in twins]
    for columns in (3, 300):
        twins[0].picture(columns, columns, DOMAIN, SHADES, (0.0,))
        assert next(one) == next(other)
    assert twins[0].parameters() == twins[1].parameters()


def test_a_model_of_one_input_has_no_picture():
    with pytest.raises(ValueError, match="two inputs"):
        Machine(Linear(), squared, WasmtimeHost).scores(3, 3, DOMAIN)


@pytest.mark.parametrize("batch_size", [None, 4])
def test_a_comparison_finds_the_same_gradients_and_changes_nothing(batch_size):
    net, points = Net(hidden=(4, 3), bias=True, seed=1), moons(10, 0.1, 0)
    before = [p.data for p in net.parameters()]
    results = [r for r in compare(net, points, hinge, WasmtimeHost, alpha=1e-3, batch_size=batch_size, start=4) if r]
    (result,) = results
    assert result.parameters == result.identical == len(before) and result.difference == 0
    assert result.examples == (batch_size or 10)
    assert result.python > 0 and result.compiled > 0
    assert [p.data for p in net.parameters()] == before


def test_a_comparison_says_how_far_gradients_differ(monkeypatch):
    monkeypatch.setattr(Machine, "gradients", lambda self: [1.0] * 5)
    *_, result = compare(Net(hidden=(1,), bias=True), [(0.5, 0.5, 1)], logistic, WasmtimeHost)
    assert result.identical == 0 and result.difference > 0.1


def test_colours_run_from_one_class_to_the_other_through_the_middle():
    shades = palette((200, 100, 0), (250, 250, 250), (0, 100, 200))
    pixels, _ = Painter(WasmtimeHost).picture([[-1e9, -0.5, 0.0, 0.5, 1e9]] * 2, shades, ())
    assert len(pixels) == 40 and pixels[:20] == pixels[20:]
    pixels = pixels[:20]
    red = list(pixels[0::4])
    blue = list(pixels[2::4])
    assert red[0] == 200 and red[-1] == 0 and blue[0] == 0 and blue[-1] == 200
    assert blue == sorted(blue[:2]) + [blue[2]] + sorted(blue[3:], reverse=True)
    assert 240 <= red[2] <= 250 and set(pixels[3::4]) == {255}


def contour(scores, level):
    """The segments of a line, each two ends (column, row)."""
    _, (line,) = Painter(WasmtimeHost).picture(scores, SHADES, (level,))
    return [((a, b), (c, d)) for a, b, c, d in zip(*[iter(line)] * 4)]


def test_scores_that_are_no_finite_numbers_can_still_be_drawn():
    scores = [[math.nan, math.inf, -math.inf, 0.0], [-math.inf, math.inf, 1.0, math.nan]]
    segments = contour(scores, 0.0)
    assert segments and all(math.isfinite(x) for segment in segments for end in segment for x in end)


def test_a_contour_follows_the_level_of_a_smooth_hill():
    n, radius = 41, 10.3
    scores = [[radius - math.hypot(i - 20, j - 20) for i in range(n)] for j in range(n)]
    segments = contour(scores, 0.0)
    assert len(segments) > 40
    for segment in segments:
        for x, y in segment:
            assert math.hypot(x - 20, y - 20) == pytest.approx(radius, abs=0.02)
    touched = {}
    for segment in segments:
        for x, y in segment:
            touched[round(x, 6), round(y, 6)] = touched.get((round(x, 6), round(y, 6)), 0) + 1
    assert set(touched.values()) == {2}  # it closes: every end is the end of two segments


def test_a_straight_level_is_met_between_the_nodes_where_it_is():
    scores = [[0.25 * i - 0.6 for i in range(5)] for _ in range(3)]
    segments = contour(scores, 0.0)
    assert segments and all(x == pytest.approx(2.4) for segment in segments for x, _ in segment)
    assert contour(scores, 9.0) == []


def test_a_line_is_written_as_a_path():
    assert path([1.0, 2.0, 3.456, 4.0, 0.0, 0.0, 1.0, 1.0]) == "M1.00 2.00L3.46 4.00M0.00 0.00L1.00 1.00"
    assert path([]) == ""


@pytest.mark.parametrize("host", [WasmtimeHost, WithoutSimd])
def test_the_tiles_of_all_neurons_are_the_pictures_of_each(host):
    drawn = machine(host)
    size = 4 * 9 * 8
    tiles = drawn.tiles(9, 8, DOMAIN, SHADES)
    registers = [register for layer in drawn.compiled.layers for register in layer]
    assert len(registers) == 6 + 5 + 1 and len(tiles) == size * len(registers)
    for i, register in enumerate(registers):
        image, _ = drawn.picture(9, 8, DOMAIN, SHADES, (), register=register)
        assert tiles[i * size : (i + 1) * size] == image


def test_a_crease_lies_where_the_sum_of_its_neuron_is_zero():
    drawn, columns, rows = machine(), 41, 36
    layers = drawn.creases(columns, rows, DOMAIN)
    drawn.store()
    assert [len(layer) for layer in layers] == [6, 5]
    found = 0
    for depth, layer in enumerate(layers):
        for index, line in enumerate(layer):
            for i in range(0, len(line), 2):
                x = [Value(DOMAIN[0] + line[i] * (DOMAIN[1] - DOMAIN[0]) / (columns - 1))]
                x.append(Value(DOMAIN[3] - line[i + 1] * (DOMAIN[3] - DOMAIN[2]) / (rows - 1)))
                for before in drawn.model.layers[:depth]:
                    x = before(x)
                neuron = drawn.model.layers[depth].neurons[index]
                total = sum((w * v for w, v in zip(neuron.weights, x)), neuron.bias)
                assert total.data == pytest.approx(0.0, abs=0.05 if depth else 1e-9)
                found += 1
    assert found > 200


@pytest.mark.parametrize("host", [WasmtimeHost, WithoutSimd])
def test_the_numbers_inside_are_those_of_values(host):
    drawn, points = machine(host), moons(70, 0.1, 4)
    layers = drawn.inside(points, drawn.compiled.layers)
    drawn.store()
    for k, (x1, x2, _) in enumerate(points):
        x = [Value(x1), Value(x2)]
        for layer, found in zip(drawn.model.layers, layers):
            x = layer(x)
            assert [neuron[k] for neuron in found] == [v.data for v in x]
    assert drawn.inside([], drawn.compiled.layers)[0][0] == drawn.host.read(0, 0)


@pytest.mark.parametrize("host", [WasmtimeHost, WithoutSimd])
def test_a_landscape_is_the_mean_loss_at_each_of_its_places_and_leaves_the_parameters_alone(host):
    drawn, points = machine(host), moons(40, 0.1, 2)
    before, size = drawn.parameters(), len(drawn.parameters())
    u, v = [math.sin(k) for k in range(size)], [math.cos(3 * k) for k in range(size)]
    rows = list(drawn.landscape(points, u, v, 5, 3, (-1, 1, -0.5, 0.5)))
    assert drawn.parameters() == before
    assert rows[1][2] == drawn.evaluate(points)[0]
    for j, b in enumerate((-0.5, 0.0, 0.5)):
        for i, a in enumerate((-1.0, -0.5, 0.0, 0.5, 1.0)):
            for p, data, du, dv in zip(drawn.model.parameters(), before, u, v):
                p.data = data + a * du + b * dv
            twin = Machine(drawn.model, hinge, WasmtimeHost)
            assert rows[j][i] == twin.evaluate(points)[0]
