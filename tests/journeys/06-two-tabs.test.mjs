// The same survey twice on one device.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { counts } from "./harness/storage.mjs";

journey("two tabs submit, one of them sends at a time, and each form is counted once", async (place) => {
  const first = await place.visitor("demo-pulse");
  await first.offlineReady();
  const second = new SurveyPage(await first.device.tab(), first.survey);
  await second.page.goto(first.address(place.origin).replace("demo-pulse", "demo"));
  const other = new SurveyPage(second.page, form("demo").survey);
  await first.device.offline(true);
  await first.answerAll(form("demo-pulse"));
  await other.answerAll(form("demo"));
  assert.equal((await counts(first.page)).waiting, 2);

  // Slow answers, so that two senders would certainly overlap.
  const slow = place.line.fault(({ path }) => path === "/api/v1/records", { bytesPerSecond: 500 });
  await first.device.offline(false);
  await place.arrived(1, "demo-pulse", 30_000);
  await place.arrived(1, "demo", 30_000);
  await first.sent();
  await other.sent();
  slow();
  assert.equal(await place.hub.counted("demo-pulse"), 1);
  assert.equal(await place.hub.counted("demo"), 1);
  const batches = place.line.seen("POST", /^\/api\/v1\/records$/);
  assert.deepEqual(batches.map(({ outcome }) => outcome), [200], "both forms in one batch of one sender");
});

journey("two tabs with the same survey never mix their answers", async (place) => {
  const first = await place.visitor("demo-pulse");
  await first.alive();
  const ones = form("demo-pulse", { pick: (item) => item.options[0].id });
  await first.start();
  await first.fill(ones, { until: 3 });
  const second = new SurveyPage(await first.device.tab(), first.survey);
  await second.open(place.origin);
  await second.at(second.steps(ones)[3][0]);
  await first.fill(ones, { from: 3 });
  await first.comment(null);
  await first.submit();
  await first.thanked();
  const [{ body }, ...more] = await place.arrived(1, "demo-pulse");
  assert.equal(more.length, 0);
  assert.deepEqual(body.answers, ones.answers);
  // The other tab shows nothing of the form that is gone, and cannot submit it once more.
  await second.page.bringToFront();
  await second.button("start.button").waitFor();
});
