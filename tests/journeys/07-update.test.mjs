// A new build reaches the hub while people are answering.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { anotherBuild } from "./harness/build.mjs";
import { form } from "./harness/form.mjs";
import { DIST } from "./harness/hub.mjs";
import { journey } from "./harness/journey.mjs";
import { comesTrue } from "./harness/comes-true.mjs";
import { counts } from "./harness/storage.mjs";

const update = async (place) => {
  const next = anotherBuild(DIST);
  await place.hub.stop();
  place.hub.dist = next.folder;
  await place.hub.restart();
  return next;
};

/** Asks the browser to look for a new worker, as it does by itself once a day and at navigations. */
const look = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());

const builds = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("lang-nghe-")));

const controller = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => done(data.build);
        navigator.serviceWorker.controller.postMessage({ type: "ready?", url: location.href }, [port2]);
      }),
  );

journey("an update waits until the survey is done, is offered then, and waiting forms outlive it", { timeout: 90_000 }, async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  const offer = visit.page.getByText(visit.word("status.update"));

  // One form waits already, sealed by the old build.
  const down = place.line.fault(({ path }) => path.startsWith("/api/"), 503);
  await visit.answerAll(form("demo-pulse", { pick: (item) => item.options[1].id }));
  await visit.nextPerson();

  await visit.start();
  await visit.fill(given, { until: 3 });
  const next = await update(place);
  await look(visit.page);
  await comesTrue(visit.page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  assert.equal(await controller(visit.page), next.before, "the tab stays with its build");
  assert.equal(await offer.count(), 0, "no offer inside a survey");
  await visit.fill(given, { from: 3 });
  assert.equal(await offer.count(), 0);
  await visit.comment(null);
  await visit.submit();
  await visit.thanked();
  await visit.button("thanks.next").click();
  await offer.waitFor();
  await visit.button("status.update_button").click();
  await visit.button("start.button").waitFor();
  await comesTrue(
    visit.page, async (build) => (await caches.keys()).includes(`lang-nghe-${build}`) && navigator.serviceWorker.controller !== null, next.build);
  await visit.page.waitForFunction((build) => document.documentElement.outerHTML.includes("/a/") && build, next.build);
  assert.equal(await controller(visit.page), next.build);
  assert.equal((await counts(visit.page)).waiting, 2);

  down();
  await visit.page.reload();
  const records = await place.arrived(2, "demo-pulse", 30_000);
  assert.equal(records.length, 2);
  assert.equal(await place.hub.counted("demo-pulse"), 2);
  rmSync(next.folder, { recursive: true });
});

journey("an update that breaks off leaves the old build whole, and offline goes on working", { timeout: 90_000 }, async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  const [before] = await builds(visit.page);
  const next = await update(place);
  const broken = place.line.fault(({ path }) => /\.wasm$/.test(path), "drop");
  await look(visit.page).catch(() => {});
  await broken.struck();
  assert.equal(await visit.page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
  assert.equal(`lang-nghe-${await controller(visit.page)}`, before);
  await place.line.down();
  await visit.page.reload();
  await visit.answerAll(form("demo-pulse"));
  await place.line.up();
  await place.arrived(1, "demo-pulse", 30_000);
  rmSync(next.folder, { recursive: true });
});
