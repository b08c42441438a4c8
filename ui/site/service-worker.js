// Keeps whole releases of the page in the browser: it works without a network, and never mixes two of them.
//
// The build writes RELEASE, the name of this release's folder, and FILES: path -> SHA-256 of all that is kept of it. What
// Python starts from is taken out of the PACK (ui/site/pack.py) that the first visit has loaded just before.
// Files are kept by their digest, so that a new release fetches only what has changed; beside them the list of each
// release. A release that is ready waits until the visitor takes it up. The one before stays, for pages still open.

const RELEASE = "/*RELEASE*/";
const FILES = JSON.parse(`/*FILES*/`);
const PACK = `${RELEASE}/` + "/*PACK*/";
const PACKED = JSON.parse(`/*PACKED*/`); // the paths in it
const DECODER = `${RELEASE}/` + "/*DECODER*/";
const PAGE = "index.html";
const STORE = "glassgrad";
const TYPES = { wasm: "application/wasm", zip: "application/zip" }; // of what is in the pack
const SCOPE = self.registration.scope;
const ALIKE = { mode: "same-origin", cache: "no-cache" };
const AT_ONCE = 6; // requests

const hash = (digest) => new URL(`kept/${digest}`, SCOPE).href; // no such file is on the server
const list = (release) => new URL(`lists/${release}`, SCOPE).href;

const digestOf = async (content) => {
  const digits = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digits, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const keep = async (store, path, type, content) => {
  if ((await digestOf(content)) !== FILES[path]) throw new Error(`${path} is not that of release ${RELEASE}`);
  await store.put(hash(FILES[path]), new Response(content, { headers: { "Content-Type": type } }));
};

const fetchOne = async (store, path) => {
  if (await store.match(hash(FILES[path]))) return;
  const response = await fetch(new URL(path, SCOPE), ALIKE);
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status})`);
  await keep(store, path, response.headers.get("Content-Type") ?? "application/octet-stream", await response.arrayBuffer());
};

/** Keep what is in the pack, unless hardly anything of it is missing: fetchOne fetches that. */
const unpack = async (store) => {
  const here = await Promise.all(PACKED.map((path) => store.match(hash(FILES[`${RELEASE}/${path}`]))));
  if (here.filter((response) => !response).length < 2) return;
  importScripts(new URL(DECODER, SCOPE));
  const { body } = await fetch(new URL(PACK, SCOPE), ALIKE);
  const unpacked = new self["xz-decompress"].XzReadableStream(body);
  const whole = new Uint8Array(await new Response(unpacked).arrayBuffer());
  let from = whole.indexOf(10) + 1; // the first line says what follows
  for (const [path, size] of JSON.parse(new TextDecoder().decode(whole.subarray(0, from)))) {
    const type = TYPES[path.split(".").pop()];
    await keep(store, `${RELEASE}/${path}`, type, whole.slice(from, from + size));
    from += size;
  }
};

const install = async () => {
  const store = await caches.open(STORE);
  await unpack(store).catch((error) => console.warn(`The pack is not taken: ${error}`)); // its files come one by one
  const waiting = Object.keys(FILES);
  const fetchAll = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await fetchOne(store, next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchAll));
  await store.put(list(RELEASE), new Response(JSON.stringify({ files: FILES, since: Date.now() })));
};

const releases = async (store) => {
  const found = [];
  for (const { url } of await store.keys())
    if (url.startsWith(list(""))) found.push({ url, ...(await (await store.match(url)).json()) });
  return found.sort((one, other) => other.since - one.since);
};

const tidy = async () => {
  const store = await caches.open(STORE);
  const kept = (await releases(store)).slice(0, 2);
  const wanted = new Set(kept.flatMap(({ url, files }) => [url, ...Object.values(files).map(hash)]));
  for (const { url } of await store.keys()) if (!wanted.has(url)) await store.delete(url);
  await self.clients.claim();
};

const answer = async (request, path) => {
  const store = await caches.open(STORE);
  let digest = FILES[path];
  if (!digest && path !== PAGE) digest = (await releases(store)).find(({ files }) => files[path])?.files[path];
  return (digest && (await store.match(hash(digest)))) || fetch(request);
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(SCOPE)) return;
  event.respondWith(answer(event.request, decodeURI(url.slice(SCOPE.length).split(/[?#]/)[0]) || PAGE));
});
