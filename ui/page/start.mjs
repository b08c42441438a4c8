// Has PyScript start the first worker at once: Python in the worker takes the longest to come, and need not wait for the
// page's own. The page takes that worker over (ui/page/link.py); where there is none, it starts one itself. PyScript does
// not promise that its hooks are there once "py-script" is defined, and that it calls onWorker before anything happens.

import { hooks, PyWorker } from "../node_modules/@pyscript/core/dist/core.js";

const WORKER = new URL("../worker.py", import.meta.url).href;
const LOADER = new URL("python.mjs", import.meta.url).href;
const page = document.documentElement;

/** What a worker is to start Python with: a built page that the browser is only about to keep has it in one small pack. */
globalThis.pythonLoader = () => {
  let first = false;
  try { first = "serviceWorker" in navigator && !navigator.serviceWorker.controller; } catch { /* a frame without an origin */ }
  return first && "release" in page.dataset ? LOADER + "?packed" : LOADER;
};

/** Let the page have a worker as soon as it is there, with what it has told by then. */
const offer = (_, worker) => {
  worker.begun = performance.now();
  const keep = ({ message, error }) => { worker.reported ??= error?.message ?? message ?? "an error"; };
  worker.addEventListener("error", keep); // of the browser
  worker.onerror = keep; // which PyScript calls, for what Python raises
  worker.addEventListener("message", ({ data }) => { if (data?.loaded) worker.loaded = data.loaded; });
  globalThis.firstWorker = worker;
};

const start = async () => {
  const { ok } = await fetch(WORKER); // or PyScript would run as Python whatever came in its place
  await customElements.whenDefined("py-script"); // only then does PyScript know what it gives a worker
  if (!ok || "lacking" in page.dataset || "firstWorker" in globalThis) return;
  hooks.main.onWorker.add(offer);
  const ready = PyWorker(WORKER, { version: pythonLoader(), config: { sync_main_only: true } });
  setTimeout(() => hooks.main.onWorker.delete(offer)); // it is for this one alone
  await ready;
};

start().catch(() => {}); // the page asks the worker, or another one, and says what is wrong
