// What PyScript loads for Pyodide in the worker: starts Python from what the build has compiled, and says how far it is.
//
// What Pyodide and PyScript do not promise is here, and what the page itself counts on of it is in start.mjs:
// - PyScript takes any module as the worker's `version` that gives `version` and `loadPyodide` (tests/e2e/test_starting.py).
// - PyScript keeps packages in a database of the browser, and cannot start without one, as where the visitor has blocked
//   storage; this page has no packages, so the database here is empty.
// - Pyodide calls WebAssembly.instantiateStreaming, and keeps silent for ever if that fails: so its program is compiled
//   here, while the other files come.
// Where Python does not start from what the build has compiled, it starts from the files that Pyodide brings.

import { loadPyodide as load, version } from "../node_modules/pyodide/pyodide.mjs";

export { version };

const at = (name) => new URL(name, import.meta.url).href;
const HOME = at("../node_modules/pyodide/");
const PROGRAM = HOME + "pyodide.asm.wasm";
const LIBRARY = at("../made/library.zip");
const FILES = at("../made/worker.zip");
const PACK = at("../made/pack.xz"); // all three, as a built page has them for the first visit (ui/site/pack.py)
const PACKED = new URL(import.meta.url).searchParams.has("packed");
const PARTS = 50; // in which the page hears how much has come
let [total, received, told] = [4_200_000, 0, 0]; // bytes, of the pack, about; and the parts of it

const answered = (result) => {
  const request = {};
  queueMicrotask(() => request.onsuccess({ target: { result } }));
  return request;
};
const table = { getAllKeys: () => answered([]) };
const database = { transaction: () => ({ objectStore: () => table }), close() {} };
Object.defineProperty(globalThis, "indexedDB", { value: { open: () => answered(database) } });

const ask = globalThis.fetch.bind(globalThis);

/** Tell the page that so much of all is there; never less than before. */
const tell = (share) => {
  const come = Math.min(Math.floor(PARTS * share), PARTS);
  if (come > told) postMessage({ loaded: (told = come) / PARTS });
};

/** The response for a file, which is counted as it comes where it comes from afar. */
const get = async (address) => {
  const response = await ask(address);
  if (!response.ok) throw new Error(`${address} could not be loaded (${response.status})`);
  if (!PACKED) return response;
  const count = new TransformStream({
    transform(part, controller) {
      received += part.length;
      tell(received / total);
      controller.enqueue(part);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: response.headers });
};

const bytes = async (address) => (await get(address)).arrayBuffer();

const fetched = () => {
  const parts = { program: WebAssembly.compileStreaming(get(PROGRAM)), library: bytes(LIBRARY), files: bytes(FILES) };
  let there = 0;
  for (const part of Object.values(parts)) part.then(() => PACKED || tell(++there / 3), () => {}); // each is awaited below
  return parts;
};

/** The same from the pack, in which they follow each other: the program is compiled while it comes. */
const unpacked = async () => {
  const [{ body }] = await Promise.all([get(PACK), import("../made/xz.js")]);
  const reader = new globalThis["xz-decompress"].XzReadableStream(body).getReader();
  let here = new Uint8Array(); // what has come and is not taken yet
  const more = async () => {
    const { done, value } = await reader.read();
    if (done) throw new Error("pack.xz is not whole");
    here = here.length ? new Uint8Array(await new Blob([here, value]).arrayBuffer()) : value;
  };
  while (!here.includes(10)) await more(); // the first line says what follows
  const end = here.indexOf(10) + 1;
  const sizes = JSON.parse(new TextDecoder().decode(here.subarray(0, end))).map(([, size]) => size);
  here = here.subarray(end);
  const next = (left, type) => {
    const pull = async (controller) => {
      while (!here.length) await more();
      const part = here.subarray(0, left);
      here = here.subarray(part.length);
      left -= part.length;
      controller.enqueue(part);
      if (!left) controller.close();
    };
    return new Response(new ReadableStream({ pull }), { headers: { "Content-Type": type } });
  };
  const program = await WebAssembly.compileStreaming(next(sizes[0], "application/wasm"));
  const library = await next(sizes[1]).arrayBuffer();
  return { program, library, files: await next(sizes[2]).arrayBuffer() };
};

import(HOME + "pyodide.asm.mjs").catch(() => {}); // while the program is compiled; Pyodide asks for it later
const withoutPack = (error) => {
  console.warn(`The pack is not taken: ${error}`);
  [total, received] = [15_500_000, 0];
  return fetched();
};
const parts = PACKED ? unpacked().catch(withoutPack) : Promise.resolve(fetched());

/** All of Python's library; it is asked for in the middle of an import, which cannot wait but by standing still. */
const wholeLibrary = () => {
  const request = new XMLHttpRequest();
  request.open("GET", HOME + "python_stdlib.zip", false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`python_stdlib.zip could not be loaded (${request.status})`);
  return new Uint8Array(request.response);
};

globalThis.fetch = async (input, options) => {
  const address = String(input.url ?? input); // Pyodide asks with a URL
  if (address === PROGRAM) return new Response();
  return address === LIBRARY ? new Response(await (await parts).library) : ask(input, options);
};
WebAssembly.instantiateStreaming = async (_, imports) => {
  const module = await (await parts).program;
  return { module, instance: await WebAssembly.instantiate(module, imports) };
};

export const loadPyodide = async (options) => {
  await (await parts).program; // Pyodide would wait for ever for one that failed
  const python = await started(options);
  write(await (await parts).files, python.FS);
  return python;
};

const FILE = 0x04034b50; // what begins each file of an archive

/** Write the files of a zip archive, which is not compressed, to where Python imports them from. */
const write = (archive, FS) => {
  const view = new DataView(archive);
  for (let next, from = 0; view.getUint32(from, true) === FILE; from = next) {
    const length = view.getUint16(from + 26, true);
    const start = from + 30 + length + view.getUint16(from + 28, true);
    next = start + view.getUint32(from + 18, true);
    const path = new TextDecoder().decode(archive.slice(from + 30, from + 30 + length));
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, new Uint8Array(archive.slice(start, next)));
  }
};

const started = async (options) => {
  const common = { ...options, indexURL: HOME, packageBaseUrl: HOME };
  try {
    const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };
    await (await parts).library;
    const python = await load({ ...common, stdLibURL: LIBRARY, lockFileContents: { info, packages: {} } });
    python.registerJsModule("whole_library", { fetch: wholeLibrary });
    return python;
  } catch (error) {
    console.warn(`Python starts without what was compiled for it: ${error}`);
    return load(common);
  }
};
