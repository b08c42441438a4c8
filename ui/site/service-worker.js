// Keeps whole releases of the page in the browser: it works without a network, and never mixes two of them.
//
// The build writes RELEASE, the name of this release's folder, and FILES: path -> SHA-256 of all that is kept of it.
// Files are kept by their digest, so that a new release fetches only what has changed; beside them the list of each
// release. A release that is ready waits until the visitor takes it up. The one before stays, for pages still open.

const RELEASE = "/*RELEASE*/";
const FILES = JSON.parse(`/*FILES*/`);
const PAGE = "index.html";
const STORE = "glassgrad";
const SCOPE = self.registration.scope;
const ALIKE = { mode: "same-origin", cache: "no-cache" };
const AT_ONCE = 6; // requests

const hash = (digest) => new URL(`kept/${digest}`, SCOPE).href; // no such file is on the server
const list = (release) => new URL(`lists/${release}`, SCOPE).href;

const digestOf = async (content) => {
  const digits = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digits, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const keep = async (store, path, digest) => {
  if (await store.match(hash(digest))) return;
  const response = await fetch(new URL(path, SCOPE), ALIKE);
  const content = await response.arrayBuffer();
  if (!response.ok || (await digestOf(content)) !== digest) throw new Error(`${path} is not that of release ${RELEASE}`);
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  await store.put(hash(digest), new Response(content, { headers: { "Content-Type": type } }));
};

const install = async () => {
  const store = await caches.open(STORE);
  const waiting = Object.entries(FILES);
  const fetchAll = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await keep(store, ...next);
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
