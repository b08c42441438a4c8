// Runs the page out of the one file that it is in, from a disk and without network.
//
// It comes first in that file, and again in the worker, before the program that PyScript writes for it. All other files
// are in the pack, which ui/site/single_file.py has made: what the page or its worker asks for comes from there.
// Of the little that browsers let a page from a disk do, this works in all of them: in the page, modules from blob:
// addresses; and a worker which is a module, with all that it imports, from data: addresses.

(() => {
  const BASE = "https://glassgrad.invalid/"; // where modules believe to be; nothing is ever asked of it
  const START = "ui/page/start.mjs";
  const SCRIPT = "text/javascript";
  const TYPES = { wasm: "application/wasm", js: SCRIPT, mjs: SCRIPT };
  const FOR_WORKER = /^ui\/(made|node_modules\/(pyodide|@pyscript)|page\/python\.mjs|worker\.py)/;
  const BROKEN = "This file is not whole, or the browser is too old for it";

  const page = self.document;
  let home = page ? new URL(".", page.baseURI).href : BASE; // the folder that the page is in

  /** The path in the pack, of an address of the page or of a module; undefined for any other. */
  const pathOf = (address) => {
    const { href } = new URL(address.url ?? address, home);
    const base = [home, BASE].find((start) => href.startsWith(start));
    return base && decodeURI(href.slice(base.length).split(/[?#]/)[0]);
  };

  const { Blob } = self; // which is replaced further below
  const makeAddress = URL.createObjectURL.bind(URL);
  const blobAddress = (text) => makeAddress(new Blob([text], { type: SCRIPT }));

  const dataAddress = (text) => {
    const bytes = new TextEncoder().encode(text);
    let characters = "";
    for (let i = 0; i < bytes.length; i += 8192) characters += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return "data:text/javascript;charset=utf-8;base64," + btoa(characters);
  };

  // ---- What a page does, and a worker

  let pack; // path -> bytes, as soon as it is there
  const made = new Map(); // path of a script -> its address, which has to stay: a module is loaded once

  const addressOf = (path) => {
    if (!made.has(path)) {
      const text = new TextDecoder().decode(pack.get(path));
      const whole = text.replace(/(?<=["'])packed:([^"']+)/g, (_, name) => addressOf(name));
      made.set(path, (page ? blobAddress : dataAddress)(`${whole}\n//# sourceURL=${path}`));
    }
    return made.get(path);
  };

  self.packed = {
    at: (path) => BASE + path,
    import: async (address) => {
      await coming;
      const path = pathOf(address);
      return import(pack.has(path) ? addressOf(path) : address);
    },
  };

  const ask = self.fetch.bind(self);
  self.fetch = async (address, options) => {
    await coming;
    const path = pathOf(address);
    if (path === undefined) return ask(address, options);
    if (!pack.has(path)) return new Response("", { status: 404 });
    return new Response(pack.get(path), { headers: { "Content-Type": TYPES[path.split(".").pop()] ?? "text/plain" } });
  };

  // ---- The worker

  const given = () =>
    new Promise((resolve) => {
      const take = (event) => {
        event.stopImmediatePropagation();
        ({ home, pack } = event.data);
        resolve();
      };
      addEventListener("message", take, { once: true });
    });

  // ---- The page

  const unpacked = async () => {
    await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));
    const holder = page.getElementById("pack");
    const characters = atob(holder.textContent);
    holder.remove();
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const whole = new Uint8Array(await new Response(stream).arrayBuffer());
    let from = whole.indexOf(10) + 1; // the first line says what follows
    pack = new Map();
    for (const [path, size] of JSON.parse(new TextDecoder().decode(whole.subarray(0, from)))) {
      pack.set(path, whole.slice(from, from + size));
      from += size;
    }
  };

  /** Have the worker's program, which PyScript writes, run from a data: address, after this script. */
  const moveWorkers = () => {
    const own = page.currentScript.textContent;
    const programs = new WeakMap();
    self.Blob = class extends Blob {
      constructor(parts, options) {
        super(parts, options);
        if (options?.type === SCRIPT) programs.set(this, parts.join(""));
      }
    };
    URL.createObjectURL = (blob) => (programs.has(blob) ? dataAddress(own + programs.get(blob)) : makeAddress(blob));
    self.Worker = class extends Worker {
      constructor(address, options) {
        super(address, { ...options, type: "module" });
        this.postMessage({ home, pack: new Map([...pack].filter(([path]) => FOR_WORKER.test(path))) });
      }
    };
  };

  /** Have scripts that are added to the page come from the pack. */
  const moveScripts = () => {
    const source = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src");
    const set = function (address) {
      const path = pathOf(address);
      source.set.call(this, pack.has(path) ? addressOf(path) : address);
    };
    Object.defineProperty(HTMLScriptElement.prototype, "src", { ...source, set });
  };

  const start = async () => {
    try {
      await coming;
      await self.packed.import(START);
    } catch (error) {
      page.documentElement.dataset.engine = "failed";
      page.getElementById("status").textContent = `${BROKEN} (${error.message}).`;
    }
  };

  const coming = page ? unpacked() : given();
  if (page) {
    moveWorkers();
    moveScripts();
    start();
  }
})();
