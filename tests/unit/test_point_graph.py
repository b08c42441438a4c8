"""The folded graph of a point's loss in a net: whatever is open, its numbers are the engine's to the last bit."""

import pytest

from engine.data import moons
from engine.losses import LOSSES
from engine.nn import Net
from engine.value import Value
from tests.unit.test_session import state, worker  # noqa: F401, the fixture
from ui.page.trace import Trace
from ui.work.failures import Wrong
from ui.work.network.folding import Folded

POINT = moons(10)[3]
OPENED = [
    [],
    ["L1"],
    ["L1", "L2"],
    ["N2.1"],
    ["N2.1", "N2.1*3"],
    ["N2.1", "N2.1+", "loss"],
    ["N1.2", "N1.2*0", "N1.2+", "N1.2*1"],
    ["L1", "L2", "N1.4", "N3.0", "N3.0+", "N3.0*0", "loss"],
]


@pytest.fixture
def point_graph(worker):  # noqa: F811
    return worker("network.point_graph").point_graph


def grads(net, loss):
    """The grad of every input and parameter by the engine, and the loss."""
    x = [Value(v) for v in POINT[:-1]]
    result = loss(net(x), POINT[-1])
    result.backward()
    return [v.grad for v in x + net.parameters()], result.data


@pytest.mark.parametrize("name", ["hinge", "logistic"])
@pytest.mark.parametrize("opened", OPENED)
def test_every_fold_hands_on_the_engine_s_grads(opened, name):
    net = Net(hidden=(6, 5), bias=True, seed=4)
    folded = Folded(net, LOSSES[name], POINT, opened)
    for _ in folded.walk_back():
        pass
    right, loss = grads(Net(hidden=(6, 5), bias=True, seed=4), LOSSES[name])
    assert [v.grad for v in folded.inputs + net.parameters()] == right and folded.root.data == loss
    places = {id(group): i for i, group in enumerate(folded.groups)}
    assert all(places[id(o)] < places[id(g)] for g in folded.groups for o in g.operands)
    assert sorted(id(v) for g in folded.groups for v in g.values) == sorted(map(id, folded.leaves + folded.inner))


@pytest.mark.parametrize("opened", OPENED)
def test_the_walk_ends_with_them(point_graph, opened):
    answer = point_graph(state(points=[POINT], hidden=[6, 5]), 0, opened)
    trace = Trace(answer["shape"], answer["data"], answer["steps"])
    right, loss = grads(Net(hidden=(6, 5), bias=True, seed=0), LOSSES["hinge"])
    names = [node["name"] for node in trace.nodes]
    ends = dict(zip(names, trace.grads(trace.last)))
    assert [ends["x₁"], ends["x₂"]] == [repr(float(grad)) for grad in right[:2]]
    assert trace.data[-1] == repr(loss) and names[-1] == "loss"
    forms = {op: rule["forms"] for op, rule in answer["rules"]["ops"].items()}
    for k in range(trace.last + 1):
        rows = trace.arithmetic(k, forms)
        assert all(len(row) == 3 for row in rows) and (rows or k == 0 or not trace.event(k)[0])
    for node in trace.nodes:
        assert not node["op"] or node["op"] in forms
        assert ("fold" in node) == ("forward" in node) == ("backward" in node)
    if "L1" not in opened or "L2" not in opened:
        assert len(names) < 60


def test_a_neuron_opens_into_products_and_a_sum_and_those_into_single_operations(point_graph):
    given = state(points=[POINT], hidden=[6, 5])
    nodes = point_graph(given, 0, ["N2.1"])["shape"]["nodes"]
    assert [node["op"] for node in nodes].count("product") == 6 and [n["name"] for n in nodes].count("sum") == 1
    answer = point_graph(given, 0, ["N2.1", "N2.1*3"])
    trace = Trace(answer["shape"], answer["data"], answer["steps"])
    (place,) = [i for i, node in enumerate(trace.nodes) if node["op"] == "*"]
    net = Net(hidden=(6, 5), bias=True, seed=0)
    weight = net.layers[1].neurons[1].weights[3]
    below = net.layers[0].neurons[3]([Value(v) for v in POINT[:2]])
    assert [trace.name(operand) for operand in trace.nodes[place]["of"]] == ["w₂.₂.₄", "n₁.₄"]
    assert [trace.data[operand] for operand in trace.nodes[place]["of"]] == [repr(weight.data), repr(below.data)]
    assert trace.data[place] == repr(weight.data * below.data)


def test_a_net_without_neurons_is_said_to_have_none():
    class Other:
        def __call__(self, x):
            return x[0] * x[1]

    with pytest.raises(Wrong, match="layers of neurons only"):
        Folded(Other(), LOSSES["hinge"], POINT, [])


def test_more_than_can_be_read_is_not_drawn(point_graph):
    with pytest.raises(Wrong, match="fold something first"):
        point_graph(state(points=[POINT], hidden=[60, 60, 60]), 0, ["L1", "L2", "L3"])
