// What the benchmark does on its page: starts Pyodide, and times what JavaScript calls. See inside.py for the rest.

import { loadPyodide } from "/ui/node_modules/pyodide/pyodide.mjs";

const LEAST = 50; // milliseconds that a timing takes, at least: the page's clock is coarse
const calls = {}; // what can be timed, by name
let inside; // inside.py

// Start Python with these files, path -> text, and make all candidates.
async function start(files) {
  const python = await loadPyodide({ indexURL: "/ui/node_modules/pyodide/" });
  for (const [path, text] of Object.entries(files)) {
    python.FS.mkdirTree(path.split("/").slice(0, -1).join("/"));
    python.FS.writeFile(path, text);
  }
  inside = python.pyimport("tests.bench.inside");
  inside.prepare();
  preparePicture();
  prepareConvNet();
}

// Microseconds that one call of a candidate takes.
function measure(name) {
  return name in calls ? perCall(calls[name]) : inside.measure(name);
}

function perCall(call) {
  let count = 1;
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < count; i++) call();
    const time = performance.now() - start;
    if (time >= LEAST) return (1000 * time) / count;
    count = Math.max(2 * count, Math.floor((1.2 * count * LEAST) / Math.max(time, LEAST / 1000)));
  }
}

// Make `name` a candidate: a full-batch step of a 2-width-width-1 net on `count` points. Returns bytes of memory.
function prepareStep(name, width, count) {
  const exports = inside.machine(width, count);
  calls[name] = () => exports.steps(0, count, 0, 0, 1); // with the rate that is in memory
  return exports.memory.buffer.byteLength;
}

// The candidates field, colours and contours, which are the three parts of a picture.
function preparePicture() {
  const [exports, table, values, image, lines, side, domain, levels] = inside.picture();
  const [xmin, xmax, ymin, ymax] = domain;
  calls.field = () => exports.field(table, 1, values, side, side, xmin, xmax, ymax, ymin);
  calls.colours = () => exports.colours(values, image, side * side);
  calls.contours = () => levels.forEach((level) => exports.contour(values, side, side, level, lines));
}

// The candidate ConvNetJS: one batch of its Trainer, from the same weights. It has no hinge loss for one score, so
// its regression layer gets one. Its layers always have biases, 33 more parameters; they start from 0 here.
function prepareConvNet() {
  const [weights, points, rate, expected] = inside.task();
  const net = new convnetjs.Net();
  const layer = { type: "fc", num_neurons: 16, activation: "relu", bias_pref: 0 };
  const sizes = { out_sx: 1, out_sy: 1, out_depth: 2 };
  net.makeLayers([{ type: "input", ...sizes }, { ...layer }, { ...layer }, { type: "regression", num_neurons: 1 }]);
  const dense = net.layers.filter((layer) => layer.layer_type === "fc");
  dense.forEach((layer, i) => layer.filters.forEach((filter, j) => filter.w.set(weights[i][j])));
  net.layers[net.layers.length - 1].backward = function (y) {
    const loss = Math.max(0, 1 - y * this.in_act.w[0]);
    this.in_act.dw = new Float64Array([loss > 0 ? -y : 0]);
    return loss;
  };
  const options = { method: "sgd", momentum: 0, batch_size: points.length, learning_rate: rate };
  const trainer = new convnetjs.Trainer(net, options);
  const examples = points.map(([x1, x2, y]) => [new convnetjs.Vol([x1, x2]), y]);
  calls.ConvNetJS = () => {
    let loss = 0;
    for (const [x, y] of examples) loss += trainer.train(x, y).loss;
    return loss / examples.length;
  };
  const loss = calls.ConvNetJS();
  if (Math.abs(loss - expected) > 1e-9) throw new Error(`the losses are ${loss} and ${expected}`);
}

window.bench = { start, measure, prepareStep, timeStart: (width) => inside.start(width) };
