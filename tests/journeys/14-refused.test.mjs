// A form that the hub will never take.

import assert from "node:assert/strict";
import { handedOver } from "./harness/desk-page.mjs";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { counts } from "./harness/storage.mjs";
import { word } from "./harness/words.mjs";

/** Damages the sealed bytes of the oldest waiting form, as a failing memory chip does. */
const damage = (page) =>
  page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const base = await done(indexedDB.open("lang-nghe"));
    const transaction = base.transaction("waiting", "readwrite");
    const store = transaction.objectStore("waiting");
    const [key] = await done(store.getAllKeys());
    const value = await done(store.get(key));
    const flip = (inner) => {
      if (inner instanceof Uint8Array || inner instanceof ArrayBuffer) {
        const bytes = new Uint8Array(inner instanceof ArrayBuffer ? inner : inner.buffer);
        bytes[bytes.length - 1] ^= 1;
        return true;
      }
      return inner !== null && typeof inner === "object" && Object.values(inner).some(flip);
    };
    const flipped = flip(value);
    store.keyPath ? store.put(value) : store.put(value, key);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    base.close();
    return flipped;
  });

journey("a form that cannot be opened is refused, kept, exportable, and holds nobody up", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  await visit.device.offline(true);
  await visit.answerAll(form("demo-pulse"));
  assert.equal(await damage(visit.page), true);
  await visit.nextPerson();
  await visit.answerAll(form("demo-pulse", { pick: (item) => item.options[1].id }));
  await visit.nextPerson();
  await visit.device.offline(false);
  const records = await place.arrived(1, "demo-pulse", 30_000);
  assert.equal(records.length, 1);
  await visit.settled();
  const kept = await counts(visit.page);
  assert.equal(kept.waiting, 0);
  assert.equal(kept.refused, 1);
  assert.equal(await place.hub.counted("demo-pulse"), 1);
  const [refusal] = await place.hub.query("SELECT reason, n FROM refusals");
  assert.deepEqual(refusal, { reason: "cannot-open", n: 1 });
  await visit.says("status.refused", { n: 1 });

  const desk = await visit.device.tab();
  await desk.goto(`${place.origin}/may-nay`);
  await desk.getByText(word("hub.reasons.cannot-open")).waitFor();
  const { records: [envelope, ...others] } = JSON.parse(await handedOver(desk, "device.refused_export"));
  assert.deepEqual(others, []);
  assert.equal(envelope.campaign, "demo-pulse");
  assert.notEqual(envelope.id, records[0].body.id);
});

journey("a file of waiting forms shows nobody's answers, and the hub takes it as it is, once", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  const down = place.line.fault(({ path }) => path.startsWith("/api/"), "drop");
  await visit.answerAll(form("demo-pulse", { comment: "dấu-vết-5512" }));
  const desk = await visit.device.tab();
  await desk.goto(`${place.origin}/may-nay`);
  const file = await handedOver(desk, "device.export");
  assert.ok(!file.includes("dấu-vết-5512"));
  const post = () =>
    fetch(`${place.hub.address}/api/v1/records`, { method: "POST", headers: { "content-type": "application/json" }, body: file });
  assert.equal((await (await post()).json()).answers[0].result, "accepted");
  assert.equal((await (await post()).json()).answers[0].result, "already");
  down();
  // The page tries again by itself; if it has not yet, the person may ask for it.
  await desk.getByRole("button", { name: word("device.send"), exact: true }).click({ timeout: 2000 }).catch(() => {});
  await desk.getByText(word("device.queue_none")).waitFor();
  assert.equal(await place.hub.counted("demo-pulse"), 1);
  const [{ body }] = await place.hub.records("demo-pulse");
  assert.equal(body.comment, "dấu-vết-5512");
});
