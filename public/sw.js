// The service worker: after one visit everything that a survey needs opens without a network, and an
// update arrives whole or not at all.
//
// One cache per build, named after it, written during `install`. A build's pages only ever come from
// that build's cache, so a page and the code it names always belong together. The xtask fills in the
// three constants below; every comment stands on a line of its own so that it can be left out of what
// is served.

const BUILD = "{{build}}";
const PRECACHE = {{precache}};
const COURIER = "{{courier}}";

const PREFIX = "lang-nghe-";
const CACHE = PREFIX + BUILD;
// Written last. Holds the cache's generation, a number that grows with every build installed here: the
// clock of a phone may be wrong by years, and the order of cache names changes when a hub goes back a
// build.
const COMPLETE = "/.complete";
const HEADER = "x-lang-nghe-build";
// Named by what is in them: the same in every build that lists them, so an update fetches only what
// changed. Everything else is fetched anew for each build.
const ASSETS = "/a/";
// The desk is one page behind several addresses; surveys and their results carry their campaign with
// them. The officials' pages and the API are not listed anywhere here, so the worker never touches them.
const SHELL = "/";
const DESK = /^\/(|may-nay|gioi-thieu)$/;
// The tools of officials: likewise one page, kept only where it was opened.
const TOOLS = /^\/cong-cu(\/[^/]+)?$/;
const TOOLS_SHELL = "/cong-cu";
// Scoring a table of forms is a page and a program of its own among them.
const FORMS_SHELL = "/cong-cu/cham-phieu";
const CAMPAIGN = /^\/(k|ket-qua)\/[^/]+$/;
// Lessons keep themselves: their page fills this cache, one file at a time, and changes its own copy when
// all that the new one names is there. No build's cache holds anything of theirs, and none of them is
// ever fetched by this worker for a survey's sake. The number is the form of what is kept.
const LEARN = /^\/hoc(\/[^/]+)?$/;
const LESSONS = "hoc-1";
const LEARN_SHELL = "/hoc";
const SYNC_TAG = "lang-nghe-send";

// A captive portal answers 200 with its own page, and only the hub writes this header: nothing else
// may enter a cache. Assets carry their hash in their name, so a copy stamped by an earlier build
// (it may come from the browser's HTTP cache) is as good as ours; pages must be of this very build.
const fromHub = (response) =>
  response.ok && response.type === "basic" && !response.redirected && response.headers.has(HEADER);
const ofThisBuild = (response) => response.headers.get(HEADER) === BUILD;

// The name a page is kept under, or null for an address that is none of the worker's business. The
// service point (`?d=`) is read by the page itself and would only multiply copies; the language stays,
// since the hub writes the start of the survey in it.
const pageKey = (address) => {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin) return null;
  if (DESK.test(url.pathname)) return SHELL;
  if (url.pathname === FORMS_SHELL) return FORMS_SHELL;
  if (TOOLS.test(url.pathname)) return TOOLS_SHELL;
  if (!CAMPAIGN.test(url.pathname)) return null;
  const language = url.searchParams.get("l");
  return /^[a-z]{2,3}$/.test(language ?? "") ? `${url.pathname}?l=${language}` : url.pathname;
};

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
const open = async (names) => Promise.all(names.map((name) => caches.open(name)));
const look = (cache, key) => cache.match(key, { ignoreVary: true });

// An asset from this build's cache or, for a tab still inside a survey of an earlier build, from the
// one kept for it.
const find = async (path) => {
  const hit = await look(await caches.open(CACHE), path);
  if (hit) return hit;
  for (const cache of await open(await ours())) {
    const earlier = await look(cache, path);
    if (earlier) return earlier;
  }
  return caches.match(path, { cacheName: LESSONS, ignoreVary: true });
};

const generation = async (name) => {
  const mark = await look(await caches.open(name), COMPLETE);
  return mark ? Number(await mark.text()) : 0;
};

// ---- install: all of it, or the old version goes on --------------------------------------------

const install = async () => {
  // Scripts may be imported only until a worker is installed; the browser then keeps them with it.
  // Importing here and once more on `sync` spares every other start of the worker the reading.
  importScripts(COURIER);
  const cache = await caches.open(CACHE);
  const total = PRECACHE.length;
  // One after another: on a weak line the survey that the person is answering needs the rest of it.
  // A cache left unfinished is no harm (nothing reads one without its mark) and spares the next
  // attempt what has already come.
  for (const [done, path] of PRECACHE.entries()) {
    await keep(cache, path);
    await tell({ type: "progress", done: done + 1, total });
  }
  for (const key of await pagesToKeep()) await keepPage(cache, key);
  const before = await Promise.all((await ours()).map(generation));
  await cache.put(COMPLETE, new Response(String(Math.max(0, ...before) + 1)));
};

const keep = async (cache, path) => {
  if (!path.startsWith(ASSETS)) return keepPage(cache, path);
  if (await look(cache, path)) return;
  const response = (await find(path)) ?? (await fetch(path));
  if (!fromHub(response)) throw new Error(`${path}: not an answer of the hub`);
  await cache.put(path, response);
};

// The desk, every survey opened on this device before, and those open now: on the first visit the
// page was loaded before there was a worker to keep it.
const pagesToKeep = async () => {
  const keys = new Set([SHELL]);
  for (const cache of await open(await ours())) {
    for (const request of await cache.keys()) keys.add(pageKey(request.url));
  }
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const tab of tabs) keys.add(pageKey(tab.url));
  keys.delete(null);
  return keys;
};

// A page together with the files it names, and after them: of all the instruments and programs there are, a device
// needs those of the pages that were opened on it (questions in every language).
const putPage = async (cache, key, response) => {
  const text = await response.clone().text();
  for (const [file] of text.matchAll(/\/a\/[\w.-]+\.(?:js|wasm|pack)\b/g)) await keep(cache, file);
  await cache.put(key, response);
};

// A page, or a file that keeps its name from build to build.
const keepPage = async (cache, key) => {
  const response = await fetch(key, { cache: "no-cache" });
  if (fromHub(response) && ofThisBuild(response)) return putPage(cache, key, response);
  // The hub itself says that there is no such survey any more: then it is not kept, and it must not
  // hold back the update for ever either.
  if (ofThisBuild(response) && (response.status === 404 || response.status === 410)) return cache.delete(key);
  throw new Error(`${key}: not a page of this build`);
};

self.addEventListener("install", (event) => event.waitUntil(install()));

// ---- activate: keep one earlier build for open tabs, drop the rest ------------------------------

const retire = async () => {
  const others = (await ours()).filter((name) => name !== CACHE);
  const generations = await Promise.all(others.map(generation));
  const newest = Math.max(...generations);
  for (const [position, name] of others.entries()) {
    // Unfinished: of no use, unless a newer worker is filling it this moment.
    const wanted = generations[position] === 0 ? registration.installing !== null : generations[position] === newest;
    if (!wanted) await caches.delete(name);
  }
  await clients.claim();
};

self.addEventListener("activate", (event) => event.waitUntil(retire()));

// ---- fetch ---------------------------------------------------------------------------------------

const asset = async (event, path) => {
  const hit = await find(path);
  if (hit) return hit;
  const response = await fetch(event.request);
  const wanted = PRECACHE.includes(path) || path.endsWith(".pack");
  if (fromHub(response) && wanted && (path.startsWith(ASSETS) || ofThisBuild(response))) {
    const copy = response.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)).catch(() => {}));
  }
  return response;
};

const page = async (event, key) => {
  const cache = await caches.open(CACHE);
  // Kept in another language: better than no survey; the page loads the language asked for.
  const hit = (await look(cache, key)) ?? (await look(cache, key.split("?")[0]));
  if (hit) {
    // Dates and words of a campaign can change within a build. Without a network, behind a captive
    // portal, or when the hub has moved on to another build, what is kept stays as it is.
    event.waitUntil(keepPage(cache, key).catch(() => {}));
    return hit;
  }
  try {
    const response = await fetch(event.request);
    if (fromHub(response) && ofThisBuild(response)) {
      const copy = response.clone();
      event.waitUntil(putPage(cache, key, copy).catch(() => {}));
    }
    // Anything else is passed on unkept: a captive portal's page is how a person signs in to it.
    return response;
  } catch (error) {
    // The desk says in words what it can: last seen results, or that this survey is not here yet.
    const shell = await look(cache, SHELL);
    if (shell) return shell;
    throw error;
  }
};

// The lessons' page as it was kept, whatever build it is of: it names files that were kept with it.
const learn = async (event) => {
  const kept = await caches.match(LEARN_SHELL, { cacheName: LESSONS, ignoreVary: true });
  if (kept) return kept;
  try {
    return await fetch(event.request);
  } catch (error) {
    // The desk says that the lessons are not here yet.
    const shell = await look(await caches.open(CACHE), SHELL);
    if (shell) return shell;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(ASSETS) || PRECACHE.includes(url.pathname)) {
    event.respondWith(asset(event, url.pathname));
  } else if (request.mode === "navigate") {
    const key = pageKey(request.url);
    if (LEARN.test(url.pathname)) event.respondWith(learn(event));
    else if (key) event.respondWith(page(event, key));
  }
});

// ---- messages from pages ---------------------------------------------------------------------------

const tell = async (message) => {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const tab of tabs) tab.postMessage(message);
};

// "Usable without a network" is a fact, looked up and not remembered: the browser may have cleared
// anything since. What is missing is fetched again; if that cannot be, the answer is no.
const ready = async (address) => {
  const cache = await caches.open(CACHE);
  // What the lessons need is their page's own to say.
  const own = LEARN.test(new URL(address, location.origin).pathname) ? [] : [pageKey(address)];
  for (const key of [...PRECACHE, SHELL, ...own]) {
    if (key === null) return false;
    if (!(await look(cache, key))) await keep(cache, key);
    if (!(await look(cache, key))) return false;
  }
  return true;
};

self.addEventListener("message", (event) => {
  const { type, url } = event.data ?? {};
  // Never by itself: a page asks for it, between surveys, when the person has said yes.
  if (type === "activate") self.skipWaiting();
  if (type === "ready?") {
    const answer = event.ports[0] ?? event.source;
    event.waitUntil(
      ready(url ?? SHELL)
        .catch(() => false)
        .then((value) => answer?.postMessage({ type: "ready", ready: value, build: BUILD })),
    );
  }
});

// ---- Background Sync: send what waits although every page is closed --------------------------------

const send = async () => {
  if (!self.LangNgheCourier) importScripts(COURIER);
  const courier = await self.LangNgheCourier;
  const { state } = await courier.send();
  // A rejected promise is how a worker asks the browser to try again later.
  if (state !== "idle" && state !== "refused-some") throw new Error(state);
};

self.addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(send());
});
