// Storage that is really blocked, really damaged, or never answers: the form is sent, and nothing says “saved”.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";

const batches = ({ method, path }) => method === "POST" && path === "/api/v1/records";

/** A profile in which the person has blocked all site data, as Chromium's own settings write it. */
const blocked = () => {
  const profile = mkdtempSync(join(tmpdir(), "lang-nghe-blocked-"));
  mkdirSync(join(profile, "Default"));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(preferences));
  return profile;
};

/** Nowhere on the page is the form said to be on the device. */
const neverSaved = async (visit) => {
  const text = await visit.page.locator("body").innerText();
  for (const key of ["thanks.saved", "thanks.waiting"]) assert.ok(!text.includes(visit.word(key)), key);
};

/** Answers everything with the hub out of reach, looks at what is said, saves the file, and has it sent when the hub is back. */
const heldInMemory = async (place, visit, given) => {
  await visit.fillAll(given);
  const away = place.line.fault(batches, "drop");
  await visit.submit();
  await visit.says("thanks.unsaved");
  await visit.says("thanks.retrying");
  await neverSaved(visit);
  const [file] = await Promise.all([visit.page.waitForEvent("download"), visit.button("thanks.save").click()]);
  const { records } = JSON.parse(readFileSync(await file.path(), "utf8"));
  assert.equal(records.length, 1);
  assert.equal(records[0].campaign, "demo-pulse");
  assert.ok(records[0].sealed.length > 100);
  away();
  await visit.page.evaluate(() => dispatchEvent(new Event("online")));
  await visit.sent();
  const [{ body }, ...more] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, given.answers);
  assert.equal(more.length, 0);
  await visit.page.locator("#save:empty").waitFor({ state: "attached" });
  // The same form from the file counts once.
  const answer = await fetch(`${place.origin}/api/v1/records`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ records }),
  });
  assert.equal(answer.status, 200);
  assert.equal((await place.hub.records("demo-pulse")).length, 1);
};

journey("with all site data blocked the form is sent from memory, and nothing says that it is saved", async (place) => {
  const device = await place.device({ whole: true, profile: blocked() });
  const visit = await place.visitor("demo-pulse", { device });
  await visit.says("problem.unavailable");
  await heldInMemory(place, visit, form("demo-pulse"));
});

/** Puts something else where the browser keeps its databases. */
const damage = (profile) => {
  const folder = join(profile, "Default/IndexedDB");
  const names = readdirSync(folder).filter((name) => name.endsWith(".leveldb"));
  assert.ok(names.length > 0, "there was a database");
  for (const name of names) {
    rmSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name), "not a folder");
  }
};

journey("with a damaged database the form is held in memory, offered as a file and sent", { timeout: 90_000 }, async (place) => {
  const device = await place.device();
  const first = await place.visitor("demo-pulse", { device });
  await first.alive();
  await first.start();
  await first.at(first.survey.before[0]);
  await device.die();
  damage(device.profile);
  await device.boot();
  const visit = await place.visitor("demo-pulse", { device });
  const error = await visit.page.evaluate(
    () => new Promise((done) => {
      const request = indexedDB.open("lang-nghe");
      request.onerror = () => done(request.error.name);
      request.onsuccess = () => done(null);
    }),
  );
  assert.equal(error, "UnknownError", "it is really damaged");
  await visit.says("problem.unavailable");
  await heldInMemory(place, visit, form("demo-pulse"));
});

journey("a database that fails while a form is filled in ends in “held in memory” as well", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.alive();
  await visit.page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
      const transaction = begin.call(this, stores, mode, ...rest);
      if (mode === "readwrite") queueMicrotask(() => transaction.abort());
      return transaction;
    };
  });
  await heldInMemory(place, visit, given);
});

journey("a database that never answers is given up within ten seconds, and the form is sent", { timeout: 90_000 }, async (place) => {
  const device = await place.device();
  const other = await device.tab();
  await other.goto(`${place.origin}/favicon.svg`);
  // Another page holds its connection and does not give way to somebody who wants the database gone: whoever opens it now waits.
  await other.evaluate(
    () => new Promise((done) => {
      const request = indexedDB.open("lang-nghe", 1);
      request.onsuccess = () => {
        window.held = request.result;
        indexedDB.deleteDatabase("lang-nghe").onblocked = done;
      };
    }),
  );
  const began = Date.now();
  const visit = await place.visitor("demo-pulse", { device });
  await visit.says("problem.unavailable");
  assert.ok(Date.now() - began < 10_000);
  await heldInMemory(place, visit, form("demo-pulse"));
  for (const path of ["/may-nay", "/hoc", "/hoc/lop", "/ket-qua/demo", "/cong-cu/766"]) {
    await visit.page.goto(place.origin + path);
    await visit.page.getByRole("heading", { level: 1 }).waitFor();
    await visit.page.waitForFunction(() => !document.querySelector("main").innerText.includes("Đang mở"), null, { timeout: 10_000 });
  }
});

journey("a database that stalls while a form is filled in is given up, and the form is sent", { timeout: 90_000 }, async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.alive();
  const other = await visit.device.tab();
  await other.goto(`${place.origin}/favicon.svg`);
  // Another page begins a change of all stores and does not come to its end: every later change waits behind it.
  await other.evaluate(
    () => new Promise((done) => {
      const request = indexedDB.open("lang-nghe");
      request.onsuccess = () => {
        const base = request.result;
        const change = base.transaction([...base.objectStoreNames], "readwrite");
        const store = change.objectStore("drafts");
        const again = () => (store.count().onsuccess = again);
        again();
        done();
      };
    }),
  );
  await visit.page.bringToFront();
  await heldInMemory(place, visit, given);
});

journey("without a store every page besides the survey opens and says so", async (place) => {
  const device = await place.device({ whole: true, profile: blocked() });
  const page = await device.tab();
  for (const path of ["/", "/may-nay", "/hoc", "/hoc/lop", "/ket-qua/demo", "/cong-cu", "/cong-cu/766", "/cong-cu/cham-phieu", "/gioi-thieu"]) {
    await page.goto(place.origin + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => !document.querySelector("main").innerText.includes("Đang mở"), null, { timeout: 10_000 });
  }
});
