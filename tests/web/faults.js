// What a browser does on a bad day, done on purpose.

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = (name, version) => done(indexedDB.open(name, version));

// Replaces the row of this id (or name) by one that nobody can use.
export async function damageRow(database, shelf, key) {
  const db = await open(database);
  const store = db.transaction(shelf, "readwrite").objectStore(shelf);
  const row = await done(shelf === "waiting" ? store.index("id").get(key) : store.get(key));
  const kept = shelf === "waiting" ? { sequence: row.sequence } : { name: key };
  await done(store.put({ ...kept, id: `damaged ${key}`, rest: "a half-written row" }));
  db.close();
}

// Every row of the database as one text, with bytes both as text and as numbers.
export async function everything(database) {
  const db = await open(database);
  const texts = [];
  for (const shelf of db.objectStoreNames) {
    for (const row of await done(db.transaction(shelf).objectStore(shelf).getAll())) {
      for (const [field, value] of Object.entries(row)) {
        texts.push(`${shelf}.${field}=`);
        texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
        if (value instanceof CryptoKey) texts.push(`extractable:${value.extractable}`);
      }
    }
  }
  db.close();
  return texts.join("\n");
}

// A newer version of the app takes the database over. Fulfils only if everyone gives way.
export async function takeOver(database) {
  const request = indexedDB.open(database, 2);
  request.onupgradeneeded = () => request.result.createObjectStore("of-a-newer-app");
  (await done(request)).close();
}

// Gives the first version back, as if there had been no newer one.
export const deleteDatabase = (database) => done(indexedDB.deleteDatabase(database));

// From now on nothing more can be written: as browsers do it, the write itself looks fine and the
// transaction is aborted afterwards.
const originals = { add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put };
export function setFull(full) {
  for (const [name, original] of Object.entries(originals)) {
    IDBObjectStore.prototype[name] = full
      ? function (...rest) {
          const transaction = this.transaction;
          const request = original.apply(this, rest);
          request.addEventListener("success", () => {
            const error = new DOMException("no room", "QuotaExceededError");
            Object.defineProperty(transaction, "error", { get: () => error });
            transaction.abort();
          });
          return request;
        }
      : original;
  }
}

// Remembers the durability of every writing transaction.
const begin = IDBDatabase.prototype.transaction;
let durabilities = [];
export function watchDurability() {
  durabilities = [];
  IDBDatabase.prototype.transaction = function (...rest) {
    const transaction = begin.apply(this, rest);
    if (transaction.mode === "readwrite") durabilities.push(transaction.durability);
    return transaction;
  };
}
export function seenDurability() {
  IDBDatabase.prototype.transaction = begin;
  return durabilities.join(" ");
}

// A browser that hides IndexedDB, one that throws when it is asked for, one that throws on opening.
const storage = Object.getOwnPropertyDescriptor(self, "indexedDB");
export function hideStorage(how) {
  if (how === "missing") Object.defineProperty(self, "indexedDB", { value: undefined, configurable: true });
  if (how === "forbidden") {
    Object.defineProperty(self, "indexedDB", {
      get: () => { throw new DOMException("blocked", "SecurityError"); },
      configurable: true,
    });
  }
  if (how === "private") {
    const open = () => { throw new DOMException("private window", "InvalidStateError"); };
    Object.defineProperty(self, "indexedDB", { value: { open }, configurable: true });
  }
  if (how === "given back") Object.defineProperty(self, "indexedDB", storage);
}

// A page that is not served securely has no crypto.subtle.
export function hideKeys(hidden) {
  if (hidden) Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
  else delete crypto.subtle;
}

// A browser without Web Locks.
export function hideLocks(hidden) {
  if (hidden) Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
  else delete navigator.locks;
}

// Whether the key kept in the database can be taken out of the browser.
export async function keyCanBeExported(database) {
  const db = await open(database);
  const row = await done(db.transaction("values").objectStore("values").get("device-key"));
  db.close();
  return crypto.subtle.exportKey("raw", row.key).then(() => true, () => false);
}
