// Runs before anything is drawn. A page that is embedded is marked, so that nothing shows until it is known what may.
//
// PyScript makes what this page does not need: a database for folders of the visitor's disk, which would stay behind, so
// it gets none; and broadcasts, which browsers refuse where storage is blocked, so that it gets none there.
// In a frame without an origin of its own, as sandbox="allow-scripts" makes it, they refuse workers that are modules
// too: there the worker's program, which PyScript writes, runs as a function of an ordinary script.

const root = document.documentElement;
if (new URLSearchParams(location.search).has("embed")) root.dataset.embed = "";
addEventListener("error", ({ target }) => { if (target.localName === "script") root.dataset.broken = ""; }, true);

const noOrigin = self.origin === "null";
const isAllowed = () => {
  try { return localStorage.length >= 0; } catch { return false; }
};
const replaceBroadcasts = () => {
  try { new BroadcastChannel("glassgrad").close(); } catch { self.BroadcastChannel = class { postMessage() {} }; }
};

Object.defineProperty(self, "indexedDB", { value: { open: () => ({}) } }); // which never answers

if (noOrigin || !isAllowed()) {
  replaceBroadcasts();
  const inWorker = (parts) => {
    const program = [`(${replaceBroadcasts})();\n`, ...parts];
    const place = JSON.stringify({ href: document.baseURI });
    return noOrigin ? ["(async (location) => {", ...program, `\n})(${place})`] : program;
  };
  self.Blob = class extends Blob {
    constructor(parts, options) {
      const worker = options?.type === "text/javascript" && String(parts?.[0]).startsWith("/*@*/");
      super(worker ? inWorker(parts) : parts, options);
    }
  };
}

if (noOrigin) {
  self.Worker = class extends Worker {
    constructor(address, options) {
      super(address, { ...options, type: "classic" });
    }
  };
}
