// Promise 1: after one visit the page opens, asks and keeps without any connection.

import assert from "node:assert/strict";
import { expectedRecord, form, said, today } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { counts } from "./harness/storage.mjs";

journey("after one visit a survey is opened and answered without a network, and arrives once it is back", async (place) => {
  const given = form("demo", { about: { mode: "self" }, comment: "Không có sóng ở bản" });
  const visit = await place.visitor("demo", { point: "1" });
  await visit.offlineReady();

  await place.line.down();
  await place.hub.stop();
  await visit.device.offline(true);
  await visit.page.reload();
  await visit.answerAll(given);
  await visit.waits();
  assert.equal((await counts(visit.page)).waiting, 1);
  assert.equal((await counts(visit.page)).drafts, 0);

  await place.hub.restart();
  await place.line.up();
  await visit.device.offline(false);
  await visit.sent();
  const [{ body }, ...more] = await place.arrived(1);
  assert.equal(more.length, 0);
  assert.deepEqual(said(body), expectedRecord(given, { point: "1", day: today() }));
  assert.equal(await place.hub.counted(), 1);
  assert.equal((await counts(visit.page)).waiting, 0);
});

journey("the page says that it works offline only when it does", async (place) => {
  const assets = place.line.fault(({ path }) => /courier.*\.wasm/.test(path), "hold");
  const visit = await place.visitor("demo-pulse");
  await assets.struck();
  await visit.start();
  await visit.at(visit.survey.before[0]);
  assert.equal(await visit.page.getByText(visit.word("status.offline")).count(), 0);
  assets();
  await visit.offlineReady();
  await place.line.down();
  const again = new SurveyPage(await visit.device.tab(), visit.survey);
  await again.open(place.origin);
  await again.at(visit.survey.before[0]);
});

journey("another service point's poster opens offline too, and its point is the one recorded", async (place) => {
  const visit = await place.visitor("demo-pulse", { point: "1" });
  await visit.offlineReady();
  await place.line.down();
  await visit.open(place.origin, { point: "luu-dong" });
  await visit.answerAll(form("demo-pulse"));
  await place.line.up();
  const [{ body }] = await place.arrived(1, "demo-pulse", 30_000);
  assert.equal(body.point, "luu-dong");
});

journey("several people answer one after another offline, and each form arrives once", async (place) => {
  const visit = await place.visitor("demo-pulse");
  await visit.offlineReady();
  await visit.device.offline(true);
  const forms = ["1", "2", "3", "4", "5"].map((option) =>
    form("demo-pulse", { pick: (item) => (item.id === "extra-money-1" ? "no" : option) }));
  for (const given of forms) {
    await visit.answerAll(given);
    await visit.nextPerson();
  }
  assert.equal((await counts(visit.page)).waiting, 5);
  await visit.device.offline(false);
  const records = await place.arrived(5, "demo-pulse", 30_000);
  assert.deepEqual(
    records.map(({ body }) => body.answers["time-1"]).sort(),
    ["1", "2", "3", "4", "5"],
  );
  assert.equal(await place.hub.counted("demo-pulse"), 5);
});
