// The plain case: somebody scans the poster, answers, and the hub holds exactly that.

import assert from "node:assert/strict";
import { expectedRecord, form, said, today } from "./harness/form.mjs";
import { send } from "./harness/forms.mjs";
import { journey } from "./harness/journey.mjs";
import { survey } from "./harness/words.mjs";

journey("a whole survey from the QR address arrives answer for answer", async (place) => {
  const given = form("demo", {
    procedure: "land",
    about: { mode: "assisted", age: "50-60", gender: "female", education: "lower-secondary" },
    comment: "Ghế chờ ít quá, trưa nắng. “Quầy 2” chậm & ồn <b>",
  });
  const visit = await place.visitor("demo", { point: "2" });
  await visit.fillAll(given, { byHand: true });
  await visit.submit();
  await visit.thanked();
  await visit.sent();
  const [record, ...more] = await place.arrived(1);
  assert.equal(more.length, 0);
  assert.match(record.body.id, /^[0-9a-f]{32}$/);
  assert.equal(record.id, record.body.id);
  assert.deepEqual(said(record.body), expectedRecord(given, { point: "2", day: today() }));
  assert.equal(await place.hub.counted(), 1);
});

journey("whoever skips all that is optional sends nothing of it", async (place) => {
  const given = form("demo", { pick: () => "na" });
  const visit = await place.visitor("demo");
  await visit.answerAll(given);
  await visit.sent();
  const [{ body }] = await place.arrived(1);
  assert.deepEqual(said(body), expectedRecord(given, { day: today() }));
});

journey("an answer changed on the last page is the one that counts", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.fillAll(given);
  const changed = visit.survey.items[2];
  await visit.change(changed);
  await visit.at(changed);
  await visit.choose(changed, "5");
  await visit.next();
  await visit.heading(visit.word("check.title")).waitFor();
  await visit.submit();
  await visit.thanked();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, { ...given.answers, [changed.id]: "5" });
});

journey("going back shows what was chosen, and another choice replaces it", async (place) => {
  const given = form("demo-pulse");
  const visit = await place.visitor("demo-pulse");
  await visit.start();
  await visit.fill(given, { until: 4 });
  const third = visit.survey.items[2];
  await visit.back();
  await visit.at(third);
  const chosen = third.options.find(({ id }) => id === given.answers[third.id]);
  assert.equal(await visit.radio(chosen.text).isChecked(), true);
  await visit.choose(third, "1");
  await visit.next();
  await visit.fill(given, { from: 4 });
  await visit.comment(null);
  await visit.submit();
  await visit.thanked();
  const [{ body }] = await place.arrived(1, "demo-pulse");
  assert.deepEqual(body.answers, { ...given.answers, [third.id]: "1" });
});

journey("nothing is chosen beforehand, and every question can be answered with not knowing", async (place) => {
  const visit = await place.visitor("demo");
  const given = form("demo", { pick: () => "na" });
  await visit.start();
  for (const [question, option] of visit.steps(given).slice(0, 1 + survey("demo").items.length)) {
    await visit.at(question);
    assert.equal(await visit.page.getByRole("radio", { checked: true }).count(), 0, question.id);
    await visit.choose(question, option);
    await visit.next();
  }
});

journey("ten people's answers add up to the digit in the published results", { timeout: 120_000 }, async (place) => {
  const picks = ["5", "4", "4", "2", "5", "5", "4", "4", "2", "3"];
  const pick = (at) => (item) => (item.id === "extra-money-1" ? (at === 0 ? "yes" : "no") : picks[at]);
  // The last three fill it in here; seven did elsewhere.
  await send(place.hub, "demo-pulse", 7, (at) => ({ answers: form("demo-pulse", { pick: pick(at) }).answers }));
  const visit = await place.visitor("demo-pulse");
  await visit.alive();
  for (const at of [7, 8, 9]) {
    const { total } = await place.hub.released("demo-pulse");
    assert.equal(total, null, `nothing is shown of ${at} forms`);
    await visit.answerAll(form("demo-pulse", { pick: pick(at) }));
    await visit.sent();
    if (at < 9) await visit.nextPerson();
  }
  assert.equal(await place.hub.counted("demo-pulse"), 10);
  const { total } = await place.hub.released("demo-pulse");
  assert.equal(total.records, 10);
  const counts = total.items.map(({ options, none }) => [...options, none]);
  // Options 1 to 5 and "không áp dụng", then no answer; the last item: no, yes, "không áp dụng".
  const scale = [0, 2, 1, 4, 3, 0, 0];
  assert.deepEqual(counts, [scale, scale, scale, scale, [9, 1, 0, 0]]);
  // All ten answered, so each has a value of their own.
  const [service, all] = total.composites;
  assert.equal(service.n, 10);
  assert.deepEqual(service, all);
});
