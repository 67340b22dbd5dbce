// A Wi-Fi that wants to be signed in to: it answers everything with 200 and a page of its own.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { counts, dump, placesWith } from "./harness/storage.mjs";

journey("a captive portal's 200 is never taken for the hub", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  const portal = place.line.fault(() => true, "portal");
  await visit.page.reload();
  await visit.answerAll(form("demo-pulse"));
  await portal.struck(2);
  await visit.says("status.not_the_hub");
  assert.equal(await visit.page.getByText(visit.word("thanks.sent"), { exact: true }).count(), 0);
  assert.equal((await counts(visit.page)).waiting, 1);
  assert.deepEqual(placesWith(await dump(visit.page), "please sign in"), []);

  // Signed in: the survey still opens as itself, and what waited goes.
  portal();
  await visit.page.reload();
  await visit.button("start.button").waitFor();
  await place.arrived(1, "demo-pulse", 30_000);
  await visit.settled();
  assert.equal(await place.hub.counted("demo-pulse"), 1);
});

journey("a first visit behind a portal keeps nothing of the portal for the survey's address", async (place) => {
  const portal = place.line.fault(() => true, "portal");
  const visit = await place.visitor("demo-pulse");
  await visit.page.getByText("please sign in").waitFor();
  portal();
  await visit.open(place.origin);
  await visit.button("start.button").waitFor();
  await visit.offlineReady();
  assert.deepEqual(placesWith(await dump(visit.page), "please sign in"), []);
});
