// What PyScript loads for Pyodide in the worker. PyScript keeps packages in a database of the browser and cannot start
// without one, as where the visitor has blocked storage; this page has no packages, so the database here is empty.

import { loadPyodide as load } from "../node_modules/pyodide/pyodide.mjs";

const answered = (result) => {
  const request = {};
  queueMicrotask(() => request.onsuccess({ target: { result } }));
  return request;
};
const table = { getAllKeys: () => answered([]) };
const database = { transaction: () => ({ objectStore: () => table }), close() {} };

Object.defineProperty(globalThis, "indexedDB", { value: { open: () => answered(database) } });

export const loadPyodide = (options) =>
  load({ ...options, indexURL: new URL("../node_modules/pyodide", import.meta.url).href });
