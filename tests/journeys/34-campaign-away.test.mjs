// The hub lacks a file of its own for a while: nobody's form is put away for it.

import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { counts } from "./harness/storage.mjs";

const HOUR = 60 * 60 * 1000;

journey("a form whose campaign's file is gone for a while waits, and goes by itself when it is back", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.page.clock.install();
  await visit.open(place.origin);
  await visit.alive();
  const file = join(place.hub.data, "campaigns", "demo-pulse.toml");
  const elsewhere = join(place.hub.data, "demo-pulse.toml");
  await place.hub.stop();
  renameSync(file, elsewhere);
  await place.hub.restart();

  await visit.answerAll(form("demo-pulse"));
  await place.line.until(
    () => place.line.seen("POST", /^\/api\/v1\/records$/).some(({ outcome }) => outcome === 200),
    "the hub has said that it does not know the campaign",
    30_000,
  );
  await visit.says("status.other");
  const kept = await counts(visit.page);
  assert.deepEqual([kept.waiting, kept.refused], [1, 0]);
  assert.deepEqual(await place.hub.records("demo-pulse"), []);

  await place.hub.stop();
  renameSync(elsewhere, file);
  await place.hub.restart();
  // Nobody touches anything: an hour passes.
  await visit.page.clock.fastForward(HOUR);
  await place.arrived(1, "demo-pulse", 30_000);
  await visit.sent();
  assert.equal((await counts(visit.page)).waiting, 0);
});
