// Runs before anything is drawn. A page that is embedded is marked, so that nothing shows until it is known what may.
// In a frame without an origin of its own, as sandbox="allow-scripts" makes it, browsers refuse databases and workers
// that are modules: there the worker's program, which PyScript writes, runs as a function of an ordinary script.

const root = document.documentElement;
if (new URLSearchParams(location.search).has("embed")) root.dataset.embed = "";
if (self.origin === "null") root.dataset.sandboxed = "";

addEventListener("error", ({ target }) => { if (target.localName === "script") root.dataset.broken = ""; }, true);

try {
  localStorage;
} catch {
  Object.defineProperty(self, "indexedDB", { value: { open: () => ({}) } });
}

if (self.origin === "null") {
  const ownProgram = (parts, { type } = {}) => type === "text/javascript" && String(parts?.[0]).startsWith("/*@*/");
  const asFunction = (parts) => ["(async (location) => {", ...parts, `\n})(${JSON.stringify({ href: document.baseURI })})`];
  self.Blob = class extends Blob {
    constructor(parts, options) {
      super(ownProgram(parts, options) ? asFunction(parts) : parts, options);
    }
  };
  self.Worker = class extends Worker {
    constructor(address, options) {
      super(address, { ...options, type: "classic" });
    }
  };
}
