"""Machine code as text: it says exactly what the module does, and from which Python each part came."""

import pytest
import wasmtime

from engine.compiler.compiler import compile
from engine.compiler.sources import listing
from engine.compiler.wasm import F64, Function, Module
from engine.compiler.wat import function_text, module_text
from engine.losses import hinge, logistic, squared
from engine.nn import Linear, Net


@pytest.mark.parametrize("loss", [hinge, squared, logistic])
@pytest.mark.parametrize("simd", [True, False])
def test_the_text_assembles_to_the_same_bytes(loss, simd):
    compiled = compile(Net(hidden=(5, 3), bias=True, seed=1), loss, simd)
    assert bytes(wasmtime.wat2wasm(module_text(compiled.module, compiled.pages))) == compiled.binary


@pytest.mark.parametrize("number", [0.0, -0.0, 0.1, -1e-300, 1.7e308, 5e-324, float("inf"), float("-inf")])
def test_numbers_are_written_exactly(number):
    module, function = Module(), Function("number", [], [F64])
    function.f64(number)
    function.i32(-70000)
    function.op("drop")
    module.add(function, export=True)
    assert bytes(wasmtime.wat2wasm(module_text(module, 1))) == module.binary(1)


def test_every_part_names_the_python_it_came_from():
    net = Net(hidden=(4, 3), bias=True, seed=1)
    parts = listing(compile(net, hinge), net, hinge)
    titles = {part.title: part for part in parts}
    layer = titles["Forward: layer 1, 4 neurons over 2 inputs"]
    assert [source.file for source in layer.sources] == ["nn.py", "rules.py", "rules.py"]
    assert "def __call__" in layer.sources[0].text and layer.sources[1].text.startswith('rule("*"')
    assert titles["Backward: relu of 3 neurons"].sources[0].text.startswith('rule("relu"')
    loss = titles["Forward: what is in no layer, such as the loss"]
    assert loss.sources[0].file == "losses.py" and loss.sources[0].text.startswith("def hinge")
    assert titles["One step downhill"].export == "update"
    assert "p.data -= eta * p.grad" in titles["One step downhill"].sources[0].text
    assert function_text(titles["Where a line crosses the edge of a cell"].function).count("f64.store") == 2


def test_a_power_and_a_model_of_ones_own_are_told_too():
    class Doubled(Linear):
        def __call__(self, x):
            return 2 * super().__call__(x)

    model = Doubled()
    sources = [source for part in listing(compile(model, squared), model, squared) for source in part.sources]
    assert any(source.text.startswith("def power") for source in sources)
    assert any(source.file == "test_text.py" and "def __call__" in source.text for source in sources)
