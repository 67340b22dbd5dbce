// The hub has it, but nobody heard the hub say so.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { counts } from "./harness/storage.mjs";

const batches = ({ method, path }) => method === "POST" && path === "/api/v1/records";

journey("a batch whose answer was lost on the way is sent again and counted once", async (place) => {
  const lost = place.line.fault(batches, "cut");
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(given);
  await lost.struck();
  await place.arrived(1, "demo-pulse");
  // The hub holds it, and the device must not say so: nobody told it.
  assert.equal(await visit.page.getByText(visit.word("thanks.sent"), { exact: true }).count(), 0);
  assert.equal((await counts(visit.page)).waiting, 1);

  lost();
  await visit.page.reload();
  await place.line.until(
    () => place.line.seen("POST", /^\/api\/v1\/records$/).some(({ outcome }) => outcome === 200),
    "the batch is answered",
    30_000,
  );
  await visit.settled();
  const records = await place.arrived(1, "demo-pulse");
  assert.equal(records.length, 1);
  assert.equal(await place.hub.counted("demo-pulse"), 1);
  assert.deepEqual(await place.hub.query("SELECT * FROM set_aside"), []);
});

journey("a hub that is busy or fails is tried again by itself, and the page says why it waits", async (place) => {
  const busy = place.line.fault(batches, 503);
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(form("demo-pulse"));
  await busy.struck();
  await visit.says("status.hub_busy");
  busy();
  // By its own timer: nobody touches anything.
  await place.arrived(1, "demo-pulse", 45_000);
  await visit.sent();
  assert.equal(await place.hub.counted("demo-pulse"), 1);
});

journey("the power of the hub fails right after its answer, and the record is there afterwards", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(form("demo-pulse"));
  await visit.sent();
  await place.hub.kill();
  await place.hub.restart();
  const records = await place.hub.records("demo-pulse");
  assert.equal(records.length, 1);
  assert.equal(await place.hub.counted("demo-pulse"), 1);
});

journey("a thin line slows everything and loses nothing", async (place) => {
  place.line.fault(({ path }) => path.startsWith("/api/"), { bytesPerSecond: 200 });
  const visit = await place.visitor("demo-pulse");
  await visit.answerAll(form("demo-pulse"));
  await visit.sent();
  assert.equal(await place.hub.counted("demo-pulse"), 1);
});
