"""The net of glass: what is seen and read of its inside is what the engine computes in CPython."""

import pytest
from playwright.sync_api import expect

from engine.compiler.scores import scorer
from engine.data import moons
from engine.losses import hinge
from engine.nn import Net
from engine.recipes import RECIPES, schedule
from engine.train import evaluate, take, train
from engine.value import Value
from tests.e2e.playground import BLUE
from tests.e2e.test_page import violations

RECIPE, POINTS = RECIPES["karpathy"], moons(100, 0.1, 0)
STEPS = 3


def trained(steps=STEPS):
    """The page's default net after so many steps."""
    net = Net(bias=RECIPE.bias, seed=0)
    if steps:
        rate = schedule(RECIPE.rate, RECIPE.falls)
        take(train(net, POINTS, rate=rate, alpha=RECIPE.alpha), steps)
    return net


def after(net, start):
    """The gradient of the step that follows, and the parameters after it."""
    copy = trained(start)
    take(train(copy, POINTS, rate=schedule(RECIPE.rate, RECIPE.falls), alpha=RECIPE.alpha, start=start), 1)
    return copy


def outputs(net, place):
    """What every neuron hands on at a place, by layer."""
    layers, x = [], [Value(v) for v in place]
    for layer in net.layers:
        x = layer(x)
        layers.append(x)
    return layers


def steps(playground, count=STEPS):
    """Do so many single steps."""
    for number in range(1, count + 1):
        playground.page.locator("#step").click()
        expect(playground.page.locator("#steps")).to_have_text(str(number))


def neuron(playground, layer, index):
    return playground.page.locator('[data-neuron="%d,%d"]' % (layer, index))


def edge(playground, layer, index, source):
    return playground.page.locator('[data-edge="%d,%d,%d"]' % (layer, index, source))


def number(locator, name, test="true"):
    """A number of an attribute, once it satisfies a JavaScript test of `n`."""
    handle = locator.element_handle()
    handle.evaluate_handle(
        "(e, [name, test]) => new Promise(done => { const look = () => {"
        " const n = parseFloat(e.getAttribute(name)); if (eval(test) && n === n) done(n);"
        " else requestAnimationFrame(look) }; look() })",
        [name, test],
    )
    return float(locator.get_attribute(name))


@pytest.fixture
def glass(ready):
    """The playground with its net after a few steps; whatever is pressed is let go of at the end."""
    steps(ready)
    expect(ready.page.locator("#net-words")).to_contain_text("the largest gradient")
    yield ready
    ready.page.keyboard.press("Escape")
    for name in ("edges-gradients", "creases", "pulls"):
        button = ready.page.locator("#" + name)
        if button.get_attribute("aria-pressed") == "true":
            button.click()


def test_edges_have_the_weights_and_gradients_of_the_engine(glass):
    net, then = trained(), after(trained(), STEPS)
    for layer, index, source in ((1, 4, 1), (2, 7, 12), (3, 0, 5)):
        found, weight = edge(glass, layer, index, source), net.layers[layer - 1].neurons[index].weights[source]
        assert number(found, "data-weight", "n === %r" % weight.data) == weight.data
        gradient = then.layers[layer - 1].neurons[index].weights[source].grad
        assert number(found, "data-grad", "n === %r" % gradient) == gradient


def test_a_tile_is_the_picture_of_its_neuron_s_output(glass):
    net, page = trained(), glass.page
    for layer, index in ((1, 2), (2, 4), (2, 9)):
        box = neuron(glass, layer, index).bounding_box()
        for across, down in ((0.2, 0.2), (0.8, 0.2), (0.5, 0.5), (0.2, 0.8), (0.8, 0.8)):
            red, blue = page.evaluate(
                """([x, y]) => { const tiles = document.getElementById('net-tiles'), box = tiles.getBoundingClientRect();
                const scale = tiles.width / box.width, [r, g, b] = tiles.getContext('2d')
                    .getImageData((x - box.x) * scale, (y - box.y) * scale, 1, 1).data; return [r, b] }""",
                [box["x"] + across * box["width"], box["y"] + down * box["height"]],
            )
            value = outputs(net, (-1.5 + 4 * across, 2 - 3.5 * down))[layer - 1][index].data
            if value == 0 or value > 0.6:
                assert (blue > red + 15) == (value > 0), (layer, index, across, down)


def test_a_picked_neuron_is_shown_on_the_plane_with_its_formula(glass):
    page, net = glass.page, trained()
    neuron(glass, 1, 6).click()
    expect(page.locator("#picked-title")).to_have_text("Neuron 7 of layer 1")
    weights, bias = net.layers[0].neurons[6].weights, net.layers[0].neurons[6].bias
    formula = page.locator("#formula").inner_text().replace("\u2212", "-").replace("\u202f", "").replace(" ", "")
    expected = "relu(%.2fx₁%+.2fx₂%+.2f)" % (weights[0].data, weights[1].data, bias.data)
    assert formula == expected
    on = sum(outputs(net, point[:2])[0][6].data > 0 for point in POINTS)
    expect(page.locator("#picked-words")).to_contain_text("%d of 100 points" % on)
    places = [(-1.3, 1.7), (2.3, 1.7), (-1.3, -1.3), (2.3, -1.3), (1.9, 1.2)]
    page.wait_for_function("document.querySelector('[data-neuron=\"1,6\"]').ariaPressed === 'true'")
    for place in places:
        value = outputs(net, place)[0][6].data
        if value == 0 or value > 0.6:
            assert (glass.class_at(*place) == BLUE) == (value > 0)


def test_a_picked_point_lights_its_way_forward_and_back(glass):
    page, net, (x1, x2, y) = glass.page, trained(), POINTS[50]
    glass.click(x1, x2)
    expect(page.locator("#points")).to_have_text("100")
    net.zero_grad()
    layers = outputs(net, (x1, x2))
    score = layers[-1][0]
    loss = hinge(score, y)
    loss.backward()
    expect(page.locator("#picked-score")).to_have_text("%.6g" % score.data)
    expect(page.locator("#picked-margin")).to_have_text("%.6g" % (y * score.data))
    expect(page.locator("#picked-loss")).to_have_text("%.6g" % loss.data)
    for depth, layer in enumerate(layers, 1):
        for index, value in enumerate(layer):
            found = neuron(glass, depth, index)
            assert float(found.get_attribute("data-value")) == value.data
            assert float(found.get_attribute("data-grad")) == value.grad
    assert violations(page) == []
    page.locator("input[name=way][value=back]").check(force=True)
    expect(page.locator("#edge-key")).to_contain_text("The point’s shares")
    page.locator("input[name=way][value=forward]").check(force=True)
    page.locator("#open-graph").click()
    expect(page.locator("#point-graph-words")).to_contain_text("The loss of point 51")
    expect(page.locator("#net-graph [data-name='loss']")).to_have_attribute("data-value", repr(loss.data))
    page.locator("#graph-close").click()
    expect(page.locator("#open-graph")).to_be_focused()
    page.locator("#curves").click()
    page.locator("#unpick").click()
    expect(page.locator("#net-parts [data-value]")).to_have_count(0)


def test_a_weight_is_changed_by_digits_and_slider_and_the_change_undone(glass):
    page, net = glass.page, trained()
    neuron(glass, 3, 0).click()
    page.locator("#formula button").nth(4).click()
    expect(page.locator("#picked-title")).to_have_text("The weight from neuron 5 of layer 2 to the score")
    weight = net.layers[2].neurons[0].weights[4]
    assert float(page.locator("#weight-value").input_value()) == weight.data
    before = page.locator("#loss").inner_text()
    assert violations(page) == []
    page.locator("#weight-value").fill("-2,5")
    page.locator("#weight-value").press("Enter")
    kept, weight.data = weight.data, -2.5
    loss, accuracy = evaluate(scorer(net)([p.data for p in net.parameters()], POINTS), POINTS)
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    expect(page.locator("#steps")).to_have_text(str(STEPS))
    page.locator("#weight-value").fill("much")
    page.locator("#weight-value").press("Enter")
    expect(page.locator("#weight-words")).to_contain_text("much: a weight is a number such as 0.5")
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    page.locator("#weight-undo").click()
    expect(page.locator("#loss")).to_have_text(before)
    assert number(edge(glass, 3, 0, 4), "data-weight", "n === %r" % kept) == kept
    slider = page.locator("#weight-slider")
    slider.focus()
    slider.press("End")
    top = float(page.locator("#weight-value").input_value())
    weight.data = top
    loss, _ = evaluate(scorer(net)([p.data for p in net.parameters()], POINTS), POINTS)
    expect(page.locator("#loss")).to_have_text("%.4f" % loss)
    page.locator("#weight-undo").click()
    expect(page.locator("#loss")).to_have_text(before)
    page.locator("#weight-value").fill("much")
    page.locator("#weight-value").press("Enter")
    glass.train()
    glass.wait_for("steps", "n > %d" % STEPS)
    glass.train()
    expect(page.locator("#weight-words")).to_contain_text("much: a weight is a number such as 0.5")
    page.locator("#weight-value").fill("1")
    page.locator("#weight-value").press("Enter")
    expect(page.locator("#weight-words")).to_contain_text("One step takes it from 1")


def test_the_line_says_what_is_so_and_lights_it(glass):
    page, net = glass.page, trained()
    scores = [net(point[:2]).data for point in POINTS]
    pulling = sum(hinge(Value(score), point[2]).data > 0 for score, point in zip(scores, POINTS))
    on = [[0] * 16, [0] * 16]
    for point in POINTS:
        for counts, layer in zip(on, outputs(net, point[:2])):
            for i, value in enumerate(layer):
                counts[i] += value.data > 0
    silent = [(depth, i) for depth, layer in enumerate(on, 1) for i, count in enumerate(layer) if not count]
    line = page.locator("#net-words")
    expect(line).to_contain_text("%d of 100 points pull" % pulling)
    expect(line).to_contain_text("%d of 32 neurons" % len(silent))
    then = after(net, STEPS)
    largest = max((abs(p.grad), p.grad) for p in then.parameters())[1]
    expect(line).to_contain_text(("%.6g" % largest).replace("-", "\u2212"))
    for layer, index in silent:
        expect(neuron(glass, layer, index)).to_have_class("silent")
    line.locator("[data-kind=silent]").hover()
    expect(page.locator("#net-parts .lit")).to_have_count(len(silent))
    line.locator("[data-kind=largest]").first.click()
    title = page.locator("#picked-title")
    expect(title).to_have_text("The score")  # the largest gradient is that of its bias, whose neuron is picked
    expect(line.locator("[data-kind=largest]").last).to_have_text("the bias of the score")


def test_the_keyboard_goes_along_the_layers_and_picks(glass):
    page = glass.page
    page.locator("#pulls").focus()
    page.keyboard.press("Tab")
    expect(neuron(glass, 1, 0)).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(neuron(glass, 2, 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#picked-title")).to_have_text("Neuron 2 of layer 2")
    expect(neuron(glass, 2, 1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#inspector")).to_be_hidden()


def darkest(playground, place):
    """Red, green and blue together of the darkest of three pixels, one above the other, about a place."""
    pixel = 3.5 / playground.plane.bounding_box()["height"]
    return min(sum(playground.colour(place[0], place[1] + k * pixel)) for k in (-1, 0, 1))


def wait_for_light(playground, place, test):
    """Wait until red, green and blue together, at a place of the plane, satisfy a JavaScript test of `light`."""
    playground.page.wait_for_function(
        """([at, test]) => { const plane = document.getElementById('plane'), scale = plane.width / plane.clientWidth;
        const [r, g, b] = plane.getContext('2d').getImageData(at[0] * scale, at[1] * scale, 1, 1).data;
        return Function('light', 'return ' + test)(r + g + b) }""",
        arg=[playground.place(*place), test],
    )


def test_creases_lie_where_neurons_switch_on_and_can_be_put_away(glass):
    page, net, x1 = glass.page, trained(), -1.3
    lines = [(w.weights[0].data, w.weights[1].data, w.bias.data) for w in net.layers[0].neurons]
    places = [(x1, -(c + a * x1) / b) for a, b, c in lines if b]
    places = [place for place in places if 1.2 < place[1] < 1.9 or -1.4 < place[1] < -0.2]
    assert places
    button = page.locator("#creases")
    plain = [darkest(glass, place) for place in places]
    button.click()
    wait_for_light(glass, places[0], "light < %d" % (plain[0] - 60))
    assert all(darkest(glass, place) < before - 60 for place, before in zip(places, plain))
    button.click()
    wait_for_light(glass, places[0], "light > %d" % (plain[0] - 20))


@pytest.mark.parametrize("hidden", ["64, 64, 64, 64", "1", "5, 40"])
def test_every_shape_is_drawn_inside_its_box_and_without_overlaps(ready, hidden):
    page = ready.page
    if page.locator("#all-settings").get_attribute("aria-expanded") == "false":
        page.locator("#all-settings").click()
    ready.set("hidden", hidden)
    widths = [int(n) for n in hidden.split(",")] + [1]
    expect(page.locator("[data-neuron]")).to_have_count(sum(widths))
    expect(page.locator("#net-words")).to_contain_text("of %d neuron" % sum(widths[:-1]))
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('#net, #net-parts > *')].map(e => e.getBoundingClientRect())
            .map(b => [b.left, b.top, b.right, b.bottom])"""
    )
    (left, top, right, bottom), *tiles = boxes
    for a in tiles:
        assert left - 1 <= a[0] and a[2] <= right + 1 and top - 1 <= a[1] and a[3] <= bottom + 1
    for i, a in enumerate(tiles):
        for b in tiles[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_value_objects_show_their_net_too(ready):
    ready.page.locator("#backend").select_option("python")
    steps(ready, 1)
    net = trained(1)
    weight = net.layers[1].neurons[3].weights[2].data
    assert number(edge(ready, 2, 3, 2), "data-weight", "n === %r" % weight) == weight
    expect(ready.page.locator("#net-words")).to_contain_text("points pull")
