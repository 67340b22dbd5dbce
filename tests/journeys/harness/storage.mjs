// Everything that a page of this origin can read on the device: what somebody sees who picks it up.

/** [place, text] for every value of every kind of storage. Bytes are given as Latin-1 text. */
export const dump = (page) =>
  page.evaluate(async () => {
    const found = [];
    const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const text = (value) => {
      if (value instanceof ArrayBuffer) return latin(new Uint8Array(value));
      if (ArrayBuffer.isView(value)) return latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      if (value instanceof CryptoKey) return `CryptoKey extractable=${value.extractable}`;
      if (value !== null && typeof value === "object") {
        return Object.entries(value).map(([key, inner]) => `${key}: ${text(inner)}`).join("\n");
      }
      return String(value);
    };
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const base = await done(indexedDB.open(name));
      for (const store of base.objectStoreNames) {
        const all = base.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
        values.forEach((value, at) => found.push([`indexedDB/${name}/${store}/${text(keys[at])}`, text(value)]));
      }
      base.close();
    }
    for (const [name, storage] of [["localStorage", localStorage], ["sessionStorage", sessionStorage]]) {
      for (const key of Object.keys(storage)) found.push([`${name}/${key}`, storage.getItem(key)]);
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request, { ignoreVary: true });
        const bytes = new Uint8Array(await response.arrayBuffer());
        found.push([`cache/${name}/${new URL(request.url).pathname}`, new TextDecoder("latin1").decode(bytes)]);
      }
    }
    found.push(["history.state", JSON.stringify(history.state)], ["cookie", document.cookie], ["name", window.name]);
    return found;
  });

/** How a text may lie in storage: as UTF-8 bytes read as Latin-1, as it is, and in two bytes a letter. */
export const shapes = (text) => [
  text,
  Buffer.from(text, "utf8").toString("latin1"),
  Buffer.from(text, "utf16le").toString("latin1"),
  encodeURIComponent(text),
  Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "").slice(0, -1),
];

/** The places whose content holds any shape of the text. */
export const placesWith = (dumped, text) =>
  dumped.filter(([, content]) => shapes(text).some((shape) => content.includes(shape))).map(([place]) => place);

/** Resolves once a place of the device's storage holds such a text: what was tapped has reached it. */
export const kept = async (page, place, pattern) => {
  while (!(await dump(page)).some(([where, text]) => where.includes(place) && pattern.test(text)));
};

/** Counts of the app's object stores. */
export const counts = (page) =>
  page.evaluate(async () => {
    const base = await new Promise((resolve, reject) => {
      const request = indexedDB.open("lang-nghe");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const result = {};
    for (const store of base.objectStoreNames) {
      result[store] = await new Promise((resolve, reject) => {
        const request = base.transaction(store).objectStore(store).count();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }
    base.close();
    return result;
  });
