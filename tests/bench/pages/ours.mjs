// Our own page: what the real hub serves for the bench campaign.

import { CAMPAIGN } from "../harness/survey.mjs";

const adapter = `{
  name: (n) => (n === 0 ? "before/" : "item/") + QUESTIONS[n].id,
  input(n, o) {
    const all = document.querySelectorAll('input[name="' + this.name(n) + '"]');
    return all[o];
  },
  intro: () => document.querySelector(".notice .go"),
  option(n, o) { return this.input(n, o)?.closest("label"); },
  chosen(n, o) { return this.input(n, o)?.checked === true; },
  async kept(n, o) {
    const line = "answer " + this.name(n) + " " + QUESTIONS[n].options[o].id;
    if (localStorage.getItem("ln.early.${CAMPAIGN}")?.includes(line)) return true;
    if (!this.alive()) return false;
    return new Promise((done) => {
      const request = indexedDB.open("lang-nghe");
      request.onerror = () => done(false);
      request.onsuccess = () => {
        const base = request.result;
        const draft = base.transaction("drafts").objectStore("drafts").get("${CAMPAIGN}");
        draft.onsuccess = () => {
          base.close();
          done(draft.result !== undefined && new TextDecoder().decode(draft.result.bytes).includes(line));
        };
        draft.onerror = () => done(false);
      };
    });
  },
  next: () => document.querySelector(".onward .go"),
  alive: () => document.getElementById("start") === null && document.getElementById("main") !== null,
}`;

export default {
  name: "ours",
  title: "Lắng Nghe",
  path: `/k/${CAMPAIGN}`,
  adapter,
  /** Already served: taken over from the hub. */
  files: () => [],
  /** What the first question does not need: it is answered, and the answer kept, before any of it. */
  later: ["/a/", "/manifest.webmanifest", "/favicon.svg", "/sw.js"],
  /** Resolves when the service worker has everything. */
  installed: "navigator.serviceWorker.ready.then(() => true)",
  /** A person comes back for a new form, and not to finish the last one. */
  forget: `new Promise((done, failed) => {
    localStorage.clear();
    const request = indexedDB.open("lang-nghe");
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const change = request.result.transaction("drafts", "readwrite");
      change.objectStore("drafts").clear();
      change.oncomplete = () => { request.result.close(); done(true); };
      change.onabort = () => failed(change.error);
    };
  })`,
  offline: true,
};
