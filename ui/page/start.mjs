// Has PyScript start the first worker at once: Python in the worker takes the longest to come, and need not wait for the
// page's own. The page takes that worker over (ui/page/link.py); where there is none, it starts one itself.

import { hooks, PyWorker } from "../node_modules/@pyscript/core/dist/core.js";

const WORKER = new URL("../worker.py", import.meta.url).href;
const LOADER = new URL("python.mjs", import.meta.url).href;
const page = document.documentElement;

/** What a worker is to start Python with: a built page that the browser does not keep yet has it in one small pack. */
globalThis.pythonLoader = () => {
  let kept = false;
  try { kept = Boolean(navigator.serviceWorker?.controller); } catch { /* as in a frame without an origin */ }
  return "release" in page.dataset && !kept ? LOADER + "?packed" : LOADER;
};

/** Let the page have a worker as soon as it is there, with what it has reported by then. */
const offer = (_, worker) => {
  hooks.main.onWorker.delete(offer);
  worker.addEventListener("error", ({ message }) => { worker.reported ??= message; });
  globalThis.firstWorker = worker;
};

const start = async () => {
  const { ok } = await fetch(WORKER); // or PyScript would run as Python whatever came in its place
  await customElements.whenDefined("py-script"); // only then does PyScript know what it gives a worker
  if (!ok || "lacking" in page.dataset || "firstWorker" in globalThis) return;
  hooks.main.onWorker.add(offer);
  await PyWorker(WORKER, { version: pythonLoader(), config: { sync_main_only: true } });
};

start().catch(() => {}); // the page asks the worker, or another one, and says what is wrong
