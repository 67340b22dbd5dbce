// Promise 5: whoever picks up the device after a submission reads nobody's answers, in no kind of storage.

import assert from "node:assert/strict";
import { form } from "./harness/form.mjs";
import { journey } from "./harness/journey.mjs";
import { share } from "./harness/desk-page.mjs";
import { SurveyPage } from "./harness/survey-page.mjs";
import { dump, placesWith } from "./harness/storage.mjs";

const MARK = "dấu-vết-riêng-7391";

/** Pieces that only a readable form has. */
const pieces = (given) => [
  MARK,
  ...Object.entries(given.answers).flatMap(([item, option]) => [`"${item}":"${option}"`, `${item}=${option}`, `${item} ${option}`, `${item}\t${option}`]),
  `"procedure":"${given.before.procedure}"`,
  `"age":"${given.about.age}"`,
];

const readable = async (page, given) => {
  const dumped = await dump(page);
  // The pack and the pages hold questions and choices; what is looked for is what was chosen.
  return pieces(given).flatMap((piece) => placesWith(dumped.filter(([place]) => !place.startsWith("cache/")), piece))
    .concat(placesWith(dumped, MARK));
};

const given = form("demo", { about: { age: "18-24", mode: "self" }, comment: `Tôi muốn nói: ${MARK}` });

journey("before submission the draft is there, so the search finds what there is to find", async (place) => {
  const visit = await place.visitor("demo");
  await visit.fillAll(given);
  assert.ok(placesWith(await dump(visit.page), MARK).some((found) => found.includes("/drafts/")));
});

journey("a form that waits to be sent cannot be read on the device", async (place) => {
  const visit = await place.visitor("demo");
  await visit.offlineReady();
  await visit.device.offline(true);
  await visit.answerAll(given);
  const dumped = await dump(visit.page);
  assert.ok(dumped.some(([where]) => where.includes("/waiting/")), "the sealed form is there");
  assert.deepEqual(await readable(visit.page, given), []);
  await visit.nextPerson();
  assert.deepEqual(await readable(visit.page, given), []);
});

journey("a form that was sent cannot be read on the device", async (place) => {
  const visit = await place.visitor("demo");
  await visit.answerAll(given);
  await visit.sent();
  await visit.nextPerson();
  assert.deepEqual(await readable(visit.page, given), []);
});

journey("a shared device's tally cannot be read either, and its key cannot be taken out", async (place) => {
  const device = await place.device();
  await share(place, device);
  const visit = await place.visitor("demo", { device });
  await visit.answerAll(given);
  await visit.sent();
  const dumped = await dump(visit.page);
  assert.ok(dumped.some(([where]) => where.includes("tally.demo")), "there is a tally");
  assert.deepEqual(await readable(visit.page, given), []);
  assert.ok(dumped.some(([, content]) => content.includes("CryptoKey extractable=false")), "the key stays inside");
  assert.ok(!dumped.some(([, content]) => content.includes("CryptoKey extractable=true")));
});

journey("Back after a submission shows nobody's answers", async (place) => {
  const visit = await place.visitor("demo");
  await visit.answerAll(given);
  await visit.sent();
  const nothing = async (page) => {
    assert.equal(await page.getByText(MARK).count(), 0);
    assert.equal(await page.getByRole("radio", { checked: true }).count(), 0);
    for (const box of await page.getByRole("textbox").all()) assert.equal(await box.inputValue(), "");
  };
  for (let n = 0; n < 6; n += 1) {
    await visit.page.goBack({ waitUntil: "commit" }).catch(() => {});
    if (!visit.page.url().startsWith(place.origin)) break;
    await visit.page.getByRole("heading", { level: 1 }).waitFor();
    await nothing(visit.page);
  }
  // Nor does going away and coming back, from the browser's own memory of the page.
  const fresh = new SurveyPage(await visit.device.tab(), visit.survey);
  await fresh.open(place.origin);
  await fresh.answerAll(given);
  await fresh.page.goto(`${place.origin}/gioi-thieu`);
  await fresh.page.goBack({ waitUntil: "commit" });
  await fresh.page.getByRole("heading", { level: 1 }).waitFor();
  await nothing(fresh.page);
  assert.equal(await fresh.page.getByText(fresh.word("thanks.summary")).count(), 0);
});
