// The page is closed, the network comes back: the browser itself wakes the sender.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";

journey("what waits is sent by the browser although every page is closed", async (place) => {
  const visit = await place.visitor("demo-pulse", { whole: true });
  await visit.offlineReady();
  const cdp = await visit.device.cdp(visit.page);
  const registered = new Promise((done) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations.filter(({ scopeURL }) => scopeURL.startsWith(place.origin));
      if (first) done(first.registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  const registrationId = await registered;
  const down = place.line.fault(({ path }) => path.startsWith("/api/"), 503);
  await visit.answerAll(form("demo-pulse"));
  await down.struck();
  const tags = await visit.page.evaluate(async () => (await navigator.serviceWorker.ready).sync?.getTags());
  assert.deepEqual(tags, ["lang-nghe-send"]);

  const blank = await visit.device.tab();
  await visit.page.close();
  assert.equal((await place.hub.records("demo-pulse")).length, 0);
  down();
  await blank.goto(`${place.origin}/favicon.svg`);
  const outside = await visit.device.cdp(blank);
  await outside.send("ServiceWorker.enable");
  await outside.send("ServiceWorker.dispatchSyncEvent", { origin: place.origin, registrationId, tag: "lang-nghe-send", lastChance: false });
  const records = await place.arrived(1, "demo-pulse", 30_000);
  assert.equal(records.length, 1);
  assert.equal(await place.hub.counted("demo-pulse"), 1);
});
